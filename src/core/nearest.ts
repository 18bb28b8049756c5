/**
 * The candidate that a misspelt word most likely stands for; the first one among equals, undefined if none is close.
 * Close is one edit for every four characters, and at least one. A candidate that begins with the word is one edit away.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let limit = Math.max(1, Math.floor(wanted.length / 4));
  for (const candidate of candidates) {
    const found = candidate.toLowerCase();
    if (Math.abs(found.length - wanted.length) > limit && !beginsWith(found, wanted)) continue;
    const edits = beginsWith(found, wanted) ? 1 : countEdits(wanted, found);
    if (edits > limit || (best !== undefined && edits === limit)) continue;
    best = candidate;
    limit = edits;
  }
  return best;
}

function beginsWith(candidate: string, word: string): boolean {
  return word.length >= 3 && candidate.startsWith(word);
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, each part edited once. */
function countEdits(a: string, b: string): number {
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const ways = [at(old, column) + 1, at(next, column - 1) + 1, at(old, column - 1) + (same ? 0 : 1)];
      if (swapped && row > 1 && column > 1) ways.push(at(older, column - 2) + 1);
      next.push(Math.min(...ways));
    }
    older = old;
    old = next;
  }
  return at(old, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
