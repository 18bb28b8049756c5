import type { Span } from '../core/flow.ts';
import { visible } from '../docs/visible.ts';

/** Characters of a source line that are shown. */
const WIDTH = 120;

/** Characters that take two cells of a terminal: the East Asian scripts and pictures. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/** A source line and, under it, carets at the span's part of that line; both are fit for a terminal. */
export function excerpt(lines: readonly string[], span: Span): readonly [string, string] | undefined {
  const line = lines[span.line - 1];
  if (line === undefined || line.trim() === '') return undefined;
  const from = Math.min(span.col - 1, line.length);
  const to = span.endLine > span.line ? line.trimEnd().length : Math.min(span.endCol - 1, line.length);
  // A window that has the beginning of the span.
  const start = from > WIDTH - 40 ? from - 40 : 0;
  const shown = line.slice(start, start + WIDTH);
  const before = visible(line.slice(start, from));
  const marked = visible(line.slice(from, Math.min(to, start + WIDTH)));
  const dots = { left: start > 0 ? '…' : '', right: line.length > start + WIDTH ? '…' : '' };
  const blank = dots.left.replace(/./g, ' ') + blanks(before);
  return [dots.left + visible(shown) + dots.right, blank + '^'.repeat(Math.max(1, cells(marked)))];
}

/** As wide as the text; tabs stay tabs, so that the caret stands under its character whatever their width. */
function blanks(text: string): string {
  return [...text].map((character) => (character === '\t' ? '\t' : ' '.repeat(cells(character)))).join('');
}

function cells(text: string): number {
  let width = 0;
  for (const character of text) width += /\p{M}/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}
