import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { writeBaseline } from '../../src/config/baseline.ts';
import { BASELINE_PATH } from '../../src/core/baseline.ts';
import { createScene } from './scene.ts';

const scene = await createScene();
after(() => scene.close());

const BASE = { 'pyproject.toml': '[project]\nname = "shop"\nversion = "1.0"\n', 'shop.py': 'import requests\n' };
const CHANGE = { 'shop.py': 'import requests\n\n\ndef news(url):\n    return requests.get(url).json()\n' };
const CHECK = 'ch06/http-call-without-timeout';

test('what the baseline of the base branch has counts for nothing', async () => {
  const first = await scene.openRepository(BASE);
  await first.openPull(CHANGE);
  const [, fingerprint = ''] = / fp=([0-9a-f]{16})/.exec(first.comments()[0]?.body ?? '') ?? [];
  const text = writeBaseline([{ path: 'shop.py', check: CHECK, fingerprint }]);

  const second = await scene.openRepository({ ...BASE, [BASELINE_PATH]: text });
  await second.openPull(CHANGE);

  assert.deepEqual(second.comments(), []);
  assert.match(second.checkRuns()[0]?.summary ?? '', /1 finding in the baseline\./);
});

test('a baseline that cannot be read hides nothing, and is named', async () => {
  const stage = await scene.openRepository({ ...BASE, [BASELINE_PATH]: '{' });
  await stage.openPull(CHANGE);
  assert.equal(stage.comments().length, 1);
  assert.match(stage.checkRuns()[0]?.summary ?? '', /chapter-and-verse-baseline\.json.*not valid JSON/s);
});

test('a change cannot excuse itself with a baseline of its own', async () => {
  const first = await scene.openRepository(BASE);
  await first.openPull(CHANGE);
  const [, fingerprint = ''] = / fp=([0-9a-f]{16})/.exec(first.comments()[0]?.body ?? '') ?? [];
  const stage = await scene.openRepository(BASE);
  await stage.openPull({ ...CHANGE, [BASELINE_PATH]: writeBaseline([{ path: 'shop.py', check: CHECK, fingerprint }]) });
  assert.equal(stage.comments().length, 1);
});
