import {
  OLD_METHODS,
  RENAMED_SETTINGS,
  configDictFix,
  defineCheck,
  each,
  enclosingClass,
  hasSplat,
  isPydanticModel,
  isPydanticV2,
  keywordArguments,
  knownTypes,
  literal,
  modelDefines,
  nameText,
  py,
  pydanticModelNamed,
  settingsOfConfig,
  spanOf,
} from '../../src/sdk/check.ts';
import type { Draft, Fix, PyNode, PythonFile } from '../../src/sdk/check.ts';

const V2 = '[project]\nname = "clinic"\nversion = "1"\ndependencies = ["pydantic>=2.7", "pydantic-settings>=2"]\n';

/** No other library’s classes are known to have these. */
const TELLING: ReadonlySet<string> = new Set(['parse_obj', 'parse_raw', 'schema_json', 'update_forward_refs']);

export default defineCheck({
  title: 'Pydantic 1 name that Pydantic 2 only puts up with',
  on: 'python',
  bullet: 'Pydantic v2',
  severity: 'warning',
  preset: 'recommended',
  why: `Version 2 keeps these names for the move from version 1: they warn, some cost a detour, and version 3 drops them. Settings that
    changed their name do nothing under the old one.`,
  whenNotTo: 'The package supports both versions, and its declared range does not say so yet.',
  fixes: true,
  examples: [
    {
      title: 'Validators and settings in the form of version 2',
      bad: {
        'pyproject.toml': V2,
        'src/clinic/patients.py': py`
          from pydantic import BaseModel, validator

          class Patient(BaseModel):
              name: str

              class Config:  # <-
                  orm_mode = True

              @validator("name")  # <-
              def strip(cls, value):
                  return value.strip()
        `,
      },
      good: {
        'pyproject.toml': V2,
        'src/clinic/patients.py': py`
          from pydantic import BaseModel, ConfigDict, field_validator

          class Patient(BaseModel):
              model_config = ConfigDict(from_attributes=True)
              name: str

              @field_validator("name")
              @classmethod
              def strip(cls, value):
                  return value.strip()
        `,
      },
    },
    {
      title: 'Models have methods of their own prefix',
      bad: {
        'pyproject.toml': V2,
        'src/clinic/visits.py': py`
          from pydantic import BaseModel
          from clinic.models import Ward

          class Visit(BaseModel):
              number: int

              class Config:  # <-
                  extra = "forbid"

          def load(row: dict, ward: bytes, last: Visit | None) -> list[dict]:
              visit = Visit.parse_obj(row)  # <-
              place = Ward.parse_raw(ward)  # <-
              return [visit.dict(exclude={"number"}), last.dict(), place]  # <-
        `,
      },
      good: {
        'pyproject.toml': V2,
        'src/clinic/visits.py': py`
          from pydantic import BaseModel, ConfigDict
          from clinic.models import Ward

          class Visit(BaseModel):
              number: int

              model_config = ConfigDict(extra="forbid")

          def load(row: dict, ward: bytes, last: Visit | None) -> list[dict]:
              visit = Visit.model_validate(row)
              place = Ward.model_validate_json(ward)
              return [visit.model_dump(exclude={"number"}), last.model_dump(), place]
        `,
      },
    },
  ],
  quiet: [
    // Nothing says that it is version 2, or that it is version 2 only.
    {
      'pyproject.toml': '[project]\nname = "a"\nversion = "1"\ndependencies = ["pydantic>=1.10"]\n',
      'src/a/x.py':
        'from pydantic import BaseModel, validator\n\nclass A(BaseModel):\n    class Config:\n        extra = "forbid"\n\nA.parse_obj({})\n',
    },
    {
      'pyproject.toml': V2,
      'src/clinic/x.py': py`
        from pydantic import BaseModel
        from pydantic.v1 import BaseModel as OldModel, validator
        from requests import get
        from somelib import Parser
        from clinic.models import Ward

        class Old(OldModel):
            name: str

            class Config:
                orm_mode = True

            @validator("name")
            def strip(cls, value):
                return value

        class Plain:
            class Config:
                orm_mode = True

            def dict(self):
                return {}

        class Own(BaseModel):
            def dict(self, **options):
                return self.model_dump(**options)

        def use(plain: Plain, old: Old, own: Own, ward: Ward, anything, row):
            get("https://clinic.example").json()
            Old.parse_obj(row)
            Parser.parse_obj(row)
            anything.parse_obj(row)
            ward = row if row else ward
            return plain.dict(), old.dict(), own.dict(), ward.copy(), anything.dict(), row.copy(), Ward.schema()
      `,
    },
    {
      'pyproject.toml': V2,
      'src/clinic/y.py': py`
        from pydantic import BaseModel, root_validator

        class Bed(BaseModel):
            number: int

            # Version 2 refuses this one; another check says so.
            @root_validator
            def check(cls, values):
                return values

        def copies(bed: Bed):
            bed = {"number": bed.number}
            return bed.copy()
      `,
    },
  ],
  mentions: ['pydantic'],
  calls: each(
    Object.keys(OLD_METHODS).map((name) => `.${name}`),
    (call, file) => (isPydanticV2(file) ? oldMethod(call, file) : undefined),
  ),
  nodes: {
    decorator: (node, file) => (isPydanticV2(file) ? oldValidator(node, file) : undefined),
    class_definition: (node, file) => (isPydanticV2(file) ? oldConfig(node, file) : undefined),
    attribute: (node, file) => (FIELDS.test(node.text) && isPydanticV2(file) ? oldFields(node, file) : undefined),
  },
});

