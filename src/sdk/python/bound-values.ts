import type { PyNode } from '../../core/facts.ts';
import { parametersOf } from './python-definitions.ts';
import { unwrapped } from './python-literals.ts';
import { assignmentsTo, enclosingFunction, nodesIn } from './python.ts';

/** Where a plain name has its value from. */
export interface Origin {
  /**
   * `function`: what stands in `values` gives it; the items of a `for` over something are given by that something.
   * `caller`: it is a parameter and nothing else. `elsewhere`: no function around binds it (the module, an import, a builtin).
   * `unknown`: it is bound in a way that is not followed.
   */
  readonly from: 'function' | 'caller' | 'elsewhere' | 'unknown';
  readonly values: readonly PyNode[];
}

/** Where a name has its value from in the function that uses it, or in one around. */
export function originOf(name: PyNode): Origin {
  for (let scope = enclosingFunction(name); scope; scope = enclosingFunction(scope)) {
    if (nodesIn(scope, ['as_pattern_target']).some((target) => holdsName(target, name.text)))
      return { from: 'unknown', values: [] };
    const bound = [...assignedTo(scope, name.text), ...loopedOver(scope, name.text)];
    const values = bound.filter((value) => value !== undefined);
    const isParameter = parametersOf(scope).some((one) => one.name === name.text);
    if (isParameter) return { from: bound.length === 0 ? 'caller' : 'unknown', values: [] };
    if (bound.length > 0)
      return values.length < bound.length ? { from: 'unknown', values: [] } : { from: 'function', values };
  }
  return { from: isBoundByExpression(name) ? 'unknown' : 'elsewhere', values: [] };
}

/** The one value that a name has in its function or at the top of the module; the expression itself where it is no name. */
export function onlyValue(expression: PyNode | undefined, root: PyNode): PyNode | undefined {
  const node = unwrapped(expression);
  if (node?.type !== 'identifier') return node;
  const { from, values } = originOf(node);
  const found = from === 'elsewhere' ? assignedTo(root, node.text) : values;
  return found.length === 1 ? unwrapped(found[0]) : undefined;
}

/** Values in source order; undefined stands for one part of a larger value. */
function assignedTo(scope: PyNode, name: string): readonly (PyNode | undefined)[] {
  return assignmentsTo(scope, name).map((node) => {
    const target = node.childForFieldName('left') ?? node.childForFieldName('name');
    if (target?.type !== 'identifier') return undefined;
    return node.childForFieldName('right') ?? node.childForFieldName('value') ?? undefined;
  });
}

function loopedOver(scope: PyNode, name: string): readonly (PyNode | undefined)[] {
  return nodesIn(scope, ['for_statement']).flatMap((loop) => {
    const target = loop.childForFieldName('left');
    if (!target || !holdsName(target, name)) return [];
    return target.type === 'identifier' ? [loop.childForFieldName('right') ?? undefined] : [undefined];
  });
}

/** By a comprehension or a lambda around it. */
function isBoundByExpression(name: PyNode): boolean {
  for (let outer = name.parent; outer; outer = outer.parent) {
    if (outer.type === 'lambda' && parametersOf(outer).some((one) => one.name === name.text)) return true;
    if (!/comprehension$|^generator_expression$/.test(outer.type)) continue;
    const loops = outer.namedChildren.filter(({ type }) => type === 'for_in_clause');
    if (loops.some((loop) => holdsName(loop.childForFieldName('left'), name.text))) return true;
  }
  return false;
}

function holdsName(target: PyNode | null, name: string): boolean {
  return target?.descendantsOfType('identifier').some((one) => one.text === name) === true;
}
