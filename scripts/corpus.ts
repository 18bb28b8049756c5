/**
 * Runs checks over folders of real code and prints what they find, to be read by a person:
 * `npm run corpus -- [--checks ch05/x,ch06/y] [--preset recommended] [--samples 5] DIR…`
 */
import { parseArgs } from 'node:util';
import { availableParallelism } from 'node:os';
import type { Finding, Report } from '../src/core/flow.ts';
import { captureFolder } from '../src/git/capture-folder.ts';
import { createPool } from '../src/review/pool.ts';
import { review } from '../src/review/review.ts';
import { captureRequest } from '../src/review/selection.ts';
import type { ReviewSettings } from '../src/review/selection.ts';
import { loadCatalogue } from '../src/sdk/load.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    checks: { type: 'string' },
    preset: { type: 'string', default: 'recommended' },
    samples: { type: 'string', default: '5' },
  },
});
const RANKS = ['recommended', 'strict', 'all'];
const catalogue = await loadCatalogue();
const only = values.checks?.split(',');
const chosen = new Map(
  catalogue.checks
    .filter(({ info }) => (only ? only.includes(info.id) : RANKS.indexOf(info.preset) <= RANKS.indexOf(values.preset)))
    .map(({ info }) => [info.id, info]),
);
const settings: ReviewSettings = {
  excluded: () => false,
  check(id) {
    const info = chosen.get(id);
    if (!info) return { level: 'off', options: {} };
    return {
      level: info.severity,
      options: Object.fromEntries(Object.entries(info.options).map(([name, spec]) => [name, spec.default])),
    };
  },
};
const analyser = createPool({ threads: availableParallelism() });

for (const dir of positionals) {
  const started = performance.now();
  const snapshot = await captureFolder({ paths: [dir] }, captureRequest(catalogue, settings));
  const report = await review({ snapshot, catalogue, settings, failOn: 'never', analyser });
  const python = snapshot.files.filter(({ path }) => path.endsWith('.py'));
  const lines = python.reduce((sum, { text }) => sum + (text?.split('\n').length ?? 0), 0);
  const seconds = (performance.now() - started) / 1000;
  console.log(`\n=== ${dir}: ${python.length} Python files, ${lines} lines, ${seconds.toFixed(1)} s`);
  printFindings(report, new Map(snapshot.files.map(({ path, text }) => [path, (text ?? '').split('\n')])), lines);
  printSkips(report);
}
await analyser.close();

function printFindings(report: Report, texts: ReadonlyMap<string, readonly string[]>, lines: number): void {
  const byCheck = [...Map.groupBy(report.findings, ({ check }) => check)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [check, findings] of byCheck) {
    console.log(
      `\n${check}: ${findings.length} (${((findings.length / lines) * 100_000).toFixed(1)} per 100,000 lines)`,
    );
    for (const finding of spread(findings, Number(values.samples))) printSample(finding, texts.get(finding.path) ?? []);
  }
  console.log(`\n${report.findings.length} findings of ${byCheck.length} checks`);
}

/** Samples from all over the list, not only from its first files. */
function spread<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)]).flatMap(
    (item) => item ?? [],
  );
}

function printSample(finding: Finding, lines: readonly string[]): void {
  const secret = chosen.get(finding.check)?.secret;
  const code = secret ? '(not shown)' : (lines[finding.span.line - 1] ?? '').trim().slice(0, 120);
  console.log(
    `  ${finding.path}:${finding.span.line}:${finding.span.col} ${finding.severity} ${finding.code ?? ''} ${finding.message}\n      ${code}`,
  );
}

function printSkips(report: Report): void {
  const byReason = [...Map.groupBy(report.skips, ({ what, why }) => `${what}: ${why}`)].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  for (const [reason, skips] of byReason.slice(0, 12))
    console.log(`  skipped ${skips.length} × ${reason} (${skips[0]?.path ?? ''})`);
}
