import { entropy, isPlaceholder, isWeakPassword, looksFake } from './secrets-fakes.ts';
import type { SecretMatch } from './secrets-match.ts';

/** Under which frameworks keep the key that signs sessions and tokens: Django, Flask, and those who copy them. */
const NAMES = ['SECRET_KEY', 'FERNET_KEY', 'JWT_SECRET', 'SIGNING_KEY'].flatMap((name) => [name, name.toLowerCase()]);
const NAMED_KEY = new RegExp(
  `(?:${NAMES.join('|')})` +
    /[A-Za-z_]{0,20}["'\]]{0,2}[ \t]{0,4}(?::[ \t]{0,4}(?:str|Final|SecretStr)[ \t]{0,4})?(?:=|:)[ \t]{0,4}/.source,
  'g',
);

/** What the text is looked through for first. */
export const ASSIGNMENT_KEYWORDS: readonly string[] = [...NAMES, 'Fernet(', 'machine', 'login'];

const QUOTED = /^(?:[rbu]{0,2}|SecretStr\()(["'])([^"'\n\\]{12,300})\1/;
const BARE = /^([^\s"'#]{12,300})[ \t]*(?:#|$)/m;
/** Files in which a value needs no quotes. */
const UNQUOTED_FILES =
  /(?:^|\/)\.env[^/]*$|\.(?:env|ya?ml|ini|cfg|conf|properties|sh|bash)$|(?:^|\/)(?:Dockerfile|Containerfile)/;

const FERNET = /\bFernet\([ \t]{0,4}b?["']([A-Za-z0-9_-]{43}=)["']/g;
const NETRC = /\bmachine[ \t]+\S{1,200}[ \t\n]+login[ \t]+\S{1,200}[ \t\n]+password[ \t]+(\S{1,200})/g;

/** Credentials that only the name before them gives away. */
export function* findAssignments(
  text: string,
  { path, has }: { readonly path: string; readonly has: (keyword: string) => boolean },
): Generator<SecretMatch> {
  const unquoted = UNQUOTED_FILES.test(path);
  if (NAMES.some((name) => has(name))) {
    for (const match of text.matchAll(NAMED_KEY)) {
      const found = keyAfter(text, match.index + match[0].length, unquoted);
      if (found)
        yield { ...found, kind: 'credential', pattern: 'signing-key', label: 'secret key for signing', rank: 1 };
    }
  }
  if (has('Fernet(')) {
    yield* ofGroup(text, FERNET, { pattern: 'fernet-key', label: 'Fernet encryption key' }, looksFake);
  }
  if (has('machine') && has('login')) {
    const isFake = (value: string) => isWeakPassword(value.replace(/\\x[0-9a-f]{2}|\W/g, ''), '');
    yield* ofGroup(text, NETRC, { pattern: 'netrc-password', label: 'password in a netrc entry' }, isFake);
  }
}

function keyAfter(
  text: string,
  from: number,
  unquoted: boolean,
): Pick<SecretMatch, 'start' | 'end' | 'likelyFake'> | undefined {
  const rest = text.slice(from, from + 320);
  const quoted = QUOTED.exec(rest);
  const value = quoted?.[2] ?? (unquoted ? BARE.exec(rest.split('\n', 1)[0] ?? '')?.[1] : undefined);
  if (value === undefined || !looksDrawn(value)) return undefined;
  const start = from + rest.indexOf(value);
  // Django's `startproject` marks its key `django-insecure-`: it is to be replaced before anything is deployed, and looks fake.
  return { start, end: start + value.length, likelyFake: looksFake(value) };
}

/** Drawn by lot, and no name, path, address or sentence. */
function looksDrawn(value: string): boolean {
  if (isPlaceholder(value) || /\s|:\/\/|^[/.~]|^[A-Za-z_.-]+$/.test(value)) return false;
  return value.length >= 16 && entropy(value) >= 3.2;
}

function* ofGroup(
  text: string,
  expression: RegExp,
  what: Pick<SecretMatch, 'pattern' | 'label'>,
  isFake: (value: string) => boolean,
): Generator<SecretMatch> {
  for (const match of text.matchAll(expression)) {
    const value = match[1] ?? '';
    if (isPlaceholder(value)) continue;
    const start = match.index + match[0].lastIndexOf(value);
    yield { kind: 'credential', ...what, start, end: start + value.length, likelyFake: isFake(value), rank: 1 };
  }
}
