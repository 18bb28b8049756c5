/**
 * What a variable, setting or key of a mapping is called when its value opens something.
 * `signing`: the program's own key, with which it signs or encrypts; whoever knows it can forge what the program trusts.
 * `password`: of a person, a database or a service.
 * `token`: issued by somebody else; a made-up one opens nothing.
 */
export type SecretKind = 'signing' | 'password' | 'token';

/** Last words that say that the name is about a secret, and not the secret. */
const ABOUT = new Set(
  [
    'file path dir folder location mount url uri endpoint host port region name id ids user username email arn ref alias label title hint',
    'ttl expiry expires expire expiration minutes seconds hours days lifetime age timeout interval rotation',
    'max min length len size count limit limits budget rate cost usage bytes bits chars iterations rounds',
    'type kind header headers prefix suffix field fields column param parameter parameters claim claims cookie scheme format regex pattern template',
    'algorithm alg algo backend class mode policy validator validators hasher hashers strategy method encoding encoder encoding',
    'version enabled disabled required optional issuer audience scope scopes provider manager store storage source engine model service client',
    'env var variable placeholder reset change changed hash hashed digest fingerprint status state view form schema error exception handler',
    'generator factory getter loader reader parser tokenizer index offset position separator',
  ].flatMap((line) => line.split(' ')),
);

/** Tokens of texts and pages, and what every browser sees. */
const OTHER_TOKENS =
  /(^|_)(eos|bos|pad|unk|sep|mask|cls|stop|special|start|end|begin|begin_of|next|page|continuation|sync|image|eot|word|input|output|csrf|csrfmiddleware|public|publishable|cancellation|cancel)_token$/;

const PUBLIC =
  /(^|_)(public|publishable|pub|anon|site|idempotency|cache|primary|foreign|partition|sort|gpg|pgp|search|dictionary|dict)_(api_)?key$/;

/** Says what a name holds by its words: `DJANGO_SECRET_KEY`, `dbPassword`, `github-token`; undefined for other names. */
export function secretKindOf(name: string): SecretKind | undefined {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  const joined = words.join('_');
  if (ABOUT.has(last) || PUBLIC.test(joined)) return undefined;
  if (/^(?:old)?pwd$/.test(joined)) return undefined;
  if (/(password|passwd|passphrase|passwort|pwd)$/.test(last) || (last === 'pass' && words.length > 1))
    return 'password';
  return signingKind(joined) ?? tokenKind(joined);
}

const OWN =
  'django|flask|app|application|fastapi|starlette|jwt|session|auth|security|site|server|web|webserver|backend|cookie|csrf|nextauth|hmac|fernet|token|flower|superset|api|authjwt|service|project';

function signingKind(joined: string): SecretKind | undefined {
  const isOwnKey = new RegExp(
    `^(.*_)?(signing|encryption|hmac|fernet|jwt|session|cookie|crypto|aes)_(secret_)?key$|^((${OWN})_)*secret_key(_base)?$`,
  );
  const isOwnSecret = new RegExp(
    `^secret$|^(.*_)?(jwt|session|cookie|csrf|nextauth|signing|webhook|hmac|app|auth)_secret$`,
  );
  return isOwnKey.test(joined) || (isOwnSecret.test(joined) && !joined.includes('client')) ? 'signing' : undefined;
}

function tokenKind(joined: string): SecretKind | undefined {
  if (OTHER_TOKENS.test(joined)) return undefined;
  const isToken =
    /(^|_)(token|apitoken|secret|credential|api_?key|apikey|access_key|private_key|auth_key|license_key|account_key|storage_key|service_key|subscription_key|secret_key)$/;
  return isToken.test(joined) ? 'token' : undefined;
}

/** Words in lower case, whatever parts them: `_`, `-`, `.`, or a capital letter. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Files that hold nothing but credentials, by name; public keys, certificates and examples are none. */
export function isSecretFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/\.(example|sample|template|dist|pub|md|j2)$|^\.env\.(test|ci|defaults?|vault|schema|keys\.example)/i.test(name))
    return false;
  return (
    isDotenvName(name) ||
    /^id_(rsa|dsa|ecdsa|ed25519)(_sk)?$|^\.(netrc|pypirc|pgpass|git-credentials|dockercfg|vault-token|htpasswd)$|^_netrc$/.test(
      name,
    ) ||
    /(^|[-_.])(key|privkey|private)\.pem$|\.(key|p12|pfx|jks|keystore|ppk)$/i.test(name) ||
    /^(service[-_]?account.*|client_secret.*|gcp[-_]?(key|credentials?)|application_default_credentials)\.json$/i.test(
      name,
    ) ||
    /(^|\/)\.aws\/(credentials)?$|(^|\/)\.(ssh|gnupg|kube)\/?$|(^|\/)\.docker\/config\.json$|(^|\/)\.kube\/config$/.test(
      path,
    )
  );
}

/** `.env` and what is named after an environment that people run: `.env.production`, `prod.env`. */
function isDotenvName(name: string): boolean {
  return /^\.env$|^\.env\.(local|prod|production|staging|stage|live|secrets?|private)(\.local)?$|^(prod|production|staging|live|secrets?)\.env$/i.test(
    name,
  );
}
