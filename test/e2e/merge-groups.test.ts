import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { OpenedPull } from '../../demo/github/handles.ts';
import { createScene, type Stage } from './scene.ts';
import { BASE, CONFIG, HARMLESS, WITHOUT_TIMEOUT } from './shop.ts';

const scene = await createScene();
after(() => scene.close());
const { github } = scene;

const STRICT = { ...BASE, [CONFIG]: 'fail_on: warning\n' };

function summariesAt(stage: Stage, sha: string): readonly string[] {
  return stage
    .checkRuns()
    .filter((run) => run.sha === sha)
    .map(({ summary }) => summary ?? '');
}

test('a group that is one pull request on its unchanged head has the conclusion of that, once', async () => {
  const stage = await scene.openRepository(STRICT);
  const pull = await stage.openPull(WITHOUT_TIMEOUT);
  assert.deepEqual(stage.endsAt(pull.head), ['completed failure']);
  const said = stage.comments().length;

  const group = await github.enqueue(pull);
  await stage.settle();
  const delivery = github.deliveries.findLast(({ event }) => event === 'merge_group');
  assert.ok(delivery);
  await github.redeliver(delivery.guid);
  await stage.settle();

  assert.deepEqual(stage.endsAt(group), ['completed failure']);
  assert.match(summariesAt(stage, group)[0] ?? '', /pull request #1 alone/);
  assert.equal(new Set(stage.checkRuns().map(({ name }) => name)).size, 1);
  assert.equal(stage.comments().length, said);
  assert.deepEqual(github.violations, []);
});

test('a squashed head that was up to date counts as unchanged', async () => {
  const stage = await scene.openRepository(STRICT);
  const pull = await stage.openPull(WITHOUT_TIMEOUT);
  const group = await github.enqueue(pull, { squash: true });
  await stage.settle();
  assert.deepEqual(stage.endsAt(group), ['completed failure']);
  assert.match(summariesAt(stage, group)[0] ?? '', /pull request #1 alone/);
});

test('a group that stands on another one is reviewed for what it adds itself', async () => {
  const stage = await scene.openRepository(STRICT);
  const first = await stage.openPull(WITHOUT_TIMEOUT);
  const second = await stage.openPull(HARMLESS);
  const below = await github.enqueue(first, { squash: true });
  const above = await github.enqueue(second, { onto: below, squash: true });
  await stage.settle();
  assert.deepEqual(stage.endsAt(below), ['completed failure']);
  assert.deepEqual(stage.endsAt(above), ['completed success']);
  assert.doesNotMatch(summariesAt(stage, above)[0] ?? '', /alone/);
});

/** A group of a pull request that brings in a finding, on top of one that does not. */
async function stack(config: string, prepare: (pull: OpenedPull) => Promise<unknown>, labels: readonly string[] = []) {
  const stage = await scene.openRepository({ ...BASE, [CONFIG]: `fail_on: warning\n${config}` }, { wanda: 'write' });
  const first = await stage.openPull(HARMLESS);
  const second = await stage.openPull(WITHOUT_TIMEOUT, { labels: [...labels] });
  await prepare(second);
  await stage.settle();
  const below = await github.enqueue(first, { squash: true });
  const group = await github.enqueue(second, { onto: below, squash: true });
  await stage.settle();
  return { stage, second, group, ends: stage.endsAt(group), summary: summariesAt(stage, group).at(-1) ?? '' };
}

test('a group on another one is left alone as its pull request is', async () => {
  const { stage, second, ends, summary } = await stack('labels: { wip: skip }\n', async () => {}, ['wip']);
  assert.deepEqual(stage.endsAt(second.head), ['completed neutral']);
  assert.deepEqual(ends, ['completed neutral']);
  assert.match(summary, /`skip` for the label `wip`/);
});

test('comments that are paused on the pull request let its group past nothing', async () => {
  const { ends, summary } = await stack('', (pull) => github.comment({ pull, author: 'wanda', body: '/cv pause' }));
  assert.deepEqual(ends, ['completed failure']);
  assert.doesNotMatch(summary, /paused|`drafts`/);
  assert.match(summary, /Groups of a merge queue get no comments/);
});

test('what was dismissed on the pull request is dismissed in its group, wherever that stands', async () => {
  const { ends } = await stack('', (pull) =>
    github.comment({ pull, author: 'wanda', body: '/cv ignore ch06/http-call-without-timeout -- the proxy ends it' }),
  );
  assert.deepEqual(ends, ['completed success']);
});

test('a pull request whose own review came to nothing does not speak for its group', async () => {
  const stage = await scene.openRepository(STRICT);
  const pull = await stage.openPull(WITHOUT_TIMEOUT);
  await github.closePull(pull);
  const run = stage.checkRuns()[0];
  assert.ok(run);
  Object.assign(run, { externalId: 'pull/1 unreviewed', conclusion: 'neutral' });
  const group = await github.enqueue(pull);
  await stage.settle();
  assert.deepEqual(stage.endsAt(group), ['completed failure']);
});

test('a group is judged by the configuration that it stands on', async () => {
  const stage = await scene.openRepository(BASE);
  const pull = await stage.openPull({ ...WITHOUT_TIMEOUT, [CONFIG]: 'fail_on: warning\n' });
  await github.commitTo({ ...stage, files: { 'README.md': '# Shop\n' } });
  const group = await github.enqueue(pull, { squash: true });
  await stage.settle();
  assert.deepEqual(stage.endsAt(group), ['completed neutral']);
});

test('the check of a group runs again when its button is pressed', async () => {
  const stage = await scene.openRepository(STRICT);
  const pull = await stage.openPull(WITHOUT_TIMEOUT);
  const group = await github.enqueue(pull);
  await stage.settle();
  const run = stage.checkRuns().find(({ sha }) => sha === group);
  assert.ok(run);
  await github.rerunCheck(run.id);
  await stage.settle();
  assert.deepEqual(stage.endsAt(group), ['completed failure', 'completed failure']);
});

test('a group that the queue has thrown away is nobody’s trouble', async () => {
  const stage = await scene.openRepository(BASE);
  const pull = await stage.openPull(HARMLESS);
  github.failNext({ match: 'checks/list-for-ref', status: 404, times: 9 });
  await github.enqueue(pull);
  await stage.settle();
  github.clearFaults();
  assert.equal((await scene.server.queue.stats()).failed, 0);
});
