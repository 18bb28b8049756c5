import assert from 'node:assert/strict';
import { after, test } from 'node:test';
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
