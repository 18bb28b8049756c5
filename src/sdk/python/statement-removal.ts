import type { Edit } from '../../core/flow.ts';
import type { PyNode } from '../../core/facts.ts';
import { spanOf } from '../../core/span.ts';
import { bodyOf } from './python-definitions.ts';

/**
 * Edits that take statements out of their file, with their lines. A block that would be left empty gets a `pass`. Undefined where
 * something else stands on one of their lines.
 */
export function removalOf(statements: readonly PyNode[], lines: readonly string[]): readonly Edit[] | undefined {
  const gone = new Set(statements.map(({ id }) => id));
  const edits = statements.map((statement) => removalOfOne(statement, gone, lines));
  return edits.includes(undefined) ? undefined : edits.filter((edit) => edit !== undefined);
}

function removalOfOne(statement: PyNode, gone: ReadonlySet<number>, lines: readonly string[]): Edit | undefined {
  const block = statement.parent;
  if (!block || !/^(block|module)$/.test(block.type)) return undefined;
  const siblings = bodyOf(block);
  const span = spanOf(statement);
  const isFirstGone = siblings.find(({ id }) => gone.has(id))?.id === statement.id;
  if (block.type === 'block' && isFirstGone && siblings.every(({ id }) => gone.has(id))) return { span, text: 'pass' };
  const sharing = siblings.filter((one) => isOnLinesOf(one, statement));
  if (sharing.some(({ id }) => !gone.has(id))) return undefined;
  const before = (lines[span.line - 1] ?? '').slice(0, span.col - 1);
  // The first of a line takes all of it; a block on the line of its `if` is not only ours.
  if (before.trim() !== '' && sharing[0]?.id === statement.id) return undefined;
  if (span.endLine < lines.length)
    return { span: { line: span.line, col: 1, endLine: span.endLine + 1, endCol: 1 }, text: '' };
  return {
    span: { line: span.line, col: 1, endLine: span.endLine, endCol: (lines.at(-1) ?? '').length + 1 },
    text: '',
  };
}

function isOnLinesOf(one: PyNode, other: PyNode): boolean {
  return one.startPosition.row <= other.endPosition.row && other.startPosition.row <= one.endPosition.row;
}

/** The import statement that brings in the first name of a callee and nothing else, where nothing else uses that name. */
export function importOnlyFor(callee: PyNode, root: PyNode): PyNode | undefined {
  const [first] = callee.descendantsOfType('identifier');
  if (!first) return undefined;
  const imports = root.descendantsOfType(['import_statement', 'import_from_statement']);
  const uses = root
    .descendantsOfType('identifier')
    .filter(({ text, startIndex }) => text === first.text && !imports.some((one) => holds(one, startIndex)));
  const [only, ...others] = imports.filter((one) => namesBoundBy(one).includes(first.text));
  return only && others.length === 0 && namesBoundBy(only).length === 1 && uses.length === 1 ? only : undefined;
}

function namesBoundBy(statement: PyNode): readonly string[] {
  return statement.childrenForFieldName('name').map((name) => {
    const alias = name.childForFieldName('alias');
    return alias?.text ?? (statement.type === 'import_statement' ? name.firstNamedChild : name)?.text ?? '';
  });
}

function holds({ startIndex, endIndex }: PyNode, offset: number): boolean {
  return startIndex <= offset && offset < endIndex;
}
