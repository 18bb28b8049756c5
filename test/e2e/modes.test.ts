import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createScene } from './scene.ts';
import { BASE, CONFIG, HARMLESS, WITHOUT_TIMEOUT } from './shop.ts';

const scene = await createScene();
after(() => scene.close());

test('a draft gets a check run and no comment, and comments once it is ready', async () => {
  const stage = await scene.openRepository(BASE);
  const pull = await stage.openPull(WITHOUT_TIMEOUT, { draft: true });
  assert.deepEqual(stage.endsAt(pull.head), ['completed neutral']);
  assert.equal(stage.comments().length, 0);
  assert.ok(stage.checkRuns()[0]?.annotations.some(({ title }) => title?.includes('ch06/http-call-without-timeout')));

  await scene.github.readyForReview(pull);
  await stage.settle();
  assert.deepEqual(stage.endsAt(pull.head), ['completed neutral', 'completed neutral']);
  assert.ok(stage.comments().length > 0);

  await scene.github.convertToDraft(pull);
  await stage.settle();
  assert.equal(stage.checkRuns().length, 3);
  assert.deepEqual(scene.github.violations, []);
});

for (const [what, config, options, words] of [
  ['a draft', 'drafts: skip', { draft: true }, /drafts: skip.*once it is marked as ready/s],
  ['a bot’s pull request', 'bots: skip', { author: 'renovate[bot]' }, /bots: skip.*set `bots`/s],
  [
    'a pull request with a label',
    'labels: {No-Review: skip}',
    { labels: ['no-REVIEW'] },
    /no-REVIEW.*Take the label away/s,
  ],
] as const)
  test(`${what} that the configuration leaves out gets a neutral check run that says so`, async () => {
    const stage = await scene.openRepository({ ...BASE, [CONFIG]: `fail_on: notice\n${config}\n` });
    const pull = await stage.openPull(WITHOUT_TIMEOUT, options);
    assert.deepEqual(stage.endsAt(pull.head), ['completed neutral']);
    assert.match(stage.checkRuns()[0]?.summary ?? '', words);
    assert.equal(stage.comments().length, 0);
  });

test('the quietest of several modes holds, and taking a label away brings the review back', async () => {
  const config = 'fail_on: notice\ndrafts: comment\nlabels: {quiet: check, none: skip}\n';
  const stage = await scene.openRepository({ ...BASE, [CONFIG]: config });
  const pull = await stage.openPull(WITHOUT_TIMEOUT, { draft: true, labels: ['quiet', 'none', 'other'] });
  assert.deepEqual(stage.endsAt(pull.head), ['completed neutral']);

  await scene.github.removeLabel(pull, 'none');
  await stage.settle();
  assert.deepEqual(stage.endsAt(pull.head), ['completed neutral', 'completed failure']);
  assert.equal(stage.comments().length, 0);

  await scene.github.removeLabel(pull, 'quiet');
  await stage.settle();
  assert.ok(stage.comments().length > 0);
  const runs = stage.checkRuns().length;

  await scene.github.addLabel(pull, 'none');
  await stage.settle();
  // What people see is the newest run, although an earlier one is of the mode that holds again.
  assert.deepEqual(stage.endsAt(pull.head).slice(runs), ['completed neutral']);
  await scene.github.removeLabel(pull, 'none');
  await stage.settle();
  assert.deepEqual(stage.endsAt(pull.head).slice(runs), ['completed neutral', 'completed failure']);
});

test('a label about which the configuration says nothing changes nothing', async () => {
  const stage = await scene.openRepository(BASE);
  const pull = await stage.openPull(WITHOUT_TIMEOUT);
  await scene.github.addLabel(pull, 'size/S');
  await stage.settle();
  assert.equal(stage.checkRuns().length, 1);
});

test('a change of documents alone is reviewed and concluded', async () => {
  const stage = await scene.openRepository(BASE);
  const pull = await stage.openPull({ 'README.md': '# Shop\n', 'docs/use.md': '# Use\n' });
  assert.deepEqual(stage.endsAt(pull.head), ['completed success']);
});

test('another base branch is another change, another title is not', async () => {
  const stage = await scene.openRepository(BASE);
  const pull = await stage.openPull(HARMLESS);
  await scene.github.edit(pull, { title: 'Another title' });
  await stage.settle();
  assert.equal(stage.checkRuns().length, 1);

  await scene.github.commitTo({ owner: stage.owner, repo: stage.repo, files: {}, branch: 'main' });
  const { store } = scene.github.world.repository(stage.owner, stage.repo) ?? {};
  await store?.setBranch('release', pull.base);
  await scene.github.edit(pull, { base: 'release' });
  await stage.settle();
  assert.deepEqual(stage.endsAt(pull.head), ['completed success', 'completed success']);
  assert.deepEqual(scene.github.violations, []);
});
