import { blockBelow, formattedCode, glanceLines, glanceStarts, linesStartingWith } from './glance.ts';

/** Places in a source text at which a check may find something, for `places`: offsets. */

/** Where a pattern with the flag `g` matches. */
export function matchesIn(text: string, pattern: RegExp): readonly number[] {
  return Array.from(text.matchAll(pattern), ({ index }) => index);
}

/** The same, and where the names stand that imports give to what matches. */
export function matchesAndAliases(text: string, pattern: RegExp): readonly number[] {
  const renamed = [...renamedIn(text).aliases].filter(([name]) => name.search(pattern) >= 0);
  return [
    ...matchesIn(text, pattern),
    ...namesIn(
      text,
      renamed.flatMap(([, aliases]) => [...aliases]),
    ),
  ];
}

/** Where a text that is not empty stands, in words too. */
export function textsIn(text: string, value: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) places.push(at);
  return places;
}

/** Where `glanceLines` that are of interest start; of all, or of those that start with one of some words. */
export function linesWhere(
  text: string,
  isOfInterest: (line: string, index: number, lines: readonly string[]) => boolean,
  firstWords?: readonly string[],
): readonly number[] {
  const starts = glanceStarts(text);
  const lines = glanceLines(text);
  const places: number[] = [];
  const look = (index: number): void => {
    if (isOfInterest(lines[index] ?? '', index, lines)) places.push(starts[index] ?? 0);
  };
  if (firstWords) for (const index of linesStartingWith(text, ...firstWords)) look(index);
  else for (let index = 0; index < lines.length; index += 1) look(index);
  return places;
}

/** Most files are looked at for the same few names. */
const patterns = new Map<string, RegExp>();

const MAX_PATTERNS = 1000;

/** A pattern is tried name by name at each place. */
const MOST_IN_PATTERN = 50;

/** Where names of ASCII letters stand, and those that imports give to them. */
export function namesIn(text: string, names: readonly string[]): readonly number[] {
  if (names.length === 0) return [];
  const all = new Set(withAliases(text, names));
  if (all.size > MOST_IN_PATTERN)
    return Array.from(text.matchAll(/\w+/g)).flatMap(({ 0: word, index }) => (all.has(word) ? [index] : []));
  const key = [...all].sort().join('|');
  const pattern = patterns.get(key) ?? new RegExp(`(?<!\\w)(?:${key})(?!\\w)`, 'g');
  if (patterns.size >= MAX_PATTERNS) patterns.clear();
  patterns.set(key, pattern);
  return matchesIn(text, pattern);
}

/** Names, and what imports make of them. */
export function withAliases(text: string, names: readonly string[]): readonly string[] {
  const { aliases } = renamedIn(text);
  return names.flatMap((name) => [name, ...(aliases.get(name) ?? [])]);
}

/**
 * Where a text may call, or decorate with, one of what keys of `calls` name: `open`, `os.environ.get`, `.execute`. Imports may
 * rename any of the names; an assignment may not, as `nameOf` does not follow those. Offsets of the last names.
 */
export function callPlaces(text: string, keys: readonly string[]): readonly number[] {
  const renamed = renamedIn(text);
  const places: number[] = [];
  for (const [name, own] of Map.groupBy(keys, lastPart)) {
    const isImported = (): boolean => (renamed.imported ??= importedWords(text)).has(name);
    const isBare = own.some((key) => !key.includes('.') || (!key.startsWith('.') && isImported()));
    const owners = own.map((key) => key.slice(0, key.lastIndexOf('.')));
    const known = owners.includes('')
      ? undefined
      : new Set(owners.flatMap((owner) => namesOf(lastPart(owner), renamed)));
    for (const at of calledIn(text, name, renamed)) if (mayBelong(text, at, { isBare, owners: known })) places.push(at);
    for (const alias of renamed.aliases.get(name) ?? []) places.push(...calledIn(text, alias, renamed));
  }
  return places;
}

/** Several checks ask for calls of the same names. */
function calledIn(text: string, name: string, { called }: Renamed): readonly number[] {
  const known = called.get(name);
  if (known) return known;
  const found = [...occurrences(text, name)].filter((at) => mayBeCalled(text, at, name));
  called.set(name, found);
  return found;
}

/** Names that imports, handlers and the like give to something else. */
export function aliasesIn(text: string): ReadonlySet<string> {
  return new Set([...renamedIn(text).aliases.values()].flatMap((names) => [...names]));
}

interface Renamed {
  /** By name, what `as` makes of it. */
  readonly aliases: ReadonlyMap<string, ReadonlySet<string>>;
  /** All words of statements that import. */
  imported?: ReadonlySet<string>;
  /** By name, where it may be called. */
  readonly called: Map<string, readonly number[]>;
}

let lastRenamed: { readonly text: string; readonly renamed: Renamed } | undefined;

function renamedIn(text: string): Renamed {
  if (lastRenamed?.text !== text) {
    const aliases = new Map<string, Set<string>>();
    for (const { index, 1: alias = '' } of text.matchAll(/\bas[\s\\]+(\w+)/g)) {
      let end = index;
      while (end > 0 && SPACE.test(text.charAt(end - 1))) end -= 1;
      let start = end;
      while (start > 0 && WORD.test(text.charAt(start - 1))) start -= 1;
      if (start === end || end === index) continue;
      const name = text.slice(start, end);
      aliases.set(name, (aliases.get(name) ?? new Set()).add(alias));
    }
    lastRenamed = { text, renamed: { aliases, called: new Map() } };
  }
  return lastRenamed.renamed;
}

