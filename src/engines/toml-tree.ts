import type { AST } from 'toml-eslint-parser';
import { parseTOML } from 'toml-eslint-parser';
import type { Place } from './data-places.ts';
import { childPlace, createPlace, createTable } from './data-places.ts';

/**
 * The values of a TOML text and, beside them, their places.
 * @throws ParseError of the parser, RangeError where the text is nested too deeply.
 */
export function readTomlTree(
  text: string,
  tomlVersion: '1.0' | '1.1',
): { data: Record<string, unknown>; place: Place } {
  const program = parseTOML(withoutMark(text), { tomlVersion });
  const data = createTable();
  const place = createPlace();
  place.value = program.range;
  for (const item of program.body[0].body) {
    if (item.type === 'TOMLTable') readTable(item, data, place);
    else readPair(item, data, place);
  }
  return { data, place };
}

/** The text with a byte order mark made a space, so that all offsets stay as they are. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? ' ' + text.slice(1) : text;
}

function readTable(table: AST.TOMLTable, data: Record<string, unknown>, place: Place): void {
  let target: unknown = data;
  let below = place;
  let named = 0;
  for (const [index, name] of table.resolvedKey.entries()) {
    target = step(target, name, typeof table.resolvedKey[index + 1] === 'number');
    below = childPlace(below, name);
    // Several headers may name the same parent; the first one is where it stands.
    if (typeof name === 'string') below.key ??= table.key.keys[named++]?.range ?? table.key.range;
    below.value ??= table.range;
  }
  below.value = table.range;
  const last = table.key.keys.at(-1);
  if (last) below.key = last.range;
  if (isTable(target)) for (const pair of table.body) readPair(pair, target, below);
}

function readPair(pair: AST.TOMLKeyValue, data: Record<string, unknown>, place: Place): void {
  let target: unknown = data;
  let below = place;
  for (const [index, key] of pair.key.keys.entries()) {
    const name = key.type === 'TOMLBare' ? key.name : key.value;
    below = childPlace(below, name);
    below.key ??= key.range;
    if (index < pair.key.keys.length - 1) {
      below.value ??= pair.range;
      target = step(target, name, false);
    } else if (isTable(target)) {
      below.value = pair.value.range;
      target[name] = readValue(pair.value, below);
    }
  }
}

function readValue(node: AST.TOMLContentNode, place: Place): unknown {
  if (node.type === 'TOMLArray') {
    return node.elements.map((element, index) => {
      const below = childPlace(place, index);
      below.value = element.range;
      return readValue(element, below);
    });
  }
  if (node.type === 'TOMLInlineTable') {
    const table = createTable();
    for (const pair of node.body) readPair(pair, table, place);
    return table;
  }
  if (node.kind === 'integer') return Number.isSafeInteger(node.value) ? node.value : node.bigint.toString();
  return 'datetime' in node ? node.datetime : node.value;
}

/** What stands under a key or index, made if nothing does. The parser has refused everything that would not fit. */
function step(target: unknown, name: string | number, list: boolean): unknown {
  if (Array.isArray(target)) return (target[Number(name)] ??= createTable());
  return isTable(target) ? (target[name] ??= list ? [] : createTable()) : undefined;
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
