/** A credential found, as offsets into the text. The text of it is not kept. */
export interface SecretMatch {
  readonly kind: 'credential' | 'private-key';
  readonly pattern: string;
  readonly label: string;
  readonly start: number;
  readonly end: number;
  readonly likelyFake: boolean;
  /** Where matches overlap, the lowest rank says what it is: 0 a format of its own, 1 an address or assignment, 2 the second net. */
  readonly rank: 0 | 1 | 2;
}

/** Matches that overlap become one: the one that knows best, then the widest. Sorted by place. */
export function mergeMatches(matches: readonly SecretMatch[]): readonly SecretMatch[] {
  const ordered = matches.toSorted((a, b) => a.start - b.start || a.end - b.end || compare(a, b));
  const merged: SecretMatch[] = [];
  let end = -1;
  for (const match of ordered) {
    const best = merged.at(-1);
    if (best && match.start < end) {
      if (compare(match, best) < 0) merged.splice(-1, 1, match);
    } else merged.push(match);
    end = Math.max(end, match.end);
  }
  return merged;
}

function compare(a: SecretMatch, b: SecretMatch): number {
  return a.rank - b.rank || b.end - b.start - (a.end - a.start) || (a.pattern < b.pattern ? -1 : 1);
}
