import type { PyNode, PythonFile } from '../../core/facts.ts';
import { argument, positionalArguments } from './python-calls.ts';
import { bodyOf } from './python-definitions.ts';
import { literal, unwrapped } from './python-literals.ts';

/** The loop around a node, in the same def, lambda or class. */
export function loopAround(node: PyNode): PyNode | undefined {
  for (let outer = node.parent; outer; outer = outer.parent) {
    if (/^(for|while)_statement$/.test(outer.type)) return outer;
    if (/^(function_definition|lambda|class_definition)$/.test(outer.type)) return undefined;
  }
  return undefined;
}

/** So few that it does not matter what a round costs. */
const FEW = 10;

/** True for a loop that is known to go round at most ten times: over what is written out, a short range, or ended by its last line. */
export function isShortLoop(loop: PyNode, file: PythonFile): boolean {
  if (/^(break|return|raise)_statement$/.test(bodyOf(loop).at(-1)?.type ?? '')) return true;
  return loop.type === 'for_statement' && isShort(unwrapped(loop.childForFieldName('right')), file);
}

function isShort(items: PyNode | undefined, file: PythonFile): boolean {
  if (!items) return false;
  if (/^(list|tuple|set|dictionary|expression_list)$/.test(items.type)) return items.namedChildren.length <= FEW;
  if (items.type !== 'call') return false;
  const name = file.nameOf(items.childForFieldName('function')) ?? '';
  const given = positionalArguments(items);
  if (name === 'range') {
    const [start, end] = given.length > 1 ? [literal(given[0]), literal(given[1])] : [0, literal(given[0])];
    return typeof start === 'number' && typeof end === 'number' && end - start <= FEW;
  }
  if (/^(enumerate|reversed|sorted|zip|list|tuple)$/.test(name))
    return given.some((one) => isShort(unwrapped(one), file));
  if (name !== 'itertools.islice') return false;
  const most = literal(argument(items, '', 1));
  return typeof most === 'number' && most <= FEW;
}
