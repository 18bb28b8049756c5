import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ConcludeCheckRun } from '../../src/core/actions.ts';
import type { Finding, Report } from '../../src/core/flow.ts';
import { annotate, annotateFinding } from '../../src/publish/annotation.ts';
import { concludeReview } from '../../src/publish/check-run.ts';
import { fitItems, fitText } from '../../src/publish/fit.ts';
import { configProblemsOutput, errorOutput, type ErrorKind } from '../../src/publish/no-review.ts';
import { planActions } from '../../src/publish/plan.ts';
import { fileOf, planInput, postedOf, runOf } from './plan-input.ts';
import type { PlanInput } from '../../src/publish/input.ts';
import { book, finding, findings, lengthInfo, reportOf, secretInfo } from '../docs/book.ts';

/** Of a review without a comment: what has none is annotated, unless told. */
function conclude(report: Report, annotated: readonly Finding[] = report.findings): ConcludeCheckRun {
  const placement = { remarks: [], rewrites: [], annotated, held: [] };
  const input = planInput(report.findings, { report });
  return concludeReview({ decided: { report, dismissed: [], refused: [] }, placement, outcomes: [], input });
}

describe('the check run', () => {
  it('is worth opening', () => {
    const found = [
      finding({ line: 2 }),
      finding({
        check: lengthInfo.id,
        severity: 'notice',
        path: 'src/a.py',
        line: 1,
        message: 'This module has 612 lines of code: pricing could move out.',
      }),
      finding({
        check: secretInfo.id,
        severity: 'error',
        path: 'deploy/.env',
        line: 3,
        message: 'A token is in the change: revoke it.',
        blocking: true,
      }),
    ];
    const report = reportOf({
      findings: found,
      suppressed: [{ finding: finding({ path: 'src/jobs.py' }), reason: 'the loop is ours, see #12', line: 7 }],
      skips: [
        { what: 'file', path: 'z.json', why: 'larger than 1 MB' },
        { what: 'file', path: 'a.json', why: 'larger than 1 MB' },
        { what: 'ch09/event-loop-misuse', path: 'src/x.py', why: 'took longer than 2 s' },
      ],
      inspected: 12,
      conclusion: 'failure',
    });
    const run = conclude(report);
    assert.equal(run.conclusion, 'failure');
    assert.equal(run.title, '1 error, 1 warning, 1 notice in 3 files');
    assert.equal(
      run.summary,
      `**This change brings in 1 error, 1 warning and 1 notice, in 3 files.** 12 changed files inspected. The check fails until 1 of them is settled (\`fail_on: secrets\`). 1 finding suppressed in the code. Not all could be inspected: see the end.

All 3 are annotated in the files view.

| | Errors | Warnings | Notices |
|---|--:|--:|--:|
| Chapter 1, Scripts to Systems |  |  | 1 |
| Chapter 9, Advanced Concurrency |  | 1 |  |
| Chapter 16, Security Fundamentals | 1 |  |  |

### Findings

- **error** \`deploy/.env:3\` A token is in the change: revoke it. [\`ch16/committed-secret\`](https://docs.example/checks/ch16/committed-secret.md)
- warning \`src/shop/orders.py:2\` A coroutine should ask for the loop that is already running. [\`ch09/event-loop-misuse\`](https://docs.example/checks/ch09/event-loop-misuse.md)
- notice \`src/a.py:1\` This module has 612 lines of code: pricing could move out. [\`ch01/module-too-long\`](https://docs.example/checks/ch01/module-too-long.md)

### Suppressed in the code

- \`src/jobs.py:7\` [\`ch09/event-loop-misuse\`](https://docs.example/checks/ch09/event-loop-misuse.md): the loop is ours, see \`#12\`

### Not inspected

- \`a.json\` and \`z.json\`: larger than 1 MB
- \`src/x.py\`: took longer than 2 s (\`ch09/event-loop-misuse\`)

Chapter & Verse 1.2.3 · [all checks](https://docs.example/checks/README.md)`,
    );
  });

  const verdicts: readonly (readonly [string, Partial<Report>, string, RegExp])[] = [
    ['nothing found', {}, 'Nothing to mend', /^\*\*Nothing to mend\.\*\* 3 changed files inspected\.\n/],
    [
      'nothing found, not all read',
      { skips: [{ what: 'file', path: 'a', why: 'b' }] },
      'Nothing to mend in what was inspected',
      /Not all could be inspected/,
    ],
    ['nothing to look at', { inspected: 0 }, 'Nothing to inspect', /No changed file is one that the checks look at\./],
    [
      'nothing that blocks',
      { findings: [finding()] },
      '1 warning in 1 file',
      /None of this makes the check fail \(`fail_on: secrets`\)\./,
    ],
    [
      'one that blocks',
      { findings: [finding({ blocking: true })] },
      '1 warning in 1 file',
      /The check fails until it is settled /,
    ],
  ];
  for (const [what, parts, title, summary] of verdicts)
    it(`says so: ${what}`, () => {
      const run = conclude(reportOf(parts));
      assert.equal(run.title, title);
      assert.match(run.summary, summary);
    });

  const two = findings(2, (index) => ({ line: 1 + index }));
  const five = findings(5, (index) => ({ line: 1 + index }));
  const said = (found: readonly Finding[]): PlanInput['posted'] =>
    postedOf(found.map(({ fingerprint }) => fingerprint));
  const places: readonly (readonly [string, readonly Finding[], Partial<PlanInput>, string])[] = [
    ['one comment', two.slice(0, 1), {}, 'It has a comment on its line.'],
    ['one annotation', two.slice(0, 1), { maxComments: 0 }, 'It is annotated in the files view.'],
    ['comments', two, {}, 'Both are in comments.'],
    ['comments from before', two, { posted: said(two) }, 'Both are in comments, from before.'],
    ['comments, some new', five, { posted: said(five.slice(1)) }, 'All 5 are in comments, 1 of them new.'],
    ['annotations', five, { commentFrom: 'error' }, 'All 5 are annotated in the files view.'],
    [
      'both',
      five,
      { maxComments: 3, posted: said(five.slice(0, 1)) },
      '3 of 5 are in comments, 2 of them new; the others are annotated in the files view.',
    ],
    [
      'no comments, by the configuration',
      five,
      { mode: 'check' },
      'This pull request gets no comments (`drafts`, `bots` or `labels` in the configuration): what is found is annotated in the files view.',
    ],
  ];
  for (const [what, found, parts, sentence] of places)
    it(`says where to find what it lists: ${what}`, () => {
      const files = [fileOf('src/shop/orders.py', [[1, 40]])];
      const { summary } = runOf(planActions(planInput(found, { files, ...parts })));
      assert.equal(summary.split('\n\n')[1], sentence);
    });

  it('shows the engine’s code beside the check', () => {
    assert.match(
      conclude(reportOf({ findings: [finding({ code: 'F401' })] })).summary,
      /\[`ch09\/event-loop-misuse F401`\]\(https/,
    );
  });
});

describe('the limits of a check run', () => {
  it('stays under 60,000 bytes, cut between findings, and says how many are left', () => {
    const found = findings(3000, (index) => ({
      path: `src/日本/${index}.py`,
      message: 'Der Ärger: `日本語` '.repeat(5),
    }));
    const skips = Array.from({ length: 3000 }, (_, index) => ({
      what: 'file',
      path: `data/${index}.json`,
      why: `reason ${index}`,
    }));
    const suppressed = found.map((each) => ({ finding: each, reason: 'so it is', line: 1 }));
    const { summary, title } = conclude(reportOf({ findings: found, skips, suppressed }));
    const size = Buffer.byteLength(summary);
    assert.ok(size <= 60_000 && size > 55_000, `${size} bytes`);
    assert.equal(title, '3,000 warnings in 3,000 files');
    const shown = (summary.match(/^- warning /gm) ?? []).length;
    const left = Number(
      /^- … and ([\d,]+) more\. `chapter-and-verse review` in a clone lists them all\.$/m
        .exec(summary)?.[1]
        ?.replace(',', ''),
    );
    assert.equal(shown + left, 3000);
    for (const line of summary.split('\n')) if (line.startsWith('- warning ')) assert.match(line, /\.md\)$/);
    assert.match(
      summary,
      /### Suppressed in the code\n\n- [^]*- … and [\d,]+ more\.\n\n### Not inspected\n\n<details>\n<summary>3,000 things, and why<\/summary>\n\n- `data\/0\.json`: reason 0\n/,
    );
    assert.match(summary, /<\/details>\n\nChapter & Verse 1\.2\.3/);
  });

  it('names five files of a reason and counts the others', () => {
    const skips = Array.from({ length: 8 }, (_, index) => ({ what: 'file', path: `${index}.json`, why: 'too large' }));
    assert.match(
      conclude(reportOf({ skips })).summary,
      /^- `0\.json`, `1\.json`, `2\.json`, `3\.json`, `4\.json` and 3 more: too large$/m,
    );
  });

  it('has 1,000 annotations at most, the worst ones, and says how many more there are', () => {
    const found = [...findings(1200, () => ({ severity: 'notice' })), finding({ severity: 'error', path: 'z.py' })];
    const run = conclude(reportOf({ findings: found }), found);
    assert.equal(run.annotations.length, 1000);
    assert.equal(run.annotations[0]?.path, 'z.py');
    assert.match(
      run.summary,
      /\n\n201 findings beyond the first 1,000 can only be read here, not in the files view\.\n\n/,
    );
  });
});

