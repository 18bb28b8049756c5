import { isAlias, isMap, isScalar, isSeq, Scalar } from 'yaml';
import type { Alias, Document, Node, YAMLMap } from 'yaml';
import type { Place, Range } from './data-places.ts';
import { childPlace, createPlace, createTable } from './data-places.ts';

/** Nodes that aliases may add to a document; beyond it, walking the values would not end in time. */
const MAX_ALIASED = 50_000;

const NOWHERE: Range = [0, 0];

/** What the parser lets through and we do not. The message is a reason, without a full stop. */
export class YamlProblem extends Error {
  readonly range: Range;

  constructor(message: string, range: Range) {
    super(message);
    this.range = range;
  }
}

/** The values of one YAML document and, beside them, their places. Aliased values are shared, not copied. */
export function readYamlTree(document: Document.Parsed, text: string): { data: unknown; place: Place } {
  const place = createPlace();
  return { data: read({ text, anchors: new Map(), aliased: 0 }, document.contents, place).data, place };
}

/** State of one walk over a document. */
interface Walk {
  readonly text: string;
  /** By name, in the order of the text: an anchor may be set anew. `open` while what it names is being read. */
  readonly anchors: Map<string, Read | 'open'>;
  aliased: number;
}

interface Read {
  readonly data: unknown;
  readonly place: Place;
  /** Nodes that a walk over the value would meet, aliases followed. */
  readonly weight: number;
}

function read(walk: Walk, node: Node | null, place: Place): Read {
  if (node && isAlias(node)) return readAlias(walk, node);
  const range = rangeOf(node, walk.text);
  if (range) place.value ??= range;
  const anchor = node?.anchor;
  if (anchor) walk.anchors.set(anchor, 'open');
  const result = readContents(walk, node, place);
  if (anchor) walk.anchors.set(anchor, result);
  return result;
}

function readContents(walk: Walk, node: Node | null, place: Place): Read {
  if (isMap(node)) return readMap(walk, node, place);
  if (!isSeq(node)) return { data: isScalar(node) ? scalarValue(node) : null, place, weight: 1 };
  const items = node.items.map((item, index) => readChild(walk, { node: asNode(item), parent: place, name: index }));
  return { data: items.map(({ data }) => data), place, weight: items.reduce((sum, { weight }) => sum + weight, 1) };
}

function readMap(walk: Walk, map: YAMLMap, place: Place): Read {
  const table = createTable();
  const merged: Read[] = [];
  const seen = new Set<string>();
  let weight = 1;
  for (const pair of map.items) {
    const key = asNode(pair.key);
    if (isMergeKey(key)) {
      merged.push(...readMerged(walk, asNode(pair.value)));
      continue;
    }
    const name = nameOf(key, walk.text);
    const identity = isScalar(key) ? `${typeof key.value} ${name}` : name;
    if (seen.has(identity)) throw new YamlProblem('this key is there twice', rangeOf(key, walk.text) ?? NOWHERE);
    seen.add(identity);
    const child = readChild(walk, { node: asNode(pair.value), parent: place, name, key });
    table[name] = child.data;
    weight += child.weight;
  }
  for (const from of merged) weight += merge(from, table, place);
  return { data: table, place, weight };
}

interface Child {
  readonly node: Node | null;
  readonly parent: Place;
  readonly name: string | number;
  readonly key?: Node | null;
}

/** Reads a child. An aliased one has the places of what it stands for below it. */
function readChild(walk: Walk, { node, parent, name, key = null }: Child): Read {
  const own = childPlace(parent, name);
  const keyRange = rangeOf(key, walk.text);
  const range = rangeOf(node, walk.text);
  if (keyRange) own.key = keyRange;
  // A value left out stands right after its key.
  if (!range && keyRange) own.value = [keyRange[1], keyRange[1]];
  const child = read(walk, node, own);
  if (child.place === own) return child;
  const children = child.place.children;
  parent.children.set(String(name), { ...(keyRange && { key: keyRange }), ...(range && { value: range }), children });
  return child;
}

function readAlias(walk: Walk, alias: Alias): Read {
  const range = rangeOf(alias, walk.text) ?? NOWHERE;
  const known = walk.anchors.get(alias.source);
  if (!known) throw new YamlProblem('an alias names no anchor that stands before it', range);
  if (known === 'open') throw new YamlProblem('an alias stands inside of what it names', range);
  walk.aliased += known.weight;
  if (walk.aliased > MAX_ALIASED) throw new YamlProblem('its aliases grow beyond what can be read', range);
  return known;
}

function readMerged(walk: Walk, node: Node | null): readonly Read[] {
  const sources = isSeq(node) ? node.items.map(asNode) : [node];
  return sources.map((source) => {
    const from = read(walk, source, createPlace());
    if (isTable(from.data)) return from;
    throw new YamlProblem('a merge key needs a mapping', rangeOf(source, walk.text) ?? NOWHERE);
  });
}

/** Keys of a `<<` mapping join those of the table; what stands there already stays. Gives the weight that it adds. */
function merge(from: Read, table: Record<string, unknown>, place: Place): number {
  if (!isTable(from.data)) return 0;
  for (const [name, value] of Object.entries(from.data)) {
    if (Object.hasOwn(table, name)) continue;
    table[name] = value;
    const there = from.place.children.get(name);
    if (there) place.children.set(name, there);
  }
  return from.weight;
}

/** The number only where its text is the number's usual form, so that a version such as 3.10 is not lost. */
function scalarValue(scalar: Scalar): unknown {
  const { value, source } = scalar;
  if (typeof value === 'number' || typeof value === 'bigint')
    return String(value) === source ? value : (source ?? String(value));
  if (value === undefined || value === null) return null;
  return typeof value === 'boolean' || typeof value === 'string' ? value : (source ?? '');
}

function nameOf(key: Node | null, text: string): string {
  if (isScalar(key)) return typeof key.value === 'string' ? key.value : (key.source ?? '');
  const range = rangeOf(key, text) ?? NOWHERE;
  // `{{ name }}` is a mapping whose key is a mapping: valid YAML, but nobody writes that and means it.
  if (isMap(key) && key.flow) throw new YamlProblem('a mapping is used as a key', range);
  return text.slice(range[0], range[1]);
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === Scalar.PLAIN && key.source === '<<';
}

function rangeOf(node: Node | null, text: string): Range | undefined {
  if (!node?.range) return undefined;
  const [start, valueEnd] = node.range;
  let end = valueEnd;
  while (end > start && /\s/.test(text.charAt(end - 1))) end--;
  return [start, end];
}

/** The library types children as `unknown`; a parsed document has nothing but nodes in it, or null. */
function asNode(value: unknown): Node | null {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null;
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
