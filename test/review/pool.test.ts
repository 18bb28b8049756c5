import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { createPool } from '../../src/review/pool.ts';
import { review } from '../../src/review/review.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import { snapshotOf } from '../support/sample.ts';
import { settingsWith } from '../support/settings.ts';

const catalogue = await loadCatalogue();
const CALL = 'import requests\n\n\ndef rates(url):\n    return requests.get(url).json()\n';
const settings = settingsWith(catalogue, ['ch06/http-call-without-timeout', 'ch03/mutable-default']);

function reviewWith(pool: ReturnType<typeof createPool>, files: Record<string, string>) {
  return review({
    snapshot: snapshotOf({ before: {}, after: files, about: {} }),
    catalogue,
    settings,
    failOn: 'never',
    analyser: pool,
  });
}

describe('the pool', () => {
  const pool = createPool({ threads: 2 });
  after(() => pool.close());

  test('a file that breaks an engine is a skip that names the engine, and every other file gets its review', async () => {
    const breaking = `x = ${'"a" + '.repeat(12_000)}"a"\n`;
    const report = await reviewWith(pool, { 'a.py': CALL, 'breaking.py': breaking, 'c.py': CALL });
    assert.deepEqual(
      report.findings.map(({ path }) => path),
      ['a.py', 'c.py'],
    );
    assert.deepEqual(
      report.skips.map(({ path, what }) => [path, what]),
      [['breaking.py', 'ruff']],
    );
  });

  test('after a broken engine the next review finds what it should', async () => {
    const { findings } = await reviewWith(pool, { 'a.py': 'def add(item, basket=[]):\n    return basket\n' });
    assert.deepEqual(
      findings.map(({ check }) => check),
      ['ch03/mutable-default'],
    );
  });
});

test('a file that takes longer than its budget is a skip that says so', async (t) => {
  const pool = createPool({ threads: 1, fileBudget: 1 });
  t.after(() => pool.close());
  const report = await reviewWith(pool, { 'a.py': `${CALL}\n`.repeat(2000) });
  assert.deepEqual(report.findings, []);
  assert.match(report.skips[0]?.why ?? '', /took too long/);
});
