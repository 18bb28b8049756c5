import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createScene } from './scene.ts';

const COUNT = 3_000;
const LINES = 20_000;

function modules(value: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: COUNT - 2 }, (_, at) => [`src/part${at}.py`, `NAME_${at} = ${value}\n`]),
  );
}

function long(value: number): string {
  return Array.from({ length: LINES }, (_, at) => `name_${at} = ${at + value}\n`).join('');
}

test('three thousand files, one of twenty thousand lines and one too large, end in a concluded check run that says what is left out', async (t) => {
  const scene = await createScene();
  t.after(() => scene.close());
  const base = {
    'pyproject.toml': '[project]\nname = "x"\n',
    ...modules(1),
    'src/long.py': long(0),
    'src/huge.py': '',
  };
  const stage = await scene.openRepository(base);
  await stage.openPull({
    ...modules(2),
    'src/long.py': `${long(1)}import requests\n\nrequests.get('https://example.com')\n`,
    'src/huge.py': `# ${'x'.repeat(1_100_000)}\n`,
  });
  const [run, ...others] = stage.checkRuns();
  assert.deepEqual(others, []);
  assert.deepEqual([run?.status, run?.conclusion], ['completed', 'neutral']);
  assert.match(run?.summary ?? '', /src\/huge\.py/);
  assert.ok(
    run?.annotations.some(({ path }) => path === 'src/long.py'),
    'what is wrong in the long file is said',
  );
  assert.deepEqual(scene.github.violations, []);
});
