import {
  after,
  argument,
  bodyOf,
  canReachEnd,
  decoratorsOf,
  defineCheck,
  lineSpan,
  nodesIn,
  parametersOf,
  py,
  shortName,
  spanOf,
  stringValue,
} from '../../src/sdk/check.ts';
import type { Fix, PyNode, PythonFile, Span } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Validator that forgets to return the value',
  on: 'python',
  bullet: 'Pydantic v2',
  severity: 'error',
  preset: 'recommended',
  why: `What a validator returns becomes the value of the field. One that checks and then just ends returns \`None\`, and
    Pydantic stores that without another look.`,
  whenNotTo: 'The field is meant to become `None`; a `return None` at the end says so.',
  fixes: true,
  examples: [
    {
      title: 'Return what was checked',
      bad: py`
        from pydantic import BaseModel, field_validator

        class Patient(BaseModel):
            name: str

            @field_validator("name")
            @classmethod
            def has_name(cls, value: str) -> str:
                if not value.strip():
                    raise ValueError("a patient has a name")  # <-
      `,
      good: py`
        from pydantic import BaseModel, field_validator

        class Patient(BaseModel):
            name: str

            @field_validator("name")
            @classmethod
            def has_name(cls, value: str) -> str:
                if not value.strip():
                    raise ValueError("a patient has a name")
                return value
      `,
    },
    {
      title: 'Return the model',
      bad: py`
        import pydantic

        class Stay(pydantic.BaseModel):
            @pydantic.model_validator(mode="after")
            def ends_after_start(self):
                if self.end < self.start:
                    raise ValueError("a stay ends after it starts")  # <-
      `,
      good: py`
        import pydantic

        class Stay(pydantic.BaseModel):
            @pydantic.model_validator(mode="after")
            def ends_after_start(self):
                if self.end < self.start:
                    raise ValueError("a stay ends after it starts")
                return self
      `,
    },
    {
      title: 'Return on every path',
      bad: py`
        from pydantic import BaseModel, validator

        class Order(BaseModel):
            @validator("code", pre=True)
            def upper(cls, v):  # <-
                if isinstance(v, str):
                    return v.upper()
      `,
      good: py`
        from pydantic import BaseModel, validator

        class Order(BaseModel):
            @validator("code", pre=True)
            def upper(cls, v):
                if isinstance(v, str):
                    return v.upper()
                return v
      `,
    },
  ],
  quiet: [
    py`
      from pydantic import BaseModel, field_validator, model_validator

      class Order(BaseModel):
          @field_validator("total")
          def positive(cls, v):
              if v > 0:
                  return v
              raise ValueError("a total is positive")

          @field_validator("note")
          def no_notes(cls, v):
              raise ValueError("orders have no notes any more")

          @field_validator("kind", mode="before")
          def known(cls, v):
              match v:
                  case "retail" | "trade":
                      return v
                  case _:
                      raise ValueError(v)

          @field_validator("sent")
          def parsed(cls, v):
              try:
                  return parse(v)
              except KeyError as error:
                  raise ValueError("no date") from error

          @field_validator("lines")
          def first(cls, v):
              while True:
                  if v:
                      return v
                  v = more()

          @model_validator(mode="wrap")
          @classmethod
          def logged(cls, data, handler):
              with timer():
                  return handler(data)
    `,
    py`
      from pydantic import BaseModel, field_validator

      class Order(BaseModel):
          @field_validator("discount")
          def empty_is_none(cls, v):
              if v == "":
                  return None
              return v

          @field_validator("later")
          def checked_later(cls, v): ...
    `,
    py`
      from shop.forms import validator

      class Form:
          @validator("email")
          def has_at(self, value):
              if "@" not in value:
                  self.fail("email")
    `,
  ],
  mentions: ['validator'],
  suspects: ({ text }) => text.includes('pydantic'),
  nodes: {
    *function_definition(node, file) {
      const decorator = decoratorsOf(node).find((expression) => isValidator(expression, file));
      if (!decorator || isStub(node) || !canReachEnd(node, file)) return;
      const name = node.childForFieldName('name');
      if (!name) return;
      const returns = nodesIn(node, ['return_statement']).filter(({ firstNamedChild }) => firstNamedChild !== null);
      const value = returns.length === 0 ? valueName(node, decorator, file) : undefined;
      const mend = value === undefined ? undefined : returnAtEnd(node, value, file);
      if (mend) {
        const message = `\`${shortName(name.text)}\` ends here without a value, and Pydantic stores \`None\`: return what was checked.`;
        yield { ...mend, key: name.text, message };
        return;
      }
      const what = returns.length === 0 ? 'returns nothing' : 'ends without a value on one path';
      yield {
        at: spanOf(name),
        message: `This validator ${what}, and Pydantic stores \`None\`: return the value.`,
      };
    },
  },
});

const VALIDATOR =
  /^pydantic(?:\.v1)?\.(?:(?:functional_validators|class_validators)\.)?(?:field_validator|validator|model_validator|root_validator)$/;

/** The bare name, or a call of it. */
function isValidator(expression: PyNode, file: PythonFile): boolean {
  const named = expression.type === 'call' ? expression.childForFieldName('function') : expression;
  return VALIDATOR.test(file.nameOf(named) ?? '');
}

/** `...`, `pass` or a docstring: somebody else writes the body. */
function isStub(definition: PyNode): boolean {
  return bodyOf(definition).every(
    ({ type, firstNamedChild }) =>
      type === 'pass_statement' ||
      (type === 'expression_statement' && /^(ellipsis|string)$/.test(firstNamedChild?.type ?? '')),
  );
}

/** The parameter that holds what is checked; undefined where that is not sure. */
function valueName(definition: PyNode, decorator: PyNode, file: PythonFile): string | undefined {
  const parameters = parametersOf(definition).filter(({ kind }) => kind === 'positional' || kind === 'positional-only');
  const mode = decorator.type === 'call' ? stringValue(argument(decorator, 'mode')) : undefined;
  const named = decorator.type === 'call' ? decorator.childForFieldName('function') : decorator;
  const forModel = file.nameOf(named)?.endsWith('model_validator') === true;
  if (forModel && mode === 'after') return parameters.length === 1 ? parameters[0]?.name : undefined;
  if (mode === 'wrap' || mode === 'plain' || bodyOf(definition).length === 0) return undefined;
  return parameters[1]?.name;
}

/** The line is added after the last one, and the finding stands there, so that the two fit into one suggestion. */
function returnAtEnd(
  definition: PyNode,
  value: string,
  { lines }: PythonFile,
): { readonly at: Span; readonly fix: Fix } | undefined {
  const first = bodyOf(definition)[0];
  const last = bodyOf(definition).at(-1);
  // A body on the line of its `def` has no line to add.
  if (!first || !last || first.startPosition.row === definition.startPosition.row) return undefined;
  const indent = (lines[first.startPosition.row] ?? '').slice(0, first.startPosition.column);
  const line = last.endPosition.row + 1;
  const at = { ...lineSpan(lines, line), col: (lines[line - 1] ?? '').search(/\S|$/) + 1 };
  const edit = { span: after(at), text: `\n${indent}return ${value}` };
  return { at, fix: { title: `Return ${value}`, edits: [edit], safe: true } };
}
