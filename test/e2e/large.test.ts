import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createScene } from './scene.ts';
import type { Scene } from './scene.ts';

/** Milliseconds. Enough for any machine: nothing here is about time. */
const timeout = 900_000;

let scene: Scene;
before(async () => {
  scene = await createScene();
});
after(() => scene.close());

/** A busy machine may give up a file for want of time. Then it says so: there is no third way. */
function saysGivenUp(summary: string, path: string): boolean {
  return summary.split('\n').some((line) => line.startsWith(`- \`${path}\`: took too long`));
}

const CALL = 'import requests\n\n\ndef rates(url):\n    return requests.get(url).json()\n';

test(
  'a pull request of more than 3,000 files ends in a check run that lists what was left out',
  { timeout },
  async () => {
    const stage = await scene.openRepository({ 'pyproject.toml': '[project]\nname = "shop"\n' });
    const notes = Array.from({ length: 3_005 }, (_, at) => [`notes/${String(at).padStart(4, '0')}.txt`, `${at}\n`]);
    scene.github.mark();
    const from = scene.github.requests.length;
    await stage.openPull({
      ...Object.fromEntries(notes),
      'app/rates.py': CALL,
      'app/large.py': '# a comment\n'.repeat(100_000),
      'app/broken.py': 'x = 1\0\n',
      'logo.png': '\0',
    });
    const [run, ...others] = stage.checkRuns();
    assert.deepEqual([run?.status, run?.conclusion, others], ['completed', 'neutral', []], run?.summary ?? '');
    const summary = run?.summary ?? '';
    assert.match(summary, /^- 8 changed files were left out: at most 3000 are read in one change$/m);
    assert.match(summary, /^- `app\/large\.py`: is too large: `1200000` bytes, of which at most `1000000` are read$/m);
    assert.match(summary, /^- `app\/broken\.py`: is binary: a NUL byte at offset 5, line 1$/m);
    assert.doesNotMatch(summary, /logo\.png/);
    assert.deepEqual(
      stage.comments().map(({ thread }) => thread.path),
      ['app/rates.py'],
    );
    const updates = scene.github.requests.slice(from).filter(({ operation }) => operation === 'checks/update').length;
    const requests = scene.github.traffic().requests - updates + 1;
    assert.ok(requests <= 120, `${requests} requests`);
    assert.deepEqual(scene.github.violations, []);
  },
);

test('a file of 20,000 lines is looked at to its last one', { timeout }, async () => {
  const lines = Array.from({ length: 20_000 }, (_, at) => `name_${at} = ${at}\n`).join('');
  const stage = await scene.openRepository({ 'long.py': 'x = 1\n' });
  await stage.openPull({ 'long.py': `import requests\n\n${lines}\n\n${CALL.split('\n\n\n')[1]}` });
  const [run] = stage.checkRuns();
  const summary = run?.summary ?? '';
  assert.equal(run?.status, 'completed');
  assert.match(summary, /1 changed file inspected/);
  assert.deepEqual(
    // The first line is where its length is spoken of.
    run.annotations.flatMap(({ path, startLine }) => (startLine === 1 ? [] : [[path, startLine]])),
    saysGivenUp(summary, 'long.py') ? [] : [['long.py', 20_006]],
    summary,
  );
  assert.deepEqual(stage.comments(), [], 'GitHub takes no comment where it shows no patch');
  assert.deepEqual(scene.github.violations, []);
});