function importedWords(text: string): ReadonlySet<string> {
  const lines = glanceLines(text).filter((line) => line.includes('import'));
  return new Set(lines.flatMap((line) => line.match(/\w+/g) ?? []));
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}

function namesOf(name: string, { aliases }: Renamed): readonly string[] {
  return [name, ...(aliases.get(name) ?? [])];
}

/** Where a whole word stands. */
function* occurrences(text: string, word: string): Generator<number> {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
    if (!WORD.test(text.charAt(at - 1)) && !WORD.test(text.charAt(at + word.length))) yield at;
}

const WORD = /\w/;

/** True if a bracket follows a name, or a comment that may be before one; or it decorates, which calls it as well. */
function mayBeCalled(text: string, start: number, name: string): boolean {
  let at = start + name.length;
  while (SPACE.test(text.charAt(at)) || text.charAt(at) === ')') at += 1;
  if (text.charAt(at) === '(' || text.charAt(at) === '#') return true;
  const before = text.slice(Math.max(0, start - LONG_LINE), start);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return line.length === LONG_LINE || /^\s*@/.test(line);
}

/** Whatever stands so far from the start of its line is not asked what that line starts with: there may be a million of them. */
const LONG_LINE = 300;

const SPACE = /[\s\\]/;

/** True if a name stands alone, where that would do, or is asked of one of the owners; undefined stands for any. */
function mayBelong(
  text: string,
  start: number,
  { isBare, owners }: { readonly isBare: boolean; readonly owners: ReadonlySet<string> | undefined },
): boolean {
  let at = start - 1;
  while (SPACE.test(text.charAt(at))) at -= 1;
  // An expression that goes on after a line break may have a comment before it.
  if (text.slice(at, start).includes('\n') && text.slice(text.lastIndexOf('\n', at) + 1, at).includes('#')) return true;
  if (text.charAt(at) !== '.') return isBare;
  if (!owners) return true;
  at -= 1;
  while (SPACE.test(text.charAt(at)) || text.charAt(at) === ')') at -= 1;
  const end = at + 1;
  while (WORD.test(text.charAt(at))) at -= 1;
  return owners.has(text.slice(at + 1, end)) || text.slice(end, start).includes('\n');
}

const CALLED = /(\w+)\s*\(/g;

/** Where functions of interest start, those of the same text that they may call, and so on, as many calls deep. */
export function withCalled(
  text: string,
  { isOfInterest, depth }: { readonly isOfInterest: Parameters<typeof linesWhere>[1]; readonly depth: number },
): readonly number[] {
  const lines = glanceLines(text);
  const heads = linesStartingWith(text, 'async', 'def');
  let newest = heads.filter((index) => isOfInterest(lines[index] ?? '', index, lines));
  if (newest.length === 0) return [];
  const definitions = new Map<string, number[]>();
  for (const index of heads) {
    const [, name] = /^\s*(?:async\s+)?def\s+(\w+)/.exec(lines[index] ?? '') ?? [];
    if (name !== undefined) definitions.set(name, [...(definitions.get(name) ?? []), index]);
  }
  const formatted = formattedCode(text)
    .matchAll(CALLED)
    .map(([, name = '']) => name);
  const always = [...formatted].flatMap((name) => definitions.get(name) ?? []);
  const found = new Set(newest);
  for (let deep = 0; deep < depth && newest.length > 0; deep += 1) {
    const called = newest
      .flatMap((index) => [lines[index] ?? '', ...blockBelow(lines, index)])
      .flatMap((line) => Array.from(line.matchAll(CALLED), ([, name = '']) => name));
    newest = [...new Set(called)].flatMap((name) => definitions.get(name) ?? []).filter((index) => !found.has(index));
    for (const index of [...newest, ...always]) found.add(index);
  }
  const starts = glanceStarts(text);
  return [...found].flatMap((index) => starts[index] ?? []);
}

/** Where an attribute of the object itself is given a value, which says of what type it is; see `isKnownAs`. */
export const OWN_ATTRIBUTES = /\b(?:self|cls)[ \t]*\.[ \t]*\w+[ \t]*(?::|[-+*/%&|^@<>]{0,2}=(?!=))/g;

/** The same for those attributes alone of which one of the methods is asked: `self.pool` of `self.pool.submit(…)`. */
export function ownAttributes(text: string, methods: readonly string[]): readonly number[] {
  const asked = new RegExp(
    `\\b(?:self|cls)[\\s\\\\]*\\.[\\s\\\\]*(\\w+)[\\s\\\\)]*\\.[\\s\\\\]*(?:${methods.join('|')})\\b`,
    'g',
  );
  const names = new Set(Array.from(text.matchAll(asked), ([, name = '']) => name));
  if (names.size === 0) return [];
  return Array.from(text.matchAll(OWN_ATTRIBUTES))
    .filter(([match]) => names.has(/\.[ \t]*(\w+)/.exec(match)?.[1] ?? ''))
    .map(({ index }) => index);
}