const FIELDS = /\.__fields(_set)?__$/;

function* oldMethod(call: PyNode, file: PythonFile): Generator<Draft> {
  const callee = call.childForFieldName('function');
  const name = callee?.childForFieldName('attribute');
  const receiver = callee?.childForFieldName('object');
  const entry = name && Object.hasOwn(OLD_METHODS, name.text) ? OLD_METHODS[name.text] : undefined;
  if (!name || !receiver || !entry) return;
  const model = modelOf(receiver, file);
  if (model ? modelDefines(model, name.text, file) : !(TELLING.has(name.text) && isOwnClass(receiver, file))) return;
  const now = entry.now;
  const isSame = [...keywordArguments(call).keys()].every((key) => entry.keywords?.test(key) !== false);
  const fix: Fix | undefined =
    now === undefined || !isSame || hasSplat(call)
      ? undefined
      : { title: `Use ${now}()`, edits: [{ span: spanOf(name), text: now }], safe: true };
  const message = `Pydantic 2 keeps \`${name.text}()\` for the move only; it is ${entry.hint ?? `\`${now}()\``} now.`;
  yield { at: spanOf(name), message, severity: 'notice', ...(fix && { fix }) };
}

/** The model of this file that an expression is, or is an instance of. */
function modelOf(receiver: PyNode, file: PythonFile): PyNode | undefined {
  if (receiver.type === 'identifier' && /^(self|cls)$/.test(receiver.text)) {
    const owner = enclosingClass(receiver);
    return owner && isPydanticModel(owner, file) ? owner : undefined;
  }
  const direct =
    receiver.type === 'identifier' && file.nameOf(receiver) === undefined
      ? pydanticModelNamed(receiver.text, file)
      : undefined;
  if (direct) return direct;
  const [type = '', ...others] = knownTypes(receiver, file) ?? [];
  return others.length === 0 && type.startsWith(':') ? pydanticModelNamed(type.slice(1), file) : undefined;
}

/** A class that is imported from this project. */
function isOwnClass(receiver: PyNode, file: PythonFile): boolean {
  const target = receiver.type === 'identifier' && /^[A-Z]/.test(receiver.text) ? file.nameOf(receiver) : undefined;
  return (
    target !== undefined && (target.startsWith('.') || file.project.firstParty.includes(target.split('.')[0] ?? ''))
  );
}

function* oldFields(node: PyNode, file: PythonFile): Generator<Draft> {
  const name = node.childForFieldName('attribute');
  const receiver = node.childForFieldName('object');
  if (!name || !receiver || !modelOf(receiver, file)) return;
  const now = name.text === '__fields__' ? 'model_fields' : 'model_fields_set';
  // On an instance `model_fields` is deprecated in its turn.
  const safe = now === 'model_fields_set' || receiver.text === 'cls' || /^[A-Z]/.test(receiver.text);
  const fix: Fix = { title: `Use ${now}`, edits: [{ span: spanOf(name), text: now }], safe };
  yield {
    at: spanOf(name),
    message: `Pydantic 2 keeps \`${name.text}\` for the move only; it is \`${now}\` now.`,
    severity: 'notice',
    fix,
  };
}

function* oldValidator(decorator: PyNode, file: PythonFile): Generator<Draft> {
  const expression = decorator.firstNamedChild;
  const callee = expression?.type === 'call' ? expression.childForFieldName('function') : expression;
  const name = /^pydantic(?:\.class_validators)?\.((?:root_)?validator)$/.exec(file.nameOf(callee ?? null) ?? '')?.[1];
  if (!expression || name === undefined) return;
  const given = expression.type === 'call' ? keywordArguments(expression) : new Map<string, PyNode>();
  if (name === 'root_validator' && !['pre', 'skip_on_failure'].some((key) => literal(given.get(key)) === true)) return;
  const now = name === 'validator' ? 'field_validator' : 'model_validator';
  const mode = literal(given.get('pre')) === true ? 'before' : 'after';
  yield {
    at: spanOf(decorator),
    message: `Pydantic 2 keeps \`@${name}\` for the move only; write \`@${now}\` with \`mode="${mode}"\`.`,
    severity: 'notice',
  };
}

function* oldConfig(node: PyNode, file: PythonFile): Generator<Draft> {
  const model = nameText(node) === 'Config' ? enclosingClass(node) : undefined;
  const name = node.childForFieldName('name');
  if (!model || !name || !isPydanticModel(model, file)) return;
  const settings = settingsOfConfig(node);
  const renamed = settings?.find(({ key }) => Object.hasOwn(RENAMED_SETTINGS, key))?.key;
  if (renamed !== undefined) {
    yield {
      at: spanOf(name),
      message: `Pydantic 2 does nothing with \`${renamed}\`; write \`model_config = ConfigDict(${RENAMED_SETTINGS[renamed]}=…)\`.`,
    };
    return;
  }
  const fix = settings && configDictFix(node, settings, file);
  yield {
    at: spanOf(name),
    message: 'Pydantic 2 keeps `class Config` for the move only; it is `model_config` now.',
    severity: 'notice',
    ...(fix && { fix }),
  };
}
