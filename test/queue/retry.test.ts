import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { RETRY_DELAYS, crashDelay, retryDelay } from '../../src/queue/retry-delay.ts';
import type { WorkOptions } from '../../src/queue/review-queue.ts';
import { jobFor, createSignal, testDatabases } from './support.ts';

// With an hour between two looks, a job that is not announced hangs the test.
const options: WorkOptions = { concurrency: 2, onDead: async () => {}, retryDelays: [0, 0], pollSeconds: 3600 };

describe('the delay before the next attempt', () => {
  test('grows from half a minute to an hour, and ends within a day', () => {
    assert.equal(RETRY_DELAYS[0], 30);
    assert.deepEqual(
      RETRY_DELAYS,
      RETRY_DELAYS.toSorted((a, b) => a - b),
    );
    const hours = RETRY_DELAYS.reduce((sum, delay) => sum + delay) / 3600;
    assert.ok(hours > 22 && hours <= 24, `${hours} hours`);
  });

  for (const [what, error, attempt, expected] of [
    ['the first delay after the first attempt', new Error(), 1, 10],
    ['the second after the second', new Error(), 2, 20],
    ['the last one for good', new Error(), 9, 20],
    ['what the error asks for', Object.assign(new Error(), { retryAfterSeconds: 77 }), 1, 77],
    ['no delay, when the error asks for that', { retryAfterSeconds: 0 }, 2, 0],
    ['a day at most', { retryAfterSeconds: 1e9 }, 1, 86_400],
    ['its own delay when the error asks for nonsense', { retryAfterSeconds: 'soon' }, 1, 10],
    ['its own delay when the error asks for a negative time', { retryAfterSeconds: -1 }, 1, 10],
    ['its own delay for something that is no error', undefined, 1, 10],
  ] as const) {
    test(`is ${what}`, () => assert.equal(retryDelay(error, attempt, [10, 20]), expected));
  }

  test('is nothing after the first crash, then grows', () => {
    assert.deepEqual([0, 1, 2, 3, 50].map(crashDelay), [0, 30, 60, 120, 3600]);
  });
});

