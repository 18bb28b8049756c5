import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Config, defaultConfig } from '../../src/config/config.ts';
import { settingsFor } from '../../src/config/settings.ts';
import type { Snapshot } from '../../src/core/flow.ts';
import { createInThreadAnalyser } from '../../src/review/in-thread.ts';
import { review } from '../../src/review/review.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import { type Scales, weighProposed } from '../../src/app/weigh-proposed.ts';
import { snapshotOf } from '../support/sample.ts';

const catalogue = await loadCatalogue();
const infos = catalogue.checks.map(({ info }) => info);
const TIMEOUT = 'ch06/http-call-without-timeout';
const CALL = 'import requests\n\n\ndef rates(url):\n    return requests.get(url).json()\n';

const SNAPSHOT = snapshotOf({ before: {}, after: { 'a.py': CALL, 'legacy/b.py': CALL }, about: {} });

interface Weighed extends Awaited<ReturnType<typeof weighProposed>> {
  /** Files that were looked at a second time. */
  readonly analysed: readonly string[];
  readonly captures: number;
}

async function weigh(from: Partial<Config>, to: Partial<Config>, more: Partial<Scales> = {}): Promise<Weighed> {
  const [config, proposed] = [
    { ...defaultConfig(), ...from },
    { ...defaultConfig(), ...to },
  ];
  const { snapshot = SNAPSHOT } = more;
  const analyser = createInThreadAnalyser(catalogue);
  const settings = settingsFor(config, infos);
  const report = await review({ snapshot, catalogue, settings, failOn: config.failOn, analyser });
  const analysed: string[] = [];
  let captures = 0;
  const change = await weighProposed({
    catalogue,
    analyser: {
      ...analyser,
      analyse: (task) => {
        analysed.push(task.path);
        return analyser.analyse(task);
      },
    },
    held: { config, report },
    proposed,
    snapshot,
    ...more,
    capture: (request) => {
      captures += 1;
      return more.capture?.(request) ?? assert.fail('nothing needs to be read again');
    },
  });
  return { ...change, analysed, captures };
}

function places(found: readonly { readonly check: string; readonly path: string }[]): readonly string[] {
  return found.filter(({ check }) => check === TIMEOUT).map(({ path }) => path);
}

describe('a proposed configuration is weighed on the change that brings it', () => {
  test('a check that it turns off would be quiet', async () => {
    const change = await weigh({}, { checks: { [TIMEOUT]: { level: 'off', options: {} } } });
    assert.deepEqual([places(change.lost), change.gained, change.captures], [['a.py', 'legacy/b.py'], [], 0]);
  });

  test('a level and what fails the check run would be others', async () => {
    const change = await weigh({}, { failOn: 'warning' });
    assert.deepEqual(places(change.changed.map(({ to }) => to)), ['a.py', 'legacy/b.py']);
    assert.deepEqual(change.conclusion, { from: 'neutral', to: 'failure' });
  });

  test('what it leaves out would not be found, without reading anything again', async () => {
    const change = await weigh({}, { exclude: ['legacy/**'] });
    assert.deepEqual([places(change.lost), change.captures], [['legacy/b.py'], 0]);
  });

  test('what it no longer leaves out is read first', async () => {
    const unread: Snapshot = {
      ...SNAPSHOT,
      files: SNAPSHOT.files.map(({ text = '', ...file }) => (file.path === 'a.py' ? { ...file, text } : file)),
    };
    const change = await weigh(
      { exclude: ['legacy/**'] },
      {},
      {
        snapshot: unread,
        capture: (request) => {
          assert.equal(request.wants('legacy/b.py'), true);
          return Promise.resolve(SNAPSHOT);
        },
      },
    );
    assert.deepEqual([places(change.gained), change.captures], [['legacy/b.py'], 1]);
  });

  test('unchanged files that only its checks want are read, and those that they no longer want are not', async () => {
    const snapshot = { ...SNAPSHOT, tree: new Set([...SNAPSHOT.tree, 'poetry.lock']) };
    const capture = () => Promise.resolve({ ...snapshot, context: new Map([['poetry.lock', '']]) });
    const without = { chapters: { ch13: 'off' } } as const;
    assert.equal((await weigh(without, {}, { snapshot, capture })).captures, 1);
    assert.equal((await weigh({}, without, { snapshot })).captures, 0);
  });

  test('one that says nothing else of what is found costs nothing', async () => {
    const change = await weigh({}, { maxComments: 3, drafts: 'comment', labels: { wip: 'skip' } });
    assert.deepEqual([change.gained, change.lost, change.changed, change.analysed], [[], [], [], []]);
  });

  test('what people dismissed stays dismissed, unless it would no longer be possible', async () => {
    const decide: Scales['decide'] = (report, { notDismissible }) =>
      notDismissible.includes('ch06') ? report : { ...report, findings: [], conclusion: 'success' };
    const same = await weigh({}, { failOn: 'error' }, { decide });
    assert.deepEqual([same.gained, same.lost, same.conclusion], [[], [], { from: 'success', to: 'success' }]);
    const strict = await weigh({}, { notDismissible: ['ch06'] }, { decide });
    assert.deepEqual([places(strict.gained), strict.analysed], [['a.py', 'legacy/b.py'], []]);
  });
});
