import type { PyNode } from '../../core/facts.ts';
import { bodyOf, isAsync, nameText } from './python-definitions.ts';

/** Helpers for checks on Python's syntax tree: where a node stands, and what stands below it. */

export * from './python-calls.ts';
export * from './python-definitions.ts';
export * from './loops.ts';
export * from './python-literals.ts';
export * from './statement-removal.ts';

/** The nearest node around this one that is of one of the types. */
export function enclosing(node: PyNode, ...types: readonly string[]): PyNode | undefined {
  let outer = node.parent;
  while (outer && !types.includes(outer.type)) outer = outer.parent;
  return outer ?? undefined;
}

/** The def in whose body the node stands. Decorators, defaults and annotations of a def stand outside of it. */
export function enclosingFunction(node: PyNode): PyNode | undefined {
  return bodiesAround(node).find(({ type }) => type === 'function_definition');
}

/** The class in whose body the node stands, methods included. Decorators and bases stand outside of it. */
export function enclosingClass(node: PyNode): PyNode | undefined {
  return bodiesAround(node).find(({ type }) => type === 'class_definition');
}

/** True for what a coroutine runs itself: a def, lambda or class inside of it starts anew. */
export function inAsyncFunction(node: PyNode): boolean {
  const [owner] = bodiesAround(node);
  return owner?.type === 'function_definition' && isAsync(owner);
}

/** True for what stands in no body of a def, lambda or class; branches of `if` and `try` count as the top level. */
export function topLevel(node: PyNode): boolean {
  return bodiesAround(node).next().done === true;
}

/** Names of the classes and defs around a node, its own first if it is one, joined by dots from the outside in. */
export function qualifiedSymbol(node: PyNode): string {
  const own = node.type === 'decorated_definition' ? node.childForFieldName('definition') : node;
  const around = [own ?? node, ...bodiesAround(node)].filter(
    ({ type }) => type === 'function_definition' || type === 'class_definition',
  );
  return around.map(nameText).reverse().join('.');
}

const BODIES: ReadonlySet<string> = new Set(['function_definition', 'lambda', 'class_definition']);

/** True if a node of the types is met on the way out, before one of `stopAt`: by default a def, lambda or class. */
export function isInside(node: PyNode, types: readonly string[], stopAt: readonly string[] = [...BODIES]): boolean {
  for (let outer = node.parent; outer; outer = outer.parent) {
    if (types.includes(outer.type)) return true;
    if (stopAt.includes(outer.type)) return false;
  }
  return false;
}

/** The defs, lambdas and classes in whose bodies a node stands, from the inside out. */
function* bodiesAround(node: PyNode): Generator<PyNode, void> {
  let inner = node;
  for (let outer = node.parent; outer; inner = outer, outer = outer.parent) {
    const isBody = outer.type === 'lambda' ? inner.type !== 'lambda_parameters' : inner.type === 'block';
    if (BODIES.has(outer.type) && isBody) yield outer;
  }
}

export interface Below {
  /** Also what stands in the bodies of defs, lambdas and classes below. */
  readonly nested?: boolean;
}

/** Types that the grammar gives both to a construct and to its keyword, which is a leaf. */
const KEYWORDS: ReadonlySet<string> = new Set(['await', 'lambda', 'type', 'yield']);

/**
 * Nodes of the types at and below a node, in source order, keywords of the same name left out. What stands in the body of a def,
 * lambda or class below belongs to that one and is left out as well, unless `nested`.
 */
export function nodesIn(node: PyNode, types: readonly string[], { nested = false }: Below = {}): readonly PyNode[] {
  const found = node.descendantsOfType(nested ? [...types] : [...types, ...BODIES]);
  const bodies: { readonly start: number; readonly end: number }[] = [];
  return found.filter((one) => {
    if (KEYWORDS.has(one.type) && one.firstChild === null) return false;
    // In source order, bodies that were left never come back; parents come first, so that a body is known before what it holds.
    while ((bodies.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= one.startIndex) bodies.pop();
    if ((bodies.at(-1)?.start ?? Number.POSITIVE_INFINITY) <= one.startIndex) return false;
    const body = !nested && BODIES.has(one.type) && one.id !== node.id ? one.childForFieldName('body') : null;
    if (body) bodies.push({ start: body.startIndex, end: body.endIndex });
    return types.includes(one.type);
  });
}

/** The calls at and below a node; see `nodesIn`. */
export function calls(node: PyNode, below: Below = {}): readonly PyNode[] {
  return nodesIn(node, ['call'], below);
}

/**
 * What gives a plain name a value in a def, class or module, not counting what is nested in it: nodes of type `assignment`,
 * `augmented_assignment` and `named_expression`. A bare annotation gives none.
 */
export function assignmentsTo(scope: PyNode, name: string): readonly PyNode[] {
  return nodesIn(scope, ['assignment', 'augmented_assignment', 'named_expression']).filter((node) => {
    if (node.type === 'named_expression') return node.childForFieldName('name')?.text === name;
    return node.childForFieldName('right') !== null && bindsName(node.childForFieldName('left'), name);
  });
}

const TARGET_LISTS: ReadonlySet<string> = new Set([
  'pattern_list',
  'tuple_pattern',
  'list_pattern',
  'list_splat_pattern',
]);

function bindsName(target: PyNode | null, name: string): boolean {
  const open = target ? [target] : [];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === 'identifier' && node.text === name) return true;
    if (TARGET_LISTS.has(node.type)) open.push(...node.namedChildren);
  }
  return false;
}

const DEFINITIONS: ReadonlySet<string> = new Set(['function_definition', 'class_definition', 'decorated_definition']);

const CLAUSES: ReadonlySet<string> = new Set([
  'elif_clause',
  'else_clause',
  'except_clause',
  'finally_clause',
  'case_clause',
]);

/**
 * The statements of a def, class, module, block or compound statement in source order, with all that its `if`, `for`, `try`, `with`
 * and `match` statements hold. Defs and classes are given, but not entered.
 */
export function* walkStatements(node: PyNode): Generator<PyNode, void> {
  const whole = DEFINITIONS.has(node.type) || node.type === 'module' || node.type === 'block';
  const open = (whole ? bodyOf(node) : inBranches(node)).toReversed();
  for (let statement = open.pop(); statement; statement = open.pop()) {
    if (!CLAUSES.has(statement.type)) yield statement;
    if (!DEFINITIONS.has(statement.type)) open.push(...inBranches(statement).toReversed());
  }
}

/** What stands in the blocks of a compound statement, and its further clauses. */
function inBranches(statement: PyNode): readonly PyNode[] {
  return statement.namedChildren.flatMap((child) => {
    if (child.type === 'block') return bodyOf(child);
    return CLAUSES.has(child.type) ? [child] : [];
  });
}
