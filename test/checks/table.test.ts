import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyEdits, textAt } from '../../src/core/span.ts';
import type { Finding, Report } from '../../src/core/flow.ts';
import type { Sample } from '../../src/core/check-info.ts';
import { createInThreadAnalyser } from '../../src/review/in-thread.ts';
import { review } from '../../src/review/review.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import type { LoadedCheck } from '../../src/sdk/load.ts';
import { readSample, snapshotOf } from '../support/sample.ts';
import type { Marked } from '../support/sample.ts';
import { settingsWith } from '../support/settings.ts';

const catalogue = await loadCatalogue();
const analyser = createInThreadAnalyser(catalogue);

/** `CHECK=ch05/x npm test` looks at one check only, while it is being written. */
const only = process.env['CHECK'];

/** Only the check itself runs, but for checks of suppressions, which speak of what the others did. */
async function run({ info }: LoadedCheck, files: Omit<Marked, 'marks'>): Promise<Report> {
  const settings = settingsWith(catalogue, info.kind === 'suppressions' ? undefined : [info.id]);
  const report = await review({ snapshot: snapshotOf(files), catalogue, settings, failOn: 'never', analyser });
  return { ...report, findings: report.findings.filter(({ check }) => check === info.id) };
}

function places(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ path, span }) => `${path}:${span.line}`))].sort();
}

function broken(report: Report): readonly string[] {
  return report.skips.map(({ what, path, why }) => `${what} ${path ?? ''}: ${why}`);
}

/** The sample with every safe fix of the report applied at once. */
function mend(files: Marked, report: Report): Marked {
  const after = { ...files.after };
  for (const [path, own] of Map.groupBy(report.findings, (finding) => finding.path)) {
    const edits = own.flatMap(({ fix }) => (fix?.safe ? fix.edits : []));
    after[path] = applyEdits(after[path] ?? '', edits);
  }
  return { ...files, after };
}

function assertSpeaksWell(loaded: LoadedCheck, finding: Finding, text: string): void {
  const { info } = loaded;
  assert.ok(finding.message.length <= 140, `at most 140 characters: ${finding.message}`);
  if (info.kind !== 'ruff') assert.match(finding.message, /[.?]$/, `a sentence: ${finding.message}`);
  assert.ok(!finding.message.includes('\n'), 'one line');
  if (finding.fix) assert.ok(info.fixes, 'a check that offers a fix says `fixes: true`');
  const under = textAt(text, finding.span).trim();
  if (info.secret && under.length > 7)
    assert.ok(!finding.message.includes(under), 'no text that a secret check matched');
}

for (const loaded of catalogue.checks.filter(({ info }) => only === undefined || info.id === only)) {
  const { info } = loaded;
  describe(info.id, () => {
    for (const [number, example] of info.examples.entries()) {
      const bad = readSample(example.bad, info);
      test(`reports the marked lines of “${example.title}” and nothing else`, async () => {
        assert.notEqual(bad.marks.length, 0, 'a bad example marks at least one line with <-');
        const report = await run(loaded, bad);
        assert.deepEqual(
          places(report.findings),
          bad.marks,
          `${JSON.stringify(report.findings, null, 1)}\n${broken(report).join('\n')}`,
        );
        for (const finding of report.findings) assertSpeaksWell(loaded, finding, bad.after[finding.path] ?? '');
      });
      test(`is silent on the good side of “${example.title}”`, async () => {
        const good = readSample(example.good, info);
        assert.deepEqual(good.marks, []);
        assert.notDeepEqual(good.after, bad.after, 'good differs from bad');
        const report = await run(loaded, good);
        assert.deepEqual(report.findings, []);
        assert.deepEqual(broken(report), []);
      });
      test(`mends “${example.title}” with all its fixes at once`, async () => {
        const report = await run(loaded, bad);
        const fixed = report.findings.filter(({ fix }) => fix?.safe);
        const then = await run(loaded, mend(bad, report));
        assert.equal(
          then.findings.length,
          report.findings.length - fixed.length,
          JSON.stringify(then.findings, null, 1),
        );
        if (fixed.length > 0) assert.deepEqual(broken(then), broken(report));
      });
      if (info.fixes && number === 0)
        test('proves at least one fix over all its examples', async () => {
          const reports = await Promise.all(info.examples.map((each) => run(loaded, readSample(each.bad, info))));
          assert.ok(reports.some(({ findings }) => findings.some(({ fix }) => fix?.safe)));
        });
    }
    for (const [number, sample] of info.quiet.entries())
      test(`is silent on near miss ${number + 1}: ${firstLine(sample)}`, async () => {
        const files = readSample(sample, info);
        assert.deepEqual(files.marks, []);
        const report = await run(loaded, files);
        assert.deepEqual(report.findings, []);
      });
  });
}

function firstLine(sample: Sample): string {
  const text = typeof sample === 'string' ? sample : JSON.stringify(sample);
  return (
    text
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim()
      .slice(0, 60) ?? '(empty)'
  );
}
