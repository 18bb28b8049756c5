import type { PyNode } from '../../core/facts.ts';
import { unwrapped } from './python-literals.ts';

/** Arguments of a `call`, and of a `class_definition`, whose bases are its positional ones. */

/**
 * The value given for a parameter, by keyword or at a 0-based position. Undefined where nothing says for sure: also where a `*args`
 * stands before the position. Ask `hasSplat` before calling an argument missing.
 */
export function argument(call: PyNode, name: string, position?: number): PyNode | undefined {
  const keyword = keywordArguments(call).get(name);
  if (keyword || position === undefined) return keyword;
  const upTo = positionalArguments(call).slice(0, position + 1);
  return upTo.some((node) => node.type === 'list_splat') ? undefined : upTo[position];
}

/** Values of the `name=value` arguments by name. The whole argument is the value's parent. */
export function keywordArguments(call: PyNode): ReadonlyMap<string, PyNode> {
  const found = new Map<string, PyNode>();
  for (const node of argumentsOf(call)) {
    if (node.type !== 'keyword_argument') continue;
    const name = node.childForFieldName('name');
    const value = node.childForFieldName('value');
    if (name && value) found.set(name.text, value);
  }
  return found;
}

/** Positional arguments in order; `*args` is a `list_splat` among them. */
export function positionalArguments(call: PyNode): readonly PyNode[] {
  return argumentsOf(call).filter((node) => node.type !== 'keyword_argument' && node.type !== 'dictionary_splat');
}

/** True where `*args` or `**kwargs` hides what is passed. */
export function hasSplat(call: PyNode): boolean {
  return argumentsOf(call).some((node) => node.type === 'list_splat' || node.type === 'dictionary_splat');
}

function argumentsOf(call: PyNode): readonly PyNode[] {
  const list = call.childForFieldName('arguments') ?? call.childForFieldName('superclasses');
  if (!list) return [];
  // `f(x for x in y)` has no list of its own.
  if (list.type === 'generator_expression') return [list];
  return list.namedChildren.filter((node) => node.type !== 'comment');
}

/** True for `await node`, parentheses between them or not. */
export function awaited(node: PyNode): boolean {
  return outerOf(node)?.type === 'await';
}

/** True where the expression is a statement by itself, so that its value is thrown away. */
export function bareStatement(node: PyNode): boolean {
  const statement = outerOf(node);
  return (
    statement?.type === 'expression_statement' &&
    statement.namedChildren.length === 1 &&
    unwrapped(statement.firstNamedChild)?.id === node.id
  );
}

/** The parent, any parentheses around the node left out. */
function outerOf(node: PyNode): PyNode | null {
  let outer = node.parent;
  while (outer?.type === 'parenthesized_expression') outer = outer.parent;
  return outer;
}
