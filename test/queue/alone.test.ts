import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { openPostgres } from '../../src/queue/postgres.ts';
import { createSignal, jobFor, serverAddresses, testDatabases } from './support.ts';

for (const database of testDatabases)
  describe(`who is alone with a pull request on ${database.name}`, () => {
    test('is so for as long as it takes, and keeps nobody of another one waiting', async (t) => {
      const { queue } = await database.openQueue(t);
      const [begun, gate] = [createSignal(), createSignal()];
      const said: string[] = [];
      const first = queue.alone(jobFor(1), async () => {
        begun.resolve();
        await gate.promise;
        said.push('first');
      });
      await begun.promise;
      const second = queue.alone(jobFor(1, 'b2'), async () => void said.push('second'));
      await queue.alone(jobFor(2), async () => void said.push('other'));
      gate.resolve();
      await Promise.all([first, second]);
      assert.deepEqual(said, ['other', 'first', 'second']);
    });

    test('gives its turn to the next one when it fails, and fails itself', async (t) => {
      const { queue } = await database.openQueue(t);
      const failing = queue.alone(jobFor(1), () => Promise.reject(new Error('no')));
      const next = queue.alone(jobFor(1), async () => 'next');
      await assert.rejects(failing, { message: 'no' });
      assert.equal(await next, 'next');
    });

    test('is told where check runs may have been announced, also before another job took the place', async (t) => {
      const { queue } = await database.openQueue(t);
      const announced = () =>
        queue.alone(jobFor(1, 'c3'), async (isAnnounced) => [await isAnnounced('a1'), await isAnnounced('b2')]);
      await queue.enqueue(jobFor(1, 'a1'));
      assert.deepEqual(await announced(), [false, false]);
      await queue.announce(jobFor(1));
      assert.deepEqual(await announced(), [true, false]);
      await queue.enqueue(jobFor(1, 'b2'));
      assert.deepEqual(await announced(), [true, false]);
    });
  });

for (const url of serverAddresses())
  describe('who is alone, in two processes', () => {
    async function open(t: TestContext, patience?: number) {
      const processes = [await openPostgres(url), await openPostgres(url, patience)] as const;
      const [begun, gate] = [createSignal(), createSignal()];
      t.after(() => Promise.all(processes.map((each) => each.close())));
      const key = `${t.name} ${process.pid}`;
      const said: string[] = [];
      const say = (word: string): string => {
        said.push(word);
        return word;
      };
      const first = processes[0].alone(key, async () => {
        begun.resolve();
        await gate.promise;
        return say('first');
      });
      await begun.promise;
      return { first, next: processes[1].alone(key, async () => say('next')), gate, said };
    }

    test('has done what was done while the connection broke, and the next one has its turn', async (t) => {
      const { first, next, gate } = await open(t);
      const admin = new Client({ connectionString: url });
      await admin.connect();
      t.after(() => admin.end());
      await admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
         WHERE locktype = 'advisory' AND granted AND datname = current_database() AND state = 'idle in transaction' AND query LIKE 'SELECT pg_advisory_xact_lock%'`,
      );
      assert.equal(await next, 'next');
      gate.resolve();
      assert.equal(await first, 'first');
    });

    test('is waited for', async (t) => {
      const { first, next, gate, said } = await open(t);
      // Long enough for whoever does not wait.
      await Promise.race([next, sleep(300)]);
      gate.resolve();
      await Promise.all([first, next]);
      assert.deepEqual(said, ['first', 'next']);
    });

    test('is not waited for any longer once it hangs', async (t) => {
      const { first, next, gate } = await open(t, 50);
      assert.equal(await next, 'next');
      gate.resolve();
      assert.equal(await first, 'first');
    });
  });
