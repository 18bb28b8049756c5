import {
  argument,
  at,
  calls,
  defineCheck,
  each,
  enclosingFunction,
  hasSplat,
  isForDevelopment,
  isInside,
  literal,
  nameText,
  onlyValue,
  py,
  spanOf,
  stringValue,
  unwrapped,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const PYJWT = ['jwt.decode', 'jwt.decode_complete'];
const DECODE = [...PYJWT, 'jose.jwt.decode'];
const ENCODE = ['jwt.encode', 'jose.jwt.encode'];

export default defineCheck({
  title: 'JWT that is not verified, or signed in the open',
  on: 'python',
  bullet: 'Authentication',
  severity: 'error',
  preset: 'recommended',
  why: `Whoever holds a token can write another with any claims; only the signature, checked with an algorithm that the server chose,
    tells them apart. A key that stands in the source signs for everyone who has read it.`,
  whenNotTo: 'The claims are only shown or logged, or a gateway in front has verified the token already.',
  excludes: ['test', 'script'],
  examples: [
    {
      title: 'Verify before reading',
      bad: py`
        import jwt

        def customer(token):
            claims = jwt.decode(token, options={"verify_signature": False})  # <-
            return claims["sub"]
      `,
      good: py`
        import jwt

        def customer(token, key):
            claims = jwt.decode(token, key, algorithms=["HS256"])
            return claims["sub"]
      `,
    },
    {
      title: 'The server names the algorithm, and one kind of key',
      bad: py`
        import jwt
        from jose import jwt as tokens

        def claims(token, key):
            header = jwt.get_unverified_header(token)
            first = jwt.decode(token, key, algorithms=[header["alg"]])  # <-
            second = jwt.decode(token, key, algorithms=["RS256", "HS256"])  # <-
            return first, second, tokens.decode(token, key)  # <-
      `,
      good: py`
        import jwt
        from jose import jwt as tokens

        def claims(token, key):
            first = jwt.decode(token, key, algorithms=["RS256", "ES256"])
            return first, tokens.decode(token, key, algorithms=["RS256"])
      `,
    },
    {
      title: 'The key comes from outside the source',
      bad: py`
        import jwt

        def sign(claims):
            return jwt.encode(claims, "pharmacy", algorithm="HS256")  # <-
      `,
      good: py`
        import jwt

        def sign(claims, settings):
            return jwt.encode(claims, settings.signing_key, algorithm="HS256")
      `,
    },
  ],
  quiet: [
    py`
      import jwt

      def claims(token, key, options, **more):
          jwt.decode(token, key, ["HS256"])
          jwt.decode(token, key, algorithms=["HS256", "HS512"], options={"verify_aud": False})
          jwt.decode(token, key, **more)
          jwt.decode(token, key, algorithms=["RS256"], options=options)
          return jwt.encode({"sub": "1"}, key, algorithm="HS256")
    `,
    // The key says what it is for.
    py`
      import jwt

      def claims(token, client):
          signing_key = client.get_signing_key_from_jwt(token)
          return jwt.decode(token, signing_key, audience="shop")
    `,
    // A wrapper, and another library, of the same name.
    py`
      from shop.security import jwt
      from authlib.jose import jwt as tokens

      def claims(token, key):
          return jwt.decode(token), jwt.encode({}, "a"), tokens.decode(token, key)
    `,
    // Whoever renews a token shows one that has run out.
    py`
      import jwt

      def refresh(token, key):
          return jwt.decode(token, key, algorithms=["HS256"], options={"verify_exp": False})
    `,
    py`
      import os

      if os.environ.get("DEBUG"):
          os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
      os.environ["OAUTHLIB_RELAX_TOKEN_SCOPE"] = "1"
    `,
    at(
      'tests/test_token.py',
      'import jwt\n\ndef test_token(token):\n    jwt.decode(token, options={"verify_signature": False})\n',
    ),
  ],
  mentions: ['jwt', 'OAUTHLIB_INSECURE_TRANSPORT'],
  calls: { ...each(DECODE, onDecode), ...each(ENCODE, onEncode), 'os.environ.setdefault': onDefault },
  nodes: { assignment: onEnvironment },
});

function* onDecode(call: PyNode, file: PythonFile): Generator<Draft> {
  const name = file.nameOf(call.childForFieldName('function')) ?? '';
  if (file.project.firstParty.includes(name.split('.', 1)[0] ?? '')) return;
  const options = onlyValue(argument(call, 'options', 3), file.root);
  if (isOff(options, 'verify_signature') || (PYJWT.includes(name) && literal(argument(call, 'verify')) === false)) {
    yield* unverified(call, file);
    return;
  }
  if (isOff(options, 'verify_exp') && !/refresh|renew|expired|logout|revoke|leeway/i.test(ownerName(call)))
    yield {
      at: spanOf(call),
      severity: 'notice',
      message: 'This takes tokens that have run out; let the library check `exp`.',
    };
  const algorithms = argument(call, 'algorithms', 2);
  const problem =
    algorithms && unwrapped(algorithms)?.type !== 'none'
      ? algorithmProblem(algorithms, file)
      : missing(call, algorithms);
  if (problem !== undefined) yield { at: spanOf(call), message: problem };
}

function* unverified(call: PyNode, file: PythonFile): Generator<Draft> {
  const { severity, message } = isFirstLook(call, file)
    ? {
        severity: 'notice' as const,
        message: 'Nothing read here is proven; `get_unverified_header` is enough to choose a key.',
      }
    : {
        severity: 'error' as const,
        message: 'Anyone can write such a token; verify the signature with a key and `algorithms=[…]`.',
      };
  yield { at: spanOf(call), severity, message };
}

/** Claims read before a verified decode of the same function, or a program that looks when its own token ends. */
function isFirstLook(call: PyNode, file: PythonFile): boolean {
  if (/^\s*(\[["'](exp|iat)["']\]|\.get\(["'](exp|iat)["'])/.test(file.text.slice(call.endIndex, call.endIndex + 20)))
    return true;
  const owner = enclosingFunction(call);
  if (!owner) return false;
  return calls(owner).some((other) => {
    const known = DECODE.includes(file.nameOf(other.childForFieldName('function')) ?? '');
    return (
      known &&
      other.startIndex > call.startIndex &&
      argument(other, 'algorithms', 2) !== undefined &&
      !other.text.includes('verify_signature')
    );
  });
}

function missing(call: PyNode, algorithms: PyNode | undefined): string | undefined {
  if (!algorithms && hasSplat(call)) return undefined;
  const key = argument(call, 'key', 1);
  // PyJWT takes the algorithm from a key that brings one.
  if (!key || /(jwk|signing_key)$/i.test(key.text)) return undefined;
  return 'Without `algorithms=[…]` the token itself may choose how it is checked; name the one that the server uses.';
}

function algorithmProblem(algorithms: PyNode, file: PythonFile): string | undefined {
  const list = onlyValue(algorithms, file.root) ?? algorithms;
  if (readsHeader(list, file))
    return 'The token’s own header chooses the algorithm here; name the one that the server uses.';
  const single = stringValue(list);
  const names = single === undefined ? itemsOf(list).flatMap((item) => stringValue(item) ?? []) : [single];
  if (names.some((name) => name.toLowerCase() === 'none'))
    return 'The algorithm `none` takes tokens without a signature; leave it out.';
  const isShared = (name: string): boolean => name.startsWith('HS');
  return names.some(isShared) && names.some((name) => /^(RS|ES|PS|Ed)/.test(name))
    ? 'With both kinds of algorithm a public key can sign; take either `HS…` or the others.'
    : undefined;
}

function itemsOf(list: PyNode): readonly PyNode[] {
  return /^(list|tuple|set)$/.test(list.type) ? list.namedChildren : [];
}

function readsHeader(node: PyNode, file: PythonFile): boolean {
  const sources = [node, ...node.descendantsOfType('identifier').map((name) => onlyValue(name, file.root))];
  return sources.some((source) => source && /\bget_unverified_header(s)?\(/.test(source.text));
}

function isOff(options: PyNode | undefined, name: string): boolean {
  if (options?.type !== 'dictionary') return false;
  return options.namedChildren.some(
    (pair) =>
      pair.type === 'pair' &&
      stringValue(pair.childForFieldName('key')) === name &&
      literal(pair.childForFieldName('value')) === false,
  );
}

function ownerName(node: PyNode): string {
  const owner = enclosingFunction(node);
  return owner ? nameText(owner) : '';
}

function* onEncode(call: PyNode, file: PythonFile): Generator<Draft> {
  const callee = call.childForFieldName('function');
  if (!callee || file.project.firstParty.includes((file.nameOf(callee) ?? '').split('.', 1)[0] ?? '')) return;
  // The place is the callee: the key itself is not to be shown.
  if (stringValue(argument(call, 'algorithm', 2))?.toLowerCase() === 'none')
    yield { at: spanOf(callee), key: 'none', message: 'A token with the algorithm `none` proves nothing; sign it.' };
  else if (stringValue(argument(call, 'key', 1)))
    yield {
      at: spanOf(callee),
      key: 'literal key',
      message: 'The key stands in the source, so every reader can sign tokens; read it from the settings.',
    };
}

const TRANSPORT = 'OAUTHLIB_INSECURE_TRANSPORT';

function* onDefault(call: PyNode): Generator<Draft> {
  if (stringValue(argument(call, 'key', 0)) === TRANSPORT && isOn(argument(call, 'default', 1))) yield* insecure(call);
}

function* onEnvironment(assignment: PyNode, file: PythonFile): Generator<Draft> {
  const left = assignment.childForFieldName('left');
  if (left?.type !== 'subscript' || file.nameOf(left.childForFieldName('value')) !== 'os.environ') return;
  if (stringValue(left.childForFieldName('subscript')) === TRANSPORT && isOn(assignment.childForFieldName('right')))
    yield* insecure(assignment);
}

function isOn(value: PyNode | null | undefined): boolean {
  const text = stringValue(value);
  return text !== undefined && text !== '' && text !== '0';
}

function* insecure(node: PyNode): Generator<Draft> {
  // Under a condition, somebody chose when.
  if (isForDevelopment(node) || isInside(node, ['if_statement', 'conditional_expression'], ['module'])) return;
  yield {
    at: spanOf(node),
    severity: 'warning',
    message: 'OAuth tokens may now travel without TLS; set this on the developer’s machine only.',
  };
}
