import { openQueue } from '../../src/queue/open-queue.ts';

/** Opens a queue in the folder that is named, does a hundred jobs, and says how many MB it took at most. */
const log = { info() {}, warn() {}, error() {} };
const queue = await openQueue({ dataDir: process.argv[2] ?? '', log });
await queue.work(async () => {}, { concurrency: 2, onDead: async () => {} });
for (let number = 1; number <= 100; number += 1) {
  const pull = { owner: 'acme', repo: 'app', number };
  await queue.enqueue({ v: 1, kind: 'pull', installation: 1, pull, head: 'a1', delivery: `delivery-${number}` });
}
await queue.idle();
await queue.stop();
console.log(Math.round(process.resourceUsage().maxRSS / 1024));
