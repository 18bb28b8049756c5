import { isAlias, isPair, isScalar, isSeq } from 'yaml';
import type { Alias, ParsedNode, YAMLMap, YAMLSeq } from 'yaml';
import type { Severity, Span } from '../core/flow.ts';
import { spanAt } from '../core/span.ts';
import { digits, quote } from './words.ts';

/** A value of the file with the places of its parts. */
export interface Located {
  readonly value: unknown;
  readonly span: Span;
  /** Its key's place, where it is a value of a mapping. */
  readonly keySpan?: Span;
  /** By key or index; empty under an alias, whose parts stand elsewhere. */
  readonly children: ReadonlyMap<string | number, Located>;
}

/** Something wrong at a place, before it is known of which file. An error where no severity is given. */
export interface Fault {
  readonly span: Span;
  /** A function where the nearest name has to be looked for: of thousands of faults only some are listed. */
  readonly message: string | (() => string);
  readonly severity?: Severity;
}

/** Values that a file may have, those counted that its aliases stand for. */
const MAX_VALUES = 5_000;
const MAX_DEPTH = 20;

/** The place of a value or of its key, or of what is nearest around it. */
export function placeOf(root: Located, path: readonly PropertyKey[], part: 'key' | 'value'): Span {
  let here = root;
  for (const step of path) {
    const next = typeof step === 'symbol' ? undefined : here.children.get(step);
    if (!next) return here.span;
    here = next;
  }
  return part === 'key' ? (here.keySpan ?? here.span) : here.span;
}

/** The value at a path of keys and indexes; undefined if nothing is there. Looks through aliases. */
export function valueAt(root: Located, path: readonly PropertyKey[]): unknown {
  let here = root.value;
  for (const step of path) {
    if (!isMapping(here) && !Array.isArray(here)) return undefined;
    here = Object.hasOwn(here, step) ? Reflect.get(here, step) : undefined;
  }
  return here;
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is known while the nodes of one file are read. */
interface Reading {
  readonly starts: readonly number[];
  readonly faults: Fault[];
  readonly anchors: Map<string, { readonly value: unknown; readonly size: number }>;
  /** Values so far. */
  size: number;
}

type Node = ParsedNode | Alias;
type Parts = Pick<Located, 'value' | 'children'>;
const NOTHING: Parts = { value: undefined, children: new Map() };

/** Turns syntax nodes into values. Takes linear time and bounded depth, whatever the aliases do. */
export function locate(
  node: ParsedNode,
  starts: readonly number[],
): { readonly root: Located; readonly faults: readonly Fault[] } {
  const reading: Reading = { starts, faults: [], anchors: new Map(), size: 0 };
  return { root: locateNode(reading, node, 0), faults: reading.faults };
}

function locateNode(reading: Reading, node: ParsedNode, depth: number): Located {
  const span = spanOf(reading, node);
  if (isAlias(node)) return { ...NOTHING, value: follow(reading, node), span };
  const before = reading.size;
  if (!count(reading, 1, node)) return { ...NOTHING, span };
  if (node.tag !== undefined)
    blame(reading, node, `tags such as ${quote(node.tag)} are not read; write the value without it`);
  const parts = isScalar(node) ? { ...NOTHING, value: node.value } : locateParts(reading, node, depth);
  // Only now, so that an alias inside its own anchor has no anchor before it.
  if (node.anchor !== undefined) reading.anchors.set(node.anchor, { value: parts.value, size: reading.size - before });
  return { ...parts, span };
}

function locateParts(reading: Reading, node: YAMLMap.Parsed | YAMLSeq.Parsed, depth: number): Parts {
  if (depth < MAX_DEPTH) return isSeq(node) ? locateItems(reading, node, depth) : locateEntries(reading, node, depth);
  blame(reading, node, 'the file is nested too deeply');
  return NOTHING;
}

function locateItems(reading: Reading, list: YAMLSeq.Parsed, depth: number): Parts {
  // A list holds pairs instead of nodes only under tags and options that are not used here.
  const items = list.items.map((item) =>
    isPair(item) ? { ...NOTHING, span: spanOf(reading, list) } : locateNode(reading, item, depth + 1),
  );
  return { value: items.map((item) => item.value), children: new Map(items.entries()) };
}

function locateEntries(reading: Reading, mapping: YAMLMap.Parsed, depth: number): Parts {
  const children = new Map<string, Located>();
  for (const { key, value } of mapping.items) {
    const name = isScalar(key) ? String(key.value) : undefined;
    if (name === undefined) blame(reading, key, 'a key should be a plain word');
    else if (name === '<<') blame(reading, key, 'merge keys (`<<`) are not read; write the keys out');
    else if (children.has(name)) blame(reading, key, `${quote(name)} is here twice; keep one`);
    if (name === undefined || name === '<<') continue;
    const keySpan = spanOf(reading, key);
    const part = value === null ? { ...NOTHING, value: null, span: keySpan } : locateNode(reading, value, depth + 1);
    // An empty value has no text of its own to point at.
    children.set(name, { ...part, span: part.value === null ? keySpan : part.span, keySpan });
  }
  return { value: Object.fromEntries([...children].map(([name, part]) => [name, part.value])), children };
}

function follow(reading: Reading, alias: Alias): unknown {
  const target = reading.anchors.get(alias.source);
  if (target) return count(reading, target.size, alias) ? target.value : undefined;
  blame(
    reading,
    alias,
    `the alias ${quote(`*${alias.source}`)} has no complete anchor ${quote(`&${alias.source}`)} before it`,
  );
  return undefined;
}

/** False once there are too many values, which is said only once. */
function count(reading: Reading, values: number, node: Node): boolean {
  const wasWithin = reading.size <= MAX_VALUES;
  reading.size += values;
  const isWithin = reading.size <= MAX_VALUES;
  if (wasWithin && !isWithin) blame(reading, node, `the file stands for more than ${digits(MAX_VALUES)} values`);
  return isWithin;
}

function blame(reading: Reading, node: Node, message: string): void {
  reading.faults.push({ span: spanOf(reading, node), message });
}

function spanOf(reading: Reading, node: Node): Span {
  const [start, end] = node.range ?? [0, 0];
  return spanAt(reading.starts, start, end);
}
