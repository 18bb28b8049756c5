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

function keysOf(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ check, path, fingerprint }) => `${check} ${path} ${fingerprint}`).sort();
}

let offered = 0;
for (const { info } of catalogue.checks.filter((each) => only === undefined || each.info.id === only)) {
  test(`all suggestions on the examples of ${info.id}, committed at once, mend what they stand for and bring up nothing`, async () => {
    for (const example of info.examples) {
      const sample = readSample(example.bad, info);
      const snapshot = snapshotOf(sample);
      const report = await run(snapshot);
      const actions = planActions(planInput([], { checks, report, files: snapshot.files, maxComments: 50 }));
      const offers = (reviewOf(actions)?.comments ?? []).filter((comment) => linesIn(comment) !== undefined);
      if (offers.length === 0) continue;
      offered += offers.length;
      const mended = new Set(offers.map(({ body }) => / fp=([0-9a-f]{16})/.exec(body)?.[1]));
      const then = await run(snapshotOf({ ...sample, after: commit(sample.after, offers) }));
      // What is left may count differently from there on: two lines that said the same are told apart by their number.
      const left = report.findings.filter(({ fingerprint }) => !mended.has(fingerprint));
      assert.deepEqual(
        then.findings.map(({ check, path }) => `${check} ${path}`).sort(),
        left.map(({ check, path }) => `${check} ${path}`).sort(),
        `${example.title}: ${JSON.stringify(keysOf(then.findings))} instead of ${JSON.stringify(keysOf(left))}`,
      );
      assert.deepEqual(then.skips, report.skips, example.title);
    }
  });
}

test('there were suggestions to commit', { skip: only !== undefined }, () => {
  assert.ok(offered > 100, `${offered} suggestions`);
});
