import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAnnouncer } from '../../src/app/announce.ts';
import { reviewPull } from '../../src/app/review-pull.ts';
import { createWorker } from '../../src/app/worker.ts';
import type { Job, ReviewJob } from '../../src/core/job.ts';
import type { Workshop } from '../../src/app/workshop.ts';
import { openQueue } from '../../src/queue/open-queue.ts';
import type { ReviewQueue } from '../../src/queue/review-queue.ts';
import { createScene } from '../github/demo.ts';
import { BASE, WITHOUT_TIMEOUT } from './shop.ts';
import { attempt, createWorkshop } from './workshop.ts';

/** A job that waits, and one of the same pull request that a late event made, as two processes have them. */
async function setUp(t: TestContext) {
  const { github, client, openPull } = await createScene(t, BASE);
  const pull = await openPull({ files: WITHOUT_TIMEOUT });
  const job: ReviewJob = { v: 1, kind: 'pull', installation: 1, pull, head: pull.head, delivery: 'd' };
  const plain = createWorkshop(github, client);
  const queue = await openQueue({ log: plain.log });
  t.after(() => queue.stop());
  const workshop = { ...plain, alone: queue.alone };
  await queue.enqueue(job);
  const announcing = (more: Partial<Workshop> = {}) => createAnnouncer(queue, { ...workshop, ...more }, 0);
  const runs = () => github.world.repository('acme', 'app')?.checkRuns ?? [];
  return {
    github,
    openPull,
    queue,
    job,
    late: { ...job, head: 'f'.repeat(40) },
    workshop,
    announcing,
    /** Holds the next check run back. */
    hold() {
      const asked = Promise.withResolvers<void>();
      const gate = Promise.withResolvers<void>();
      const isIt = ({ operation }: { operation: string }): boolean => {
        if (operation !== 'checks/create') return false;
        asked.resolve();
        return true;
      };
      github.failNext({ match: isIt, until: gate.promise });
      return { asked: asked.promise, letGo: gate.resolve };
    },
    ends: () => runs().map(({ status, externalId }) => [status, externalId]),
  };
}

/** Milliseconds, long enough for whoever does not wait. */
const MOMENT = 500;

/** Pull requests that wait: more than are announced at a time. */
const MANY = 9;

const REVIEWED = [['completed', 'pull/1 comment']];

test('a review finds the check run that another process is announcing for another job', async (t) => {
  const { github, job, late, workshop, hold, ends, announcing } = await setUp(t);
  const announcer = announcing();
  const { asked, letGo } = hold();
  announcer.watch(job);
  await asked;
  const before = github.requests.length;
  const review = reviewPull(workshop, late, attempt());
  while (github.requests.length === before) await sleep(5);
  await Promise.race([review, sleep(MOMENT)]);
  letGo();
  await Promise.all([review, announcer.stop()]);
  assert.deepEqual(ends(), REVIEWED);
});

test('nobody announces a check run that another process is making', async (t) => {
  const { job, late, workshop, hold, ends, announcing } = await setUp(t);
  const announcer = announcing();
  const { asked, letGo } = hold();
  const review = reviewPull(workshop, late, attempt());
  await asked;
  announcer.watch(job);
  await sleep(MOMENT);
  letGo();
  await Promise.all([review, announcer.stop()]);
  assert.deepEqual(ends(), REVIEWED);
});

test('the check run of a pull request that was closed meanwhile is concluded once it is there', async (t) => {
  const { github, job, workshop, hold, ends, announcing } = await setUp(t);
  const announcer = announcing();
  const { asked, letGo } = hold();
  announcer.watch(job);
  await asked;
  await github.closePull(job.pull);
  const worker = createWorker({ workshop, enqueue: async () => {} });
  const context = { ...attempt(), attempt: 1, lastAttempt: false, retryIn: () => 1 };
  const work = worker.handler({ ...job, announced: true }, context);
  await Promise.race([work, sleep(MOMENT)]);
  letGo();
  await Promise.all([work, announcer.stop()]);
  assert.deepEqual(ends(), [['completed', 'pull/1 unreviewed']]);
});

test('all that wait are announced, a few at a time, whatever becomes of one of them', async (t) => {
  const { github, openPull, job, queue, announcing, ends } = await setUp(t);
  const jobs: ReviewJob[] = [job];
  for (let more = 0; more < MANY - 1; more += 1) {
    const pull = await openPull({ files: WITHOUT_TIMEOUT });
    jobs.push({ ...job, pull, head: pull.head });
  }
  for (const each of jobs.slice(1)) await queue.enqueue(each);
  let [now, most] = [0, 0];
  const alone: ReviewQueue['alone'] = async (each, use) => {
    most = Math.max(most, (now += 1));
    return queue.alone(each, use).finally(() => (now -= 1));
  };
  github.failNext({ match: 'checks/create', status: 422 });
  const announcer = announcing({ alone });
  for (const each of jobs) announcer.watch(each);
  while (ends().length < MANY - 1) await sleep(5);
  await announcer.stop();
  assert.deepEqual(
    ends().map(([status]) => status),
    Array.from({ length: MANY - 1 }, () => 'queued'),
  );
  assert.ok(most > 1 && most < MANY, `${most} at once`);
});

test('what was announced for a job is left to the next one, whatever took its place', async (t) => {
  const { job, workshop, ends } = await setUp(t);
  const enqueued: Job[] = [];
  const queue = {
    announce: async () => job,
    standing: async () => ({ waiting: [{ ...job, head: 'f'.repeat(40) }], active: [] }),
    enqueue: async (next: Job) => {
      enqueued.push(next);
      return [];
    },
  };
  const announcer = createAnnouncer(queue, workshop, 0);
  announcer.watch(job);
  while (enqueued.length === 0) await sleep(5);
  await announcer.stop();
  assert.deepEqual(ends(), [['queued', 'pull/1 queued']]);
  assert.deepEqual(enqueued, [job]);
});
