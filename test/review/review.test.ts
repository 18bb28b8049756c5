import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CheckId, Report, Snapshot } from '../../src/core/flow.ts';
import { createInThreadAnalyser } from '../../src/review/in-thread.ts';
import { review } from '../../src/review/review.ts';
import type { ReviewSettings } from '../../src/review/selection.ts';
import type { Analyser } from '../../src/review/task.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import { changedFile, snapshotOf } from '../support/sample.ts';
import { settingsWith } from '../support/settings.ts';

const catalogue = await loadCatalogue();
const analyser = createInThreadAnalyser(catalogue);
const SOME: readonly CheckId[] = [
  'ch03/idle-suppression',
  'ch03/mutable-default',
  'ch03/unused-import',
  'ch03/syntax-error',
  'ch06/bare-except',
  'ch06/http-call-without-timeout',
];

function run(
  snapshot: Snapshot,
  settings: ReviewSettings = settingsWith(catalogue, SOME),
  by: Analyser = analyser,
): Promise<Report> {
  return review({ snapshot, catalogue, settings, failOn: 'error', analyser: by });
}

function change(before: Record<string, string>, after: Record<string, string>): Snapshot {
  return snapshotOf({ before, after, about: {} });
}

function found(report: Report): readonly string[] {
  return report.findings.map(({ check, path, span }) => `${check} ${path}:${span.line}`);
}

const CALL = 'import requests\n\n\ndef rates(url):\n    return requests.get(url).json()\n';
const GRAB = 'try:\n    work()\nexcept:\n    count_the_failures_of_today = 1\n';

describe('only what the change brings in is reported', () => {
  test('a finding that the merge base has is not', async () => {
    assert.deepEqual(found(await run(change({ 'a.py': CALL }, { 'a.py': `${CALL}\n\nx = 1\n` }))), []);
  });

  test('one that moved by many lines is not', async () => {
    assert.deepEqual(found(await run(change({ 'a.py': CALL }, { 'a.py': `${'# a line\n'.repeat(500)}${CALL}` }))), []);
  });

  test('a second one beside an old one is, and the new one is the one named', async () => {
    const twice = CALL.replace('    return', '    requests.get(url)\n    return');
    assert.deepEqual(found(await run(change({ 'a.py': CALL }, { 'a.py': twice }))), [
      'ch06/http-call-without-timeout a.py:5',
    ]);
  });

  test('an import whose last use went is, although its own line did not change', async () => {
    const after = 'import requests\n\n\ndef rates(url):\n    return url\n';
    assert.deepEqual(found(await run(change({ 'a.py': CALL }, { 'a.py': after }))), ['ch03/unused-import a.py:1']);
  });

  test('a renamed file is not new', async () => {
    const moved = {
      ...changedFile('b.py', CALL, `${CALL}\n\nx = 1\n`),
      path: 'b.py',
      previousPath: 'a.py',
      status: 'renamed',
    } as const;
    const snapshot: Snapshot = { ...change({}, {}), files: [moved], tree: new Set(['b.py']) };
    assert.deepEqual(found(await run(snapshot)), []);
  });

  test('of two alike in a file that was moved and written anew, the one that was there is not new', async () => {
    const gather = (name: string): string => `def ${name}(item, into=[]):\n    into.append(item)\n    return into\n`;
    const report = await run(
      change({ 'a.py': gather('one') }, { 'b.py': `${'# a note\n'.repeat(40)}${gather('one')}\n\n${gather('two')}` }),
    );
    assert.deepEqual(found(report), ['ch03/mutable-default b.py:46']);
  });

  test('code moved to another file is not new', async () => {
    const rest = 'x = 1\n';
    const report = await run(change({ 'a.py': CALL + rest, 'b.py': rest }, { 'a.py': rest, 'b.py': rest + CALL }));
    assert.deepEqual(found(report), []);
  });

  test('copied code is', async () => {
    const report = await run(change({ 'a.py': CALL }, { 'a.py': `${CALL}# touched\n`, 'b.py': CALL }));
    assert.deepEqual(found(report), ['ch06/http-call-without-timeout b.py:5']);
  });

  test('taking away a suppression brings its finding back', async () => {
    const quiet = CALL.replace(
      '.json()',
      '.json()  # cv: ignore[ch06/http-call-without-timeout] -- an adapter sets it',
    );
    assert.deepEqual(found(await run(change({ 'a.py': quiet }, { 'a.py': CALL }))), [
      'ch06/http-call-without-timeout a.py:5',
    ]);
  });
});

