import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { WorkOptions } from '../../src/queue/review-queue.ts';
import { createSignal, jobFor, testDatabases } from './support.ts';

// With an hour between two looks, a job that is not announced hangs the test.
const options: WorkOptions = { concurrency: 2, onDead: async () => {}, retryDelays: [0, 0], pollSeconds: 3600 };

for (const database of testDatabases) {
  describe(`a wish that fails on ${database.name}`, { timeout: 60_000 }, () => {
    test('fails by turns with another wish no more often than each may', async (t) => {
      const { queue } = await database.openQueue(t);
      const seen: string[] = [];
      const dead: string[] = [];
      for (const request of ['comment-1', 'comment-2']) await queue.enqueue({ ...jobFor(1), request });
      await queue.work(
        async ({ request }, { attempt }) => {
          seen.push(`${request} ${attempt}`);
          throw new Error('no');
        },
        { ...options, onDead: async ({ request }) => void dead.push(request ?? '') },
      );
      await queue.idle();
      const attempts = ['comment-1', 'comment-2'].flatMap((wish) => [1, 2, 3].map((attempt) => `${wish} ${attempt}`));
      assert.deepEqual(
        seen.sort((a, b) => a.localeCompare(b)),
        attempts,
      );
      assert.deepEqual(new Set(dead), new Set(['comment-1', 'comment-2']));
      assert.equal(dead.length, 2);
    });

    test('waits for its next attempt although another wish waits too, and both outlive a push', async (t) => {
      const { queue, schema } = await database.openQueue(t);
      const both = createSignal();
      const seen: (string | undefined)[] = [];
      for (const request of ['comment-1', 'comment-2']) await queue.enqueue({ ...jobFor(1), request });
      await queue.work(
        async ({ request }) => {
          seen.push(request);
          if (seen.length === 2) both.resolve();
          if (seen.length <= 2) throw new Error('no');
        },
        { ...options, retryDelays: [1000] },
      );
      await both.promise;
      while ((await queue.stats()).active > 0);
      const { rows } = await database.sql.executeSql(
        `SELECT round(extract(epoch FROM start_after - now()) / 100)::int AS hundreds FROM ${schema}.job WHERE state < 'active'`,
      );
      assert.deepEqual(rows, [{ hundreds: 10 }, { hundreds: 10 }]);
      await queue.enqueue(jobFor(1, 'new'));
      await queue.idle();
      assert.deepEqual(new Set(seen.slice(2)), new Set(['comment-1', 'comment-2']));
    });
  });
}
