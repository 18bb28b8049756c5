import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PostedComment } from '../../src/core/actions.ts';
import { NOTHING_DECIDED, type Dismissal } from '../../src/core/decisions.ts';
import type { Finding } from '../../src/core/flow.ts';
import { readMarker } from '../../src/publish/marker.ts';
import { configProblemsOutput } from '../../src/publish/no-review.ts';
import { planActions } from '../../src/publish/plan.ts';
import { finding, loopInfo, reportOf } from '../docs/book.ts';
import { hostile, type Hostile } from '../docs/hostile.ts';
import { assertDead, hiddenIn, scanBlocks } from '../docs/scan.ts';
import { fileOf, key, planInput, postedBy, pull, replyBy, reviewOf, runOf } from './plan-input.ts';

/** Links to pages of ours; repository text stands in them only as code. */
const OUR_LINK =
  /(?<!\\)\[(`+)(?!`).*?(?<!`)\1(?!`)\]\(https:\/\/docs\.example\/checks\/ch09\/event-loop-misuse\.md\)/g;

const ALL_CHECKS = / Here are \[all of them\]\(https:\/\/docs\.example\/checks\/README\.md\)\.$/;

/** The commit is a link on purpose. */
const BACK = / It is back with aaaaaaa, on line \d+\./;

