import { startLoopback } from './loopback.ts';
import type { Loopback } from './loopback.ts';
import { printTable, round } from './table.ts';

/** Milliseconds by which every answer is held back: a round trip to github.com from a nearby data centre. */
const LATENCY = 50;

const HEADS = ['', 'requests', 'batches of annotations', 'round trips', 'until concluded', 'kB read', 'ms'];

/** Requests and round trips of a first review and of the next push, which changes one file, with GitHub's limits kept. */
export async function measureTraffic(): Promise<void> {
  const rows: (readonly (string | number)[])[] = [];
  for (const files of [1, 10, 50, 100, 300, 1_000, 3_000]) rows.push(...(await measureSize(files)));
  printTable(`GitHub, ${LATENCY} ms a round trip; every file has a finding`, HEADS, rows);
}

async function measureSize(files: number): Promise<readonly (readonly (string | number)[])[]> {
  const loopback = await startLoopback({ latency: LATENCY, paced: true, modules: files });
  try {
    await loopback.review(1); // Gets the installation's token and warms the threads.
    const row = (name: string, work: () => Promise<unknown>) => measure(loopback, `${files} files, ${name}`, work);
    let pull: Awaited<ReturnType<Loopback['review']>> | undefined;
    const rows = [await row('first review', async () => (pull = await loopback.review(files)))];
    for (const news of [false, true]) {
      const opened = pull;
      if (opened)
        rows.push(
          await row(`one more pushed, ${news ? 'something' : 'nothing'} new to say`, () =>
            loopback.push(opened, { news }),
          ),
        );
    }
    return rows;
  } finally {
    await loopback.close();
  }
}

async function measure(
  { github }: Loopback,
  name: string,
  work: () => Promise<unknown>,
): Promise<readonly (string | number)[]> {
  github.mark();
  const before = github.requests.length;
  const started = performance.now();
  await work();
  const { requests, roundTrips, bytes } = github.traffic();
  const updates = github.requests.slice(before).filter(({ operation }) => operation === 'checks/update').length;
  const extra = Math.max(0, updates - 1);
  // The conclusion comes with the last request.
  return [
    name,
    requests - extra,
    extra,
    roundTrips,
    roundTrips - extra,
    round(bytes / 1024),
    round(performance.now() - started),
  ];
}
