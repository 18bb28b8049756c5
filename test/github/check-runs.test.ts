import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyActions } from '../../src/github/apply-actions.ts';
import { findCheckRuns, readCheckRun } from '../../src/github/check-runs.ts';
import { PermissionMissing } from '../../src/github/trouble.ts';
import { annotations, begin, conclusion, countOf, FAILURES, NAME, setUp } from './stage.ts';

test('a check run is begun, completed and found again', async (t) => {
  const stage = await setUp(t);
  const { client, pull, own } = stage;
  const checkRun = await begin(stage);
  assert.deepEqual(checkRun, {
    id: checkRun.id,
    status: 'in_progress',
    conclusion: undefined,
    externalId: 'pull-1',
    appSlug: own.appSlug,
    annotations: 0,
  });
  await applyActions(client, { pull, head: pull.head, checkRun, own }, [conclusion(1)]);
  const done = { ...checkRun, status: 'completed', conclusion: 'failure', annotations: 1 };
  assert.deepEqual(await findCheckRuns(client, pull, { head: pull.head, name: NAME }), [done]);
  assert.deepEqual(stage.github.violations, []);
});

for (const [count, requests] of [
  [0, 1],
  [50, 1],
  [51, 2],
  [143, 3],
] as const) {
  test(`${count} annotations take ${requests} request(s), and the last one has the conclusion`, async (t) => {
    const stage = await setUp(t);
    const checkRun = await begin(stage);
    await applyActions(stage.client, { pull: stage.pull, head: stage.pull.head, checkRun, own: stage.own }, [
      conclusion(count),
    ]);
    assert.equal(countOf(stage, 'checks/update'), requests);
    const run = stage.github.world.repository('acme', 'app')?.checkRuns[0];
    assert.deepEqual(
      run?.annotations.map((each) => each.title),
      annotations(count).map((each) => each.title),
    );
    assert.deepEqual([run?.status, run?.conclusion], ['completed', 'failure']);
  });
}

for (const [what, fault] of FAILURES) {
  test(`one check run is begun although GitHub ${what}`, async (t) => {
    const stage = await setUp(t);
    stage.github.failNext({ ...fault, match: 'checks/create' });
    const checkRun = await begin(stage);
    assert.deepEqual(
      stage.github.world.repository('acme', 'app')?.checkRuns.map((run) => run.id),
      [checkRun.id],
    );
  });

  test(`no annotation is doubled or lost although GitHub ${what}`, async (t) => {
    const stage = await setUp(t);
    const checkRun = await begin(stage);
    stage.github.failNext({ ...fault, match: 'checks/update', times: 1 });
    await applyActions(stage.client, { pull: stage.pull, head: stage.pull.head, checkRun, own: stage.own }, [
      conclusion(70),
    ]);
    const run = await readCheckRun(stage.client, stage.pull, checkRun.id);
    assert.deepEqual([run.annotations, run.status], [70, 'completed']);
  });
}

test('a job that was broken off adds only the annotations that are missing', async (t) => {
  const stage = await setUp(t);
  const checkRun = await begin(stage);
  const target = { pull: stage.pull, head: stage.pull.head, checkRun, own: stage.own };
  stage.github.failNext({
    match: (request) => request.operation === 'checks/update' && countOf(stage, 'checks/update') > 1,
    status: 403,
    message: 'no',
  });
  await assert.rejects(applyActions(stage.client, target, [conclusion(120)]), PermissionMissing);
  const [again] = await findCheckRuns(stage.client, stage.pull, { head: stage.pull.head, name: NAME });
  assert.ok(again && again.annotations > 0);
  await applyActions(stage.client, { ...target, checkRun: again }, [conclusion(120)]);
  assert.equal((await readCheckRun(stage.client, stage.pull, checkRun.id)).annotations, 120);
});
