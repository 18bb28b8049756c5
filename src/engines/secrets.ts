import type { SecretHit, SourceFile } from '../core/facts.ts';
import { lineStarts, spanAt } from '../core/span.ts';
import { createWordSearch } from '../core/word-search.ts';
import { findAddressPasswords } from './secrets-addresses.ts';
import { ASSIGNMENT_KEYWORDS, findAssignments } from './secrets-assignments.ts';
import { isPlaceholder, looksFake } from './secrets-fakes.ts';
import { CLOUD_FORMATS } from './secrets-formats-cloud.ts';
import { CODE_FORMATS } from './secrets-formats-code.ts';
import { SERVICE_FORMATS } from './secrets-formats-service.ts';
import { findPrivateKeys } from './secrets-keys.ts';
import type { SecretMatch } from './secrets-match.ts';
import { mergeMatches } from './secrets-match.ts';
import type { SecretPattern } from './secrets-pattern.ts';
import { findByRules, RULE_KEYWORDS } from './secrets-rules.ts';

const FORMATS: readonly SecretPattern[] = [...CODE_FORMATS, ...CLOUD_FORMATS, ...SERVICE_FORMATS];

/** What a text is looked through for first, all in one pass; most texts have few of them. */
export const SECRET_KEYWORDS: readonly string[] = [
  ...FORMATS.flatMap(({ keywords }) => keywords),
  ...ASSIGNMENT_KEYWORDS,
  ...RULE_KEYWORDS,
  '://',
];

/**
 * Credentials and private keys in a text, one hit each, sorted by place. Comments that ask secret scanners to look away are not
 * heeded. A hit says where and what, never the text itself. Placeholders (`<token>`, `${TOKEN}`, `***`) are no hits;
 * what looks like an example is `likelyFake`.
 * @param found Those of `SECRET_KEYWORDS` that the text has, where somebody has looked already.
 */
export async function findSecrets(source: SourceFile, found?: ReadonlySet<string>): Promise<readonly SecretHit[]> {
  // The rules count offsets from after a byte order mark; with a space in its place all offsets agree.
  const text = source.text.startsWith('\uFEFF') ? ' ' + source.text.slice(1) : source.text;
  const keywords = found ?? findKeywords(text);
  const has = (keyword: string): boolean => keywords.has(keyword);
  const matches = [
    ...findFormats(text, has),
    ...findPrivateKeys(text),
    ...findAssignments(text, { path: source.path, has }),
    ...(RULE_KEYWORDS.some(has) ? await findByRules(text) : []),
    ...(has('://') ? findAddressPasswords(text) : []),
  ];
  if (matches.length === 0) return [];
  const starts = lineStarts(text);
  return mergeMatches(matches).map(({ kind, label, pattern, start, end, likelyFake }) => ({
    kind,
    label,
    pattern,
    span: spanAt(starts, start, end),
    likelyFake,
  }));
}

const findKeywords = createWordSearch(SECRET_KEYWORDS);

function* findFormats(text: string, has: (keyword: string) => boolean): Generator<SecretMatch> {
  let lower: string | undefined;
  for (const format of FORMATS) {
    if (!format.keywords.some(has)) continue;
    if (format.context !== undefined && !(lower ??= text.toLowerCase()).includes(format.context)) continue;
    yield* matchFormat(format, text);
  }
}

function* matchFormat({ id, label, expression, judge }: SecretPattern, text: string): Generator<SecretMatch> {
  for (const match of text.matchAll(expression)) {
    const value = match[1] ?? match[0];
    const verdict = judge?.(value) ?? 'real';
    if (verdict === 'drop' || isPlaceholder(value)) continue;
    const start = match.index + match[0].lastIndexOf(value);
    yield {
      kind: 'credential',
      pattern: id,
      label,
      start,
      end: start + value.length,
      likelyFake: verdict === 'fake' || looksFake(value),
      rank: 0,
    };
  }
}
