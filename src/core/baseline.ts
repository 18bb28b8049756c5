import type { Baseline, BaselineEntry } from './flow.ts';

/** Where a repository keeps the findings that it lives with for now. */
export const BASELINE_PATH = '.github/chapter-and-verse-baseline.json';

/** By path, check and fingerprint, without repetitions. */
export function sortBaseline(entries: readonly BaselineEntry[]): Baseline {
  const unique = new Map(entries.map((entry) => [[entry.path, entry.check, entry.fingerprint].join('\0'), entry]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, entry]) => entry);
}
