import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareReports } from '../../src/core/compare-reports.ts';
import type { Finding } from '../../src/core/flow.ts';
import { renderReportChange } from '../../src/publish/report-change.ts';
import { finding, findings, reportOf, secretInfo } from '../docs/book.ts';

function words(from: readonly Finding[], to: readonly Finding[]): string {
  return renderReportChange(compareReports(reportOf({ findings: from }), reportOf({ findings: to })));
}

describe('what a proposed configuration would do', () => {
  test('is a sentence and the findings that it is about', () => {
    const [kept, lost] = [finding({ line: 3 }), finding({ line: 5 })];
    const secret = finding({
      check: secretInfo.id,
      severity: 'error',
      path: '.env',
      message: 'A token is in the change: revoke it.',
      blocking: true,
    });
    assert.equal(
      words([kept, lost], [{ ...kept, severity: 'error', blocking: true }, secret]),
      `**With the configuration in this change, this review would have 1 more finding, 1 fewer and 1 at another level.** It would end with \`failure\` instead of \`neutral\`.

- more: error at \`.env:2\`, A token is in the change: revoke it. (\`ch16/committed-secret\`)
- fewer: warning at \`src/shop/orders.py:5\`, A coroutine should ask for the loop that is already running. (\`ch09/event-loop-misuse\`)
- warning becomes error, fails the check: error at \`src/shop/orders.py:3\`, A coroutine should ask for the loop that is already running. (\`ch09/event-loop-misuse\`)`,
    );
  });

  test('names the weight alone where only that is another', () => {
    const heavy = finding({ severity: 'error', blocking: true });
    assert.match(words([heavy], [{ ...heavy, blocking: false }]), /^- no longer fails the check: error at/m);
  });

  test('may be nothing', () => {
    const one = finding();
    assert.equal(
      words([one], [one]),
      'With the configuration in this change, this review would find the same. It would end with the same conclusion, `neutral`.',
    );
  });

  test('is short, however much it is, and says how much is left', () => {
    const many = findings(5_000, (line) => ({
      line: line + 1,
      path: `${'p'.repeat(300)}.py`,
      message: '@'.repeat(500),
    }));
    const text = words([], many);
    assert.ok(Buffer.byteLength(text) <= 3_000);
    assert.match(text, /5,000 more findings/);
    assert.match(text, /^- … and 4,9\d\d more\.$/m);
  });

  test('makes nothing of a repository live', () => {
    const text = words(
      [],
      [finding({ path: '`<b>@octocat`.py', message: 'See @octocat <!-- #12 https://example.com' })],
    );
    assert.equal(
      text.split('\n').at(-1),
      '- more: warning at `` `<b>@octocat`.py:2 ``, See `@octocat` &lt;!-- `#12` `https://example.com` (`ch09/event-loop-misuse`)',
    );
  });
});
