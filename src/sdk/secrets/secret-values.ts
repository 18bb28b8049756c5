/**
 * How much a value that is written out looks like one that opens something.
 * `none`: empty, a placeholder, a reference to a variable or file, a word of the manual.
 * `weak`: somebody chose it, but it may be anything: `shop2024`.
 * `strong`: drawn by lot, or at least hard to guess.
 */
export type SecretStrength = 'none' | 'weak' | 'strong';

export function strengthOf(value: string): SecretStrength {
  const text = value.trim();
  if (text.length < 6 || isReference(text) || isPlaceholder(text) || isPlainText(text)) return 'none';
  if (text.length < 8 || isWordWithDigits(text) || isRegular(text)) return 'weak';
  return entropyOf(text) >= 2.5 ? 'strong' : 'weak';
}

/** A variable, a template's field, an encrypted or stored value, a file. */
function isReference(text: string): boolean {
  return (
    /^\$\w|\$\{|\$\(|\{\{|<%|%\(|^%\w+%$|^!\w+\s|^\{.*\}$|^<.*>$|^\[.*\]$/.test(text) ||
    /^(ENC\[|enc:|encrypted:|vault:|ref\+|op:\/\/|arn:|ssm:|secretsmanager:|gcp-?secret|sm:\/\/|file:|env:|base64:$)/i.test(
      text,
    ) ||
    /^(\.{0,2}\/|~\/|[A-Za-z]:\\)/.test(text)
  );
}

const STAND_INS =
  /example|sample|dummy|fake|mock|placeholder|chang(e|ed)?[-_ ]?(me|this|it)|change.?in.?prod|redacted|invalid|insert|replace|foobar|insecure|unsafe|do[-_ ]?not|not[-_ ]?(a[-_ ]?)?(real|used|needed|required|set|secret|secure|important|for[-_ ]?prod)|your[-_ ]?|(^|[-_ ])my[-_ ]|goes[-_ ]?here|fill[-_ ]?in|to[-_ ]?be|super[-_ ]?secret|deadbeef|keyboard|qwerty|lorem|letmein|build[-_ ]?time|x{4}|\*{3}|\.{3}|…|_{4}/i;
const STAND_IN_WORDS =
  /(^|[^a-z0-9])(test|tests|testing|dev|devel|development|local|localhost|demo|ci|none|null|nil|todo|tbd|fixme|unset|undefined|empty|default|unused|ignored|disabled|secret|password|passwd|passphrase|token|key|admin|root|guest|user|username|build|temp|tmp|only|sandbox|staging|true|false|yes|no)(?=[^a-z]|$)/i;

function isPlaceholder(text: string): boolean {
  // In long random text a short word may stand between two signs by chance.
  const words = text.length < 32 && STAND_IN_WORDS.test(text);
  return words || STAND_INS.test(text) || /0123|1234|abcd|(.)\1{4}/i.test(text);
}

/** Words, a number, an address, a date, a version: what a name about a secret may hold. */
function isPlainText(text: string): boolean {
  return (
    /\s/.test(text) ||
    (/^[a-z]+([-_./:@][a-z]+)*$/i.test(text) && !isLottery(text)) ||
    (/^[\d.,:_+-]+$/.test(text) && text.length < 12) ||
    /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ||
    /^[\w.-]+\.(py|json|ya?ml|toml|txt|pem|key|crt|env|ini|cfg|sh)$/i.test(text)
  );
}

/** Letters in such an order that no words can be in it. */
function isLottery(text: string): boolean {
  return text.length >= 20 && /[a-z]/.test(text) && /[A-Z]/.test(text) && !/[-_./:]/.test(text) && entropyOf(text) >= 4;
}

const LEET: Readonly<Record<string, string>> = { '@': 'a', '0': 'o', '1': 'i', '3': 'e', $: 's', '5': 's' };

/** `summer2024`, `Shop_99!`, `p@ssw0rd!`: among the first that anybody tries. */
function isWordWithDigits(text: string): boolean {
  const plain = text.replace(/[@013$5](?=.*[a-z])/gi, (sign) => LEET[sign] ?? sign);
  return /^[a-z]+([-_.]?[a-z]+)*[-_.@#]?\d{0,4}[!.?#]?$/i.test(plain) && text.length < 20;
}

function isRegular(text: string): boolean {
  return new Set(text).size <= Math.max(3, text.length / 8);
}

/** Bits a character, by how often each occurs in the text. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** The password in an address: `postgresql://user:password@host/db`; undefined where there is none. */
export function addressPassword(value: string): string | undefined {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#\s]+)/i.exec(value)?.[1];
  const credentials = authority?.slice(0, Math.max(0, authority.lastIndexOf('@')));
  const colon = credentials?.indexOf(':') ?? -1;
  return credentials !== undefined && colon >= 0 ? credentials.slice(colon + 1) : undefined;
}
