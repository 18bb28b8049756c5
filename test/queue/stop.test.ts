import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import type { WorkOptions } from '../../src/queue/review-queue.ts';
import { createSignal, jobFor, numberOf, testDatabases } from './support.ts';

// With an hour between two looks, a job that is not announced hangs the test.
const options: WorkOptions = { concurrency: 1, onDead: async () => {}, retryDelays: [3600], pollSeconds: 3600 };

for (const database of testDatabases) {
  describe(`stop() on ${database.name}`, { timeout: 60_000 }, () => {
    test('lets a running job end, and takes no other', async (t) => {
      const { queue, schema } = await database.openQueue(t);
      const started = createSignal();
      const end = createSignal();
      const seen: number[] = [];
      await queue.enqueue(jobFor(1));
      await queue.enqueue(jobFor(2));
      await queue.work(async (job) => {
        started.resolve();
        await end.promise;
        seen.push(numberOf(job));
      }, options);
      await started.promise;
      const stopped = queue.stop({ graceSeconds: 60 });
      end.resolve();
      await stopped;
      assert.deepEqual(seen, [1]);

      const next = await database.openQueue(t, { schema });
      assert.deepEqual(await next.queue.stats(), { queued: 1, active: 0, failed: 0 });
    });

    test('puts a job that does not end back, aborts it, and does not hear it any more', async (t) => {
      const { queue, schema, log } = await database.openQueue(t);
      const started = createSignal();
      const aborted = createSignal<unknown>();
      await queue.enqueue(jobFor(1));
      await queue.work(async (_job, { signal }) => {
        started.resolve();
        await once(signal, 'abort');
        aborted.resolve(signal.reason);
        signal.throwIfAborted();
      }, options);
      await started.promise;
      await queue.stop({ graceSeconds: 0 });
      assert.match(String(await aborted.promise), /The queue stops/);

      // The delay of an hour after a failure does not apply: the job did not fail.
      const next = await database.openQueue(t, { schema });
      const again = createSignal<number>();
      await next.queue.work(async (_job, { attempt }) => again.resolve(attempt), options);
      assert.equal(await again.promise, 2);
      await next.queue.idle();
      assert.deepEqual(
        log.map(({ message }) => message),
        ['A job was interrupted'],
      );
    });

    test('can be asked for twice, and refuses what comes later', async (t) => {
      const { queue } = await database.openQueue(t);
      await Promise.all([queue.stop(), queue.stop()]);
      await assert.rejects(queue.enqueue(jobFor(1)), /The queue is stopped/);
      await assert.rejects(
        queue.work(async () => {}, options),
        /The queue is stopped/,
      );
    });
  });
}