for (const database of testDatabases) {
  describe(`a job that fails on ${database.name}`, { timeout: 60_000 }, () => {
    test('is tried again until it succeeds', async (t) => {
      const { queue } = await database.openQueue(t);
      const attempts: string[] = [];
      await queue.enqueue(jobFor(1));
      await queue.work(async (_job, { attempt, lastAttempt }) => {
        attempts.push(`${attempt}${lastAttempt ? ' last' : ''}`);
        if (attempt < 3) throw new Error('not yet');
      }, options);
      await queue.idle();
      assert.deepEqual(attempts, ['1', '2', '3 last']);
      assert.equal((await queue.stats()).failed, 0);
    });

    test('is reported once when its last attempt failed, and stops nothing', async (t) => {
      const { queue, schema } = await database.openQueue(t);
      const dead: unknown[] = [];
      let attempts = 0;
      await queue.enqueue(jobFor(1));
      await queue.work(
        async (job) => {
          if (job.head !== 'a1') return;
          attempts++;
          throw new Error(`line 3: password = hunter${attempts}`);
        },
        { ...options, onDead: async (job, error) => void dead.push([job, error]) },
      );
      await queue.idle();
      assert.equal(attempts, 3);
      assert.deepEqual(dead, [[jobFor(1), new Error('line 3: password = hunter3')]]);
      assert.deepEqual(await queue.stats(), { queued: 0, active: 0, failed: 1 });
      const { rows } = await database.sql.executeSql(`SELECT * FROM ${schema}.job`);
      assert.doesNotMatch(JSON.stringify(rows), /hunter/, 'the reason is not stored');

      await queue.enqueue(jobFor(1, 'b2'));
      await queue.idle();
      assert.deepEqual(await queue.stats(), { queued: 0, active: 0, failed: 1 });
    });

    test('is given up only once that could be reported', async (t) => {
      const { queue, log } = await database.openQueue(t);
      const told: string[] = [];
      await queue.enqueue(jobFor(1));
      const onDead = async (): Promise<void> => {
        told.push('asked');
        if (told.length < 3) throw new Error('GitHub is down');
      };
      const delays = { retryDelays: [], reportDelays: [0, 0, 0] };
      await queue.work(() => Promise.reject(new Error('no')), { ...options, ...delays, onDead });
      await queue.idle();
      assert.equal(told.length, 3);
      assert.equal((await queue.stats()).failed, 1);
      assert.equal(log.at(-1)?.message, 'A job failed for the last time and is given up');
    });

    test('is given up in the end even when nobody could be told', async (t) => {
      const { queue, log } = await database.openQueue(t);
      await queue.enqueue(jobFor(1));
      const onDead = (): Promise<void> => Promise.reject(new Error('GitHub is down'));
      const delays = { retryDelays: [], reportDelays: [0] };
      await queue.work(() => Promise.reject(new Error('no')), { ...options, ...delays, onDead });
      await queue.idle();
      assert.equal((await queue.stats()).failed, 1);
      assert.equal(log.at(-1)?.message, 'A job is given up, and nobody could be told');
    });

    test('is given up at once when its error says that there is no use in trying again', async (t) => {
      const { queue } = await database.openQueue(t);
      const dead: unknown[] = [];
      await queue.enqueue(jobFor(1));
      const hopeless = Object.assign(new Error('no'), { isFinal: true });
      const onDead = async (_job: object, error: unknown): Promise<void> => void dead.push(error);
      await queue.work(() => Promise.reject(hopeless), { ...options, onDead });
      await queue.idle();
      assert.deepEqual(dead, [hopeless]);
    });

    test('waits as long as its error asks for', async (t) => {
      const { queue, schema } = await database.openQueue(t);
      const failed = createSignal();
      await queue.enqueue(jobFor(1));
      await queue.work(async () => {
        failed.resolve();
        throw Object.assign(new Error('rate limit'), { retryAfterSeconds: 1234 });
      }, options);
      await failed.promise;
      while ((await queue.stats()).active > 0);
      const { rows } = await database.sql.executeSql(
        `SELECT state::text, round(extract(epoch FROM start_after - now()) / 10)::int AS tens FROM ${schema}.job`,
      );
      assert.deepEqual(rows, [{ state: 'retry', tens: 123 }]);
    });

    test('makes way for a newer push at once, which has all its attempts', async (t) => {
      const { queue } = await database.openQueue(t);
      const failed = createSignal();
      const seen: string[] = [];
      await queue.enqueue(jobFor(1, 'old'));
      await queue.work(
        async ({ head }, { attempt }) => {
          seen.push(`${head} ${attempt}`);
          if (head === 'new') return;
          failed.resolve();
          throw new Error('no');
        },
        { ...options, retryDelays: [3600] },
      );
      await failed.promise;
      while ((await queue.stats()).active > 0);
      assert.deepEqual(await queue.enqueue(jobFor(1, 'new')), [jobFor(1, 'old')]);
      await queue.idle();
      assert.deepEqual(seen, ['old 1', 'new 1']);
    });

    test('is aborted when it takes too long, and that is a failed attempt', async (t) => {
      const { queue } = await database.openQueue(t);
      const dead = createSignal<unknown>();
      await queue.enqueue(jobFor(1));
      await queue.work(
        async (_job, { signal }) => {
          await once(signal, 'abort');
          signal.throwIfAborted();
        },
        { ...options, retryDelays: [], timeoutSeconds: 0.05, onDead: async (_job, error) => dead.resolve(error) },
      );
      const error = await dead.promise;
      assert.ok(error instanceof Error && error.name === 'TimeoutError');
      await queue.idle();
    });
  });
}
