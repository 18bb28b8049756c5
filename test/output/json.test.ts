import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Report } from '../../src/core/flow.ts';
import { renderJson } from '../../src/output/json.ts';
import { book, finding, reportOf } from '../docs/book.ts';
import { hostile } from '../docs/hostile.ts';
import { hiddenIn } from '../docs/scan.ts';

function render(report: Report): string {
  return renderJson({ ...book, report, version: '1.2.3' });
}

describe('the JSON report', () => {
  it('has a shape that readers can rely on', () => {
    const span = { line: 2, col: 12, endLine: 2, endCol: 36 };
    const one = finding({
      fingerprint: '00000000000000aa',
      code: 'X1',
      fix: { title: 'Mend', safe: true, edits: [{ span, text: 'mend' }] },
    });
    const two = finding({
      fingerprint: '00000000000000bb',
      check: 'ch99/unknown',
      severity: 'error',
      path: 'a.py',
      blocking: true,
    });
    const report = reportOf({
      findings: [one, two],
      suppressed: [{ finding: two, reason: 'so it is', line: 1 }],
      baselined: [two],
      mended: [{ path: 'a.py', check: 'ch06/bare-except', fingerprint: '00000000000000aa' }],
      skips: [
        { what: 'file', path: 'z', why: 'large' },
        { what: 'ruff', why: 'broke' },
      ],
      conclusion: 'failure',
    });
    const second = {
      check: 'ch99/unknown',
      severity: 'error',
      path: 'a.py',
      ...span,
      message: 'A coroutine should ask for the loop that is already running.',
      blocking: true,
      fingerprint: '00000000000000bb',
    };
    assert.deepEqual(JSON.parse(render(report)), {
      format: 1,
      version: '1.2.3',
      base: 'b'.repeat(40),
      head: 'a'.repeat(40),
      conclusion: 'failure',
      inspected: 3,
      counts: { error: 1, warning: 1, notice: 0 },
      findings: [
        second,
        {
          check: 'ch09/event-loop-misuse',
          code: 'X1',
          severity: 'warning',
          path: 'src/shop/orders.py',
          ...span,
          message: 'A coroutine should ask for the loop that is already running.',
          blocking: false,
          chapter: 'Chapter 9, Advanced Concurrency',
          bullet: 'Structured async',
          url: 'https://docs.example/checks/ch09/event-loop-misuse.md',
          fix: { title: 'Mend', safe: true, edits: [{ ...span, text: 'mend' }] },
          fingerprint: '00000000000000aa',
        },
      ],
      suppressed: [{ ...second, reason: 'so it is', commentLine: 1 }],
      baselined: [second],
      mended: [{ path: 'a.py', check: 'ch06/bare-except', fingerprint: '00000000000000aa' }],
      skips: [
        { what: 'ruff', why: 'broke' },
        { what: 'file', path: 'z', why: 'large' },
      ],
    });
  });

  it('is the same text whatever the order of its input', () => {
    const [a, b] = [finding({ line: 1 }), finding({ line: 9 })];
    assert.equal(render(reportOf({ findings: [a, b] })), render(reportOf({ findings: [b, a] })));
  });

  it('is safe to print, and reads back as it was, for 2,000 hostile texts', () => {
    const random = hostile(4);
    for (let round = 0; round < 2000; round += 1) {
      const [path, message] = [random.text(), random.text()];
      const text = render(reportOf({ findings: [finding({ path, message })] }));
      assert.deepEqual(hiddenIn(text), []);
      assert.ok(!text.includes('##['));
      const parsed: unknown = JSON.parse(text);
      assert.partialDeepStrictEqual(parsed, { findings: [{ path, message }] });
    }
  });
});
