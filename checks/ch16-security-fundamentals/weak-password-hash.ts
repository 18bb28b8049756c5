import {
  argument,
  defineCheck,
  at,
  each,
  enclosing,
  enclosingClass,
  enclosingFunction,
  isDevelopmentPath,
  isForDevelopment,
  isKnownAs,
  literal,
  ownName,
  passwordIn,
  positionalArguments,
  py,
  quoted,
  spanOf,
  stringValue,
  unwrapped,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const FAST = 'md5 sha1 sha224 sha256 sha384 sha512 sha3_224 sha3_256 sha3_384 sha3_512 blake2b blake2s'
  .split(' ')
  .map((name) => `hashlib.${name}`);
const OBJECTS: ReadonlySet<string> = new Set([...FAST, 'hashlib.new']);
/** OWASP's floor is 600,000 rounds of SHA-256 and 210,000 of SHA-512; below this one it is weak whatever the hash. */
const MIN_ROUNDS = 100_000;
/** Schemes of passlib that are one round of a fast hash, or none. */
const WEAK_SCHEME =
  /^(md5_crypt|apr_md5_crypt|des_crypt|bsdi_crypt|bigcrypt|crypt16|(ldap_)?plaintext|ldap_(salted_)?(md5|sha1)|ldap_hex_\w+|hex_\w+|lmhash|nthash|mysql\d+|django_(salted_(md5|sha1)|des_crypt))$/;
/** Something slow is done with the result, the hash goes to a service that asks for it, or a protocol says how it must be. */
const REASONS =
  /bcrypt|argon2|scrypt|pbkdf2|hkdf|hibp|pwned|range\/|scram|digest_?auth|nonce|realm|challenge|scramble|mysql|postgres|ntlm|wsse|apop|cram|cache_?key|cachekey|etag|fingerprint|checksum|\[:5\]/i;

export default defineCheck({
  title: 'Password hashed with a fast hash',
  on: 'python',
  sameAs: ['S303', 'S324'],
  bullet: 'Authentication',
  severity: 'error',
  preset: 'recommended',
  why: `A graphics card tries billions of SHA-256 hashes a second, so a stolen table of them is soon a table of passwords. Argon2,
    scrypt and bcrypt are slow on purpose and bring the salt with them.`,
  whenNotTo: 'A protocol or a service of others asks for this very hash.',
  excludes: ['test'],
  examples: [
    {
      title: 'A hash that is made for passwords',
      bad: py`
        import hashlib

        def store(account, password: str):
            account.password_hash = hashlib.sha256(password.encode()).hexdigest()  # <-
      `,
      good: py`
        from argon2 import PasswordHasher

        def store(account, password: str):
            account.password_hash = PasswordHasher().hash(password)
      `,
    },
    {
      title: 'Salt does not make it slow, and few rounds do not either',
      bad: py`
        import hashlib
        from hashlib import pbkdf2_hmac

        def digest(salt, form):
            first = hashlib.sha512(salt + form["password"].encode()).digest()  # <-
            second = hashlib.new("sha1")
            second.update(form["password"].encode())  # <-
            return first, second

        def slow(salt, form):
            return pbkdf2_hmac("sha256", form["password"].encode(), salt, 1000)  # <-
      `,
      good: py`
        import hashlib
        from hashlib import pbkdf2_hmac

        def digest(salt, form):
            return hashlib.scrypt(form["password"].encode(), salt=salt, n=2**17, r=8, p=1, maxmem=2**28)

        def slow(salt, form):
            return pbkdf2_hmac("sha256", form["password"].encode(), salt, 600_000)
      `,
    },
    {
      title: 'The first scheme is the one for new passwords',
      bad: at(
        'shop/settings.py',
        py`
          from passlib.context import CryptContext

          passwords = CryptContext(schemes=["md5_crypt", "argon2"])  # <-
          PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # <-
        `,
      ),
      good: at(
        'shop/settings.py',
        py`
          from passlib.context import CryptContext

          passwords = CryptContext(schemes=["argon2", "md5_crypt"], deprecated=["md5_crypt"])
          PASSWORD_HASHERS = [
              "django.contrib.auth.hashers.Argon2PasswordHasher",
              "django.contrib.auth.hashers.MD5PasswordHasher",
          ]
        `,
      ),
    },
  ],
  quiet: [
    // A service that looks leaked passwords up takes the first five digits of this hash.
    py`
      import hashlib

      def leaked(password, lookup):
          digest = hashlib.sha1(password.encode()).hexdigest().upper()
          return digest[5:] in lookup(digest[:5])
    `,
    // Bcrypt takes 72 bytes, so longer passwords are hashed before.
    py`
      import base64, bcrypt, hashlib

      def store(password):
          return bcrypt.hashpw(base64.b64encode(hashlib.sha256(password.encode()).digest()), bcrypt.gensalt())
    `,
    // Not the password.
    py`
      import hashlib

      def check(password_file, password_reset_token, hashed_password, key_for, password):
          hashlib.sha256(password_file.read())
          hashlib.sha256(password_reset_token.encode())
          hashlib.sha256(hashed_password)
          hashlib.sha256(str(len(password)).encode())
          hashlib.sha256(b"password")
          hashlib.sha256(key_for(password))
    `,
    // How the protocol wants it.
    py`
      import hashlib

      def answer(user, realm, password, nonce):
          return hashlib.md5(f"{user}:{realm}:{password}".encode()).hexdigest()
    `,
    py`
      import hashlib
      from secrets import compare_digest

      def same(password, expected):
          cache_key = hashlib.md5(password.encode(), usedforsecurity=False)
          return compare_digest(hashlib.sha256(password).digest(), hashlib.sha256(expected).digest())
    `,
    // For passwords of old, and for telling sessions apart in memory.
    py`
      import hashlib
      from django.contrib.auth.hashers import BasePasswordHasher

      class OldShopHasher(BasePasswordHasher):
          algorithm = "old_shop"

          def encode(self, password, salt):
              return hashlib.sha1((salt + password).encode()).hexdigest()

      class SessionCache:
          def key(self, password, host):
              return hashlib.pbkdf2_hmac("sha512", password.encode(), host, 40)
    `,
    py`
      import hashlib

      def derive(passphrase, salt, rounds):
          hashlib.scrypt(passphrase, salt=salt, n=2, r=8, p=1)
          return hashlib.pbkdf2_hmac("sha256", passphrase, salt, rounds)
    `,
    at('shop/settings/ci.py', 'PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]\n'),
    at(
      'shop/settings.py',
      py`
        import sys

        if "test" in sys.argv:
            PASSWORD_HASHERS = ("django.contrib.auth.hashers.MD5PasswordHasher",)
      `,
    ),
    at('tests/test_login.py', 'import hashlib\n\ndef test_old(password):\n    hashlib.md5(password)\n'),
  ],
  mentions: ['hashlib', 'CryptContext', 'PASSWORD_HASHERS'],
  calls: {
    ...each(FAST, (call, file) => onHash(call, argument(call, 'data', 0) ?? argument(call, 'string', 0), file)),
    'hashlib.new': (call, file) => onHash(call, argument(call, 'data', 1), file),
    '.update': (call, file) =>
      isKnownAs(call.childForFieldName('function')?.childForFieldName('object') ?? null, OBJECTS, file)
        ? onHash(call, positionalArguments(call)[0], file)
        : undefined,
    'hashlib.pbkdf2_hmac': onRounds,
    'passlib.context.CryptContext': onContext,
  },
  nodes: { assignment: onHashers },
});

function* onHash(call: PyNode, data: PyNode | undefined, file: PythonFile): Generator<Draft> {
  const password = passwordIn(data);
  if (!password || literal(argument(call, 'usedforsecurity')) === false || isAsked(call, file)) return;
  const name = ownName(password) ?? 'The password';
  yield {
    at: spanOf(call),
    message: `${quoted(name)} gets a hash that is fast to guess against; use Argon2, scrypt or bcrypt.`,
  };
}

function* onRounds(call: PyNode, file: PythonFile): Generator<Draft> {
  const rounds = literal(argument(call, 'iterations', 3));
  if (typeof rounds !== 'number' || rounds >= MIN_ROUNDS || !passwordIn(argument(call, 'password', 1))) return;
  if (/scram|wpa|ntlm|mysql|postgres|cache|session_?key/i.test(surroundings(call, file))) return;
  yield {
    at: spanOf(call),
    severity: 'warning',
    message: `${rounds} rounds are soon guessed through; take 600,000, or Argon2.`,
  };
}

function isAsked(call: PyNode, file: PythonFile): boolean {
  if (REASONS.test(surroundings(call, file))) return true;
  // Django asks a class of this kind about the passwords that were stored by it, and hashes them anew at the next login.
  if (/PasswordHasher\b/.test(enclosingClass(call)?.childForFieldName('superclasses')?.text ?? '')) return true;
  // Hashing both sides gives them one length; nothing is stored.
  const compared = enclosing(call, 'call');
  for (let outer = compared; outer; outer = enclosing(outer, 'call'))
    if (outer.childForFieldName('function')?.text.endsWith('compare_digest')) return true;
  return false;
}

/** The text of the function, and the names of its class and file. */
function surroundings(node: PyNode, file: PythonFile): string {
  const owner = enclosingFunction(node) ?? enclosing(node, 'expression_statement') ?? node;
  return `${owner.text} ${enclosingClass(node)?.childForFieldName('name')?.text ?? ''} ${file.path}`;
}

function* onContext(call: PyNode): Generator<Draft> {
  const schemes = unwrapped(argument(call, 'schemes', 0));
  const scheme = stringValue(argument(call, 'default')) ?? stringValue(firstItem(schemes));
  if (scheme === undefined || !WEAK_SCHEME.test(scheme) || isForDevelopment(call)) return;
  yield {
    at: spanOf(call),
    message: `New passwords are hashed with \`${scheme}\`, which is fast to guess against; put \`argon2\` first.`,
  };
}

function* onHashers(assignment: PyNode, file: PythonFile): Generator<Draft> {
  if (assignment.childForFieldName('left')?.text !== 'PASSWORD_HASHERS') return;
  const hasher = stringValue(firstItem(unwrapped(assignment.childForFieldName('right'))));
  if (hasher === undefined || !/\.(Unsalted)?(MD5|SHA1)PasswordHasher$/.test(hasher)) return;
  if (isDevelopmentPath(file.path) || isForDevelopment(assignment)) return;
  const name = hasher.slice(hasher.lastIndexOf('.') + 1);
  yield {
    at: spanOf(assignment),
    message: `New passwords are hashed by \`${name}\`; put \`Argon2PasswordHasher\` first.`,
  };
}

function firstItem(list: PyNode | undefined): PyNode | undefined {
  if (list?.type !== 'list' && list?.type !== 'tuple') return undefined;
  return list.namedChildren.find(({ type }) => type !== 'comment');
}
