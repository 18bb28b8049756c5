/** Looks at source text without a tree, in a small part of its time, to tell whether the tree is worth it. */

/** Characters that change how those after them are read. */
const SPECIAL = new Uint8Array(128);
for (const character of '\n#"\'()[]{}\\') SPECIAL[character.codePointAt(0) ?? 0] = 1;

/** Several checks glance at the same file, one after the other. */
let last: { readonly text: string } & Glance = { text: '', lines: [], starts: [], fields: [] };

interface Glance {
  readonly lines: readonly string[];
  readonly starts: readonly number[];
  readonly fields: readonly Field[];
}

/** Lines by their first word; made for the first check that asks. */
let words: { readonly lines: readonly string[]; readonly places: ReadonlyMap<string, readonly number[]> } | undefined;

/** Which of `glanceLines` start with one of some words, in their order. Only whole words of small letters are told apart. */
export function linesStartingWith(text: string, ...firstWords: readonly string[]): readonly number[] {
  const lines = glanceLines(text);
  if (words?.lines !== lines) words = { lines, places: placesByWord(lines) };
  const { places } = words;
  const [only = '', ...others] = firstWords;
  if (others.length === 0) return places.get(only) ?? [];
  return firstWords.flatMap((word) => places.get(word) ?? []).sort((a, b) => a - b);
}

function placesByWord(lines: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [index, line] of lines.entries()) {
    const start = indentOf(line);
    let end = start;
    while (isSmallLetter(line.codePointAt(end) ?? 0)) end += 1;
    if (end <= start) continue;
    const word = line.slice(start, end);
    const own = places.get(word);
    if (own) own.push(index);
    else places.set(word, [index]);
  }
  return places;
}

function isSmallLetter(code: number): boolean {
  return code >= 97 && code <= 122;
}

/** Code within a formatted string, from one offset to another. */
interface Field {
  readonly start: number;
  readonly end: number;
}

/**
 * The logical lines of a text, each as one line with its indentation: what brackets and backslashes continue is joined, comments are
 * left out, and of a string only the quotes are left, as `""`, with an `x` between them where it holds something.
 */
export function glanceLines(text: string): readonly string[] {
  return glanceAt(text).lines;
}

/** Where each of `glanceLines` starts in the text: offsets of first columns. */
export function glanceStarts(text: string): readonly number[] {
  return glanceAt(text).starts;
}

/** Offsets at which formatted strings may have a word in their code, which `glanceLines` leaves out. */
export function formattedPlaces(text: string, word: string): readonly number[] {
  return glanceAt(text)
    .fields.filter(({ start, end }) => text.slice(start, end).includes(word))
    .map(({ start }) => start);
}

/** All code of formatted strings. */
export function formattedCode(text: string): string {
  return glanceAt(text)
    .fields.map(({ start, end }) => text.slice(start, end))
    .join('\n');
}

function glanceAt(text: string): Glance {
  if (last.text !== text) last = { text, ...readLines(text) };
  return last;
}

function readLines(text: string): Glance {
  const lines: string[] = [];
  const starts: number[] = [0];
  const fields: Field[] = [];
  let line = '';
  let start = 0;
  let depth = 0;
  let at = 0;
  /** Takes what was read up to here, something in the place of what follows, and goes on from `to`. */
  const take = (instead: string, to: number): void => {
    line += text.slice(start, at) + instead;
    start = to;
    at = to;
  };
  while (at < text.length) {
    const code = text.codePointAt(at) ?? 0;
    if (code >= 128 || SPECIAL[code] === 0) {
      at += 1;
      continue;
    }
    const character = text.charAt(at);
    if (character === '\n') {
      take(depth > 0 ? ' ' : '', at + 1);
      if (depth === 0) {
        lines.push(line);
        starts.push(at);
        line = '';
      }
    } else if (character === '#') take('', endOf(text.indexOf('\n', at), text));
    else if (character === '"' || character === "'") {
      const end = endOfString(text, at);
      // What a field that goes on to the end of the line holds is in it.
      if (at >= (fields.at(-1)?.end ?? 0) && isFormatted(text, at)) fields.push(...fieldsIn(text, at, end.at));
      take(end.isEmpty ? '""' : '"x"', end.at);
    } else if (character === '\\')
      take(' ', /^\\\r?\n/.test(text.slice(at, at + 3)) ? text.indexOf('\n', at) + 1 : at + 1);
    else {
      depth = '([{'.includes(character) ? depth + 1 : Math.max(0, depth - 1);
      at += 1;
    }
  }
  take('', at);
  lines.push(line);
  return { lines, starts, fields };
}

