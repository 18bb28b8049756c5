import {
  argument,
  at,
  bodyOf,
  defineCheck,
  enclosing,
  enclosingClass,
  environmentRead,
  formattedPlaces,
  glanceLines,
  glanceStarts,
  isInside,
  nameText,
  positionalArguments,
  py,
  secretKindOf,
  secretPlaceOf,
  shortName,
  spanOf,
  strengthOf,
  stringValue,
  textsIn,
  unwrapped,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile, SecretKind } from '../../src/sdk/check.ts';

/** A read of the environment that may have a default. */
const READS = /\bgetenv\b|\benviron\s*\.\s*(?:get|setdefault|pop)\b|\benviron\b.*\bor\b/;
/** A library that has its own, or another name for it. */
const LIBRARIES =
  /\b(?:getenv|environ)\s+as\b|\b(?:decouple|environs|starlette)\b|\b(?:import|from)\s+environ\b|BaseSettings/;
const TEXT = /(["'])((?:(?!\1)[^\\\n])+)\1/g;

function mayRead(line: string): boolean {
  return (line.includes('getenv') || line.includes('environ')) && READS.test(line);
}

/** With all other places of the texts there: one that is compared with elsewhere is refused. */
function placesIn(text: string): readonly number[] | undefined {
  const starts = glanceStarts(text);
  const reads = glanceLines(text).flatMap((line, index) => (mayRead(line) ? [index] : []));
  const written = reads.map((index) => text.slice(starts[index], starts[index + 1]));
  if (LIBRARIES.test(text) || written.some((line) => line.includes('\\'))) return undefined;
  const values = new Set(written.flatMap((line) => Array.from(line.matchAll(TEXT), ([, , value = '']) => value)));
  // Those that are as short as this stand everywhere, and many are not worth looking for one by one.
  if (values.size > 50 || [...values].some((value) => value.length < 3)) return undefined;
  const others = [...values].flatMap((value) => textsIn(text, value));
  return [
    ...reads.flatMap((index) => starts[index] ?? []),
    ...formattedPlaces(text, 'environ'),
    ...formattedPlaces(text, 'getenv'),
    ...others,
  ];
}

export default defineCheck({
  title: 'Secret with a default in the code',
  on: 'python',
  bullet: 'Secrets',
  severity: 'warning',
  preset: 'recommended',
  why: `Where the variable is missing, the program starts all the same, with a key that everybody knows who can read the code: they can sign
    sessions and tokens as they like. Without a default it stops at the start, when somebody is looking.`,
  whenNotTo: 'Something refuses the default before the program serves anybody.',
  secret: true,
  excludes: ['test', 'docs', 'migration'],
  examples: [
    {
      title: 'Stop where the key is missing',
      bad: py`
        import os

        SECRET_KEY = os.getenv("SECRET_KEY", "shop-secret")  # <-
        ADMIN_PASSWORD = os.environ.get("ADMIN_PASSWORD") or "admin"  # <-
      `,
      good: py`
        import os

        SECRET_KEY = os.environ["SECRET_KEY"]
        ADMIN_PASSWORD = os.environ["ADMIN_PASSWORD"]
      `,
    },
    {
      title: 'A field without a value is a required one',
      bad: py`
        from pydantic import Field, SecretStr
        from pydantic_settings import BaseSettings

        class Settings(BaseSettings):
            jwt_secret: str = "shop"  # <-
            session_secret: SecretStr = SecretStr("clinic")  # <-
            signing_key: str = Field(default="library", min_length=8)  # <-
      `,
      good: py`
        from pydantic import SecretStr
        from pydantic_settings import BaseSettings

        class Settings(BaseSettings):
            jwt_secret: str
            session_secret: SecretStr
            signing_key: str
      `,
    },
    {
      title: 'Other libraries read the environment in the same way',
      bad: py`
        import environ
        from decouple import config

        env = environ.Env()
        SECRET_KEY = env.str("DJANGO_SECRET_KEY", default="not so secret")  # <-
        JWT_SECRET = config("JWT_SECRET", default="shop", cast=str)  # <-
      `,
      good: py`
        import environ
        from decouple import config

        env = environ.Env()
        SECRET_KEY = env.str("DJANGO_SECRET_KEY")
        JWT_SECRET = config("JWT_SECRET", cast=str)
      `,
    },
  ],
  quiet: [
    // Nothing, something drawn, names about secrets, and what a service of one machine is called.
    py`
      import os
      import secrets

      SECRET_KEY = os.getenv("SECRET_KEY", "")
      API_TOKEN = os.environ.get("API_TOKEN")
      SESSION_SECRET = os.environ.get("SESSION_SECRET", secrets.token_urlsafe())
      PASSWORD_FILE = os.getenv("PASSWORD_FILE", "/run/secrets/password")
      SECRET_KEY_NAME = os.getenv("SECRET_KEY_NAME", "shop")
      DB_PASSWORD = os.getenv("DB_PASSWORD", "postgres")
      TOKEN_HEADER = os.getenv("TOKEN_HEADER", "X-Shop-Token")
    `,
    // Somebody else's key: a made-up one opens nothing.
    py`
      import os
      from openai import OpenAI

      client = OpenAI(api_key=os.getenv("OPENAI_API_KEY", "EMPTY"), base_url="http://localhost:8000/v1")
    `,
    // Only while developing.
    py`
      import os

      DEBUG = os.getenv("DEBUG") == "1"
      if DEBUG:
          SECRET_KEY = os.getenv("SECRET_KEY", "shop")
      else:
          SECRET_KEY = os.environ["SECRET_KEY"]

      class DevelopmentConfig:
          JWT_SECRET = os.getenv("JWT_SECRET", "shop")
    `,
    // The default is refused further down.
    py`
      from pydantic import model_validator
      from pydantic_settings import BaseSettings

      class Settings(BaseSettings):
          secret_key: str = "changethis"

          @model_validator(mode="after")
          def refuse_default(self):
              if self.secret_key == "changethis":
                  raise ValueError("set SECRET_KEY")
              return self
    `,
    py`
      from pydantic import BaseModel
      from pydantic_settings import BaseSettings, SettingsConfigDict

      class Login(BaseModel):
          secret_key: str = "shop"

      class Settings(BaseSettings):
          model_config = SettingsConfigDict(secrets_dir="/run/secrets")
          token_url: str = "/token"
          jwt_secret: str | None = None
          secret_key_length: int = 32
    `,
    at(
      'shop/settings/local.py',
      py`
      import os
      SECRET_KEY = os.getenv("SECRET_KEY", "shop")
    `,
    ),
    at(
      'examples/app.py',
      py`
      import os
      SECRET_KEY = os.getenv("SECRET_KEY", "shop")
    `,
    ),
  ],
  mentions: ['getenv', 'environ', 'decouple', 'Env(', 'Config(', 'BaseSettings'],
  places: ({ text }) => placesIn(text),
  nodes: {
    *call(node, file) {
      const read = environmentRead(node, file);
      if (read?.default) yield* judge(file, { name: read.name, value: read.default });
    },
    *boolean_operator(node, file) {
      const read =
        node.childForFieldName('operator')?.text === 'or'
          ? environmentRead(unwrapped(node.childForFieldName('left')) ?? node, file)
          : undefined;
      const value = node.childForFieldName('right');
      if (read && value) yield* judge(file, { name: read.name, value });
    },
    *class_definition(node, file) {
      if (!file.text.includes('BaseSettings') || !isSettingsClass(node, file)) return;
      for (const statement of bodyOf(node)) yield* judgeField(statement, file);
    },
  },
});

interface Setting {
  readonly name: string;
  readonly value: PyNode;
}

function* judge(file: PythonFile, { name, value }: Setting): Iterable<Draft> {
  const literal = unwrapped(value);
  const text = stringValue(literal);
  const kind = secretKindOf(name);
  if (!literal || text === undefined || kind === undefined || !opensSomething(kind, name, text)) return;
  if (isForDevelopment(literal, file) || isRefused(literal, text, file)) return;
  yield {
    at: spanOf(literal),
    key: name,
    message: `Without \`${shortName(name)}\` set, the program starts with a value that everybody can read here; take the default away.`,
  };
}

/**
 * The program's own keys and the passwords of the accounts that it makes hold whatever they are; a service refuses a made-up token,
 * and a database a made-up password, so that those must look like real ones.
 */
function opensSomething(kind: SecretKind, name: string, text: string): boolean {
  if (text.trim() === '' || /^(none|null)$/i.test(text) || /^[<$%{]|\{.*\}/.test(text)) return false;
  if (kind === 'signing') return true;
  if (kind === 'password')
    return (
      strengthOf(text) !== 'none' || /(^|_)(admin|superuser|root|master|initial|default)(_user)?_?pass/i.test(name)
    );
  return strengthOf(text) === 'strong';
}

const DEVELOPMENT = /(^|[^a-z])(dev|devel|development|debug|local|test|tests|testing|ci|demo|example)([^a-z]|$)/i;

function isForDevelopment(node: PyNode, file: PythonFile): boolean {
  if (secretPlaceOf(file) === 'trial' || DEVELOPMENT.test(file.path.slice(file.path.lastIndexOf('/') + 1))) return true;
  const owner = enclosingClass(node);
  if (owner && DEVELOPMENT.test(nameText(owner).replace(/([a-z])([A-Z])/g, '$1_$2'))) return true;
  const branch = enclosing(node, 'if_statement');
  const choice = enclosing(node, 'conditional_expression');
  return [branch?.childForFieldName('condition'), choice].some(
    (condition) => condition && DEVELOPMENT.test(condition.text.replaceAll('_', ' ')),
  );
}

/** The same text is compared with elsewhere, or stands in a list of what is not allowed. */
function isRefused(literal: PyNode, text: string, file: PythonFile): boolean {
  const others = file.root
    .descendantsOfType('string')
    .filter((other) => other.id !== literal.id && stringValue(other) === text);
  return others.some((other) =>
    isInside(
      other,
      ['comparison_operator', 'set', 'list', 'tuple', 'if_statement', 'assert_statement'],
      ['function_definition', 'class_definition'],
    ),
  );
}

/** A class of pydantic-settings, by its bases or those of a class of the same file. */
function isSettingsClass(node: PyNode, file: PythonFile, depth = 0): boolean {
  return positionalArguments(node).some((base) => {
    const name = file.nameOf(base);
    if (name !== undefined && /(^|\.)\w*BaseSettings$/.test(name)) return true;
    const own =
      depth < 5 && base.type === 'identifier'
        ? file.root
            .descendantsOfType('class_definition')
            .find((other) => other.id !== node.id && nameText(other) === base.text)
        : undefined;
    return own !== undefined && (nameText(own).endsWith('BaseSettings') || isSettingsClass(own, file, depth + 1));
  });
}

function* judgeField(statement: PyNode, file: PythonFile): Iterable<Draft> {
  const assignment = unwrapped(statement.firstNamedChild);
  const name =
    assignment?.type === 'assignment' && assignment.childForFieldName('type')
      ? assignment.childForFieldName('left')?.text
      : undefined;
  const right = unwrapped(assignment?.childForFieldName('right'));
  if (name === undefined || !right) return;
  const callee = right.type === 'call' ? (file.nameOf(right.childForFieldName('function')) ?? '') : '';
  const value = /(^|\.)(Field|SecretStr|SecretBytes)$/.test(callee) ? argument(right, 'default', 0) : right;
  const inner = unwrapped(value);
  const isWrapped =
    inner?.type === 'call' && /(^|\.)SecretStr$/.test(file.nameOf(inner.childForFieldName('function')) ?? '');
  const literal = isWrapped ? positionalArguments(inner)[0] : inner;
  if (literal) yield* judge(file, { name, value: literal });
}
