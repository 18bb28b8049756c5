import type { PyNode } from '../../core/facts.ts';
import { nameText } from './python-definitions.ts';
import { enclosing, enclosingFunction, nodesIn } from './python.ts';

/** True for a name that stands for a function defined in a function around it, so that no module has it. */
export function isNestedFunction(name: PyNode): boolean {
  for (let scope = enclosingFunction(name); scope; scope = enclosingFunction(scope)) {
    const declared = nodesIn(scope, ['global_statement']).some(({ namedChildren }) =>
      namedChildren.some(({ text }) => text === name.text),
    );
    const inside = nodesIn(scope, ['function_definition']).some(
      (one) =>
        one.id !== scope.id &&
        nameText(one) === name.text &&
        enclosing(one, 'class_definition', 'function_definition')?.id === scope.id,
    );
    if (inside) return !declared;
  }
  return false;
}