/** Lines of ours that are alive on purpose. */
const OURS: readonly (string | RegExp)[] = [
  '',
  '<details>',
  '</details>',
  '<summary>Chapter 9, Advanced Concurrency: an example, and what to do if it is meant</summary>',
  /^<summary>\d+ things, and why<\/summary>$/,
  /^<!-- chapter-and-verse v1 (?:fp|settled|held)=[0-9a-f,]+(?: any=[0-9a-f,]+)? sig=[0-9a-f]{16} -->$/,
  /^\*\*This change brings in [\w, ]+\.\*\* [^<>@#[\]]*$/,
  /^\| \| Errors \| Warnings \| Notices \|$|^\|---\|--:\|--:\|--:\|$|^\| Chapter 9, Advanced Concurrency \|/,
  /^### (Answers|Findings|Ignored on this pull request|Not ignored|Suppressed in the code|Not inspected)$/,
  /^\*\*Nothing left to mend\.\*\* [^<>@#[\]]*$/,
  // The commit, by its hash, is a link on purpose.
  /^Fixed in aaaaaaa\.$/,
  /^\*\*`asyncio\.get_event_loop\(\)` in a coroutine\.\*\* In a coroutine /,
  /^\| (?:A comment with this on a line of its own|`[^`]+`[\w, ]*) \| [\w ]+ \|$|^\|---\|---\|$/,
  'More: [`ch09/event-loop-misuse`](https://docs.example/checks/ch09/event-loop-misuse.md), Chapter 9, Advanced Concurrency: Structured async',
  'Chapter & Verse 1.2.3 · [all checks](https://docs.example/checks/README.md)',
];

function assertDeadMarkdown(markdown: string, where: string): void {
  const { lines, open } = scanBlocks(markdown);
  assert.equal(open, false, `an open fence in ${where}: ${markdown}`);
  assert.deepEqual(hiddenIn(markdown), []);
  for (const line of lines) {
    if (OURS.some((ours) => (typeof ours === 'string' ? ours === line : ours.test(line)))) continue;
    assertDead(
      line
        .replace(/^(?:- (?:(?:error|warning|notice) )?|> )/, '')
        .replace(BACK, '')
        .replace(ALL_CHECKS, '')
        .replace(OUR_LINK, ''),
      where,
    );
  }
}

function hostileFinding(random: Hostile, line: number): Finding {
  const fix = {
    title: random.text(),
    safe: random.below(2) === 0,
    edits: [{ span: { line, col: 1, endLine: line, endCol: 1 }, text: random.text(2) }],
  };
  return finding({
    line,
    span: { line, col: 1, endLine: line, endCol: 3 },
    path: random.text(),
    message: random.text(),
    ...(random.below(3) > 0 ? { fix } : {}),
    ...(random.below(3) > 0 ? { code: random.text() } : {}),
  });
}

function hostileDismissal(random: Hostile): Dismissal {
  const ways = ['thread', 'reply', 'command'] as const;
  return { by: random.text(), reason: random.text(), way: ways[random.below(3)] ?? 'reply' };
}

describe('hostile repositories', () => {
  it('bring nothing to life in 2,000 comments, which all end in their marker', () => {
    const random = hostile(7);
    let suggestions = 0;
    for (let round = 0; round < 2000; round += 1) {
      const about = hostileFinding(random, 3);
      const text = `${random.text(2)}\n`.repeat(40).replaceAll('\r', '');
      const files = [fileOf(about.path, [[1, 40]], text)];
      const [comment] = reviewOf(planActions(planInput([about], { files })))?.comments ?? [];
      assert.ok(comment);
      assertDeadMarkdown(comment.body, 'a comment');
      assert.deepEqual(readMarker(comment.body, key, pull)?.fingerprints, [about.fingerprint]);
      assert.match(comment.body, /-->$/);
      const { fences } = scanBlocks(comment.body);
      const [first] = fences;
      if (first?.info === 'suggestion') {
        suggestions += 1;
        assert.ok(about.fix?.safe);
      }
      const marked = fences.filter(({ info }) => info !== 'suggestion').map(({ info }) => info);
      assert.deepEqual(marked.slice(0, 2), ['python', 'python']);
      assert.equal(marked.length, 3);
    }
    assert.ok(suggestions > 200, `${suggestions} suggestions were offered`);
  });

  it('bring nothing to life in 500 summaries', () => {
    const random = hostile(8);
    for (let round = 0; round < 500; round += 1) {
      const found = Array.from({ length: 1 + random.below(6) }, (_, index) => hostileFinding(random, index + 1));
      const suppressed = found.map((each) => ({ finding: each, reason: random.text(), line: 3 }));
      const skips = Array.from({ length: random.below(12) }, () => ({
        what: random.below(2) === 0 ? 'file' : random.text(),
        path: random.text(),
        why: random.text(),
      }));
      const run = runOf(
        planActions(planInput(found, { files: [], report: reportOf({ findings: found, suppressed, skips }) })),
      );
      assertDeadMarkdown(run.summary, 'a summary');
      for (const { title, message } of run.annotations) {
        assert.deepEqual(hiddenIn(title), []);
        assert.deepEqual(hiddenIn(message), []);
      }
    }
  });

  it('bring nothing to life in 2,000 earlier comments that are told of their end, or come back', () => {
    const random = hostile(10);
    const kinds = new Map<string, number>();
    for (let round = 0; round < 2000; round += 1) {
      const about = hostileFinding(random, 3);
      const files = [fileOf(about.path, [[1, 40]])];
      const [said] = reviewOf(planActions(planInput([about], { files })))?.comments ?? [];
      assert.ok(said);
      const ends = random.below(4);
      const report = reportOf({
        findings: ends === 1 || ends === 3 ? [about] : [],
        suppressed: ends === 2 ? [{ finding: about, reason: random.text(), line: 3 }] : [],
      });
      const comment: PostedComment = {
        id: 1,
        thread: 'T1',
        body: said.body,
        fingerprints: [about.fingerprint],
        isSettled: ends === 3,
        path: about.path,
        line: 3,
        isResolved: false,
        replies: [replyBy(random.text(), random.text())],
      };
      const byFingerprint = new Map(ends === 1 ? [[about.fingerprint, hostileDismissal(random)]] : []);
      const decisions = { ...NOTHING_DECIDED, byFingerprint };
      const [edit] = planActions(planInput([], { report, files, decisions, posted: postedBy([comment]) }));
      assert.ok(edit?.kind === 'edit-comment', `ending ${ends}`);
      assertDeadMarkdown(edit.body, 'a comment that was rewritten');
      assert.deepEqual(readMarker(edit.body, key, pull), { fingerprints: [about.fingerprint], isSettled: ends !== 3 });
      kinds.set(edit.body.split(' ')[0] ?? '', 1);
    }
    for (const word of ['Fixed', 'Ignored', 'Suppressed']) assert.ok(kinds.has(word), word);
  });

  it('bring nothing to life in what people dismissed or asked for, in 500 summaries', () => {
    const random = hostile(11);
    const commands = ['recheck', 'explain', 'ignore', 'pause', 'resume', 'help'] as const;
    for (let round = 0; round < 500; round += 1) {
      const found = Array.from({ length: 1 + random.below(6) }, (_, index) => hostileFinding(random, index + 1));
      const decisions = {
        byFingerprint: new Map(found.map(({ fingerprint }) => [fingerprint, hostileDismissal(random)])),
        byCheck: new Map(),
        pausedBy: random.text(),
        answers: commands.flatMap((command) => [
          { by: random.text(), command, check: loopInfo.id },
          { by: random.text(), command, unknown: random.text() },
        ]),
      };
      const notDismissible = random.below(2) === 0 ? ['ch09'] : [];
      const run = runOf(planActions(planInput(found, { files: [], decisions, notDismissible })));
      assertDeadMarkdown(run.summary, 'a summary of decisions');
    }
  });

  it('bring nothing to life in 500 reports of configuration problems', () => {
    const random = hostile(9);
    for (let round = 0; round < 500; round += 1) {
      const span = { line: 1, col: 1, endLine: 1, endCol: 2 };
      const problems = [{ path: random.text(), span, severity: 'error', message: random.text() }] as const;
      assertDeadMarkdown(configProblemsOutput(problems).summary, 'a report of configuration problems');
    }
  });
});