describe('suppressions', () => {
  test('a suppressed finding is listed with its reason, not reported', async () => {
    const text = CALL.replace('.json()', '.json()  # cv: ignore[ch06/http-call-without-timeout] -- an adapter sets it');
    const report = await run(change({}, { 'a.py': text }));
    assert.deepEqual(found(report), []);
    assert.deepEqual(
      report.suppressed.map(({ finding, reason, line }) => [finding.check, reason, line]),
      [['ch06/http-call-without-timeout', 'an adapter sets it', 5]],
    );
  });

  test('a bare noqa silences structural checks of its line', async () => {
    assert.deepEqual(found(await run(change({}, { 'a.py': CALL.replace('.json()', '.json()  # noqa') }))), []);
  });
});

describe('settings', () => {
  test('an excluded path is skipped, and the report says so', async () => {
    const settings = { ...settingsWith(catalogue, SOME), excluded: (path: string) => path.startsWith('old/') };
    const report = await run(change({}, { 'old/a.py': CALL, 'b.py': CALL }), settings);
    assert.deepEqual(found(report), ['ch06/http-call-without-timeout b.py:5']);
    assert.deepEqual(report.skips, [{ what: 'file', path: 'old/a.py', why: 'excluded by the configuration' }]);
  });

  test('a level from the configuration is the finding’s severity and decides the conclusion', async () => {
    const settings: ReviewSettings = {
      excluded: () => false,
      check: (id, path) => ({
        level: id === 'ch06/http-call-without-timeout' && path === 'a.py' ? 'error' : 'off',
        options: {},
      }),
    };
    const report = await run(change({}, { 'a.py': CALL, 'b.py': CALL }), settings);
    assert.deepEqual(
      report.findings.map(({ path, severity, blocking }) => [path, severity, blocking]),
      [['a.py', 'error', true]],
    );
    assert.equal(report.conclusion, 'failure');
  });

  test('generated, vendored and fixture files are left alone', async () => {
    const files = {
      'a_pb2.py': CALL,
      'vendor/b.py': CALL,
      'tests/fixtures/c.py': CALL,
      'd.py': `# Code generated by tool, do not edit\n${CALL}`,
    };
    assert.deepEqual(found(await run(change({}, files))), []);
  });
});

describe('trouble in one place leaves the others alone', () => {
  test('a file that does not parse gets its syntax error, the next file its review', async () => {
    const report = await run(change({}, { 'a.py': 'def f(:\n', 'b.py': CALL }));
    assert.deepEqual(found(report), ['ch03/syntax-error a.py:1', 'ch06/http-call-without-timeout b.py:5']);
    assert.deepEqual(
      report.skips.map(({ path, what }) => [path, what]),
      [['a.py', 'python']],
    );
  });

  test('a check that throws is a skip by name', async () => {
    // The handler's type is lost in the copy; what matters is that it throws.
    const broken = {
      ...catalogue,
      checks: catalogue.checks.map((loaded) =>
        loaded.info.id === 'ch06/bare-except'
          ? {
              ...loaded,
              check: {
                ...loaded.check,
                nodes: {
                  except_clause: () => {
                    throw new TypeError('secret text');
                  },
                },
              },
            }
          : loaded,
      ),
    } as typeof catalogue;
    const snapshot = change({}, { 'a.py': CALL + GRAB });
    const report = await review({
      snapshot,
      catalogue: broken,
      settings: settingsWith(catalogue, SOME),
      failOn: 'error',
      analyser: createInThreadAnalyser(broken),
    });
    assert.deepEqual(found(report), ['ch06/http-call-without-timeout a.py:5']);
    assert.equal(report.skips.length, 1);
    assert.match(report.skips[0]?.why ?? '', /TypeError/);
    assert.doesNotMatch(report.skips[0]?.why ?? '', /secret text/);
  });
});

test('the report does not depend on the order of the files or of the threads', async () => {
  const files = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`m${index}.py`, CALL + GRAB]));
  const snapshot = change({}, files);
  const backwards: Snapshot = { ...snapshot, files: [...snapshot.files].reverse() };
  let turn = 0;
  const late: Analyser = {
    ...analyser,
    async analyse(task) {
      turn += 1;
      for (let wait = (turn * 7) % 5; wait > 0; wait -= 1) await new Promise(setImmediate);
      return analyser.analyse(task);
    },
  };
  const [first, second] = [await run(snapshot), await run(backwards, undefined, late)];
  assert.equal(first.findings.length, 24);
  assert.equal(JSON.stringify(first), JSON.stringify(second));
});

describe('fixes', () => {
  test('one that is proven stays safe', async () => {
    const { findings } = await run(change({}, { 'a.py': CALL }));
    assert.deepEqual(
      findings.map(({ fix }) => fix?.safe),
      [true],
    );
  });

  test('of two on neighbouring lines only the first stays safe', async () => {
    const twice = CALL.replace('    return', '    requests.get(url)\n    return');
    const { findings } = await run(change({}, { 'a.py': twice }));
    assert.deepEqual(
      findings.map(({ fix }) => fix?.safe),
      [true, false],
    );
  });
});
