import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reviewPull } from '../../src/app/review-pull.ts';
import { createScene as createGitHub } from '../github/demo.ts';
import { attempt, createWorkshop } from './workshop.ts';

test('a head that has no commit in common with its base is told so at once, and is not tried again', async (t) => {
  const scene = await createGitHub(t, { 'a.py': 'a = 1\n' });
  const pull = await scene.openPull({ files: { 'a.py': 'a = 2\n' } });
  const message = `No common ancestor between main and ${pull.head}.`;
  scene.github.failNext({ match: 'repos/compare-commits-with-basehead', status: 404, message, times: 5 });
  const job = { v: 1, kind: 'pull', installation: 1, pull, head: pull.head, delivery: 'd' } as const;
  await reviewPull(createWorkshop(scene.github, scene.client), job, attempt());
  const runs = scene.github.world.repository('acme', 'app')?.checkRuns ?? [];
  assert.deepEqual(
    runs.map(({ status, conclusion, title }) => [status, conclusion, title]),
    [['completed', 'neutral', 'The branches have no commit in common']],
  );
});
