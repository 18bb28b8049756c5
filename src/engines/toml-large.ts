import { parse, TomlDate, TomlError } from 'smol-toml';
import type { DataDocument } from '../core/facts.ts';
import type { Parsed } from '../core/parsed.ts';
import { offsetOf, spanAt } from '../core/span.ts';
import type { Place } from './data-places.ts';
import { createDocument, createTable } from './data-places.ts';
import { readTomlTree, withoutMark } from './toml-tree.ts';

/** A document whose values are there at once; its places cost a second, slower reading when the first is asked for. */
export function parseLargeToml(text: string, starts: readonly number[]): Parsed<DataDocument> {
  try {
    const data = plain(parse(withoutMark(text), { integersAsBigInt: 'asNeeded' }));
    return { ok: true, value: createDocument(data, starts, () => readPlaces(text)) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const at = offsetOf(starts, error.line, error.column, text.length);
    return { ok: false, message: firstLine(error.message), span: spanAt(starts, at, at) };
  }
}

function readPlaces(text: string): Place | undefined {
  try {
    return readTomlTree(text, '1.1').place;
  } catch {
    // The values have been read by the other parser; where the two differ, there is no place to give.
    return undefined;
  }
}

/** The first line only: below it the message quotes the file. */
function firstLine(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  return line.replace(/^Invalid TOML document: /, '').replace(/\.$/, '');
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof TomlDate) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const table = createTable();
  for (const [key, child] of Object.entries(value)) table[key] = plain(child);
  return table;
}
