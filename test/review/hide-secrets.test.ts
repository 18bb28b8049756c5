import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { NOTHING_DECIDED } from '../../src/core/decisions.ts';
import type { Report, Snapshot } from '../../src/core/flow.ts';
import { renderGithub } from '../../src/output/github.ts';
import { renderJson } from '../../src/output/json.ts';
import { renderSarif } from '../../src/output/sarif.ts';
import { renderText } from '../../src/output/text.ts';
import { planActions } from '../../src/publish/plan.ts';
import { cacheResults } from '../../src/review/cached-analyser.ts';
import { createInThreadAnalyser } from '../../src/review/in-thread.ts';
import { review } from '../../src/review/review.ts';
import { createSealer } from '../../src/app/seal.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import { snapshotOf } from '../support/sample.ts';
import { settingsWith } from '../support/settings.ts';
import { FILES, PLANTED } from './planted.ts';

const catalogue = await loadCatalogue();
const checks = new Map(catalogue.checks.map(({ info }) => [info.id, info]));
const book = {
  checks,
  chapters: new Map(catalogue.chapters.map((chapter) => [chapter.number, chapter])),
  docsUrl: 'https://shop.example/docs',
};
const stored = new Map<string, string>();

async function reviewPlanted(): Promise<readonly [Report, Snapshot]> {
  const cache = {
    read: async () => new Map<string, string>(),
    write: async (entries: ReadonlyMap<string, string>) => {
      for (const [key, value] of entries) stored.set(key, value);
    },
  };
  const options = { cache, sealer: createSealer('a key for tests'), versions: '1' };
  const analyser = cacheResults(createInThreadAnalyser(catalogue), options);
  const snapshot = snapshotOf({ before: {}, after: FILES, about: {} });
  const report = await review({ snapshot, catalogue, settings: settingsWith(catalogue), failOn: 'secrets', analyser });
  await analyser.close();
  return [report, snapshot];
}

describe('a credential that stands in what is reviewed', () => {
  let report: Report;
  let outputs: ReadonlyMap<string, string>;

  before(async () => {
    const [reviewed, snapshot] = await reviewPlanted();
    report = reviewed;
    const input = { ...book, report, version: '1.0.0' };
    const lines = new Map(snapshot.files.map(({ path, text = '' }) => [path, text.split('\n')]));
    const actions = planActions({
      ...input,
      files: snapshot.files,
      maxComments: 500,
      failOn: 'secrets',
      mode: 'comment',
      commentFrom: 'notice',
      decisions: NOTHING_DECIDED,
      notDismissible: [],
      posted: { fingerprints: new Set(), comments: [] },
      pull: { owner: 'octo', repo: 'shop', number: 1 },
      key: 'a key for tests',
    });
    outputs = new Map([
      ['report', JSON.stringify(report)],
      ['text', renderText({ ...input, lines, color: true })],
      ['json', renderJson(input)],
      ['sarif', renderSarif(input)],
      ['github', renderGithub(input)],
      ['actions', JSON.stringify(actions)],
      ['cache', JSON.stringify([...stored])],
    ]);
  });

  test('is found by every check that looks for such, beside what others find', () => {
    const found = new Set(report.findings.map(({ check }) => check));
    for (const { info } of catalogue.checks) if (info.secret) assert.ok(found.has(info.id), info.id);
    assert.ok(found.size >= 20, `${found.size} checks`);
    assert.ok(report.findings.filter(({ unshown }) => unshown).length >= 20);
    assert.ok(stored.size >= 10);
  });

  test('is in no output, comment, annotation, cache or reason for a skip', () => {
    for (const [name, output] of outputs)
      for (const secret of PLANTED)
        for (let at = 0; at + 12 <= secret.length; at++) {
          const piece = secret.slice(at, at + 12);
          const place = output.indexOf(piece);
          assert.ok(place < 0, `${name}: …${output.slice(Math.max(0, place - 300), place + 60)}…`);
        }
  });
});
