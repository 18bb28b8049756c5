import type { RecordedRequest } from '../../demo/github/recorder.ts';

/** Repositories that were being asked about at the same time, at most: as many workers were busy. */
export function mostAtOnce(requests: readonly RecordedRequest[]): number {
  const ends = requests.flatMap(({ url, startedAt, finishedAt }) => {
    const repository = /\/repos\/([^/]+\/[^/?]+)/.exec(url)?.[1];
    if (repository === undefined) return [];
    return [
      { at: startedAt, repository, change: 1 },
      { at: finishedAt, repository, change: -1 },
    ];
  });
  const open = new Map<string, number>();
  let most = 0;
  for (const { repository, change } of ends.sort((a, b) => a.at - b.at)) {
    const now = (open.get(repository) ?? 0) + change;
    if (now > 0) open.set(repository, now);
    else open.delete(repository);
    most = Math.max(most, open.size);
  }
  return most;
}

/** Check runs that were concluded by each caller of the demo, by the name that it calls the demo by. */
export function conclusionsByCaller(requests: readonly RecordedRequest[]): ReadonlyMap<string, number> {
  const calls = Map.groupBy(
    requests.filter(({ operation }) => operation === 'checks/update'),
    ({ host }) => host.replace(/:\d+$/, ''),
  );
  return new Map([...calls].map(([host, all]) => [host, all.length]));
}
