import {
  admitsVersion,
  defineCheck,
  each,
  enclosingClass,
  hasSplat,
  isOptional,
  keywordArguments,
  literal,
  py,
  spanOf,
} from '../../src/sdk/check.ts';
import type { Draft, Fix, PyNode, PythonFile } from '../../src/sdk/check.ts';

const V2 = '[project]\nname = "clinic"\ndependencies = ["pydantic>=2.7", "pydantic-settings>=2"]\n';

export default defineCheck({
  title: 'Pydantic 1 interface that Pydantic 2 has no more',
  on: 'python',
  bullet: 'Pydantic v2',
  severity: 'error',
  preset: 'recommended',
  why: `Much of Pydantic 1 still works in version 2 and only warns. These parts do not: they fail when the module is imported or the
    class is made, or, in a \`Config\`, do nothing at all.`,
  whenNotTo: 'The code runs under Pydantic 1 only, and the declared range does not say so yet.',
  fixes: true,
  examples: [
    {
      title: 'Take settings from pydantic-settings, and say pattern',
      bad: {
        'pyproject.toml': V2,
        'src/clinic/settings.py': py`
          from pydantic import BaseSettings  # <-
        `,
        'src/clinic/patients.py': py`
          from pydantic import BaseModel, ConstrainedStr, Field, conlist, root_validator  # <-

          class Patient(BaseModel):
              code: str = Field(..., regex="^P[0-9]+$")  # <-
              kind: str = Field("patient", const=True)  # <-
              wards: conlist(str, min_items=1)  # <-

              @root_validator  # <-
              def check(cls, values):
                  return values

              class Config:
                  smart_union = True  # <-
        `,
      },
      good: {
        'pyproject.toml': V2,
        'src/clinic/settings.py': py`
          from pydantic_settings import BaseSettings
        `,
        'src/clinic/patients.py': py`
          from typing import Literal
          from pydantic import BaseModel, Field, conlist, model_validator

          class Patient(BaseModel):
              code: str = Field(..., pattern="^P[0-9]+$")
              kind: Literal["patient"] = "patient"
              wards: conlist(str, min_length=1)

              @model_validator(mode="before")
              @classmethod
              def check(cls, values):
                  return values
        `,
      },
    },
  ],
  quiet: [
    // Nothing says that it is version 2.
    {
      'pyproject.toml': '[project]\nname = "a"\ndependencies = ["pydantic>=1.10,<2"]\n',
      'src/a/x.py': 'from pydantic import BaseSettings\n',
    },
    {
      'pyproject.toml': '[project]\nname = "a"\ndependencies = ["pydantic>=1.10"]\n',
      'src/a/x.py': 'from pydantic import BaseSettings, Field\nx = Field(regex="a")\n',
    },
    { 'src/a/x.py': 'from pydantic import BaseSettings\n' },
    {
      'pyproject.toml': V2,
      'src/clinic/x.py': py`
        import re
        from dataclasses import field
        from pydantic import BaseModel, Field, constr, root_validator
        from pydantic.v1 import BaseSettings, ConstrainedInt
        from pydantic.v1 import Field as OldField
        from shop.forms import Field as FormField

        try:
            from pydantic_settings import BaseSettings as Settings
        except ImportError:
            from pydantic import BaseSettings as Settings

        class Order(BaseModel):
            code: constr(pattern="a")
            name: str = Field(min_length=1, json_schema_extra={"regex": "a"})
            old: str = OldField(regex="a")
            form: str = FormField(regex="a", const=True)

            @root_validator(pre=True)
            def first(cls, values):
                return values

            @root_validator(skip_on_failure=True)
            def last(cls, values):
                return values

        class Plain:
            class Config:
                fields = ("a", "b")
      `,
    },
  ],
  mentions: ['pydantic'],
  nodes: {
    import_from_statement: (node, file) => (isV2(file) ? removedImports(node, file) : undefined),
    call: (node, file) => (isV2(file) ? removedArguments(node, file) : undefined),
    decorator: (node, file) => (isV2(file) ? openRootValidator(node, file) : undefined),
    class_definition: (node, file) => (isV2(file) ? removedSettings(node, file) : undefined),
  },
});

/** Names that only Pydantic 2 has. */
const V2_NAMES =
  /^pydantic\.(?:field_validator|model_validator|field_serializer|model_serializer|computed_field|ConfigDict|RootModel|TypeAdapter)$|^pydantic_settings\b/;

/** The declared range leaves no version 1, or the file itself uses what version 1 does not have. */
function isV2({ project, imports }: PythonFile): boolean {
  const range = project.dependencies['pydantic'];
  const declared = range !== undefined && /\d/.test(range) ? admitsVersion(range, '1.10.13') : undefined;
  return (
    declared === false ||
    (declared === undefined &&
      (project.dependencies['pydantic-settings'] !== undefined ||
        [...imports.values()].some((name) => V2_NAMES.test(name))))
  );
}

const GONE: ReadonlySet<string> = new Set([
  ...['Bytes', 'Date', 'Decimal', 'Float', 'FrozenSet', 'Int', 'List', 'Set', 'Str'].map(
    (name) => `Constrained${name}`,
  ),
  'JsonWrapper',
  'NoneBytes',
  'NoneStr',
  'NoneStrBytes',
  'Required',
  'StrBytes',
  'compiled',
  'create_model_from_namedtuple',
  'create_model_from_typeddict',
  'parse_file_as',
  'parse_raw_as',
  'validate_model',
]);

