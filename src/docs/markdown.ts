import { oneLine, shorten, visible } from './visible.ts';

/**
 * GitHub's renderer gives up on code spans whose marks are longer than 80 backticks, and counts those of a fence up to 255 only.
 * A run beyond this is not written out.
 */
const LONGEST_RUN = 64;

/** Prose beyond this many characters is cut. */
const LONGEST_PROSE = 1000;

/** Long enough for every path that people write by hand. */
const LONGEST_CODE = 300;

/**
 * What GitHub makes live whatever Markdown says, so that only a code span stops it: mentions and e-mail addresses, addresses,
 * `#12`, `GH-12`, commits by their hash, `:shortcodes:` and `$formulas$`.
 */
const HOT = /[@$]|#\d|:\/\/|www\.|^(?:mailto|xmpp):|\bGH-\d|\b[0-9a-f]{7,40}\b|:[\w+-]+:/i;

/** A code span for any text: one line, its marks longer than any run of backticks inside. Empty for an empty text. */
export function inlineCode(text: string): string {
  const inside = tame(shorten(oneLine(text), LONGEST_CODE));
  if (inside === '') return '';
  const runs = new Set([...inside.matchAll(/`+/g)].map(([run]) => run.length));
  let width = 1;
  while (runs.has(width)) width += 1;
  const marks = '`'.repeat(width);
  const pad = inside.startsWith('`') || inside.endsWith('`') ? ' ' : '';
  return marks + pad + inside + pad + marks;
}

/** A fenced block for any text; the fence is longer than any run of backticks inside. `language` must be a word of ours. */
export function fence(text: string, language = ''): string {
  const inside = tame(visible(text.replace(/\r\n?/g, '\n'))).replace(/\n+$/, '');
  const marks = '`'.repeat(Math.max(3, longestRun(inside) + 1));
  return `${marks}${language}\n${inside}\n${marks}`;
}

/** A block that GitHub offers to commit; undefined where the lines could not be written out as they are. No lines: a deletion. */
export function suggestionBlock(lines: readonly string[]): string | undefined {
  const inside = lines.map((line) => `${line}\n`).join('');
  const run = longestRun(inside);
  if (visible(inside) !== inside || run > LONGEST_RUN) return undefined;
  const marks = '`'.repeat(Math.max(3, run + 1));
  return `${marks}suggestion\n${inside}${marks}`;
}

/**
 * One line of Markdown from a sentence in which names stand between backticks. The code spans stay; all the rest is text,
 * whatever it looks like: no mention, link, reference, image, markup or comment comes of it.
 */
export function prose(text: string): string {
  const pieces: Piece[] = [];
  for (const piece of codeSpans(shorten(oneLine(text), LONGEST_PROSE))) {
    if (piece.code) push(pieces, piece);
    else for (const part of words(piece.text)) push(pieces, part);
  }
  const line = pieces.map((piece) => (piece.code ? inlineCode(piece.text) : escapeText(piece.text))).join('');
  // What would start a list, a heading's underline or a table at the beginning of a line.
  return line
    .trim()
    .replace(/^(\d+)(?=[.)])/, '$1\\')
    .replace(/^[-+=:]/, '\\$&');
}

/** The same for a cell of a table. */
export function cell(text: string): string {
  return prose(text).replace(/(?<!\\)\|/g, '\\|');
}

/** The same sentence for a place that knows no Markdown. */
export function plainProse(text: string): string {
  return shorten(oneLine(text), LONGEST_PROSE);
}

interface Piece {
  readonly code: boolean;
  readonly text: string;
}

/** Code spans that touch would run into each other: they become one. */
function push(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1);
  if (last && last.code === piece.code) pieces[pieces.length - 1] = { code: piece.code, text: last.text + piece.text };
  else pieces.push(piece);
}

/** The code spans of a line, by CommonMark's rule: a run of backticks is closed by the next run that is as long. */
function* codeSpans(line: string): Generator<Piece> {
  const runs = [...line.matchAll(/`+/g)].map((match) => ({ start: match.index, length: match[0].length }));
  let done = 0;
  for (const [index, run] of runs.entries()) {
    if (run.start < done) continue;
    const close = runs.slice(index + 1).find(({ length }) => length === run.length);
    if (!close) continue;
    if (run.start > done) yield { code: false, text: line.slice(done, run.start) };
    const inside = line.slice(run.start + run.length, close.start);
    const padded = inside.startsWith(' ') && inside.endsWith(' ') && inside.trim() !== '';
    yield { code: true, text: padded ? inside.slice(1, -1) : inside };
    done = close.start + close.length;
  }
  if (done < line.length) yield { code: false, text: line.slice(done) };
}

/** Words that GitHub would make live become code; the punctuation around them does not. */
function* words(text: string): Generator<Piece> {
  for (const part of text.split(/( +)/)) {
    if (part === '') continue;
    if (!HOT.test(part)) {
      yield { code: false, text: part };
      continue;
    }
    const [, open = '', core = part, close = ''] = /^([("'“]*)(.*?)([.,;!?)"'”]*)$/.exec(part) ?? [];
    if (open !== '') yield { code: false, text: open };
    yield { code: true, text: core };
    if (close !== '') yield { code: false, text: close };
  }
}

function escapeText(text: string): string {
  return text
    .replace(/[\\`*_[\]~|#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** For the few places that are HTML and hold words of ours. */
export function escapeHtml(text: string): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function tame(text: string): string {
  return text.replace(/`+/g, (run) => (run.length > LONGEST_RUN ? `U+0060×${run.length}` : run));
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
