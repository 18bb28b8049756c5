import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Action, EditComment, PostedComment } from '../../src/core/actions.ts';
import { NOTHING_DECIDED } from '../../src/core/decisions.ts';
import type { Finding, Report, Skip } from '../../src/core/flow.ts';
import type { PlanInput } from '../../src/publish/input.ts';
import { readMarker, writeMarker } from '../../src/publish/marker.ts';
import { planActions } from '../../src/publish/plan.ts';
import { finding, findings, lengthInfo, loopInfo, reportOf } from '../docs/book.ts';
import { fileOf, key, planInput, postedBy, pull, replyBy, runOf } from './plan-input.ts';

const alice = { login: 'alice', isBot: false };
const reply = replyBy('alice', 'why?');
const loop = finding({ line: 12 });
const files = [fileOf('src/shop/orders.py', [[1, 40]], 'x\n'.repeat(40))];

function changes(
  comments: readonly PostedComment[],
  report: Partial<Report> = {},
  parts: Partial<PlanInput> = {},
): readonly Exclude<Action, { kind: 'conclude-check-run' }>[] {
  const whole = reportOf(report);
  const actions = planActions(
    planInput(whole.findings, { report: whole, files, posted: postedBy(comments), ...parts }),
  );
  return actions.filter((action) => action.kind !== 'conclude-check-run');
}

function commentOn(found: readonly Finding[], parts: Partial<PostedComment> = {}): PostedComment {
  const fingerprints = found.map((each) => each.fingerprint);
  const body = `Ask for the loop that is running.

More: [\`${found[0]?.check}\`](https://docs.example/checks/${found[0]?.check}.md)

${writeMarker(fingerprints, { key, pull, state: parts.isSettled ? 'settled' : 'fp' })}`;
  return {
    id: 71,
    thread: 'T71',
    body,
    fingerprints,
    isSettled: false,
    path: 'src/shop/orders.py',
    line: 12,
    isResolved: false,
    replies: [],
    ...parts,
  };
}

function editIn(actions: readonly Action[]): EditComment {
  const [edit] = actions;
  assert.ok(edit?.kind === 'edit-comment' && actions.length === 1, JSON.stringify(actions));
  return edit;
}

const taken = [{ kind: 'delete-comment', id: 71 }];

describe('a comment whose finding is gone', () => {
  it('is taken back where nobody answered', () => assert.deepEqual(changes([commentOn([loop])]), taken));

  it('says where it was fixed where somebody did, and its thread is resolved', () => {
    const edit = editIn(changes([commentOn([loop], { replies: [reply] })]));
    assert.equal(
      edit.body.replace(/sig=\w+/, 'sig=…'),
      `Fixed in aaaaaaa.

> Ask for the loop that is running.

<!-- chapter-and-verse v1 settled=${loop.fingerprint} sig=… -->`,
    );
    assert.deepEqual(readMarker(edit.body, key, pull), { fingerprints: [loop.fingerprint], isSettled: true });
    assert.deepEqual(edit.thread, { id: 'T71', resolve: true });
  });

  it('is left as it is once a person resolved it', () => {
    assert.deepEqual(changes([commentOn([loop], { isResolved: true, resolvedBy: alice, replies: [reply] })]), []);
    assert.deepEqual(changes([commentOn([loop], { isResolved: true })]), []);
  });

  it('is told of where we resolved it, and broke off before we could say so', () => {
    const us = { login: 'chapter-and-verse', isBot: true };
    const edit = editIn(changes([commentOn([loop], { isResolved: true, resolvedBy: us, replies: [reply] })]));
    assert.equal(edit.thread, undefined);
  });

  it('is left as it is once it is settled', () => {
    assert.deepEqual(changes([commentOn([loop], { isSettled: true, replies: [reply] })]), []);
  });

  it('is counted in the check run', () => {
    const three = [commentOn([loop]), commentOn(findings(2, () => ({}))), commentOn([finding()], { isSettled: true })];
    const run = runOf(planActions(planInput([], { files, posted: postedBy(three) })));
    assert.match(run.summary, /\n\nSettled since the last review: 3 fixed\.\n\n/);
  });

  it('is taken back from a pull request that gets no comments, too', () => {
    assert.deepEqual(changes([commentOn([loop])], {}, { mode: 'check' }), taken);
  });
});

