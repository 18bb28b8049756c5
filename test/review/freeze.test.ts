import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Baseline, CheckId, Report, Snapshot } from '../../src/core/flow.ts';
import { createInThreadAnalyser } from '../../src/review/in-thread.ts';
import { review } from '../../src/review/review.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import { snapshotOf } from '../support/sample.ts';
import { settingsWith } from '../support/settings.ts';

const catalogue = await loadCatalogue();
const analyser = createInThreadAnalyser(catalogue);
const SOME: readonly CheckId[] = ['ch06/bare-except', 'ch06/http-call-without-timeout'];
const CALL = 'import requests\n\n\ndef rates(url):\n    return requests.get(url).json()\n';
const GRAB = 'try:\n    work()\nexcept:\n    count_the_failures_of_today = 1\n';

function run(snapshot: Snapshot, baseline: Baseline, checks = SOME): Promise<Report> {
  return review({
    snapshot,
    catalogue,
    settings: settingsWith(catalogue, checks),
    failOn: 'notice',
    analyser,
    baseline,
  });
}

function added(files: Record<string, string>): Snapshot {
  return snapshotOf({ before: {}, after: files, about: {} });
}

/** What a folder has, as a baseline. */
async function freeze(files: Record<string, string>): Promise<Baseline> {
  const { findings } = await run(added(files), []);
  return findings.map(({ path, check, fingerprint }) => ({ path, check, fingerprint }));
}

describe('what the baseline has', () => {
  test('counts for nothing, wherever its lines have gone', async () => {
    const baseline = await freeze({ 'a.py': CALL });
    assert.equal(baseline.length, 1);
    const report = await run(added({ 'a.py': `${'# a line\n'.repeat(40)}${CALL}` }), baseline);
    assert.deepEqual([report.findings, report.conclusion, report.baselined.length], [[], 'success', 1]);
    assert.deepEqual(report.mended, []);
  });

  test('does not cover a second one beside it', async () => {
    const baseline = await freeze({ 'a.py': CALL });
    const twice = CALL.replace('    return', '    requests.get(url)\n    return');
    const report = await run(added({ 'a.py': twice }), baseline);
    assert.deepEqual([report.findings.length, report.baselined.length, report.conclusion], [1, 1, 'failure']);
  });
});

describe('an entry is mended', () => {
  test('when its code is, or its file is gone', async () => {
    const baseline = await freeze({ 'a.py': CALL, 'b.py': GRAB });
    const report = await run(added({ 'a.py': CALL.replace('get(url)', 'get(url, timeout=3)') }), baseline);
    assert.deepEqual(
      report.mended.map(({ path, check }) => `${path} ${check}`),
      ['a.py ch06/http-call-without-timeout', 'b.py ch06/bare-except'],
    );
  });

  test('not when the change leaves its file alone', async () => {
    const baseline = await freeze({ 'a.py': CALL, 'b.py': GRAB });
    const snapshot = added({ 'c.py': 'x = 1\n' });
    const report = await run({ ...snapshot, tree: new Set(['a.py', 'b.py', 'c.py']) }, baseline);
    assert.deepEqual(report.mended, []);
  });

  test('not when its check is off', async () => {
    const baseline = await freeze({ 'b.py': GRAB });
    assert.deepEqual(
      (await run(added({ 'b.py': 'x = 1\n' }), baseline, ['ch06/http-call-without-timeout'])).mended,
      [],
    );
  });

  test('not when the file no longer parses', async () => {
    const baseline = await freeze({ 'b.py': GRAB });
    assert.deepEqual((await run(added({ 'b.py': 'def f(:\n' }), baseline)).mended, []);
  });
});
