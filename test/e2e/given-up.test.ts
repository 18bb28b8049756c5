import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import type { Fault } from '../../demo/github/faults.ts';
import { concludeDead } from '../../src/app/conclude-dead.ts';
import type { ReviewJob } from '../../src/core/job.ts';
import { GitHubTrouble } from '../../src/github/trouble.ts';
import { LeftToNewer, type JobContext } from '../../src/queue/review-queue.ts';
import { reviewPull } from '../../src/app/review-pull.ts';
import { createWorker } from '../../src/app/worker.ts';
import { createScene } from '../github/demo.ts';
import { BASE, CONFIG, WITHOUT_TIMEOUT } from './shop.ts';
import { attempt, createWorkshop } from './workshop.ts';

async function setUp(t: TestContext, config = '') {
  const scene = await createScene(t, config ? { ...BASE, [CONFIG]: config } : BASE);
  const pull = await scene.openPull({ files: WITHOUT_TIMEOUT });
  const job: ReviewJob = { v: 1, kind: 'pull', installation: 1, pull, head: pull.head, delivery: 'd' };
  const repository = scene.github.world.repository('acme', 'app');
  assert.ok(repository);
  return {
    ...scene,
    pull,
    job,
    workshop: createWorkshop(scene.github, scene.client),
    runs: () => repository.checkRuns,
    ends: () => repository.checkRuns.map(({ status, conclusion, title }) => [status, conclusion, title]),
    reviews: () => repository.pulls.get(1)?.reviews ?? [],
  };
}

for (const [what, error, title] of [
  ['GitHub’s trouble', new GitHubTrouble('server', 'no'), 'GitHub did not answer'],
  ['too long a review', new DOMException('no', 'TimeoutError'), 'The review took too long'],
  ['a fault of ours', new TypeError('no'), 'The review broke off'],
] as const)
  for (const [onError, conclusion] of [
    ['', 'neutral'],
    ['on_error: failure\n', 'failure'],
  ] as const)
    test(`a job given up for ${what} ends in ${conclusion} under “${onError.trim()}”, without a run as with one`, async (t) => {
      const { workshop, job, ends } = await setUp(t, onError);
      await concludeDead(workshop, job, error);
      await concludeDead(workshop, job, error);
      assert.deepEqual(ends(), [['completed', conclusion, title]]);
    });

for (const [onError, conclusion] of [
  ['', 'neutral'],
  ['on_error: failure\n', 'failure'],
] as const)
  test(`a group given up ends in ${conclusion} under “${onError.trim()}” on the commit that it stands on`, async (t) => {
    const { workshop, ends, github, pull } = await setUp(t, onError);
    const head = await github.enqueue(pull);
    const repository = { owner: 'acme', repo: 'app' };
    const group = {
      v: 1,
      kind: 'group',
      installation: 1,
      repository,
      head,
      base: pull.base,
      number: 1,
      delivery: 'd',
    } as const;
    await concludeDead(workshop, group, new GitHubTrouble('server', 'no'));
    assert.deepEqual(ends(), [['completed', conclusion, 'GitHub did not answer']]);
  });

test('a job is given up on the head that its event named where the pull request cannot be read', async (t) => {
  const { workshop, job, ends, github } = await setUp(t, 'on_error: failure\n');
  github.failNext({ match: 'graphql', status: 500, times: 20 });
  await concludeDead(workshop, job, new TypeError('no'));
  assert.deepEqual(ends(), [['completed', 'neutral', 'The review broke off']]);
});

test('what an attempt left unfinished is taken up, not doubled, and one given up is looked at again', async (t) => {
  const { workshop, job, runs, reviews, github } = await setUp(t);
  github.failNext({ match: 'pulls/create-review', status: 500, times: 20 });
  await assert.rejects(reviewPull(workshop, job, attempt()), GitHubTrouble);
  assert.deepEqual(
    runs().map(({ status }) => status),
    ['in_progress'],
  );
  github.clearFaults();
  await reviewPull(workshop, job, attempt());
  assert.deepEqual(
    runs().map(({ status }) => status),
    ['completed'],
  );
  assert.equal(reviews().length, 1);

  await concludeDead(workshop, { ...job, request: 'rerun-1' }, new TypeError('no'));
  assert.equal(runs().length, 2);
  await reviewPull(workshop, job, attempt());
  assert.deepEqual(
    runs().map(({ externalId }) => externalId),
    ['pull/1 comment', 'pull/1 unreviewed rerun-1', 'pull/1 comment'],
  );
  assert.equal(reviews().length, 1);
});

test('a newer head of which another process was told is noticed before anything is written', async (t) => {
  const { workshop, job, runs, reviews } = await setUp(t);
  const newer = async () => ({ ...job, head: 'f'.repeat(40) });
  const { head } = job;
  await assert.rejects(reviewPull(workshop, job, attempt({ newer })), (error) => {
    assert.ok(error instanceof LeftToNewer);
    return error.head === head;
  });
  assert.deepEqual(
    runs().map(({ status }) => status),
    ['in_progress'],
  );
  assert.equal(reviews().length, 0);
  // The newer one is of an event that came late, as it finds out.
  await reviewPull(workshop, { ...job, head: 'f'.repeat(40), stale: [head] }, attempt());
  assert.deepEqual(
    runs().map(({ sha, externalId }) => [sha, externalId]),
    [[head, 'pull/1 comment']],
  );
  assert.equal(reviews().length, 1);
});

