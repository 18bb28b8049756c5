/** Keeps sealed results by key. It may forget anything at any time, and nobody can read what is in it without the text it is about. */
export interface FindingsCache {
  /** Those that are there. Never rejects: what cannot be read is not there. */
  read(keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Never rejects: what cannot be stored is found again. */
  write(entries: ReadonlyMap<string, string>): Promise<void>;
}
