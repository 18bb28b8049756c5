import {
  at,
  defineCheck,
  each,
  enclosingFunction,
  nameText,
  ownName,
  positionalArguments,
  py,
  quoted,
  spanOf,
  stringValue,
  onlyValue,
  wordsOfName,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const RANDOM = ['choice', 'choices', 'sample', 'randint', 'randrange', 'random', 'getrandbits', 'randbytes', 'uniform'];
const FAKED = /(^|[/_])(factor(y|ies)|fak(e|er|es)|mocks?|seed(s|er|ing)?|demo|simulat\w*|games?)([/_.]|$)/;

export default defineCheck({
  title: 'Secret made with `random`',
  on: 'python',
  sameAs: ['S311'],
  bullet: 'Secure coding',
  severity: 'warning',
  preset: 'recommended',
  why: `\`random\` repeats a long but known sequence: who sees some of its numbers can work out the next ones. \`secrets\` asks the
    operating system, which nobody can foresee.`,
  whenNotTo: 'The value protects nothing: data for a demonstration, or a game.',
  excludes: ['test'],
  fixes: true,
  places: 'calls',
  examples: [
    {
      title: 'A code that nobody can guess',
      bad: py`
        import random
        import string

        def reset_token():
            return "".join(random.choice(string.ascii_letters) for _ in range(20))  # <-
      `,
      good: py`
        import secrets

        def reset_token():
            return secrets.token_urlsafe(20)
      `,
    },
    {
      title: 'Short codes too',
      bad: py`
        import uuid
        from random import randint

        def enrol(account):
            account.otp = randint(100000, 999999)  # <-
            account.update(api_key=uuid.uuid1().hex)  # <-
      `,
      good: py`
        import secrets

        def enrol(account):
            account.otp = 100000 + secrets.randbelow(900000)
            account.update(api_key=secrets.token_hex(16))
      `,
    },
    {
      title: 'Character by character',
      bad: py`
        import hashlib
        import random

        def password(length):
            password = ""
            for _ in range(length):
                password += random.choice("abcdefghjkmnpqrstuvwxyz23456789")  # <-
            session = {"session_key": hashlib.sha256(str(random.random()).encode()).hexdigest()}  # <-
            return password, session
      `,
      good: py`
        import secrets

        def password(length):
            password = ""
            for _ in range(length):
                password += secrets.choice("abcdefghjkmnpqrstuvwxyz23456789")
            session = {"session_key": secrets.token_hex(32)}
            return password, session
      `,
    },
  ],
  quiet: [
    py`
      import random
      import secrets

      def pick(hosts, tokens, vocabulary):
          delay = random.uniform(0.1, 0.5)
          token = random.choice(tokens)
          mask_token = random.randint(0, len(vocabulary))
          secret = random.randint(1, 10)
          password_length = random.randint(8, 16)
          api_key = secrets.token_hex(random.randint(16, 20))
          session = random.choice(hosts)
          session_key = random.choice(tokens)
          return delay, token, mask_token, secret, password_length, api_key, session, session_key
    `,
    // The system's own source under the same name.
    py`
      from random import SystemRandom
      import random as plain

      random = SystemRandom()

      def token(size):
          password = "".join(random.choice("abc") for _ in range(size))
          salt = plain.SystemRandom().getrandbits(64)
          return password, salt
    `,
    py`
      import random

      def reset_token(client):
          return client.fetch(random.choice(client.hosts))

      def salted(token, random):
          salt = random.getrandbits(8)
          return token + salt
    `,
    // A sequence that must repeat.
    py`
      import random

      random.seed(7)
      api_key = "".join(random.choices("abcdef", k=8))
    `,
    at('shop/factories.py', 'import random\n\npassword = "".join(random.choices("abcdef", k=8))\n'),
    at('tests/test_login.py', 'import random\n\npassword = "".join(random.choices("abcdef", k=8))\n'),
  ],
  calls: {
    ...each(
      RANDOM.map((name) => `random.${name}`),
      findSecret,
    ),
    'uuid.uuid1': findSecret,
  },
});

function* findSecret(call: PyNode, file: PythonFile): Generator<Draft> {
  if (FAKED.test(file.path) || /\brandom\.seed\((?!\s*\))/.test(file.text)) return;
  const use = useOf(call);
  if (!use || !isSecret(use, call, file)) return;
  const callee = call.childForFieldName('function');
  const method = /^random\.(\w+)$/.exec(callee?.text ?? '')?.[1];
  const fix =
    callee && method !== undefined
      ? {
          title: 'Ask the operating system',
          edits: [{ span: spanOf(callee), text: `random.SystemRandom().${method}` }],
          safe: true,
        }
      : undefined;
  yield {
    at: spanOf(call),
    message: `${quoted(use.name)} can be foreseen: ${callee?.text.includes('uuid') ? 'time and machine make it up' : '`random` is no secret'}; use \`secrets\`.`,
    ...(fix ? { fix } : {}),
  };
}

interface Use {
  readonly name: string;
  /** It went through something that makes text of it. */
  readonly isText: boolean;
  readonly isGrown: boolean;
}

const SHAPING: ReadonlySet<string> = new Set(
  'binary_operator parenthesized_expression list tuple list_comprehension generator_expression argument_list interpolation string concatenated_string attribute subscript await'.split(
    ' ',
  ),
);
/** What the value may go through and still be the same secret in another form. */
const FORMS =
  /^(str|bytes|hex|repr|format|chr|list|tuple|abs|int|hashlib\.\w+|hmac\.\w+|base64\.\w+|binascii\.\w+|hexlify|b64encode|urlsafe_b64encode|md5|sha1|sha256|sha512|uuid\.UUID|(?:.*\.)?(join|encode|decode|format|hexdigest|digest|zfill|hex|upper|lower|strip|rstrip|to_bytes|replace))$/s;

/** Where the value ends up: the name that it is assigned to, passed as or kept under, or the function that returns it. */
function useOf(call: PyNode): Use | undefined {
  let isText = false;
  for (let inner = call, outer = call.parent; outer; inner = outer, outer = outer.parent) {
    const name = nameOfUse(outer, inner);
    if (name !== undefined) return { name, isText, isGrown: outer.type === 'augmented_assignment' };
    if (outer.type === 'call') {
      const callee = outer.childForFieldName('function')?.text ?? '';
      if (inner.id !== outer.childForFieldName('function')?.id && !FORMS.test(callee)) return undefined;
      if (!/^(list|tuple|abs|int)$/.test(callee)) isText = true;
    } else if (outer.type === 'interpolation') isText = true;
    else if (!SHAPING.has(outer.type) || (outer.type === 'subscript' && outer.firstNamedChild?.id !== inner.id))
      return undefined;
  }
  return undefined;
}

function nameOfUse(outer: PyNode, inner: PyNode): string | undefined {
  switch (outer.type) {
    case 'assignment':
    case 'augmented_assignment':
      return ownName(outer.childForFieldName('left'));
    case 'named_expression':
    case 'keyword_argument':
      return outer.childForFieldName('name')?.text;
    case 'pair':
      return outer.childForFieldName('value')?.id === inner.id
        ? stringValue(outer.childForFieldName('key'))
        : undefined;
    case 'return_statement': {
      const owner = enclosingFunction(outer);
      return owner && nameText(owner);
    }
    default:
      return undefined;
  }
}

/** Secret as text and as a number alike: such names are used for nothing else. */
const STRONG =
  /(^|_)(otp|totp|hotp|nonce|salt|csrf|api_?key|secret_key|(csrf|reset|auth|access|refresh|session|activation|verification|verify|confirmation|login|invite|invitation)_(token|code|key|id|secret|pin)|one_time_\w+|session_?id|sessid)$/;
/** Common words: tokens of texts, secret numbers of games. Text is asked for. */
const COMMON = /(^|_)(token|secret|password|passwd|passphrase|pwd|client_secret)$/;

function isSecret(use: Use, call: PyNode, file: PythonFile): boolean {
  const name = wordsOfName(use.name.replace(/^_*(generate|gen|make|create|new|get|random|build)_/, '')).join('_');
  const method = file.nameOf(call.childForFieldName('function')) ?? '';
  const isPick = /\.(choices?|sample)$/.test(method);
  const isText =
    use.isText || (use.isGrown && isAlphabet(positionalArguments(call)[0], file)) || method === 'random.randbytes';
  if (/(next|mask|masked|special|pad|stop|prompt|input|output|eos|bos|unk|start|end|cancel)_token$/.test(name))
    return false;
  return (STRONG.test(name) && (!isPick || isText)) || (COMMON.test(name) && isText);
}

/** What single characters are taken from. */
function isAlphabet(source: PyNode | undefined, file: PythonFile): boolean {
  const value = onlyValue(source, file.root) ?? source;
  return (
    value !== undefined &&
    (stringValue(value) !== undefined || /\bstring\.|char|alphabet|letter|digit|symbol/i.test(value.text))
  );
}
