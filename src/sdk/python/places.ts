import { glanceLines, glanceStarts } from './glance.ts';

/** Places in a source text at which a check may find something, for `places`: offsets. */

/** Where a pattern with the flag `g` matches. */
export function matchesIn(text: string, pattern: RegExp): readonly number[] {
  return Array.from(text.matchAll(pattern), ({ index }) => index);
}

/** Where `glanceLines` that are of interest start. */
export function linesWhere(
  text: string,
  isOfInterest: (line: string, index: number, lines: readonly string[]) => boolean,
): readonly number[] {
  const starts = glanceStarts(text);
  return glanceLines(text).flatMap((line, index, lines) =>
    isOfInterest(line, index, lines) ? (starts[index] ?? []) : [],
  );
}

/** Most files are looked at for the same few names. */
const patterns = new Map<string, RegExp>();

const MAX_PATTERNS = 1000;

/** Where names of ASCII letters stand, and those that imports give to them. */
export function namesIn(text: string, names: readonly string[]): readonly number[] {
  const key = [...new Set(withAliases(text, names))].sort().join('|');
  if (key === '') return [];
  const pattern = patterns.get(key) ?? new RegExp(`(?<!\\w)(?:${key})(?!\\w)`, 'g');
  if (patterns.size >= MAX_PATTERNS) patterns.clear();
  patterns.set(key, pattern);
  return matchesIn(text, pattern);
}

function withAliases(text: string, names: readonly string[]): readonly string[] {
  const known = new Set(names);
  const renamed = text.matchAll(/\b(\w+)[\s\\]+as[\s\\]+(\w+)/g);
  return [...known, ...[...renamed].flatMap(([, name = '', alias = '']) => (known.has(name) ? alias : []))];
}

/** Where tests of interest start, and all functions that are no tests: what a test calls. Undefined where something calls a test. */
export function testsAndHelpers(
  text: string,
  isOfInterest: (line: string, index: number, lines: readonly string[]) => boolean,
): readonly number[] | undefined {
  if (glanceLines(text).some((line) => /(?<!\bdef\s+)\btest\w*\s*\(/.test(line))) return undefined;
  return linesWhere(
    text,
    (line, ...rest) => /^\s*(?:async\s+)?def\s+(?!test)/.test(line) || isOfInterest(line, ...rest),
  );
}

/** Where an attribute of the object itself is given a value, which says of what type it is; see `isKnownAs`. */
export const OWN_ATTRIBUTES = /\b(?:self|cls)[ \t]*\.[ \t]*\w+[ \t]*(?::|[-+*/%&|^@<>]{0,2}=(?!=))/g;
