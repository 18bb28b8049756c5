/** A TOML table of which nothing is known yet. */
export type Table = Readonly<Record<string, unknown>>;

const EMPTY: Table = Object.freeze({});

/** The table at a path of keys; an empty one where there is none. */
export function tableAt(value: unknown, ...path: readonly string[]): Table {
  let here: unknown = value;
  for (const key of path) here = isTable(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  return isTable(here) ? here : EMPTY;
}

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The string under a key, if it is one. */
export function textIn(table: Table, key: string): string | undefined {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The strings of a list; none where it is no list. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