function* removedImports(node: PyNode, file: PythonFile): Generator<Draft> {
  if (node.childForFieldName('module_name')?.text !== 'pydantic' || isOptional(node)) return;
  const names = node.childrenForFieldName('name');
  for (const item of names) {
    const name = item.type === 'aliased_import' ? (item.childForFieldName('name')?.text ?? '') : item.text;
    if (name === 'BaseSettings') {
      const fix = names.length === 1 ? moveImport(node, item, file) : undefined;
      yield {
        at: spanOf(item),
        message: '`BaseSettings` is in the package `pydantic-settings` now: import it from `pydantic_settings`.',
        ...(fix && { fix }),
      };
    } else if (GONE.has(name)) {
      yield {
        at: spanOf(item),
        message: `Pydantic 2 has no \`${name}\` any more: its import fails; use \`Annotated\` types or a \`TypeAdapter\`.`,
      };
    }
  }
}

function moveImport(node: PyNode, item: PyNode, { project }: PythonFile): Fix {
  const safe = project.dependencies['pydantic-settings'] !== undefined;
  return {
    title: 'Import it from pydantic_settings',
    edits: [{ span: spanOf(node), text: `from pydantic_settings import ${item.text}` }],
    safe,
  };
}

interface Argument {
  readonly hint: string;
  /** The argument's name in version 2, where nothing else about it changed. */
  readonly now?: string;
}

const LENGTHS = {
  min_items: { hint: '`min_length`', now: 'min_length' },
  max_items: { hint: '`max_length`', now: 'max_length' },
};
const UNIQUE = { unique_items: { hint: 'a `set` type' } };
const PATTERN = { regex: { hint: '`pattern`', now: 'pattern' } };

const ARGUMENTS: Readonly<Record<string, Readonly<Record<string, Argument>>>> = {
  'pydantic.Field': { ...PATTERN, ...UNIQUE, const: { hint: 'a `Literal` type' } },
  'pydantic.constr': PATTERN,
  'pydantic.conlist': { ...LENGTHS, ...UNIQUE },
  ...each(['pydantic.conset', 'pydantic.confrozenset'], LENGTHS),
};

function* removedArguments(call: PyNode, file: PythonFile): Generator<Draft> {
  const name = file.nameOf(call.childForFieldName('function')) ?? '';
  const removed = Object.hasOwn(ARGUMENTS, name) ? ARGUMENTS[name] : undefined;
  for (const [keyword, value] of removed ? keywordArguments(call) : []) {
    const known = removed && Object.hasOwn(removed, keyword) ? removed[keyword] : undefined;
    const place = value.parent?.childForFieldName('name');
    if (!known || !place || literal(value) === null) continue;
    const fix: Fix | undefined =
      known.now === undefined
        ? undefined
        : { title: `Rename it to ${known.now}`, edits: [{ span: spanOf(place), text: known.now }], safe: true };
    const message = `Pydantic 2 refuses \`${keyword}\` in \`${name.slice('pydantic.'.length)}\`: it takes ${known.hint} instead.`;
    yield { at: spanOf(place), message, ...(fix && { fix }) };
  }
}

function* openRootValidator(decorator: PyNode, file: PythonFile): Generator<Draft> {
  const expression = decorator.firstNamedChild;
  const named = expression?.type === 'call' ? expression.childForFieldName('function') : expression;
  if (!expression || !/^pydantic(\.class_validators)?\.root_validator$/.test(file.nameOf(named ?? null) ?? '')) return;
  const given = expression.type === 'call' ? keywordArguments(expression) : new Map<string, PyNode>();
  const isTold = ['pre', 'skip_on_failure'].some((name) => given.has(name) && literal(given.get(name)) !== false);
  if (isTold || hasSplat(expression)) return;
  yield {
    at: spanOf(decorator),
    message: 'Pydantic 2 refuses this `root_validator` without `skip_on_failure=True`: write a `model_validator`.',
  };
}

/** Keys of `Config` that version 2 warns about once and then leaves aside. */
const SETTINGS: ReadonlySet<string> = new Set([
  'error_msg_templates',
  'fields',
  'getter_dict',
  'smart_union',
  'underscore_attrs_are_private',
  'json_loads',
  'json_dumps',
  'copy_on_model_validation',
  'post_init_call',
]);

function* removedSettings(node: PyNode, file: PythonFile): Generator<Draft> {
  const model = node.childForFieldName('name')?.text === 'Config' ? enclosingClass(node) : undefined;
  const bases = model?.childForFieldName('superclasses')?.namedChildren ?? [];
  if (!bases.some((base) => /^pydantic(_settings)?\.Base(Model|Settings)$/.test(file.nameOf(base) ?? ''))) return;
  for (const statement of node.childForFieldName('body')?.namedChildren ?? []) {
    const target =
      statement.type === 'expression_statement' ? statement.firstNamedChild?.childForFieldName('left') : undefined;
    if (!target || !SETTINGS.has(target.text)) continue;
    yield {
      at: spanOf(target),
      message: `Pydantic 2 does nothing with \`${target.text}\`: take it out, or write what it did on the fields.`,
      severity: 'warning',
    };
  }
}
