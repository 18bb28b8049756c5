import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import type { Job } from '../../src/core/job.ts';
import { NewerJob } from '../../src/queue/review-queue.ts';
import type { WorkOptions } from '../../src/queue/review-queue.ts';
import { createSignal, holdFirst, jobFor, testDatabases } from './support.ts';

// With an hour between two looks, a job that is not announced hangs the test.
const options: WorkOptions = { concurrency: 2, onDead: async () => {}, retryDelays: [0, 0], pollSeconds: 3600 };

for (const database of testDatabases) {
  describe(`a newer job on ${database.name}`, { timeout: 60_000 }, () => {
    test('keeps the wish of the waiting one that it replaces, and knows of its head', async (t) => {
      const { queue } = await database.openQueue(t);
      await queue.enqueue({ ...jobFor(1, 'old'), request: 'rerun-1' });
      await queue.enqueue(jobFor(1, 'new'));
      const { waiting } = await queue.standing(jobFor(1));
      // A job that ran for another event may have left a check run there.
      assert.deepEqual(waiting, [{ ...jobFor(1, 'new'), request: 'rerun-1', stale: ['old'] }]);
    });

    test('waits beside one with another wish, so that nobody takes away what somebody else asked', async (t) => {
      const { queue } = await database.openQueue(t);
      const wishes = ['rerun-1', 'comment-2', 'comment-2', 'comment-3'];
      for (const request of wishes) await queue.enqueue({ ...jobFor(1), request });
      await queue.enqueue(jobFor(1, 'new'));
      const seen: (string | undefined)[] = [];
      await queue.work(async ({ request }, { attempt }) => {
        if (request === 'rerun-1' && attempt === 1 && seen.length === 0) {
          seen.push('failed');
          throw new Error('no');
        }
        seen.push(request);
      }, options);
      await queue.idle();
      assert.deepEqual(new Set(seen), new Set(['failed', 'rerun-1', 'comment-2', 'comment-3']));
    });

    test('takes the place of the last wish where too many wait', async (t) => {
      const { queue } = await database.openQueue(t);
      for (let wish = 1; wish <= 9; wish++) await queue.enqueue({ ...jobFor(1), request: `comment-${wish}` });
      const { waiting } = await queue.standing(jobFor(1));
      assert.deepEqual(
        waiting.map(({ request }) => request),
        ['comment-1', 'comment-2', 'comment-3', 'comment-4', 'comment-9'],
      );
    });

    test('that names no head keeps the one that waits', async (t) => {
      const { queue } = await database.openQueue(t);
      await queue.enqueue(jobFor(1, 'pushed'));
      await queue.enqueue({ ...jobFor(1, ''), request: 'comment-5' });
      const { waiting } = await queue.standing(jobFor(1));
      assert.deepEqual(
        waiting.map(({ head, request }) => [head, request]),
        [['pushed', 'comment-5']],
      );
    });

    test('takes over the head of one that was announced, and is not announced itself', async (t) => {
      const { queue } = await database.openQueue(t);
      await queue.enqueue(jobFor(1, 'old'));
      assert.deepEqual(await queue.announce(jobFor(1)), jobFor(1, 'old'));
      await queue.enqueue(jobFor(1, 'new'));
      const { waiting } = await queue.standing(jobFor(1));
      assert.deepEqual(waiting, [{ ...jobFor(1, 'new'), stale: ['old'] }]);
    });

    test('takes over head and wish of one that failed', async (t) => {
      const { queue } = await database.openQueue(t);
      await queue.enqueue({ ...jobFor(1, 'old'), request: 'rerun-1' });
      const { end, later } = await holdFirst(queue, options);
      await queue.enqueue(jobFor(1, 'new'));
      end(new Error('no'));
      await queue.idle();
      assert.deepEqual(later, [{ ...jobFor(1, 'new'), request: 'rerun-1', stale: ['old'] }]);
    });

    test('takes over nothing of one that ended well', async (t) => {
      const { queue } = await database.openQueue(t);
      await queue.enqueue({ ...jobFor(1, 'old'), request: 'rerun-1' });
      const { end, later } = await holdFirst(queue, options);
      await queue.enqueue(jobFor(1, 'new'));
      end(undefined);
      await queue.idle();
      assert.deepEqual(later, [jobFor(1, 'new')]);
    });

    for (const [what, newer] of [
      ['another head', jobFor(1, 'new')],
      ['a pull request that was closed', { ...jobFor(1, 'old'), closed: true }],
    ] as const)
      test(`about ${what} aborts the one that runs, even on its last attempt`, async (t) => {
        const { queue } = await database.openQueue(t);
        const started = createSignal();
        const reason = createSignal<unknown>();
        const dead: Job[] = [];
        await queue.enqueue(jobFor(1, 'old'));
        const onDead = async (job: Job): Promise<void> => void dead.push(job);
        await queue.work(
          async (job, { signal }) => {
            if ((job.kind === 'pull' && job.closed) || job.head === 'new') return;
            started.resolve();
            await once(signal, 'abort');
            reason.resolve(signal.reason);
            signal.throwIfAborted();
          },
          { ...options, retryDelays: [], onDead },
        );
        await started.promise;
        await queue.enqueue(newer);
        const why = await reason.promise;
        assert.ok(why instanceof NewerJob);
        assert.deepEqual(why.job, newer);
        await queue.idle();
        assert.deepEqual(dead, []);
      });

    test('about the same head leaves the running one alone, which may ask for it', async (t) => {
      const { queue } = await database.openQueue(t);
      const started = createSignal();
      const ask = createSignal();
      const answers: unknown[] = [];
      await queue.enqueue(jobFor(1, 'same'));
      await queue.work(async (job, { signal, newer }) => {
        if (job.request) return;
        answers.push(await newer());
        started.resolve();
        await ask.promise;
        answers.push(signal.aborted, await newer());
      }, options);
      await started.promise;
      const wish: Job = { ...jobFor(1, 'same'), request: 'rerun-1' };
      await queue.enqueue(wish);
      ask.resolve();
      await queue.idle();
      assert.deepEqual(answers, [undefined, false, wish]);
    });

    test('is announced once, and not when it runs or names no head', async (t) => {
      const { queue } = await database.openQueue(t);
      await queue.enqueue(jobFor(1));
      await queue.enqueue(jobFor(2, ''));
      const both = await Promise.all([queue.announce(jobFor(1)), queue.announce(jobFor(1))]);
      assert.deepEqual(
        both.filter((each) => each !== undefined),
        [jobFor(1)],
      );
      assert.equal(await queue.announce(jobFor(2)), undefined);
      const { end, later } = await holdFirst(queue, options);
      assert.equal(await queue.announce(jobFor(1)), undefined);
      assert.deepEqual((await queue.standing(jobFor(1))).active, [{ ...jobFor(1), announced: true }]);
      end(undefined);
      await queue.idle();
      assert.equal(later.length, 1);
    });
  });
}

for (const database of testDatabases)
  test(`a job that the first version stored on ${database.name} is read as one about a pull request`, async (t) => {
    const { queue, schema } = await database.openQueue(t);
    await queue.enqueue(jobFor(1));
    await database.sql.executeSql(`UPDATE ${schema}.job SET data = data - 'kind'`);
    const seen: Job[] = [];
    await queue.work(async (job) => void seen.push(job), options);
    await queue.idle();
    assert.deepEqual(seen, [jobFor(1)]);
  });
