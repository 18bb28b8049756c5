import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareReports } from '../../src/core/compare-reports.ts';
import { finding, reportOf } from '../docs/book.ts';

test('findings of one report alone are gained or lost, in their order', () => {
  const [both, old, older, fresh, fresher] = [finding(), finding(), finding(), finding(), finding()];
  const change = compareReports(
    reportOf({ findings: [older, both, old] }),
    reportOf({ findings: [fresher, { ...both }, fresh] }),
  );
  assert.deepEqual(change, {
    gained: [fresher, fresh],
    lost: [older, old],
    changed: [],
    conclusion: { from: 'neutral', to: 'neutral' },
  });
});

test('what both have is changed where its level or its weight is another', () => {
  const [louder, heavier, same] = [finding(), finding({ severity: 'error' }), finding()];
  const [loud, heavy] = [{ ...louder, severity: 'error' } as const, { ...heavier, blocking: true }];
  const reworded = { ...same, message: 'In other words.', span: { line: 9, col: 1, endLine: 9, endCol: 2 } };
  const change = compareReports(
    reportOf({ findings: [louder, heavier, same] }),
    reportOf({ findings: [loud, heavy, reworded] }),
  );
  assert.deepEqual([change.gained, change.lost], [[], []]);
  assert.deepEqual(change.changed, [
    { from: louder, to: loud },
    { from: heavier, to: heavy },
  ]);
  assert.deepEqual(change.conclusion, { from: 'neutral', to: 'failure' });
});

test('of several with one fingerprint each stands for one', () => {
  const one = finding();
  const [two, three] = [{ ...one }, { ...one }];
  const change = compareReports(reportOf({ findings: [one, two, three] }), reportOf({ findings: [one] }));
  assert.deepEqual([change.gained, change.lost.length], [[], 2]);
  const back = compareReports(reportOf({ findings: [one] }), reportOf({ findings: [one, two, three] }));
  assert.deepEqual([back.gained.length, back.lost], [2, []]);
});

test('neither report is changed by it', () => {
  const report = Object.freeze(reportOf({ findings: Object.freeze([finding(), finding()]) }));
  compareReports(report, report);
  assert.equal(report.findings.length, 2);
});
