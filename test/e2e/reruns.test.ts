import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createScene, type Stage } from './scene.ts';
import { BASE, WITHOUT_TIMEOUT } from './shop.ts';

const scene = await createScene();
after(() => scene.close());
const { github } = scene;

function newestRun(stage: Stage): number {
  const run = stage.checkRuns().at(-1);
  assert.ok(run);
  return run.id;
}

async function redeliverLast(event: string): Promise<void> {
  const delivery = github.deliveries.findLast((each) => each.event === event && each.action === 'rerequested');
  assert.ok(delivery);
  await github.redeliver(delivery.guid);
}

for (const fromFork of [false, true]) {
  const where = fromFork ? 'of a fork' : 'of the repository itself';

  test(`the check of a pull request ${where} runs again as a new run of the same name, and a redelivery makes no other`, async () => {
    const stage = await scene.openRepository(BASE);
    const pull = await stage.openPull(WITHOUT_TIMEOUT, { fromFork });
    const said = stage.comments().length;

    await github.rerunCheck(newestRun(stage));
    await stage.settle();
    await redeliverLast('check_run');
    await stage.settle();

    assert.deepEqual(stage.endsAt(pull.head), ['completed neutral', 'completed neutral']);
    assert.equal(new Set(stage.checkRuns().map(({ name }) => name)).size, 1);
    assert.equal(stage.comments().length, said);

    await github.rerunCheck(newestRun(stage));
    await stage.settle();
    assert.equal(stage.checkRuns().length, 3);
  });

  test(`all checks of a commit ${where} run again, once`, async () => {
    const stage = await scene.openRepository(BASE);
    const pull = await stage.openPull(WITHOUT_TIMEOUT, { fromFork });

    await github.rerunSuite(pull);
    await stage.settle();
    await redeliverLast('check_suite');
    await stage.settle();

    assert.deepEqual(stage.endsAt(pull.head), ['completed neutral', 'completed neutral']);
    assert.deepEqual(github.violations, []);
  });
}

test('without a run of ours, the open pull request with that head is found, unless there are several', async () => {
  const stage = await scene.openRepository(BASE);
  const pull = await stage.openPull(WITHOUT_TIMEOUT, { fromFork: true });
  const other = await stage.openPull({ 'README.md': '# Shop\n' });
  const repository = github.world.repository(stage.owner, stage.repo);
  const twin = repository?.pulls.get(other.number);
  assert.ok(repository && twin);

  repository.checkRuns.length = 0;
  await github.rerunSuite(pull);
  await stage.settle();
  assert.deepEqual(stage.endsAt(pull.head), ['completed neutral']);

  repository.checkRuns.length = 0;
  Object.assign(twin, { head: pull.head, headRepository: repository.pulls.get(pull.number)?.headRepository });
  await github.rerunSuite(pull);
  await stage.settle();
  assert.deepEqual(stage.endsAt(pull.head), []);
});

test('the check of an old commit that is run again is told which commit has the answer', async () => {
  const stage = await scene.openRepository(BASE);
  const pull = await stage.openPull(WITHOUT_TIMEOUT);
  const old = newestRun(stage);
  const head = await github.push({ pull, files: { 'README.md': '# Shop\n' } });
  await stage.settle();

  await github.rerunCheck(old);
  await stage.settle();
  await redeliverLast('check_run');
  await stage.settle();

  assert.deepEqual(stage.endsAt(pull.head), ['completed neutral', 'completed neutral']);
  assert.match(stage.checkRuns().at(-1)?.title ?? '', new RegExp(`Superseded by ${head.slice(0, 7)}`));
  assert.equal(stage.endsAt(head).length, 1);
});
