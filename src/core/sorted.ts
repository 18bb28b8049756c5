/** Sorted numbers, by halving. */

/** Index of the first value that is at least `least`; the length where there is none. */
export function firstFrom(sorted: readonly number[] | Int32Array, least: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** True if there is a value from `start` up to `end`. */
export function holdsAny(sorted: readonly number[] | Int32Array, start: number, end: number): boolean {
  const first = firstFrom(sorted, start);
  return first < sorted.length && (sorted[first] ?? end) < end;
}
