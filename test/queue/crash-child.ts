import { openQueue } from '../../src/queue/open-queue.ts';
import { collect, jobFor } from './support.ts';

/** A process to be killed: says what it reached, and waits. Arguments: the queue's place as JSON; `store` or `work`. */
const [place = '{}', until] = process.argv.slice(2);
const queue = await openQueue({ ...JSON.parse(place), log: collect([]) });
await queue.enqueue(jobFor(1, 'stored'));
if (until === 'store') process.stdout.write('reached');
if (until === 'work') {
  await queue.work(
    async () => {
      process.stdout.write('reached');
      await new Promise(() => {});
    },
    { concurrency: 1, onDead: async () => {} },
  );
}
setInterval(() => {}, 1000);
