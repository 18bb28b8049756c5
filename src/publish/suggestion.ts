import type { Fix, LineRange } from '../core/flow.ts';
import { applyEdits, lineStarts, offsetOf } from '../core/span.ts';

/**
 * The lines that a fix puts in the place of the anchored ones, for GitHub to commit with one click; none to delete them.
 * Undefined where GitHub could not, or would commit something else than the fix: edits outside the anchored lines or running
 * into the next one, line ends other than `\n` in the file, a last line without its end, or nothing that changes.
 */
export function suggestLines(text: string, anchor: LineRange, fix: Fix): readonly string[] | undefined {
  if (text.includes('\r')) return undefined;
  const starts = lineStarts(text);
  const from = offsetOf(starts, anchor.start, 1, text.length);
  const to = offsetOf(starts, anchor.end + 1, 1, text.length);
  const old = text.slice(from, to);
  if (!old.endsWith('\n')) return undefined;
  const inside = fix.edits.every(({ span }) => {
    const [start, end] = [
      offsetOf(starts, span.line, span.col, text.length),
      offsetOf(starts, span.endLine, span.endCol, text.length),
    ];
    return from <= start && start <= end && end <= to;
  });
  if (!inside) return undefined;
  let fixed: string;
  try {
    fixed = applyEdits(text, fix.edits);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  const fresh = fixed.slice(from, fixed.length - (text.length - to));
  if (fresh === old || fresh.includes('\r')) return undefined;
  if (fresh === '') return [];
  return fresh.endsWith('\n') ? fresh.slice(0, -1).split('\n') : undefined;
}
