import type { Edit, Span } from './flow.ts';
import type { PyNode } from './facts.ts';

/** The span of a syntax node. */
export function spanOf(node: PyNode): Span {
  return {
    line: node.startPosition.row + 1,
    col: node.startPosition.column + 1,
    endLine: node.endPosition.row + 1,
    endCol: node.endPosition.column + 1,
  };
}

/** A whole line without its end, indentation included. */
export function lineSpan(lines: readonly string[], line: number): Span {
  return { line, col: 1, endLine: line, endCol: (lines[line - 1] ?? '').length + 1 };
}

/** From the first to the last column of one line. */
export function spanOnLine(line: number, col: number, endCol: number): Span {
  return { line, col, endLine: line, endCol };
}

/** The top of a file, for what belongs to no line. */
export const FILE_START: Span = { line: 1, col: 1, endLine: 1, endCol: 1 };

/** The place before the first character of a span, for insertions. */
export function before(span: Span): Span {
  return { line: span.line, col: span.col, endLine: span.line, endCol: span.col };
}

/** The place after the last character of a span, for insertions. */
export function after(span: Span): Span {
  return { line: span.endLine, col: span.endCol, endLine: span.endLine, endCol: span.endCol };
}

/** Negative if `a` starts (then ends) before `b`. */
export function compareSpans(a: Span, b: Span): number {
  return a.line - b.line || a.col - b.col || a.endLine - b.endLine || a.endCol - b.endCol;
}

/** Offsets at which the lines of a text start; `\n`, `\r\n` and `\r` end a line. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}

/** The span of `[start, end)` offsets. */
export function spanAt(starts: readonly number[], start: number, end: number): Span {
  const [line, col] = placeAt(starts, start);
  const [endLine, endCol] = placeAt(starts, end);
  return { line, col, endLine, endCol };
}

function placeAt(starts: readonly number[], offset: number): readonly [number, number] {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return [low + 1, offset - (starts[low] ?? 0) + 1];
}

/** The offset of a place, kept within the text. */
export function offsetOf(starts: readonly number[], line: number, col: number, length: number): number {
  const start = starts[line - 1];
  return start === undefined ? length : Math.min(start + col - 1, length);
}

/** The text under a span. */
export function textAt(text: string, span: Span): string {
  const starts = lineStarts(text);
  return text.slice(
    offsetOf(starts, span.line, span.col, text.length),
    offsetOf(starts, span.endLine, span.endCol, text.length),
  );
}

/**
 * The text with all edits made. Equal edits are made once.
 * @throws RangeError where two edits overlap.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const starts = lineStarts(text);
  const places = edits.map((edit) => ({
    from: offsetOf(starts, edit.span.line, edit.span.col, text.length),
    to: offsetOf(starts, edit.span.endLine, edit.span.endCol, text.length),
    text: edit.text,
  }));
  places.sort((a, b) => a.from - b.from || a.to - b.to || (a.text < b.text ? -1 : 1));
  let result = '';
  let done = 0;
  let last: (typeof places)[number] | undefined;
  for (const place of places) {
    if (last && place.from === last.from && place.to === last.to && place.text === last.text) continue;
    if (place.from < done) throw new RangeError(`edits overlap at offset ${place.from}`);
    result += text.slice(done, place.from) + place.text;
    done = place.to;
    last = place;
  }
  return result + text.slice(done);
}
