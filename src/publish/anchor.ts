import type { ChangedFile, Finding, LineRange, Span } from '../core/flow.ts';

/** GitHub takes no comment on a file whose own diff has more lines than this. */
const LONGEST_DIFF = 20_000;

/** Last line that has a character of the span; the end of a span is exclusive. */
export function lastLine(span: Span): number {
  return span.endCol === 1 && span.endLine > span.line ? span.endLine - 1 : Math.max(span.line, span.endLine);
}

/**
 * Where a comment on a finding can stand: its lines, if one hunk has them all; else its first line, if a hunk has it.
 * Undefined where GitHub would refuse the comment, and with it the whole review.
 */
export function anchorOf(file: ChangedFile | undefined, { span }: Finding): LineRange | undefined {
  if (!file || diffLines(file) > LONGEST_DIFF) return undefined;
  const hunk = file.hunks.find(({ newStart, newLines }) => newStart <= span.line && span.line < newStart + newLines);
  if (!hunk) return undefined;
  const end = lastLine(span);
  return { start: span.line, end: end < hunk.newStart + hunk.newLines ? end : span.line };
}

function diffLines(file: ChangedFile): number {
  return file.hunks.reduce((lines, hunk) => lines + hunk.oldLines + hunk.newLines + 1, 0);
}
