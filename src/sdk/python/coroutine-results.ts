import type { PyNode } from '../../core/facts.ts';
import { enclosingFunction } from './python.ts';

/** The coroutine itself is asked for attributes, items or a loop, directly or under a name that is used for nothing else. */
export function isUsedAsResult(call: PyNode): boolean {
  if (asksForResult(call)) return true;
  const assignment = call.parent?.type === 'assignment' ? call.parent : undefined;
  const target = assignment?.childForFieldName('left');
  const owner = enclosingFunction(call);
  if (target?.type !== 'identifier' || !owner) return false;
  const uses = owner
    .descendantsOfType('identifier')
    .filter((node) => node.text === target.text && node.startIndex > call.endIndex);
  return uses.length > 0 && uses.every(asksForResult);
}

function asksForResult(node: PyNode): boolean {
  const outer = node.parent;
  if (outer?.type === 'attribute')
    return (
      outer.childForFieldName('object')?.id === node.id &&
      !/^(send|throw|close|cr_\w+)$/.test(outer.childForFieldName('attribute')?.text ?? '')
    );
  if (outer?.type === 'subscript') return outer.childForFieldName('value')?.id === node.id;
  return (
    (outer?.type === 'for_statement' || outer?.type === 'for_in_clause') &&
    outer.childForFieldName('right')?.id === node.id &&
    outer.firstChild?.type !== 'async'
  );
}
