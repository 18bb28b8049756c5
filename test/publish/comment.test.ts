import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../../src/core/flow.ts';
import { renderComment } from '../../src/publish/comment.ts';
import { readMarker } from '../../src/publish/marker.ts';
import type { Remark } from '../../src/publish/remarks.ts';
import { book, finding, findings, lengthInfo, secretInfo } from '../docs/book.ts';
import { key, pull } from './plan-input.ts';

const fix = { title: 'Use get_running_loop()', safe: true, edits: [] };

function remark(about: Finding, others: readonly Finding[] = []): Remark {
  return { finding: about, anchor: { start: about.span.line, end: about.span.line }, others };
}

function bodyOf(about: Remark, suggestion?: readonly string[]): string {
  return renderComment(about, { book, suggestion, key, pull }).body;
}

/** What an author sees before unfolding anything, marks left out. */
function aboveFold(body: string): string {
  const [above = '', summary = ''] = body.split(/<details>\n<summary>|<\/summary>/);
  return (above + summary).replace(/[`\\]/g, '');
}

describe('a comment', () => {
  it('says what to do and why, offers it, and folds away an example and what to do if it is meant', () => {
    const about = finding({ fix, fingerprint: '00000000000000aa' });
    const body = bodyOf(remark(about), ['    loop = asyncio.get_running_loop()']);
    assert.equal(
      body.replace(/sig=\w+/, 'sig=…'),
      `A coroutine should ask for the loop that is already running.

In a coroutine a loop is already running. \`get_running_loop()\` gives just that one, and fails at once where there is none.

\`\`\`suggestion
    loop = asyncio.get_running_loop()
\`\`\`

<details>
<summary>Chapter 9, Advanced Concurrency: an example, and what to do if it is meant</summary>

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

If it is meant, put this at the end of the line or on a line of its own above it, with your reason:

\`\`\`python
# cv: ignore[ch09/event-loop-misuse] -- reason
\`\`\`

Or answer here with \`ignore: your reason\`, if you may push to this repository.

More: [\`ch09/event-loop-misuse\`](https://docs.example/checks/ch09/event-loop-misuse.md), Chapter 9, Advanced Concurrency: Structured async

</details>

<!-- chapter-and-verse v1 fp=00000000000000aa sig=… -->`,
    );
    assert.deepEqual(readMarker(body, key, pull)?.fingerprints, ['00000000000000aa']);
  });

  it('says once what holds for many lines', () => {
    const many = findings(6, (index) => ({ line: [3, 4, 5, 9, 12, 12][index] ?? 0 }));
    const [first, ...others] = many;
    assert.ok(first);
    const body = bodyOf(remark(first, others));
    assert.equal(
      body.split('\n')[0],
      'A coroutine should ask for the loop that is already running. The same goes for lines 4–5, 9 and 12.',
    );
    assert.deepEqual(
      readMarker(body, key, pull)?.fingerprints,
      many.map(({ fingerprint }) => fingerprint),
    );
  });

  it('names a dozen places at most, and marks all of them', () => {
    const [first, ...others] = findings(400, (index) => ({ line: 1 + index * 2 }));
    assert.ok(first);
    const body = bodyOf(remark(first, others));
    assert.match(body, /for lines 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25 and others in this file\.\n/);
    assert.equal(readMarker(body, key, pull)?.fingerprints.length, 400);
    assert.ok(body.length < 65_536);
  });

  it('tells the mend in words where it cannot be committed', () => {
    assert.match(bodyOf(remark(finding({ fix }))), /none\.\n\nTo mend it: Use get\\_running\\_loop\(\)\.\n\n<details>/);
  });

  it('warns of a mend that may change behaviour', () => {
    const body = bodyOf(remark(finding({ fix: { ...fix, title: 'Compare with `is`', safe: false } })));
    assert.match(
      body,
      /\n\nOne way to mend it: Compare with `is`\. It may change what the code does, so have a look first\.\n\n/,
    );
  });

  it('folds away what there is no room for of the reason, in whole sentences', () => {
    const why = `Short. ${'A long sentence that goes on. '.repeat(7)}${'The end of it all is folded away. '.repeat(3)}`;
    const checks = new Map([[lengthInfo.id, { ...lengthInfo, why }]]);
    const about = remark(finding({ check: lengthInfo.id }));
    const { body } = renderComment(about, { book: { ...book, checks }, key, pull });
    const [above = '', below = ''] = body.split('<details>');
    assert.match(above, /\n\nShort\. [^\n]*\.\n\n$/);
    assert.ok(above.length < 320 && above.length > 250, above);
    assert.match(below, /^\n<summary>[^\n]*<\/summary>\n\n[^\n]*folded away\.\n\nInstead of/);
    const full = renderComment(about, { book: { ...book, checks }, suggestion: ['x'.repeat(450)], key, pull });
    assert.equal(full.suggests, true);
    assert.match(full.body, /running\.\n\nShort\.\n\n```suggestion\n/);
  });

  it('offers no answer that would change nothing', () => {
    assert.match(bodyOf(remark(finding())), /\n\nOr answer here with `ignore: your reason`, if you may push/);
    const { body } = renderComment(remark(finding()), { book, dismissible: false, key, pull });
    assert.doesNotMatch(body, /ignore: your reason/);
  });

  it('says since when something is back that it called settled', () => {
    const { body } = renderComment(remark(finding({ line: 12 })), { book, backWith: 'b'.repeat(40), key, pull });
    assert.match(body, /^A coroutine should [^\n]* running\. It is back with bbbbbbb, on line 12\.\n\n/);
  });
});

describe('a comment, short and to the point', () => {
  it('says so where it stops the merge', () => {
    const about = finding({
      check: secretInfo.id,
      path: '.env',
      message: 'A token is in the change: revoke it.',
      blocking: true,
    });
    const body = bodyOf(remark(about));
    assert.match(body, /^A token is in the change: revoke it\. The check fails until this is settled\.\n/);
    assert.match(
      body,
      /put this on a line of its own above it, with your reason:\n\n```shell\n# cv: ignore\[ch16\/committed-secret\] -- reason\n```/,
    );
  });

  it('points to the configuration where a file has no comments', () => {
    const body = bodyOf(remark(finding({ path: 'data.json' })));
    assert.match(
      body,
      /turn the check off for this file or for all:\n\n```yaml\n# \.github\/chapter-and-verse\.yml\nchecks:\n {2}ch09\/event-loop-misuse: off\n```/,
    );
  });

  it('is a bare sentence for a check that nothing is known of', () => {
    const body = bodyOf(remark(finding({ check: 'ch99/unknown', message: 'Look here.' })));
    assert.match(body, /^Look here\.\n\n<!-- chapter-and-verse v1 [^\n]* -->$/);
  });

  it('leaves long examples to the page', () => {
    const long = 'x = 1\n'.repeat(21);
    const checks = new Map([
      [lengthInfo.id, { ...lengthInfo, examples: [{ title: 'x', bad: long, good: 'x = 2\n' }] }],
    ]);
    const { body } = renderComment(remark(finding({ check: lengthInfo.id })), { book: { ...book, checks }, key, pull });
    assert.doesNotMatch(body, /Instead of/);
    assert.match(body, /More: /);
  });

  it('shows 600 characters at most before the fold', () => {
    const wide = findings(30, (index) => ({
      line: 1000 + index * 2,
      blocking: true,
      message: 'm@x '.repeat(200),
      fix: { ...fix, title: 't'.repeat(500) },
    }));
    const [first, ...others] = wide;
    assert.ok(first);
    const abouts = [
      remark(first, others),
      remark(first),
      remark(finding({ fix: { ...fix, title: 't'.repeat(500) } })),
      remark(finding({ fix })),
    ];
    for (const about of abouts)
      for (const lines of [0, 4, 6, 8]) {
        const above = aboveFold(
          bodyOf(
            about,
            Array.from({ length: lines }, () => '#'.repeat(79)),
          ),
        );
        assert.ok(above.length <= 600, `${above.length} characters: ${above}`);
      }
  });

  it('says whether the suggestion went in', () => {
    const options = { book, key, pull };
    assert.equal(renderComment(remark(finding({ fix })), { ...options, suggestion: ['x'] }).suggests, true);
    assert.equal(
      renderComment(remark(finding({ fix })), { ...options, suggestion: ['x'.repeat(700)] }).suggests,
      false,
    );
    assert.equal(renderComment(remark(finding({ fix })), { ...options, suggestion: ['x\u202E'] }).suggests, false);
    assert.equal(renderComment(remark(finding({ fix })), options).suggests, false);
  });
});