describe('an annotation', () => {
  const words = { path: 'a.py', severity: 'warning', title: 't', message: 'm' } as const;
  const places: readonly (readonly [
    string,
    readonly [number, number, number, number],
    readonly (number | undefined)[],
  ])[] = [
    ['has inclusive columns on one line', [3, 5, 3, 9], [3, 3, 5, 8]],
    ['has one column for an insertion', [3, 5, 3, 5], [3, 3, 5, 5]],
    ['has no columns on several lines', [3, 5, 4, 2], [3, 4, undefined, undefined]],
    ['ends on the line before where the span ends at a line’s beginning', [3, 1, 4, 1], [3, 3, undefined, undefined]],
    ['never starts before the first line', [0, 0, 0, 0], [1, 1, undefined, undefined]],
    ['never ends before it starts', [5, 9, 3, 1], [5, 5, undefined, undefined]],
  ];
  for (const [title, [line, col, endLine, endCol], expected] of places)
    it(title, () => {
      const {
        startLine,
        endLine: end,
        startColumn,
        endColumn,
      } = annotate({ ...words, span: { line, col, endLine, endCol } });
      assert.deepEqual([startLine, end, startColumn, endColumn], expected);
    });

  it('says what, how to mend it, and where to read on, without Markdown', () => {
    const about = finding({ fix: { title: 'Use `x`\u202E', safe: true, edits: [] }, severity: 'error' });
    const { level, title, message } = annotateFinding(about, book);
    assert.equal(level, 'failure');
    assert.equal(title, '`asyncio.get_event_loop()` in a coroutine (ch09/event-loop-misuse)');
    assert.equal(
      message,
      `A coroutine should ask for the loop that is already running.

In a coroutine a loop is already running. \`get_running_loop()\` gives just that one, and fails at once where there is none.

To mend it: Use \`x\`U+202E

Chapter 9, Advanced Concurrency: Structured async
https://docs.example/checks/ch09/event-loop-misuse.md`,
    );
  });

  it('is cut to what GitHub takes', () => {
    const long = annotate({
      ...words,
      span: { line: 1, col: 1, endLine: 1, endCol: 2 },
      title: 'é'.repeat(300),
      message: '日'.repeat(40_000),
    });
    assert.equal(long.title.length, 255);
    assert.ok(Buffer.byteLength(long.message) <= 64_000);
    assert.ok(long.message.endsWith('日…'));
    assert.equal(annotate({ ...words, span: { line: 1, col: 1, endLine: 1, endCol: 2 }, message: ' ' }).message, 't');
  });
});

