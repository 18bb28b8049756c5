import {
  argument,
  at,
  defineCheck,
  each,
  enclosing,
  enclosingClass,
  enclosingFunction,
  hasSplat,
  literal,
  nameText,
  passwordIn,
  py,
  spanOf,
  stringValue,
  wordsOfName,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const CRYPTO = ['Crypto', 'Cryptodome'];
const CIPHERS = CRYPTO.flatMap((root) =>
  ['DES', 'DES3', 'ARC4', 'ARC2', 'Blowfish', 'CAST', 'XOR'].map((name) => `${root}.Cipher.${name}.new`),
);
const ALGORITHMS = ['primitives.ciphers', 'decrepit.ciphers'].flatMap((room) =>
  ['ARC4', 'RC2', 'TripleDES', 'Blowfish', 'IDEA', 'CAST5', 'SEED'].map(
    (name) => `cryptography.hazmat.${room}.algorithms.${name}`,
  ),
);
const KEYS = [
  'cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key',
  'cryptography.hazmat.primitives.asymmetric.dsa.generate_private_key',
  ...CRYPTO.flatMap((root) => [`${root}.PublicKey.RSA.generate`, `${root}.PublicKey.DSA.generate`]),
];
const MIN_BITS = 2048;
/** Words of names around a hash that say that somebody must not be able to forge it. */
const GUARDS: ReadonlySet<string> = new Set(
  'sign signed signer signature signing auth authenticate authentication token tokens session mac hmac nonce csrf secret otp verify verification credential credentials'.split(
    ' ',
  ),
);
/** Words that name a use which needs no strength, or a protocol that asks for this hash. */
const HARMLESS: ReadonlySet<string> = new Set(
  'etag etags cache cached caching checksum checksums fingerprint dedup dedupe deduplicate bucket shard color colour avatar gravatar cachekey integrity crc git blob commit realm ha1 a1 ha2 websocket torrent infohash s3 content filename slug partition anonymize file files path download version revision'.split(
    ' ',
  ),
);
/** Words that say little, but nothing of strength. */
const VAGUE: ReadonlySet<string> = new Set(['hash', 'hashes', 'digest', 'key', 'id']);
/** Standards that name the hash: HTTP digest, WebSocket handshakes, Git, Gravatar, key identifiers of certificates, OAuth 1. */
const PROTOCOL = /digest_?auth|websocket|gravatar|key_?identifier|oauth_?(1|body)|handshake|cnonce|\bkd\b/i;
/** What is built out of single blocks: key wrapping, other modes, header protection. */
const FROM_BLOCKS = /wrap|cmac|siv|xts|ocb|ctr|mask|header|block/i;

export default defineCheck({
  title: 'Broken hash, cipher or key length',
  on: 'python',
  sameAs: ['S303', 'S304', 'S305', 'S324', 'S505'],
  bullet: 'Dangerous patterns',
  severity: 'warning',
  preset: 'recommended',
  why: `Two texts with one MD5 or SHA-1 are made in minutes or bought for little; DES and RC4 are read along; ECB shows where plain text
    repeats; RSA under 2048 bits is within reach of states. What was sealed with them is not.`,
  whenNotTo: 'A format or a partner of old asks for it, and nothing depends on its strength.',
  excludes: ['test', 'script'],
  options: {
    any_hash: {
      type: 'boolean',
      default: false,
      about: 'Also report MD5 and SHA-1 where nothing says what they are for; systems in FIPS mode refuse them.',
    },
  },
  examples: [
    {
      title: 'A hash that nobody can match',
      bad: py`
        import hashlib

        def sign(order, key):
            return hashlib.md5(key + order).hexdigest()  # <-
      `,
      good: py`
        import hashlib
        import hmac

        def sign(order, key):
            return hmac.new(key, order, hashlib.sha256).hexdigest()
      `,
    },
    {
      title: 'Today’s ciphers and keys',
      bad: py`
        from Crypto.Cipher import AES, DES
        from cryptography.hazmat.primitives.asymmetric import rsa

        def seal(key, text):
            DES.new(key, DES.MODE_CBC).encrypt(text)  # <-
            AES.new(key, AES.MODE_ECB).encrypt(text)  # <-
            return rsa.generate_private_key(public_exponent=65537, key_size=1024)  # <-
      `,
      good: py`
        from Crypto.Cipher import AES
        from cryptography.hazmat.primitives.asymmetric import rsa

        def seal(key, text):
            AES.new(key, AES.MODE_GCM).encrypt_and_digest(text)
            return rsa.generate_private_key(public_exponent=65537, key_size=3072)
      `,
    },
  ],
  quiet: [
    py`
      import hashlib
      import hmac

      def sign(order, key, name):
          hashlib.sha256(order)
          hashlib.md5(order, usedforsecurity=False)
          hashlib.new(name, order)
          hashlib.new("sha512", order)
          return hmac.new(key, order, hashlib.sha1).digest()
    `,
    // Where it is known that nobody forges it.
    py`
      import hashlib

      def etag(body):
          return hashlib.md5(body).hexdigest()

      class PageCache:
          def key(self, url):
              return hashlib.sha1(url.encode()).hexdigest()

      def store(image):
          checksum = hashlib.md5()
          checksum.update(image)
          return dict(gravatar=hashlib.md5(image).hexdigest())
    `,
    // Names for things, of which nothing depends on the strength.
    py`
      import hashlib

      def label(parcel):
          return hashlib.sha1(parcel.encode()).hexdigest()[:8]
    `,
    // Another check speaks of passwords.
    py`
      import hashlib

      def store(password):
          return hashlib.md5(password.encode()).hexdigest()
    `,
    py`
      from Crypto.Cipher import AES
      from Crypto.PublicKey import RSA
      from cryptography.hazmat.primitives.ciphers import algorithms, modes

      def seal(key, size):
          RSA.generate(size)
          RSA.generate(4096)
          return AES.new(key, AES.MODE_CBC), algorithms.AES(key), modes.GCM(key)
    `,
    // The standard names the hash, and builds upon single blocks.
    py`
      import hashlib
      from Crypto.Cipher import AES

      class DigestAuth:
          def answer(self, realm, nonce):
              return hashlib.md5(realm + nonce).hexdigest()

      def wrap_key(outer, inner):
          return AES.new(outer, AES.MODE_ECB).encrypt(inner)
    `,
    at('tests/test_sign.py', 'import hashlib\n\ndef test_sign(token):\n    hashlib.md5(token)\n'),
  ],
  calls: {
    ...each(['hashlib.md5', 'hashlib.sha1'], onHash),
    'hashlib.new': (call, file) =>
      /^(md[245]|sha-?1)$/i.test(stringValue(argument(call, 'name', 0)) ?? '') ? onHash(call, file) : undefined,
    ...each([...CIPHERS, ...ALGORITHMS], (call, file) => onCipher(call, file)),
    ...each(
      CRYPTO.map((root) => `${root}.Cipher.AES.new`),
      (call, file) =>
        file.nameOf(argument(call, 'mode', 1) ?? null)?.endsWith('.MODE_ECB') ? ecb(call, file) : undefined,
    ),
    'cryptography.hazmat.primitives.ciphers.modes.ECB': ecb,
    ...each(KEYS, onKey),
  },
});

interface WithAny {
  readonly options: { readonly any_hash: boolean };
}

function* onHash(call: PyNode, file: PythonFile & WithAny): Generator<Draft> {
  if (hasSplat(call) || argument(call, 'usedforsecurity')) return;
  const callee = (file.nameOf(call.childForFieldName('function')) ?? '').replace('hashlib.', '');
  const data = argument(call, 'data', callee === 'new' ? 1 : 0);
  if (passwordIn(data)) return;
  const hash = (callee === 'new' ? (stringValue(argument(call, 'name', 0)) ?? '') : callee).toUpperCase();
  const { use, owner } = namesAround(call, data);
  if (PROTOCOL.test(`${use.join(' ')} ${owner} ${file.path}`)) return;
  const words = new Set(use.flatMap(wordsOfName));
  if (!words.isDisjointFrom(HARMLESS)) return;
  if (!words.isDisjointFrom(GUARDS)) {
    yield {
      at: spanOf(call),
      message: `${hash} can be forged; use SHA-256, and \`hmac\` where a key is part of it.`,
    };
    return;
  }
  if (!file.options.any_hash) return;
  const around = [...words, ...wordsOfName(owner)];
  // A function that bears the hash's own name leaves the choice to its callers.
  if (/md5|sha1/i.test(use.join(' ')) || around.some((word) => HARMLESS.has(word) || VAGUE.has(word))) return;
  yield {
    at: spanOf(call),
    severity: 'notice',
    message: `${hash} is broken: use SHA-256, or say with \`usedforsecurity=False\` that nothing depends on it.`,
  };
}

/** What the hash is of and goes to, with the function that makes it, and the class of that. */
function namesAround(
  call: PyNode,
  data: PyNode | undefined,
): { readonly use: readonly string[]; readonly owner: string } {
  const maker = enclosingFunction(call);
  const own = enclosingClass(call);
  const target = enclosing(call, 'assignment', 'keyword_argument', 'pair');
  const goesTo =
    target?.childForFieldName('left') ?? target?.childForFieldName('name') ?? target?.childForFieldName('key');
  const parts = data?.descendantsOfType(['identifier', 'string_content']) ?? [];
  return {
    use: [maker ? nameText(maker) : '', goesTo?.text ?? '', ...parts.map(({ text }) => text)],
    owner: own ? nameText(own) : '',
  };
}

function* onCipher(call: PyNode, file: PythonFile): Generator<Draft> {
  const name =
    (file.nameOf(call.childForFieldName('function')) ?? '')
      .replace(/\.new$/, '')
      .split('.')
      .at(-1) ?? '';
  yield { at: spanOf(call), message: `${name} no longer hides what it encrypts; use AES-GCM or ChaCha20-Poly1305.` };
}

function* ecb(call: PyNode, file: PythonFile): Generator<Draft> {
  const { use, owner } = namesAround(call, undefined);
  if (FROM_BLOCKS.test([...use, owner, file.path].join(' '))) return;
  yield { at: spanOf(call), message: 'In ECB equal blocks look equal, and any can be exchanged; use GCM.' };
}

function* onKey(call: PyNode): Generator<Draft> {
  const bits =
    ['key_size', 'bits'].map((name) => argument(call, name)).find(Boolean) ??
    argument(call, 'bits', call.childForFieldName('function')?.text.endsWith('.generate') ? 0 : 1);
  const size = literal(bits);
  if (typeof size === 'number' && size < MIN_BITS)
    yield { at: spanOf(call), message: `A key of ${size} bits can be broken; take ${MIN_BITS} at least, better 3072.` };
}
