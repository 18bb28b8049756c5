import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nextBaseline, readBaseline, writeBaseline } from '../../src/config/baseline.ts';
import type { BaselineEntry, Finding } from '../../src/core/flow.ts';

const A = { path: 'a.py', check: 'ch03/unused-import', fingerprint: '00000000000000aa' } as const;
const B = { path: 'a.py', check: 'ch06/bare-except', fingerprint: '00000000000000bb' } as const;
const C = { path: 'é/"b".py', check: 'ch03/unused-import', fingerprint: '00000000000000cc' } as const;

function findingOf({ path, check, fingerprint }: BaselineEntry): Finding {
  const span = { line: 1, col: 1, endLine: 1, endCol: 2 };
  return { path, check, fingerprint, span, severity: 'warning', message: 'x', blocking: false };
}

test('what was written is read again, in one order whatever the order was', () => {
  const text = writeBaseline([C, B, A, B]);
  assert.deepEqual(readBaseline(text), { baseline: [A, B, C] });
  assert.equal(text, writeBaseline([A, B, C]));
});

describe('a file that cannot be used is refused with what is wrong and where', () => {
  const rows: readonly (readonly [string, RegExp, number])[] = [
    ['{\n  "version": 1,\n  "findings": {,\n', /not valid JSON/, 3],
    ['', /not valid JSON/, 1],
    ['{"version": 2, "findings": {}}', /another version/, 1],
    ['{"version": 1, "findings": {"a.py": {"ch03/unused-import": ["xyz"]}}}', /"a\.py" → "ch03\/unused-import" → 0/, 1],
    ['{"version": 1, "findings": {"a.py": {"no check": []}}}', /"a\.py"/, 1],
    ['[]', /the top/, 1],
    ['x'.repeat(1_000_001), /1,000,001 bytes/, 1],
  ];
  for (const [text, problem, line] of rows)
    test(JSON.stringify(text.slice(0, 60)), () => {
      const read = readBaseline(text);
      assert.ok('problem' in read);
      assert.match(read.problem, problem);
      assert.equal(read.span.line, line);
    });
});

describe('the next baseline', () => {
  test('takes in all where there was none', () => {
    const next = nextBaseline({ former: undefined, report: { findings: [findingOf(A)], mended: [] }, add: false });
    assert.deepEqual(next, { baseline: [A], words: '1 finding frozen' });
  });

  test('only shrinks where there was one, and says what it leaves out', () => {
    const report = { findings: [findingOf(C)], mended: [A] };
    const { baseline, words } = nextBaseline({ former: [A, B], report, add: false });
    assert.deepEqual(baseline, [B]);
    assert.match(words, /^1 finding frozen, 1 mended and taken out, 1 new and left out/);
  });

  test('grows where that is asked for', () => {
    const report = { findings: [findingOf(C)], mended: [A] };
    assert.deepEqual(nextBaseline({ former: [A, B], report, add: true }).baseline, [B, C]);
  });
});
