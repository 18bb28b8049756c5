import { startLoopback } from './loopback.ts';
import { printTable, round } from './table.ts';

/** Milliseconds by which every answer is held back: a round trip to github.com from a nearby data centre. */
const LATENCY = 50;

/** Requests and round trips of a first review, with GitHub's published pauses between writes kept. */
export async function measureTraffic(): Promise<void> {
  const loopback = await startLoopback({ latency: LATENCY, paced: true });
  await loopback.review(1); // Gets the installation's token and warms the threads.
  const rows: (string | number)[][] = [];
  for (const files of [1, 10, 50]) {
    loopback.github.mark();
    const started = performance.now();
    await loopback.review(files);
    const { requests, roundTrips, writes, contentCreating, bytes } = loopback.github.traffic();
    rows.push([
      `${files} changed files`,
      requests,
      roundTrips,
      writes,
      contentCreating,
      round(bytes / 1024),
      round(performance.now() - started),
    ]);
  }
  await loopback.close();
  printTable(
    `GitHub, first review, ${LATENCY} ms a round trip`,
    ['', 'requests', 'round trips', 'writes', 'creating content', 'kB read', 'ms'],
    rows,
  );
}
