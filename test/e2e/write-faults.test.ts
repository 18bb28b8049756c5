import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Fault } from '../../demo/github/faults.ts';
import { createScene } from './scene.ts';
import { BASE, WITHOUT_TIMEOUT } from './shop.ts';

const scene = await createScene();
after(() => scene.close());

const FAULTS: readonly (readonly [string, Fault])[] = [
  ['answers 502 after doing it', { status: 502, commit: true }],
  ['answers 502 without doing it', { status: 502 }],
  ['hangs up after doing it', { reset: true, commit: true }],
  ['cuts its answer short', { truncate: true }],
  [
    'has had enough for a second',
    { status: 403, message: 'You have exceeded a secondary rate limit.', headers: { 'retry-after': '1' } },
  ],
];

for (const match of ['checks/create', 'pulls/create-review', 'checks/update'])
  for (const [what, fault] of FAULTS)
    test(`one review and one concluded check run, although GitHub ${what} at ${match}`, async () => {
      const stage = await scene.openRepository(BASE);
      scene.github.failNext({ ...fault, match });
      const pull = await stage.openPull(WITHOUT_TIMEOUT);
      scene.github.clearFaults();
      assert.deepEqual(stage.endsAt(pull.head), ['completed neutral']);
      assert.equal(stage.reviews().length, 1);
      assert.equal(new Set(stage.comments().map(({ body }) => body)).size, stage.comments().length);
      assert.deepEqual(scene.github.violations, []);
    });
