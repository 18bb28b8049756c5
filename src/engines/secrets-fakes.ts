/** Text that stands for a value and is none: nothing has been given away. */
export function isPlaceholder(value: string): boolean {
  return (
    /[<>{}]|\$\(|%[({sr]|%d(?![0-9a-f])|\*{3}|\.{3}|…|x{5}|X{5}|•{3}|_{6}|\[[a-z]/.test(value) ||
    /^(?:\$\w+|[\W_]*)$/.test(value)
  );
}

const FAKE_WORDS =
  /example|sample|dummy|fake|mock|test|placeholder|chang(?:e|ed)[-_]?(?:me|this|it)|your[-_]?(?:api|key|token|secret|pass|own)|redacted|invalid|not[-_]?(?:a[-_]?)?real|insert|replace|goes?[-_]?here|foobar|deadbeef|insecure|do[-_]?not[-_]?use|unsafe/i;

/** Words, runs and sequences that nobody draws by lot: what examples and tests are made of. */
export function looksFake(value: string): boolean {
  return (
    FAKE_WORDS.test(value) ||
    /(.)\1{5}/.test(value) ||
    hasSequence(value, 8) ||
    isPeriodic(value) ||
    hasLowEntropy(value)
  );
}

/** Bits a character, by how often each occurs in the text. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Far below what a random text of that length and alphabet has: 0.72 of the most that it could have. */
export function hasLowEntropy(value: string): boolean {
  // A prefix does not make hexadecimal digits anything else; in other random text they are a quarter.
  const hexadecimal = value.replace(/[^0-9a-f]/g, '').length > value.length * 0.7;
  const alphabet = hexadecimal ? 16 : 62;
  return entropy(value) < 0.72 * Math.log2(Math.min(alphabet, Math.max(value.length, 2)));
}

/** Characters that follow each other: `abcdefgh`, `12345678`, also downward; case does not count, 0 follows 9. */
function hasSequence(value: string, least: number): boolean {
  let up = 1;
  let down = 1;
  const codes = [...value.toLowerCase()].map((char) => char.codePointAt(0) ?? 0);
  for (let index = 1; index < codes.length; index++) {
    const step = (codes[index] ?? 0) - (codes[index - 1] ?? 0);
    const wraps = codes[index - 1] === 57 && codes[index] === 48;
    up = step === 1 || wraps ? up + 1 : 1;
    down = step === -1 ? down + 1 : 1;
    if (up >= least || down >= least) return true;
  }
  return false;
}

/** One short piece again and again, but for what stands first: `abc123abc123abc123`. */
function isPeriodic(value: string): boolean {
  const tail = value.slice(value.length * 0.4);
  for (let period = 1; period <= Math.min(10, tail.length / 3); period++) {
    if (tail.slice(period) === tail.slice(0, -period)) return true;
  }
  return false;
}

const WEAK_WORDS =
  /^(?:p[a@4][s$5]{2}(?:w[o0]rd|wd|phrase)?|pwd?|pw|s[e3]cr[e3]t|changeme|changethis|change|me|my|your|the|some|super|user(?:name)?|usr|admin|root|test(?:ing|er)?|demo|dev|local|foo|bar|baz|spam|eggs|guest|default|example|hunter|letmein|qwerty|postgres|postgresql|mysql|maria|mongo|redis|rabbitmq|minio|airflow|db|database|app|api|key|token|credentials?|abc|xyz|joe|bob|alice|scott|tiger|here|this|python)$/i;

/** A password that everybody would try, or that a manual would print; or one that only repeats the name. */
export function isWeakPassword(password: string, user: string): boolean {
  if (password.length < 6 || password.toLowerCase() === user.toLowerCase()) return true;
  if (/^\d{1,8}$/.test(password) || /^[a-z]{1,10}\d{0,4}$/i.test(password)) return true;
  const words = password.replace(/\d{1,4}!?$/, '').split(/[-_.!@ ]/);
  return (
    words.every((word) => word === '' || WEAK_WORDS.test(word)) ||
    /(.)\1{5}/.test(password) ||
    hasSequence(password, 6) ||
    FAKE_WORDS.test(password)
  );
}

const RESERVED_HOST =
  /(?:^|\.)(?:example(?:\.[a-z]{2,})?|test|invalid|localhost|localdomain)$|^127\.|^0\.0\.0\.0$|^\[?::1|^(?:host|hostname|server|address|domain|ip|somehost|myhost|host\.docker\.internal)$/i;

/** Names that never leave a machine or a manual (RFC 2606, RFC 6761). A private network is no manual: its passwords open something. */
export function isReservedHost(host: string): boolean {
  return RESERVED_HOST.test(host) || /^(?:your|my|some|example)[-_.]/i.test(host);
}