describe('a comment of which a finding is still there', () => {
  it('stays where it is', () => {
    const moved = { ...loop, span: { line: 30, col: 1, endLine: 30, endCol: 9 } };
    assert.deepEqual(changes([commentOn([loop])], { findings: [moved] }), []);
    assert.deepEqual(changes([commentOn([finding(), loop])], { findings: [loop] }), []);
  });
});

describe('a comment whose file was not looked at', () => {
  const orders = 'src/shop/orders.py';
  const unsure: readonly (readonly [string, Skip, Partial<PlanInput>?])[] = [
    ['could not be read', { what: 'file', path: orders, why: 'is binary' }],
    ['does not parse', { what: 'python', path: orders, why: 'does not parse' }],
    ['broke the check', { what: loopInfo.id, path: orders, why: 'took too long' }],
    [
      'was renamed and could not be read',
      { what: 'file', path: 'b.py', why: 'is binary' },
      { files: [{ ...fileOf('b.py', [[1, 9]]), status: 'renamed', previousPath: orders }] },
    ],
    ['may be among those beyond a limit', { what: 'file', why: '7 files more' }, { files: [] }],
  ];
  for (const [what, skip, parts] of unsure)
    it(`stays: it ${what}`, () => assert.deepEqual(changes([commentOn([loop])], { skips: [skip] }, parts), []));

  const sure: readonly (readonly [string, Skip, Partial<PlanInput>?])[] = [
    ['another file could not be read', { what: 'file', path: 'b.py', why: 'is binary' }],
    ['Ruff gave up, which the check does without', { what: 'ruff', path: orders, why: 'took too long' }],
    ['another check broke', { what: lengthInfo.id, path: orders, why: 'took too long' }],
    ['files beyond a limit were left out, and this one was read', { what: 'file', why: '7 files more' }],
    [
      'files beyond a limit were left out, and this one was removed',
      { what: 'file', why: '7 files more' },
      { files: [{ path: orders, status: 'removed', hunks: [] }] },
    ],
  ];
  for (const [what, skip, parts] of sure)
    it(`goes all the same where ${what}`, () =>
      assert.deepEqual(changes([commentOn([loop])], { skips: [skip] }, parts), taken));

  it('stays where Ruff gave up, if the check is made of Ruff’s rules', () => {
    const ruffed = { ...loopInfo, id: 'ch03/ruffed', kind: 'ruff' } as const;
    const checks = new Map([[ruffed.id, ruffed]]);
    const skips = [{ what: 'ruff', path: orders, why: 'took too long' }];
    assert.deepEqual(changes([commentOn([finding({ check: ruffed.id })])], { skips }, { checks }), []);
  });

  it('stays where a check of the whole change may have missed something', () => {
    const long = finding({ check: lengthInfo.id });
    assert.deepEqual(changes([commentOn([long])], { skips: [{ what: 'file', why: '7 files more' }] }), []);
    assert.deepEqual(changes([commentOn([long])], { skips: [{ what: lengthInfo.id, why: 'failed' }] }), []);
    assert.deepEqual(changes([commentOn([loop])], { skips: [{ what: lengthInfo.id, why: 'failed' }] }), taken);
  });
});

