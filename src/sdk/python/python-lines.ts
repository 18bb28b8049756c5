import type { SourceFile } from '../../core/facts.ts';

/** What the lines of Python source tell without a syntax tree: for checks that are handed places only. */

/** A line by its 1-based number; empty beyond the end. */
export function lineAt({ lines }: Pick<SourceFile, 'lines'>, line: number): string {
  return lines[line - 1] ?? '';
}

/**
 * The line that opens the nearest block around a line and fits the pattern, trimmed. Blocks are told by their indentation alone, so
 * that continuation lines of an open bracket may be taken for one.
 */
export function blockOpener(file: Pick<SourceFile, 'lines'>, line: number, pattern: RegExp = /\S/): string | undefined {
  return blockOpeners(file, line).find((text) => pattern.test(text));
}

/** The first lines of all statements that a line stands in, innermost first, trimmed. A head of several lines gives its first and last. */
export function blockOpeners(file: Pick<SourceFile, 'lines'>, line: number): readonly string[] {
  const openers: string[] = [];
  let indent = indentOf(lineAt(file, line));
  let inHead = false;
  for (let above = line - 1; above > 0 && (indent > 0 || inHead); above -= 1) {
    const text = lineAt(file, above);
    if (text.trim() === '' || (inHead ? indentOf(text) > indent : indentOf(text) >= indent)) continue;
    indent = indentOf(text);
    openers.push(text.trim());
    inHead = /^\s*[)\]}]/.test(text);
  }
  return openers;
}

/** The lines between the `else`, `except` or `finally` on a line and the clause before it. */
export function clauseBefore(file: Pick<SourceFile, 'lines'>, line: number): readonly string[] {
  const indent = indentOf(lineAt(file, line));
  const above = file.lines.slice(0, line - 1);
  const start = above.findLastIndex((text) => text.trim() !== '' && indentOf(text) <= indent);
  return above.slice(start + 1);
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
