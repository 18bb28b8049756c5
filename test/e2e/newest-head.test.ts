import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, test } from 'node:test';
import { createScene, type Stage } from './scene.ts';
import { BASE, HARMLESS, WITHOUT_TIMEOUT } from './shop.ts';

const scene = await createScene({ concurrency: 1 });
after(() => scene.close());
const { github } = scene;

const COMPARE = 'repos/compare-commits-with-basehead';

/** Holds back what the next review reads of its change; resolves once it was asked for, with the way to let it go on. */
async function holdNextReview(begin: () => Promise<unknown>): Promise<() => void> {
  const before = requestsOf(COMPARE).length;
  const held = Promise.withResolvers<void>();
  github.failNext({ match: COMPARE, until: held.promise });
  await begin();
  await until(() => requestsOf(COMPARE).length > before);
  return held.resolve;
}

function requestsOf(operation: string) {
  return github.requests.filter((request) => request.operation === operation);
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}

function open(stage: Stage, files: Record<string, string>) {
  return github.openPull({ owner: stage.owner, repo: stage.repo, title: 'A change', files });
}

function titlesAt(stage: Stage, sha: string): readonly string[] {
  return stage
    .checkRuns()
    .filter((run) => run.sha === sha)
    .map(({ title }) => title ?? '');
}

test('a push during a review ends it at once, and only the newest head is spoken of', async () => {
  const stage = await scene.openRepository(BASE);
  let old = '';
  const release = await holdNextReview(async () => (old = (await open(stage, WITHOUT_TIMEOUT)).head));
  const held = requestsOf(COMPARE).at(-1);
  const head = await github.push({ pull: { ...stage, number: 1 }, files: { 'README.md': '# Shop\n' } });
  await until(() => stage.endsAt(old)[0] === 'completed neutral');
  assert.equal(held?.finishedAt, Number.POSITIVE_INFINITY, 'nobody waits for what was asked for the old head');
  await stage.settle();
  release();

  assert.deepEqual(titlesAt(stage, old), [`Superseded by ${head.slice(0, 7)}`]);
  assert.deepEqual(stage.endsAt(head), ['completed neutral']);
  assert.deepEqual(
    stage.reviews().map(({ commit }) => commit),
    [head],
  );
  assert.deepEqual(github.violations, []);
});

test('an old event that comes late takes nothing from the review of the newest head but its place', async () => {
  const stage = await scene.openRepository(BASE);
  const pull = await open(stage, HARMLESS);
  await stage.settle();
  const late = github.deliveries.findLast(({ event }) => event === 'pull_request');
  assert.ok(late);
  let head = '';
  const release = await holdNextReview(async () => {
    head = await github.push({ pull: { ...stage, number: 1 }, files: WITHOUT_TIMEOUT });
  });
  const held = requestsOf(COMPARE).at(-1);
  await github.redeliver(late.guid);
  await stage.settle();
  release();
  assert.equal(held?.finishedAt, Number.POSITIVE_INFINITY, 'the first review of the head was given up');
  assert.deepEqual(titlesAt(stage, pull.head).length, 1);
  assert.deepEqual(stage.endsAt(head), ['completed neutral']);
  assert.doesNotMatch(titlesAt(stage, head)[0] ?? '', /Superseded/);
  assert.equal(stage.reviews().length, 1);
});

test('a pull request that is closed during its review is not spoken on, and its check run says why', async () => {
  const stage = await scene.openRepository(BASE);
  let head = '';
  const release = await holdNextReview(async () => (head = (await open(stage, WITHOUT_TIMEOUT)).head));
  await github.closePull({ ...stage, number: 1 });
  await stage.settle();
  release();
  assert.deepEqual(stage.endsAt(head), ['completed neutral']);
  assert.deepEqual(titlesAt(stage, head), ['The pull request is closed']);
  assert.equal(stage.reviews().length, 0);

  await github.reopenPull({ ...stage, number: 1 });
  await stage.settle();
  assert.equal(stage.endsAt(head).length, 2);
  assert.equal(stage.reviews().length, 1);
});

test('a push of which no event came is noticed before anything is written', async () => {
  const stage = await scene.openRepository(BASE);
  let old = '';
  const release = await holdNextReview(async () => (old = (await open(stage, WITHOUT_TIMEOUT)).head));
  github.dropDeliveries(3);
  const head = await github.push({ pull: { ...stage, number: 1 }, files: { 'README.md': '# Shop\n' } });
  // Longer than a head that was read counts as fresh.
  await sleep(5_100);
  release();
  await stage.settle();
  assert.deepEqual(titlesAt(stage, old), [`Superseded by ${head.slice(0, 7)}`]);
  assert.equal(stage.reviews().length, 0);
});

test('a head that comes back after it was superseded is reviewed', async () => {
  const stage = await scene.openRepository(BASE);
  let old = '';
  const release = await holdNextReview(async () => (old = (await open(stage, WITHOUT_TIMEOUT)).head));
  await github.push({ pull: { ...stage, number: 1 }, files: HARMLESS });
  await stage.settle();
  release();
  const pull = github.world.repository(stage.owner, stage.repo)?.pulls.get(1);
  assert.ok(pull);
  pull.head = old;
  await github.addLabel({ ...stage, number: 1 }, 'forced');
  await stage.settle();
  assert.equal(stage.endsAt(old).length, 2);
  assert.doesNotMatch(titlesAt(stage, old)[1] ?? '', /Superseded/);
});

test('a job that has to wait shows a queued check run, which its review concludes', async () => {
  const busy = await scene.openRepository(BASE);
  const stage = await scene.openRepository(BASE);
  const release = await holdNextReview(() => open(busy, HARMLESS));
  const { head } = await open(stage, WITHOUT_TIMEOUT);
  await until(() => stage.checkRuns().length > 0);
  assert.deepEqual(stage.endsAt(head), ['queued']);
  release();
  await stage.settle();
  assert.deepEqual(stage.endsAt(head), ['completed neutral']);
  assert.equal(stage.checkRuns()[0]?.externalId, 'pull/1 comment');
});

test('a push while a job waits leaves no queued check run behind', async () => {
  const busy = await scene.openRepository(BASE);
  const stage = await scene.openRepository(BASE);
  const release = await holdNextReview(() => open(busy, HARMLESS));
  const { head: old } = await open(stage, WITHOUT_TIMEOUT);
  await until(() => stage.checkRuns().length > 0);
  const head = await github.push({ pull: { ...stage, number: 1 }, files: { 'README.md': '# Shop\n' } });
  release();
  await stage.settle();
  assert.deepEqual(stage.endsAt(old), ['completed neutral']);
  assert.deepEqual(titlesAt(stage, old), [`Superseded by ${head.slice(0, 7)}`]);
  assert.deepEqual(stage.endsAt(head), ['completed neutral']);
});

test('an event that asks for nothing new shows no queued check run', async () => {
  const busy = await scene.openRepository(BASE);
  const stage = await scene.openRepository(BASE);
  const pull = await stage.openPull(HARMLESS);
  const before = github.requests.length;
  const release = await holdNextReview(() => open(busy, HARMLESS));
  await github.addLabel(pull, 'size/S');
  await until(() => github.requests.slice(before).some(({ operation }) => operation === 'checks/list-for-ref'));
  release();
  await stage.settle();
  assert.deepEqual(stage.endsAt(pull.head), ['completed success']);
});
