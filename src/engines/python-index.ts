import { Node } from 'web-tree-sitter';
import type { Tree } from 'web-tree-sitter';
import { firstFrom } from '../core/sorted.ts';

/**
 * Each search of a tree costs as much as half of Ruff's rules on its text, and checks search for the same few types again and again.
 * The nodes of these types are searched for once; what is asked of them afterwards is answered from that list.
 */
const INDEXED: ReadonlySet<string> = new Set([
  'assert_statement',
  'assignment',
  'as_pattern',
  'augmented_assignment',
  'boolean_operator',
  'call',
  'case_clause',
  'class_definition',
  'comment',
  'decorator',
  'delete_statement',
  'dictionary_comprehension',
  'elif_clause',
  'else_clause',
  'except_clause',
  'expression_statement',
  'for_in_clause',
  'for_statement',
  'function_definition',
  'future_import_statement',
  'generator_expression',
  'global_statement',
  'if_statement',
  'import_from_statement',
  'import_statement',
  'lambda',
  'list_comprehension',
  'match_statement',
  'named_expression',
  'nonlocal_statement',
  'raise_statement',
  'return_statement',
  'set_comprehension',
  'try_statement',
  'type_alias_statement',
  'while_statement',
  'with_item',
  'with_statement',
  'yield',
]);

interface Index {
  readonly types: ReadonlySet<string>;
  /** Parents before children. */
  readonly nodes: readonly Node[];
  readonly starts: Int32Array;
  /** By type, places in `nodes`. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

const indexes = new WeakMap<Tree, Index>();

const search = Node.prototype.descendantsOfType;

/** Makes the nodes of all trees answer from an index. Called once a thread. */
export function indexSearches(): void {
  Node.prototype.descendantsOfType = function descendantsOfType(types, ...range) {
    const wanted = typeof types === 'string' ? [types] : types;
    const known = indexes.get(this.tree)?.types ?? INDEXED;
    const isKnown = range.length === 0 && this.endIndex > this.startIndex && wanted.every((type) => known.has(type));
    return isKnown ? below(this, [...new Set(wanted)]) : search.call(this, types, ...range);
  };
}

/** Has more types in the index of a tree that was not searched yet. */
export function indexAlso(tree: Tree, types: readonly string[]): void {
  // `ERROR` keeps a search for others from finding anything.
  if (!indexes.has(tree))
    indexes.set(tree, indexFor(tree, new Set([...INDEXED, ...types].filter((type) => type !== 'ERROR'))));
}

function below(node: Node, types: readonly string[]): Node[] {
  const index = indexOf(node.tree);
  const isRoot = node.id === node.tree.rootNode.id;
  const first = isRoot ? 0 : firstFrom(index.starts, node.startIndex);
  const end = isRoot ? index.nodes.length : firstFrom(index.starts, node.endIndex);
  const places = types.flatMap((type) => between(index.places.get(type) ?? [], first, end));
  if (types.length > 1) places.sort((a, b) => a - b);
  const found = places.flatMap((place) => index.nodes[place] ?? []);
  return isRoot ? found : found.filter((one) => one.startIndex > node.startIndex || isWithin(one, node));
}

function indexOf(tree: Tree): Index {
  const known = indexes.get(tree) ?? indexFor(tree, INDEXED);
  indexes.set(tree, known);
  return known;
}

function indexFor(tree: Tree, types: ReadonlySet<string>): Index {
  const nodes = search.call(tree.rootNode, [...types]);
  const places = new Map<string, number[]>();
  for (const [place, { type }] of nodes.entries()) {
    const own = places.get(type);
    if (own) own.push(place);
    else places.set(type, [place]);
  }
  return { types, nodes, starts: Int32Array.from(nodes, ({ startIndex }) => startIndex), places };
}

/** Of two nodes that start together: true if `one` is `node`, or below it. */
function isWithin(one: Node, node: Node): boolean {
  if (one.id === node.id) return true;
  if (one.endIndex !== node.endIndex) return one.endIndex < node.endIndex;
  for (let outer = node.parent; outer && outer.endIndex === node.endIndex; outer = outer.parent)
    if (outer.id === one.id) return false;
  return true;
}

/** The sorted places from `first` up to `end`. */
function between(places: readonly number[], first: number, end: number): readonly number[] {
  return places.slice(firstFrom(places, first), firstFrom(places, end));
}