/** True if letters before a quote make its string a formatted one. */
function isFormatted(text: string, quote: number): boolean {
  let start = quote;
  while (start > 0 && quote - start < 3 && /[a-z]/i.test(text.charAt(start - 1))) start -= 1;
  return /^(?:[ft]r?|r[ft])$/i.test(text.slice(start, quote));
}

/** Those of a formatted string; one that its end cuts off holds a string of its own, and goes on to the end of the line. */
function fieldsIn(text: string, start: number, end: number): readonly Field[] {
  const fields: Field[] = [];
  let open = 0;
  let from = start;
  for (let at = start; at < end; at += 1) {
    const character = text.charAt(at);
    if (character === '{') {
      if (open === 0 && text.charAt(at + 1) === '{') at += 1;
      else if ((open += 1) === 1) from = at + 1;
    } else if (character === '}' && open > 0 && (open -= 1) === 0) fields.push({ start: from, end: at });
  }
  if (open > 0) fields.push({ start: from, end: endOf(text.indexOf('\n', end), text) });
  return fields;
}

function endOf(index: number, text: string): number {
  return index < 0 ? text.length : index;
}

/** The offset after a string that opens at `from`; one that is not closed ends with its line, or with the text. */
function endOfString(text: string, from: number): { readonly at: number; readonly isEmpty: boolean } {
  const quote = text.charAt(from);
  const isLong = text.startsWith(quote.repeat(3), from);
  const quotes = isLong ? quote.repeat(3) : quote;
  const body = from + quotes.length;
  for (let at = body; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === quote && text.startsWith(quotes, at))
      return { at: at + quotes.length, isEmpty: at === body };
    else if (character === '\n' && !isLong) return { at, isEmpty: at === body };
  }
  return { at: text.length, isEmpty: false };
}

/** How far a line is indented, in characters; -1 for one that is empty. */
export function indentOf(line: string): number {
  let at = 0;
  while (at < line.length && isSpace(line.codePointAt(at) ?? 0)) at += 1;
  return at < line.length ? at : -1;
}

function isSpace(code: number): boolean {
  return code === 32 || (code < 32 ? code >= 9 && code <= 13 : code >= 128 && /\s/.test(String.fromCodePoint(code)));
}

/** True if one of the lines that are indented more than one of `glanceLines` is as asked. */
export function someBelow(lines: readonly string[], index: number, isIt: (line: string) => boolean): boolean {
  const indent = indentOf(lines[index] ?? '');
  for (let at = index + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const own = indentOf(line);
    if (own >= 0 && own <= indent) return false;
    if (own >= 0 && isIt(line)) return true;
  }
  return false;
}

/** The lines after one of `glanceLines` that are indented more than it. */
export function blockBelow(lines: readonly string[], index: number): readonly string[] {
  const indent = indentOf(lines[index] ?? '');
  const block: string[] = [];
  for (let at = index + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const own = indentOf(line);
    if (own >= 0 && own <= indent) break;
    if (own >= 0) block.push(line);
  }
  return block;
}

/** The line with which the last statement of a block starts. */
export function lastStatement(block: readonly string[]): string {
  const indent = indentOf(block[0] ?? '');
  return block.findLast((line) => indentOf(line) <= indent) ?? '';
}

/** An expression with all that stands within its brackets taken out: `f()`, `[]`; what follows a bracket that it does not open is cut. */
export function outline(expression: string): string {
  const outside: string[] = [];
  /** What has to close, innermost last, and where what it holds starts in the outline. */
  const open: { readonly closing: string; readonly from: number }[] = [];
  for (const [part] of expression.matchAll(/[^()[\]{}]+|./gs)) {
    const closing = CLOSING.get(part);
    if (')]}'.includes(part)) {
      const innermost = open.pop();
      if (innermost?.closing !== part) break;
      outside.length = innermost.from;
    }
    outside.push(part);
    if (closing !== undefined) open.push({ closing, from: outside.length });
  }
  return outside.join('').trim();
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
