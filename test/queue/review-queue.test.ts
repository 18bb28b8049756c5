import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PgBoss } from 'pg-boss';
import type { Job } from '../../src/core/job.ts';
import type { JobContext, WorkOptions } from '../../src/queue/review-queue.ts';
import { createSignal, jobFor, numberOf, testDatabases } from './support.ts';

// With an hour between two looks, a job that is not announced hangs the test.
const options: WorkOptions = { concurrency: 2, onDead: async () => {}, retryDelays: [0, 0], pollSeconds: 3600 };

for (const database of testDatabases) {
  describe(`the queue on ${database.name}`, { timeout: 60_000 }, () => {
    test('hands a job over as it was put in, and nothing else of it', async (t) => {
      const { queue, schema } = await database.openQueue(t);
      const done = createSignal<{ job: object; context: JobContext }>();
      const event = { ...jobFor(1), extra: 'not for the database' };
      await queue.enqueue(event);
      const { rows } = await database.sql.executeSql(`SELECT data FROM ${schema}.job`);
      assert.deepEqual(rows, [{ data: jobFor(1) }]);

      await queue.work(async (job, context) => done.resolve({ job, context }), options);
      const { job, context } = await done.promise;
      assert.deepEqual(job, jobFor(1));
      assert.equal(context.attempt, 1);
      assert.equal(context.lastAttempt, false);
      await queue.idle();
      assert.deepEqual(await queue.stats(), { queued: 0, active: 0, failed: 0 });
    });

    test('keeps one waiting job of a pull request, in its place, with the newest head', async (t) => {
      const { queue } = await database.openQueue(t);
      assert.deepEqual(await queue.enqueue(jobFor(1, 'old')), []);
      await queue.enqueue(jobFor(2));
      const shouted = { ...jobFor(1, 'new'), pull: { owner: 'OCTO', repo: 'App', number: 1 } };
      assert.deepEqual(await queue.enqueue(shouted), [jobFor(1, 'old')]);
      assert.equal((await queue.stats()).queued, 2);

      const seen: string[] = [];
      await queue.work(async (job) => void seen.push(`${numberOf(job)} ${job.head}`), { ...options, concurrency: 1 });
      await queue.idle();
      assert.deepEqual(seen, ['1 new', '2 a1']);
    });

    test('takes the pushes of one pull request that come at the same moment for one job', async (t) => {
      const { queue } = await database.openQueue(t);
      const pushes = Array.from({ length: 100 }, (_, i) => jobFor(1 + Math.floor(i / 4), `head-${i}`));
      await Promise.all(pushes.map((job) => queue.enqueue(job)));
      assert.equal((await queue.stats()).queued, 25);
    });

    test('leaves one more waiting for all pushes that come while a job runs, and runs others beside it', async (t) => {
      const { queue } = await database.openQueue(t);
      const release = createSignal();
      const started = createSignal();
      const other = createSignal();
      const seen: string[] = [];
      const running = new Set<number>();
      await queue.work(
        async (job) => {
          const { head } = job;
          const number = numberOf(job);
          assert.ok(!running.has(number), 'two jobs of one pull request at the same time');
          running.add(number);
          seen.push(`${number} ${head}`);
          if (head === 'first') {
            started.resolve();
            await release.promise;
          }
          running.delete(number);
          if (number === 2) other.resolve();
        },
        { ...options, concurrency: 3 },
      );
      await queue.enqueue(jobFor(1, 'first'));
      await started.promise;
      for (const head of ['second', 'third', 'fourth']) await queue.enqueue(jobFor(1, head));
      await queue.enqueue(jobFor(2, 'other'));
      // The older job that waits for its pull request does not hold this one back.
      await other.promise;
      assert.equal((await queue.stats()).queued, 1);
      release.resolve();
      await queue.idle();
      assert.deepEqual(seen, ['1 first', '2 other', '1 fourth']);
    });

    test('runs as many jobs at the same time as it may, and not one more', async (t) => {
      const { queue } = await database.openQueue(t);
      const full = createSignal();
      const release = createSignal();
      let now = 0;
      let most = 0;
      for (let number = 1; number <= 6; number++) await queue.enqueue(jobFor(number));
      await queue.work(
        async () => {
          most = Math.max(most, ++now);
          if (now === 3) full.resolve();
          await release.promise;
          now--;
        },
        { ...options, concurrency: 3 },
      );
      await full.promise;
      assert.deepEqual(await queue.stats(), { queued: 3, active: 3, failed: 0 });
      release.resolve();
      await queue.idle();
      assert.equal(most, 3);
    });

    test('gives up a job of an unknown version, says so, and goes on', async (t) => {
      const { queue, log, schema } = await database.openQueue(t);
      await queue.enqueue(jobFor(1));
      await database.sql.executeSql(`UPDATE ${schema}.job SET data = '{"v": 2, "head": "token"}'`);
      await queue.enqueue(jobFor(2));
      const seen: number[] = [];
      await queue.work(async (job) => void seen.push(numberOf(job)), options);
      await queue.idle();
      assert.deepEqual(seen, [2]);
      assert.deepEqual(await queue.stats(), { queued: 0, active: 0, failed: 1 });
      const [line] = log;
      assert.equal(line?.message, 'A queued job cannot be read and is given up');
      assert.match(JSON.stringify(line?.data), /v: invalid_value/);
      assert.doesNotMatch(JSON.stringify(log), /token/);
    });

    test('refuses a schema that a newer version made', async (t) => {
      const { queue, schema } = await database.openQueue(t);
      await queue.stop();
      await database.sql.executeSql(`UPDATE ${schema}.version SET version = 9999`);
      await assert.rejects(
        database.openQueue(t, { schema }),
        /made by a newer version of this program \(it has version 9999/,
      );
    });

    test('refuses a schema name that would need quoting', async (t) => {
      await assert.rejects(
        database.openQueue(t, { schema: 'a"; DROP SCHEMA public; --' }),
        /lower-case letters, digits and underscores/,
      );
    });
  });
}

for (const database of testDatabases.filter(({ name }) => name !== 'PGlite')) {
  describe(`a queue on ${database.name}`, { timeout: 60_000 }, () => {
    test('shares its jobs between two processes', async (t) => {
      const first = await database.openQueue(t);
      const second = await database.openQueue(t, { schema: first.schema });
      const both = createSignal();
      const seen = new Set<number>();
      const meet = async (job: Job): Promise<void> => {
        seen.add(numberOf(job));
        if (seen.size === 2) both.resolve();
        await both.promise;
      };
      await first.queue.work(meet, { ...options, concurrency: 1 });
      await second.queue.work(meet, { ...options, concurrency: 1 });
      await first.queue.enqueue(jobFor(1));
      await first.queue.enqueue(jobFor(2));
      await first.queue.idle();
      assert.deepEqual(seen, new Set([1, 2]));
    });

    test('takes a job from a process that shows no sign of life', async (t) => {
      const { queue, schema } = await database.openQueue(t);
      const started = createSignal();
      const end = createSignal();
      await queue.enqueue(jobFor(1));
      await queue.work(async () => {
        started.resolve();
        await end.promise;
      }, options);
      await started.promise;
      await database.sql.executeSql(`UPDATE ${schema}.job SET heartbeat_on = now() - interval '61 seconds'`);
      await database.sql.executeSql(`UPDATE ${schema}.queue SET monitor_on = NULL`);
      const supervisor = await new PgBoss({ ...database.boss, schema, schedule: false }).start();
      await supervisor.supervise('review');
      await supervisor.stop({ graceful: false });
      assert.deepEqual(await queue.stats(), { queued: 1, active: 0, failed: 0 });
      end.resolve();
    });
  });
}