test('heads that nobody concluded are concluded by the next job', async (t) => {
  const { workshop, job, runs, github, pull } = await setUp(t);
  github.failNext({ match: 'pulls/create-review', status: 500, times: 20 });
  await assert.rejects(reviewPull(workshop, job, attempt()), GitHubTrouble);
  github.clearFaults();
  const head = await github.push({ pull, files: { 'README.md': '# Shop\n' } });
  await reviewPull(workshop, { ...job, head, stale: [pull.head] }, attempt());
  assert.deepEqual(
    runs().map(({ sha, status, externalId }) => [sha, status, externalId]),
    [
      [pull.head, 'completed', 'pull/1 unreviewed'],
      [head, 'completed', 'pull/1 comment'],
    ],
  );
});

const FAULTS: readonly (readonly [string, Fault, string])[] = [
  [
    'a missing permission',
    { match: 'pulls/create-review', status: 403, message: 'Resource not accessible by integration' },
    'A permission is missing',
  ],
  ['a refusal', { match: 'checks/update', status: 422, message: 'Validation Failed' }, 'The review broke off'],
];
for (const [what, fault, title] of FAULTS)
  test(`${what} ends the review at once, as the configuration says`, async (t) => {
    const { workshop, job, ends, github } = await setUp(t, 'on_error: failure\n');
    github.failNext(fault);
    await reviewPull(workshop, job, attempt());
    assert.deepEqual(ends(), [['completed', 'failure', title]]);
  });

describe('while GitHub has trouble', () => {
  const RETRY = { attempt: 1, lastAttempt: false, retryIn: () => 240 };

  async function begin(t: TestContext, config = '') {
    const given = await setUp(t, config);
    const { workshop } = given;
    const worker = createWorker({ workshop, enqueue: async () => {} });
    const fail = (fault: Fault, more: Partial<ReviewJob> = {}, context: Partial<JobContext> = {}) => {
      given.github.clearFaults();
      given.github.failNext({ times: 50, ...fault });
      return assert.rejects(
        worker.handler({ ...given.job, ...more }, { ...attempt(), ...RETRY, ...context }),
        GitHubTrouble,
      );
    };
    return { ...given, worker, fail };
  }

  for (const [match, when] of [
    ['graphql', 'before anything could be read'],
    ['repos/compare-commits-with-basehead', 'while the change is read'],
    ['pulls/create-review', 'when the review is to be posted'],
  ] as const)
    test(`a check run says that it is tried again, and when: ${when}`, async (t) => {
      const { fail, runs, github, workshop, job } = await begin(t);
      const before = Date.now();
      await fail({ match, status: 503 });
      await fail({ match, status: 503 });
      const [run, ...others] = runs();
      assert.ok(run && others.length === 0);
      assert.equal(run.status, 'in_progress');
      const [, time = ''] = /^GitHub answered 503: next attempt at (\d\d:\d\d) UTC$/.exec(run.title ?? '') ?? [];
      const [, day = ''] =
        /^GitHub answered 503, .* we try again at \S+ UTC on ([\d-]+), /.exec(run.summary ?? '') ?? [];
      const at = Date.parse(`${day}T${time}Z`);
      assert.ok(at > before + 120_000 && at <= Date.now() + 240_000, `${day} ${time}`);

      github.clearFaults();
      await reviewPull(workshop, job, attempt());
      assert.deepEqual(
        runs().map(({ status, externalId, title }) => [status, externalId, title?.includes('503')]),
        [['completed', 'pull/1 comment', false]],
      );
      assert.deepEqual(github.violations, []);
    });

  test('the last attempt ends it as the configuration says', async (t) => {
    const { fail, worker, job, ends, github } = await begin(t, 'on_error: failure\n');
    await fail({ match: 'repos/compare-commits-with-basehead', status: 503 });
    await fail(
      { match: 'repos/compare-commits-with-basehead', reset: true },
      {},
      { lastAttempt: true, retryIn: () => undefined },
    );
    await worker.options.onDead(job, new GitHubTrouble('network', 'no'));
    assert.deepEqual(ends(), [['completed', 'failure', 'GitHub did not answer']]);
    assert.deepEqual(github.violations, []);
  });

  test('nothing is said where a limit is reached, the head is not known, or an earlier run says all there is', async (t) => {
    const { fail, runs, github, workshop, job, ends } = await begin(t);
    await fail({ match: 'graphql', status: 403, message: 'You have exceeded a secondary rate limit.' });
    await fail({ match: 'graphql', status: 503 }, { head: '' });
    assert.deepEqual(runs(), []);
    github.clearFaults();
    await reviewPull(workshop, job, attempt());
    const said = ends();
    await fail({ match: 'graphql', status: 503 });
    assert.deepEqual(ends(), said);
  });

  test('what cannot be said fails the attempt with its own trouble', async (t) => {
    const { fail, runs } = await begin(t);
    await fail({ status: 503 });
    assert.deepEqual(runs(), []);
  });
});
