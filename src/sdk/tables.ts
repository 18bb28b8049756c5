/** Data of a TOML, YAML or JSON file, of which nothing is known yet. */

/** A mapping. */
export type Table = Readonly<Record<string, unknown>>;

const EMPTY: Table = Object.freeze({});

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at a path of keys and indexes. */
export function valueAt(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const step of path) {
    if (Array.isArray(here) && typeof step === 'number') here = here[step];
    else here = isTable(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}

/** The table at a path; an empty one where there is none. */
export function tableAt(value: unknown, ...path: readonly (string | number)[]): Table {
  const found = valueAt(value, ...path);
  return isTable(found) ? found : EMPTY;
}

/** The list at a path; an empty one where there is none. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The string at a path, if it is one. */
export function textAtPath(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
}
