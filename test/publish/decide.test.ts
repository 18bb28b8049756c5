import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Decisions, Dismissal } from '../../src/core/decisions.ts';
import { NOTHING_DECIDED } from '../../src/core/decisions.ts';
import { decide } from '../../src/publish/decide.ts';
import { planActions } from '../../src/publish/plan.ts';
import { finding, lengthInfo, loopInfo, reportOf, secretInfo } from '../docs/book.ts';
import { planInput, reviewOf, runOf } from './plan-input.ts';

const byAlice: Dismissal = { by: 'alice', reason: 'the proxy ends it after 5 s', way: 'reply' };
const byBob: Dismissal = { by: 'bob', reason: '', way: 'thread' };

const secret = finding({ check: secretInfo.id, severity: 'error', blocking: true, path: '.env', line: 1 });
const loop = finding({ line: 12 });
const other = finding({ line: 20 });
const report = reportOf({ findings: [secret, loop, other] });

function about(fingerprint: string, dismissal: Dismissal): Decisions {
  return { ...NOTHING_DECIDED, byFingerprint: new Map([[fingerprint, dismissal]]) };
}

describe('what people decided', () => {
  it('takes a finding out of the report, and with it out of the conclusion', () => {
    const decided = decide(report, about(secret.fingerprint, byAlice), []);
    assert.deepEqual(decided.report.findings, [loop, other]);
    assert.equal(decided.report.conclusion, 'neutral');
    assert.deepEqual(decided.dismissed, [{ ...byAlice, finding: secret }]);
    assert.equal(decide(report, NOTHING_DECIDED, []).report.conclusion, 'failure');
  });

  it('may be about all findings of a check, and a word about one goes first', () => {
    const decisions = { ...about(loop.fingerprint, byBob), byCheck: new Map([[loopInfo.id, byAlice]]) };
    const decided = decide(report, decisions, []);
    assert.deepEqual(decided.report.findings, [secret]);
    assert.deepEqual(
      decided.dismissed.map(({ by }) => by),
      ['bob', 'alice'],
    );
  });

  it('ends in success where nothing else is left', () => {
    const only = reportOf({ findings: [loop] });
    assert.equal(decide(only, about(loop.fingerprint, byBob), []).report.conclusion, 'success');
  });

  for (const name of [secretInfo.id, 'ch16'])
    it(`changes nothing where the configuration says so of ${name}`, () => {
      const decided = decide(report, about(secret.fingerprint, byAlice), [name]);
      assert.deepEqual(decided.report.findings, report.findings);
      assert.equal(decided.report.conclusion, 'failure');
      assert.deepEqual(decided.refused, [{ ...byAlice, finding: secret }]);
      assert.deepEqual(decided.dismissed, []);
    });

  it('still holds for the chapters that the configuration does not name', () => {
    const decided = decide(report, about(secret.fingerprint, byAlice), ['ch1', 'ch09', lengthInfo.id]);
    assert.deepEqual(decided.report.findings, [loop, other]);
  });

  it('is no longer said, neither as comment nor as annotation', () => {
    const actions = planActions(
      planInput(report.findings, { report, decisions: about(loop.fingerprint, byAlice), maxComments: 1 }),
    );
    assert.deepEqual(
      [
        ...(reviewOf(actions)?.comments ?? []).map(({ line }) => line),
        ...runOf(actions).annotations.map((each) => each.startLine),
      ],
      [20, 1],
    );
  });
});

describe('a comment on what nobody can dismiss', () => {
  it('offers no answer that would change nothing', () => {
    const bodies = (notDismissible: readonly string[]): readonly boolean[] =>
      (reviewOf(planActions(planInput([loop], { notDismissible })))?.comments ?? []).map(({ body }) =>
        body.includes('ignore: your reason'),
      );
    assert.deepEqual([bodies([]), bodies(['ch09'])], [[true], [false]]);
  });
});

describe('the check run on decisions', () => {
  const { summary, title } = runOf(
    planActions(
      planInput(report.findings, {
        report,
        decisions: {
          ...NOTHING_DECIDED,
          byFingerprint: new Map([
            [secret.fingerprint, { by: 'mallory', reason: 'it is mine', way: 'reply' } as const],
            [loop.fingerprint, byAlice],
            [other.fingerprint, byBob],
          ]),
        },
        notDismissible: ['ch16'],
      }),
    ),
  );

  it('says who dismissed what, and why', () => {
    assert.equal(title, '1 error in 1 file');
    assert.match(summary, / 2 findings ignored on this pull request\. 1 finding cannot be ignored here\.\n/);
    assert.ok(
      summary.includes(`### Ignored on this pull request

- \`src/shop/orders.py:12\` [\`ch09/event-loop-misuse\`](https://docs.example/checks/ch09/event-loop-misuse.md), alice: the proxy ends it after 5 s
- \`src/shop/orders.py:20\` [\`ch09/event-loop-misuse\`](https://docs.example/checks/ch09/event-loop-misuse.md), bob resolved the thread
`),
      summary,
    );
  });

  it('says what cannot be dismissed', () => {
    assert.ok(
      summary.includes(`### Not ignored

The configuration (\`not_dismissible\`) says that nobody can dismiss these here:

- \`.env:1\` [\`ch16/committed-secret\`](https://docs.example/checks/ch16/committed-secret.md), mallory: it is mine
`),
      summary,
    );
  });

  it('has nothing left to mend where all is dismissed', () => {
    const only = [finding({ line: 3 })];
    const decisions = { ...NOTHING_DECIDED, byCheck: new Map([[loopInfo.id, byAlice]]) };
    const run = runOf(planActions(planInput(only, { decisions })));
    assert.equal(run.title, 'Nothing left to mend');
    assert.equal(run.conclusion, 'success');
    assert.match(run.summary, /^\*\*Nothing left to mend\.\*\* 3 changed files inspected\. 1 finding ignored/);
  });
});