describe('what fits', () => {
  it('counts bytes, and keeps whole items', () => {
    const more = (left: number): string => `${left} more`;
    assert.equal(fitItems(['aaaa', 'bbbb', 'cccc'], 100, more), 'aaaa\nbbbb\ncccc');
    assert.equal(fitItems(['aaaa', 'bbbb', 'cccc'], 17, more), 'aaaa\nbbbb\n1 more');
    assert.equal(fitItems(['éé', 'éé', 'éé'], 17, more), 'éé\néé\n1 more');
    assert.equal(fitItems(['aaaa'], 3, more), '1 more');
    assert.equal(fitItems([], 3, more), '');
  });

  it('splits no character', () => {
    assert.equal(fitText('ab😀', 5), 'ab…');
    assert.equal(fitText('ab', 2), 'ab');
  });
});

describe('the check run without a review', () => {
  it('fails with each configuration problem at its place', () => {
    const span = { line: 7, col: 3, endLine: 7, endCol: 12 };
    const path = '.github/chapter-and-verse.yml';
    const run = configProblemsOutput([
      { path, span, severity: 'error', message: 'Unknown check `ch05/<b>`; did you mean `ch05/x`?' },
    ]);
    assert.deepEqual(run, {
      kind: 'conclude-check-run',
      conclusion: 'failure',
      title: '1 problem in the configuration',
      summary:
        'Nothing was reviewed, because the configuration on the base branch does not say what to do. It is read from there, not from the pull request: mend it on that branch, then re-run this check.\n\n' +
        '- `.github/chapter-and-verse.yml:7:3` Unknown check `ch05/<b>`; did you mean `ch05/x`?',
      annotations: [
        {
          path,
          startLine: 7,
          endLine: 7,
          startColumn: 3,
          endColumn: 11,
          level: 'failure',
          title: 'Configuration of Chapter & Verse',
          message: 'Unknown check `ch05/<b>`; did you mean `ch05/x`?',
        },
      ],
    });
  });

  const kinds: readonly ErrorKind[] = [
    'own-error',
    'github-trouble',
    'out-of-time',
    'no-permission',
    'unrelated',
    'superseded',
    'closed',
  ];
  for (const kind of kinds)
    it(`is neutral and says what to do: ${kind}`, () => {
      const run = errorOutput(kind);
      assert.equal(run.conclusion, 'neutral');
      assert.ok(run.title.length > 10 && run.title.length < 60);
      assert.match(run.summary, /re-run|Re-running|nothing to do|opened again|and push/);
    });
});
