/** What a single file gave on either side, for a check of the whole change. */
interface Sides<T> {
  readonly status: string;
  readonly fact?: readonly T[];
  readonly factBefore?: readonly T[];
}

/** The items of a file that the merge base does not have, matched one to one by key. Nothing is new in a file that the change leaves alone. */
export function freshItems<T extends { readonly key: string }>({
  status,
  fact = [],
  factBefore = [],
}: Sides<T>): readonly T[] {
  if (status === 'context') return [];
  const left = new Map<string, number>();
  for (const { key } of factBefore) left.set(key, (left.get(key) ?? 0) + 1);
  return fact.filter(({ key }) => {
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count === 0;
  });
}
