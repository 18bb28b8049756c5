import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Answer } from '../../src/core/decisions.ts';
import { NOTHING_DECIDED } from '../../src/core/decisions.ts';
import { renderAnswers } from '../../src/publish/answers.ts';
import { planActions } from '../../src/publish/plan.ts';
import { book, finding, loopInfo } from '../docs/book.ts';
import { planInput, runOf } from './plan-input.ts';

function answersTo(...answers: readonly Answer[]): string {
  return renderAnswers(answers, book).join('\n\n');
}

describe('the answer to a command', () => {
  it('explains a check as its page does', () => {
    assert.equal(
      answersTo({ by: 'alice', command: 'explain', check: loopInfo.id }),
      `### Answers

\`/cv explain ch09/event-loop-misuse\`, alice:

**\`asyncio.get_event_loop()\` in a coroutine.** In a coroutine a loop is already running. \`get_running_loop()\` gives just that one, and fails at once where there is none.

Instead of

\`\`\`python
async def main():
    loop = asyncio.get_event_loop()
\`\`\`

write

\`\`\`python
async def main():
    loop = asyncio.get_running_loop()
\`\`\`

It is right as it is where this holds: The code must run on Python 3.6.

More: [\`ch09/event-loop-misuse\`](https://docs.example/checks/ch09/event-loop-misuse.md), Chapter 9, Advanced Concurrency: Structured async`,
    );
  });

  it('offers the nearest name, and all of them, where there is none as it was written', () => {
    assert.equal(
      answersTo({ by: 'alice', command: 'ignore', unknown: 'ch09/event-lop', nearest: loopInfo.id }).split('\n').at(-1),
      '`/cv ignore ch09/event-lop`, alice: there is no check of that name, so nothing is ignored. Was `ch09/event-loop-misuse` meant? Here are [all of them](https://docs.example/checks/README.md).',
    );
    assert.equal(
      answersTo({ by: 'alice', command: 'explain', unknown: '`x` @all' }).split('\n').at(-1),
      '``/cv explain `x` @all``, alice: there is no check of that name. Here are [all of them](https://docs.example/checks/README.md).',
    );
  });

  it('shows every command to who asks for help', () => {
    const help = answersTo({ by: 'alice', command: 'help' });
    for (const command of ['recheck', 'explain <check>', 'ignore <check> -- reason', 'pause', 'resume', 'help'])
      assert.ok(help.includes(`| \`/cv ${command}\` |`), command);
    assert.match(help, /\| `ignore: reason`, as a reply/);
  });

  it('says what became of it', () => {
    const answer = (command: Answer['command']): string =>
      answersTo({ by: 'al_ice', command }).split('\n').at(-1) ?? '';
    assert.equal(answer('recheck'), '`/cv recheck`, al\\_ice: this is the review.');
    assert.equal(answer('pause'), '`/cv pause`, al\\_ice: no more comments here until somebody writes `/cv resume`.');
    assert.equal(answer('resume'), '`/cv resume`, al\\_ice: comments go on.');
    assert.equal(answer('ignore'), '`/cv ignore`, al\\_ice: done. What it is about is listed below.');
  });

  it('comes the latest first', () => {
    const text = answersTo({ by: 'alice', command: 'recheck' }, { by: 'bob', command: 'pause' });
    assert.deepEqual(text.match(/alice|bob/g), ['bob', 'alice']);
  });

  it('is short enough to leave room for the findings', () => {
    const checks = new Map(
      Array.from({ length: 90 }, (_, at) => [
        `ch09/check-${at}` as const,
        { ...loopInfo, id: `ch09/check-${at}` as const },
      ]),
    );
    const asked = [...checks.keys()].map((check): Answer => ({ by: 'alice', command: 'explain', check }));
    const parts = renderAnswers(asked, { ...book, checks });
    assert.ok(Buffer.byteLength(parts.join('\n\n')) < 12_100);
    assert.ok(parts.length > 10);
    assert.match(parts[1] ?? '', /check-89/);
  });

  it('stands above the findings, where who asked sees it first', () => {
    const decisions = { ...NOTHING_DECIDED, answers: [{ by: 'alice', command: 'help' } as const] };
    const { summary } = runOf(planActions(planInput([finding()], { decisions })));
    assert.ok(summary.indexOf('### Answers') < summary.indexOf('### Findings'));
  });
});
