import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { ReviewComment } from '../../src/core/actions.ts';
import type { Finding, Report, Snapshot } from '../../src/core/flow.ts';
import { planActions } from '../../src/publish/plan.ts';
import { createInThreadAnalyser } from '../../src/review/in-thread.ts';
import { review } from '../../src/review/review.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import { readSample, snapshotOf, type Marked } from '../support/sample.ts';
import { settingsWith } from '../support/settings.ts';
import { planInput, reviewOf } from './plan-input.ts';

const catalogue = await loadCatalogue();
const analyser = createInThreadAnalyser(catalogue);
after(() => analyser.close());
const checks = new Map(catalogue.checks.map(({ info }) => [info.id, info]));

/** `CHECK=ch05/x` looks at one check only. */
const only = process.env['CHECK'];

/** As a pull request of its author would be reviewed: by all checks. */
function run(snapshot: Snapshot): Promise<Report> {
  return review({ snapshot, catalogue, settings: settingsWith(catalogue), failOn: 'secrets', analyser });
}

function linesIn({ body }: ReviewComment): readonly string[] | undefined {
  const inside = /^(`{3,})suggestion\n([^]*?)^\1$/m.exec(body)?.[2];
  return inside === undefined ? undefined : inside.split('\n').slice(0, -1);
}

/** As GitHub commits a batch: each suggestion takes the place of the lines that its comment is on. */
function commit(files: Marked['after'], offers: readonly ReviewComment[]): Marked['after'] {
  const mended = { ...files };
  for (const offer of offers.toSorted((a, b) => b.line - a.line)) {
    const { path, line, startLine = line } = offer;
    const lines = (mended[path] ?? '').split('\n');
    mended[path] = lines.toSpliced(startLine - 1, line - startLine + 1, ...(linesIn(offer) ?? [])).join('\n');
  }
  return mended;
}

/**
 * Findings that are more than there were before. A mend may take others with it; and by fingerprint they cannot be compared,
 * since two lines that said the same are told apart by their number.
 */
function beyond(then: readonly Finding[], before: readonly Finding[]): readonly string[] {
  const kindOf = ({ check, path, message }: Finding): string => `${path} ${check}: ${message}`;
  const room = new Map<string, number>();
  for (const finding of before) room.set(kindOf(finding), (room.get(kindOf(finding)) ?? 0) + 1);
  // Checks of the whole change judge what is new in it, which a mend may shorten.
  const ofFiles = then.filter(({ check }) => checks.get(check)?.kind !== 'pull');
  return ofFiles.map(kindOf).filter((kind) => {
    const left = room.get(kind) ?? 0;
    room.set(kind, left - 1);
    return left <= 0;
  });
}

const offered = { suggestions: 0 };
for (const { info } of catalogue.checks.filter((each) => only === undefined || each.info.id === only)) {
  test(`all suggestions on the examples of ${info.id}, committed at once, mend what they stand for and bring up nothing`, async () => {
    for (const example of info.examples) {
      const sample = readSample(example.bad, info);
      const snapshot = snapshotOf(sample);
      const report = await run(snapshot);
      const actions = planActions(planInput([], { checks, report, files: snapshot.files, maxComments: 50 }));
      const offers = (reviewOf(actions)?.comments ?? []).filter((comment) => linesIn(comment) !== undefined);
      if (offers.length === 0) continue;
      offered.suggestions += offers.length;
      const mended = new Set(offers.map(({ body }) => / fp=([0-9a-f]{16})/.exec(body)?.[1]));
      const then = await run(snapshotOf({ ...sample, after: commit(sample.after, offers) }));
      const left = report.findings.filter(({ fingerprint }) => !mended.has(fingerprint));
      assert.deepEqual(beyond(then.findings, left), [], example.title);
      assert.deepEqual(then.skips, report.skips, example.title);
    }
  });
}

test('there were suggestions to commit', { skip: only !== undefined }, () => {
  assert.ok(offered.suggestions > 40, `${offered.suggestions} suggestions`);
});
