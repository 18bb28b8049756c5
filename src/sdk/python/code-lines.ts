import type { PyNode, PythonFile } from '../../core/facts.ts';

/** Lines of code: those that hold more than white space, a comment, or a string that stands by itself. */
export interface CodeLines {
  readonly total: number;
  /** Those that a node touches. */
  within(node: PyNode): number;
}

/** Counts the lines of code of a file once. */
export function countCodeLines({ root, lines }: Pick<PythonFile, 'root' | 'lines'>): CodeLines {
  const isCode = lines.map((line) => line.trim() !== '');
  for (const comment of root.descendantsOfType('comment')) {
    const { row, column } = comment.startPosition;
    if ((lines[row] ?? '').slice(0, column).trim() === '') isCode[row] = false;
  }
  for (const statement of root.descendantsOfType('expression_statement'))
    if (isText(statement)) isCode.fill(false, ...rowsOf(statement));
  const upTo = [0];
  for (const [row, code] of isCode.entries()) upTo.push((upTo[row] ?? 0) + Number(code));
  const within = (node: PyNode): number => {
    const [start, end] = rowsOf(node);
    return (upTo[end] ?? 0) - (upTo[start] ?? 0);
  };
  return { total: upTo.at(-1) ?? 0, within };
}

/** A docstring, and any other string that is a statement. */
function isText(statement: PyNode): boolean {
  const only = statement.namedChildren.length === 1 ? statement.firstNamedChild : null;
  return only?.type === 'string' || only?.type === 'concatenated_string';
}

/** 0-based, the end exclusive. */
function rowsOf({ startPosition, endPosition }: PyNode): readonly [number, number] {
  return [startPosition.row, endPosition.row + 1];
}
