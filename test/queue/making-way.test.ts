import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Job } from '../../src/core/job.ts';
import { LeftToNewer } from '../../src/queue/review-queue.ts';
import type { WorkOptions } from '../../src/queue/review-queue.ts';
import { holdFirst, jobFor, testDatabases } from './support.ts';

const options: WorkOptions = { concurrency: 2, onDead: async () => {}, retryDelays: [0, 0], pollSeconds: 0.5 };

for (const database of testDatabases) {
  describe(`a job that makes way on ${database.name}`, { timeout: 60_000 }, () => {
    test('hands the newer one the head that it found, and its wish', async (t) => {
      const { queue } = await database.openQueue(t);
      await queue.enqueue({ ...jobFor(1, ''), request: 'comment-1' });
      const { end, later } = await holdFirst(queue, options);
      await queue.enqueue(jobFor(1, 'pushed'));
      end(new LeftToNewer('found'));
      await queue.idle();
      assert.deepEqual(later, [{ ...jobFor(1, 'pushed'), request: 'comment-1', stale: ['found'] }]);
    });

    test('hears only of what came since it began, so that two wishes never give way to each other', async (t) => {
      const { queue } = await database.openQueue(t);
      const heard: unknown[] = [];
      const wishes = ['comment-1', 'comment-2'].map((request): Job => ({ ...jobFor(1, request), request }));
      for (const wish of wishes) await queue.enqueue({ ...wish, delivery: `of ${wish.request}` });
      await queue.work(
        async ({ request }, { newer }) => {
          heard.push(request, await newer());
          if (request === 'comment-1') await queue.enqueue({ ...jobFor(1, 'pushed'), delivery: 'of a push' });
          heard.push((await newer())?.delivery);
        },
        { ...options, concurrency: 1 },
      );
      await queue.idle();
      assert.deepEqual(heard, ['comment-1', undefined, 'of a push', 'comment-2', undefined, undefined]);
    });

    test('goes on itself where none waits', async (t) => {
      const { queue } = await database.openQueue(t);
      const seen: Job[] = [];
      await queue.enqueue(jobFor(1, 'named'));
      await queue.work(async (job) => {
        seen.push(job);
        if (seen.length === 1) throw new LeftToNewer('found');
      }, options);
      await queue.idle();
      assert.deepEqual(seen, [jobFor(1, 'named'), { ...jobFor(1, 'named'), stale: ['found'] }]);
    });
  });
}
