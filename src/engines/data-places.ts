import type { DataDocument } from '../core/facts.ts';
import type { Span } from '../core/flow.ts';
import { spanAt } from '../core/span.ts';

/** Offsets into the text, the end exclusive. */
export type Range = readonly [start: number, end: number];

/** Where one value of a document stands, its key, and what is below it; children are named by key or by index as text. */
export interface Place {
  key?: Range;
  value?: Range;
  readonly children: Map<string, Place>;
}

export function createPlace(): Place {
  return { children: new Map() };
}

/** The place below `parent` of that name, made if it is not there. */
export function childPlace(parent: Place, name: string | number): Place {
  const known = parent.children.get(String(name));
  if (known) return known;
  const made = createPlace();
  parent.children.set(String(name), made);
  return made;
}

/** An empty table without a prototype, so that a key named `__proto__` is a key like any other. */
export function createTable<V = unknown>(): Record<string, V> {
  // Object.create is typed `any`; an object without a prototype has no properties of its own either.
  return Object.create(null) as Record<string, V>;
}

/** A document over its values and their places; `places` is called when the first place is asked for. */
export function createDocument(
  data: unknown,
  lineStarts: readonly number[],
  places: () => Place | undefined,
): DataDocument {
  let root: Place | undefined;
  let made = false;
  function spanOf(path: readonly (string | number)[], part: 'key' | 'value' = 'value'): Span | undefined {
    if (!made) root = places();
    made = true;
    let place = root;
    for (const name of path) place = place?.children.get(String(name));
    const range = part === 'key' ? place?.key : place?.value;
    return range && spanAt(lineStarts, range[0], range[1]);
  }
  return { data, spanOf };
}
