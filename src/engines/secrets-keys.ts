import { looksFake } from './secrets-fakes.ts';
import type { SecretMatch } from './secrets-match.ts';

const BEGIN =
  /-----BEGIN ((?:[A-Z0-9]{1,12} ){0,3})PRIVATE KEY(?: BLOCK)?-----|---- BEGIN SSH2 (?:ENCRYPTED )?PRIVATE KEY ----/g;
const END =
  /-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----|---- END SSH2 (?:ENCRYPTED )?PRIVATE KEY ----/;
const PUTTY = /PuTTY-User-Key-File-[123]: \S{1,60}/g;

/** More than the longest key in use (RSA with 16,384 bits, about 13,000 characters) with quotes and indentation. */
const MAX_KEY = 30_000;
/** PuTTY writes no header between the parts of a key. */
const MAX_PUTTY = 8_000;

const LABELS: Readonly<Record<string, string>> = {
  RSA: 'RSA private key',
  EC: 'EC private key',
  DSA: 'DSA private key',
  OPENSSH: 'OpenSSH private key',
  ENCRYPTED: 'encrypted private key',
  PGP: 'PGP private key',
};

/**
 * Private keys in PEM and its like (RFC 7468, RFC 4880, PuTTY), of every kind: also as one line with `\n` written out, as quoted
 * pieces, in a JSON file, and cut off before the end. A header alone, as in code that looks for keys, is none.
 */
export function* findPrivateKeys(text: string): Generator<SecretMatch> {
  if (text.includes('PRIVATE KEY')) {
    const serviceAccount = text.includes('"service_account"') && text.includes('private_key_id');
    for (const match of text.matchAll(BEGIN)) {
      const kind = (match[1] ?? 'OPENSSH').trim();
      const label = serviceAccount ? 'Google Cloud service account key' : (LABELS[kind] ?? 'private key');
      const pattern = serviceAccount ? 'gcp-service-account' : 'private-key';
      const key = keyAfter(text, match.index + match[0].length, MAX_KEY);
      if (key) yield { kind: 'private-key', pattern, label, start: match.index, ...key, rank: 0 };
    }
  }
  if (!text.includes('PuTTY-User-Key-File')) return;
  for (const match of text.matchAll(PUTTY)) {
    const lines = text.slice(match.index, match.index + MAX_PUTTY).indexOf('Private-Lines:');
    const key = lines < 0 ? undefined : keyAfter(text, match.index + lines + 'Private-Lines: 99'.length, MAX_PUTTY);
    if (key)
      yield {
        kind: 'private-key',
        pattern: 'putty-key',
        label: 'PuTTY private key',
        start: match.index,
        ...key,
        rank: 0,
      };
  }
}

/** The rest of a key whose header ends at `from`, if there is at least one line of it. */
function keyAfter(text: string, from: number, limit: number): Pick<SecretMatch, 'end' | 'likelyFake'> | undefined {
  const following = text.slice(from, from + limit);
  const stop = following.search(/-----(?:BEGIN|END) |---- END /);
  const body = stop < 0 ? following : following.slice(0, stop);
  const lines = base64Lines(body);
  const last = lines.at(-1);
  if (!last) return undefined;
  const closing = stop < 0 ? undefined : END.exec(following.slice(stop, stop + 80));
  const end = closing?.index === 0 ? from + stop + closing[0].length : from + last.end;
  const likelyFake =
    lines.some(({ value }) => value.includes('EXAMPLE')) ||
    lines.every(({ value }) => looksFake(value) || !/[0-9+/]/.test(value));
  return { end, likelyFake };
}

interface Line {
  readonly value: string;
  /** Offset after it in the body. */
  readonly end: number;
}

/** The first run of lines that can be key material; armour headers (`Proc-Type: …`) before it are passed over. */
function base64Lines(body: string): readonly Line[] {
  const lines: Line[] = [];
  let others = 0;
  for (const match of body.matchAll(/(?:[^\s"'`,()\\;<>|]|\\(?![nrt]))+/g)) {
    const value = match[0];
    const least = lines.length === 0 ? 32 : 4;
    if (value.length >= least && /^[A-Za-z0-9+/]+={0,3}$/.test(value))
      lines.push({ value, end: match.index + value.length });
    else if (lines.length > 0 ? !/^[A-Za-z+#*]?$|^=[A-Za-z0-9+/]{4}$/.test(value) : ++others > 24) break;
  }
  return lines;
}
