import type { PyNode } from '../../core/facts.ts';
import { bodyOf, parametersOf } from './python-definitions.ts';
import { assignmentsTo, enclosingFunction, nodesIn } from './python.ts';

/**
 * Something that may not work is tried, and the code goes on to another way: by an `else`, a `return` or a `break`, by a value from before, or
 * with the next item where this one has no value; or what is imported first may not be there.
 */
export function isAttempt(clause: PyNode): boolean {
  const statement = clause.parent;
  if (!statement || statement.namedChildren.some(({ type }) => type === 'else_clause')) return true;
  const body = statement.childForFieldName('body') ?? statement;
  if (nodesIn(body, ['return_statement', 'yield', 'break_statement']).length > 0) return true;
  if (bodyOf(statement)[0]?.type.startsWith('import_') === true) return true;
  const targets = bodyOf(statement).map(targetsOf);
  if (bodyOf(clause).some(({ type }) => type === 'continue_statement'))
    return targets.every((names) => names !== undefined);
  const owner = enclosingFunction(clause) ?? treeOf(clause);
  return targets.every((names) => names?.every((name) => isKnownBefore(name, owner, statement)) === true);
}

/** What a statement gives values to; undefined for one that does something else. */
function targetsOf(statement: PyNode): readonly PyNode[] | undefined {
  if (statement.type === 'if_statement' && statement.childForFieldName('alternative') === null) {
    const inner = (statement.childForFieldName('consequence')?.namedChildren ?? []).map(targetsOf);
    return inner.every((names) => names !== undefined) ? inner.flat() : undefined;
  }
  const assignment = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
  const target = /^(augmented_)?assignment$/.test(assignment?.type ?? '')
    ? assignment?.childForFieldName('left')
    : null;
  return target ? (/_list$|_pattern$/.test(target.type) ? target.namedChildren : [target]) : undefined;
}

function isKnownBefore({ type, text }: PyNode, owner: PyNode, statement: PyNode): boolean {
  return (
    type === 'identifier' &&
    (parametersOf(owner).some((one) => one.name === text) ||
      assignmentsTo(owner, text).some(({ endIndex }) => endIndex <= statement.startIndex))
  );
}

function treeOf(node: PyNode): PyNode {
  let root = node;
  while (root.parent) root = root.parent;
  return root;
}
