import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createScene, type Stage } from './scene.ts';

const scene = await createScene();
after(() => scene.close());

const CONFIG = '.github/chapter-and-verse.yml';
const CALL = 'import requests\n\n\ndef rates(url):\n    return requests.get(url).json()\n';
const BASE = { 'pyproject.toml': '[project]\nname = "shop"\nversion = "1.0"\nrequires-python = ">=3.11"\n' };

function runOf(stage: Stage) {
  const [run, ...others] = stage.checkRuns();
  assert.deepEqual(others, []);
  assert.ok(run?.status === 'completed');
  return { conclusion: run.conclusion, summary: run.summary ?? '' };
}

test('a change of the configuration is told what it would do, and is judged by the base', async () => {
  const stage = await scene.openRepository({ ...BASE, [CONFIG]: 'preset: recommended\n' });
  await stage.openPull({ 'src/rates.py': CALL, [CONFIG]: 'checks:\n  ch06/http-call-without-timeout: off\n' });
  const { summary } = runOf(stage);
  assert.match(summary, /^\*\*With the configuration in this change, this review would have 1 fewer\.\*\*/);
  assert.match(summary, /^- fewer: warning at `src\/rates\.py:5`.*`ch06\/http-call-without-timeout`/m);
  assert.ok(stage.comments().some(({ body }) => body.includes('ch06/http-call-without-timeout')));
  assert.deepEqual(scene.github.violations, []);
});

test('files that only the proposed configuration looks at are read for it', async () => {
  const stage = await scene.openRepository({ ...BASE, [CONFIG]: "exclude: ['legacy/**']\n" });
  await stage.openPull({ 'legacy/rates.py': CALL, [CONFIG]: 'fail_on: warning\n' });
  const { conclusion, summary } = runOf(stage);
  assert.notEqual(conclusion, 'failure');
  assert.match(summary, /It would end with `failure` instead of `success`/);
  assert.match(summary, /^- more: warning at `legacy\/rates\.py:5`/m);
  assert.deepEqual(stage.comments(), []);
});

test('a change that takes the configuration away is told what holds without one', async () => {
  const stage = await scene.openRepository({ ...BASE, [CONFIG]: 'chapters: { ch06: off }\n' });
  await stage.openPull({ 'src/rates.py': CALL, [CONFIG]: null });
  assert.match(runOf(stage).summary, /^- more: warning at `src\/rates\.py:5`/m);
});

test('a change that takes a broken configuration away is reviewed', async () => {
  const stage = await scene.openRepository({ ...BASE, [CONFIG]: 'presets: all\n' });
  await stage.openPull({ 'src/rates.py': CALL, [CONFIG]: null });
  const { conclusion, summary } = runOf(stage);
  assert.equal(conclusion, 'neutral');
  assert.match(summary, /this review would find the same/);
});

test('a proposed configuration that could not be used fails the check run, and is not weighed', async () => {
  const stage = await scene.openRepository(BASE);
  await stage.openPull({ 'src/rates.py': CALL, [CONFIG]: 'presets: all\n' });
  const { conclusion, summary } = runOf(stage);
  assert.equal(conclusion, 'failure');
  assert.match(summary, /unknown key/);
  assert.doesNotMatch(summary, /this review would/);
});

test('a change that leaves the configuration alone is told nothing of it', async () => {
  const stage = await scene.openRepository({ ...BASE, [CONFIG]: 'preset: strict\n' });
  await stage.openPull({ 'src/rates.py': CALL });
  assert.doesNotMatch(runOf(stage).summary, /configuration in this change/);
});