describe('a comment whose finding people settled', () => {
  const byReply = { by: 'alice', reason: 'the *proxy* ends it', way: 'reply' } as const;

  it('says who ignored it and why', () => {
    const decisions = { ...NOTHING_DECIDED, byFingerprint: new Map([[loop.fingerprint, byReply]]) };
    const edit = editIn(changes([commentOn([loop], { replies: [reply] })], { findings: [loop] }, { decisions }));
    assert.match(edit.body, /^Ignored by alice: the \\\*proxy\\\* ends it\.\n\n> Ask/);
    assert.deepEqual(edit.thread, { id: 'T71', resolve: true });
  });

  it('is taken back where a command did it and nobody answered', () => {
    const decisions = { ...NOTHING_DECIDED, byCheck: new Map([[loop.check, { ...byReply, way: 'command' } as const]]) };
    assert.deepEqual(changes([commentOn([loop])], { findings: [loop] }, { decisions }), taken);
  });

  it('gives the reason of the comment in the code', () => {
    const suppressed = [{ finding: loop, reason: 'it is so', line: 11 }];
    assert.deepEqual(changes([commentOn([loop])], { suppressed }), taken);
    const { body } = editIn(changes([commentOn([loop], { replies: [reply] })], { suppressed }));
    assert.match(body, /^Suppressed in the code: it is so\.\n\n/);
  });

  it('is told of although a part of the file was left out: what people settled is known', () => {
    const suppressed = [{ finding: loop, reason: 'it is so', line: 11 }];
    const skips = [{ what: 'python', path: 'src/shop/orders.py', why: 'took too long' }];
    assert.deepEqual(changes([commentOn([loop])], { suppressed, skips }), taken);
  });

  it('tells all endings of a comment that stands for many, each once', () => {
    const many = findings(9, () => ({}));
    const suppressed = many.slice(0, 7).map((each) => ({ finding: each, reason: 'it is so', line: 11 }));
    const decisions = { ...NOTHING_DECIDED, byFingerprint: new Map([[many[7]?.fingerprint ?? '', byReply]]) };
    const found = { findings: many.slice(7, 8), suppressed };
    const { body } = editIn(changes([commentOn(many, { replies: [reply] })], found, { decisions }));
    assert.match(
      body,
      /^Fixed in aaaaaaa\.\nIgnored by alice: the \\\*proxy\\\* ends it\.\nSuppressed in the code: it is so\.\n\n> /,
    );
  });
});

describe('a finding that comes back', () => {
  const settled = commentOn([loop], { isSettled: true, isResolved: true, replies: [reply], line: undefined });

  it('opens its old comment again, instead of a second one', () => {
    const edit = editIn(changes([settled], { findings: [loop] }));
    assert.match(edit.body, /^A coroutine should .*\. It is back with aaaaaaa, on line 12\.\n\n/);
    assert.deepEqual(readMarker(edit.body, key, pull), { fingerprints: [loop.fingerprint], isSettled: false });
    assert.deepEqual([edit.id, edit.thread], [71, { id: 'T71', resolve: false }]);
  });

  it('is not offered to commit on lines that the comment may no longer stand on', () => {
    const fix = { title: 'Mend it', safe: true, edits: [{ span: { ...loop.span, col: 1, endCol: 2 }, text: 'y' }] };
    const edit = editIn(changes([settled], { findings: [{ ...loop, fix }] }));
    assert.doesNotMatch(edit.body, /```suggestion/);
    assert.match(edit.body, /To mend it: Mend it\./);
  });

  it('is annotated where it would get no comment today', () => {
    for (const parts of [{ mode: 'check' }, { commentFrom: 'error' }, { maxComments: 0 }, { files: [] }] as const)
      assert.deepEqual(changes([settled], { findings: [loop] }, parts), []);
  });
});

describe('changes to earlier comments', () => {
  it('are fifty in one run at most', () => {
    const comments = findings(80, () => ({})).map((each, at) => commentOn([each], { id: at }));
    const actions = changes(comments);
    assert.equal(actions.length, 50);
    assert.deepEqual(actions[0], { kind: 'delete-comment', id: 0 });
  });

  it('come after the review and before the conclusion', () => {
    const actions = planActions(planInput([finding({ line: 3 })], { files, posted: postedBy([commentOn([loop])]) }));
    assert.deepEqual(
      actions.map(({ kind }) => kind),
      ['post-review', 'delete-comment', 'conclude-check-run'],
    );
  });
});
