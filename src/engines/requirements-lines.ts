import type { Span } from '../core/flow.ts';
import { spanAt } from '../core/span.ts';

/** A line as pip sees it: continuations joined, comment and outer white space gone. Never empty. */
export interface LogicalLine {
  readonly text: string;
  /** The span in the file of `text.slice(start, end)`. */
  spanOf(start: number, end: number): Span;
}

/** Part of a logical line that stands on one physical line. */
interface Piece {
  readonly text: string;
  /** Offset of its first character in the file. */
  readonly offset: number;
}

/**
 * pip's rules: a backslash at the end joins the next line; a line that is only a comment ends what was being joined;
 * a comment starts at a `#` that white space precedes.
 */
export function* splitLogicalLines(text: string, starts: readonly number[]): Generator<LogicalLine> {
  let pieces: Piece[] = [];
  for (const [index, offset] of starts.entries()) {
    const line = text.slice(offset, starts[index + 1] ?? text.length).replace(/[\r\n]+$/, '');
    const comment = /^\s*#/.test(line);
    const continues = line.endsWith('\\') && !comment;
    if (!comment) pieces.push({ text: continues ? line.slice(0, -1) : line, offset });
    if (continues && index < starts.length - 1) continue;
    const logical = join(pieces, starts);
    if (logical) yield logical;
    pieces = [];
  }
}

function join(pieces: readonly Piece[], starts: readonly number[]): LogicalLine | undefined {
  const joined = pieces.map((piece) => piece.text).join('');
  const comment = joined.search(/\s#/);
  const visible = (comment < 0 ? joined : joined.slice(0, comment)).trimEnd();
  // The byte order mark counts as white space here.
  const skipped = visible.length - visible.trimStart().length;
  const text = visible.slice(skipped);
  if (text === '' || text.startsWith('#')) return undefined;
  function spanOf(start: number, end: number): Span {
    const from = offsetIn(pieces, skipped + start);
    return spanAt(starts, from, end > start ? offsetIn(pieces, skipped + end - 1) + 1 : from);
  }
  return { text, spanOf };
}

/** The offset in the file of a character of the joined pieces. */
function offsetIn(pieces: readonly Piece[], index: number): number {
  let before = 0;
  for (const piece of pieces) {
    if (index < before + piece.text.length) return piece.offset + index - before;
    before += piece.text.length;
  }
  const last = pieces.at(-1);
  return last ? last.offset + last.text.length : 0;
}
