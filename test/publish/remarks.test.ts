import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PostedComment } from '../../src/core/actions.ts';
import type { Finding } from '../../src/core/flow.ts';
import type { PlanInput } from '../../src/publish/input.ts';
import { readMarker, readMarkers } from '../../src/publish/marker.ts';
import { planActions } from '../../src/publish/plan.ts';
import { placeFindings } from '../../src/publish/remarks.ts';
import { finding, findings } from '../docs/book.ts';
import { fileOf, key, planInput, postedBy, postedOf, pull, reviewOf, runOf } from './plan-input.ts';

const files = [fileOf('src/shop/orders.py', [[1, 40]])];

function place(found: readonly Finding[], parts: Partial<PlanInput> = {}) {
  const { remarks, rewrites, annotated, held } = placeFindings(found, planInput(found, { files, ...parts }));
  return { remarks, rewrites, held, comments: remarks.map((each) => each.finding), annotated };
}

function commentOn(found: readonly Finding[], parts: Partial<PostedComment> = {}): PostedComment {
  return {
    id: 71,
    thread: 'T71',
    body: '',
    fingerprints: found.map((each) => each.fingerprint),
    isSettled: false,
    path: 'src/shop/orders.py',
    line: 1,
    isResolved: false,
    replies: [],
    ...parts,
  };
}

describe('the threshold for comments', () => {
  const error = finding({ severity: 'error', line: 1 });
  const warning = finding({ severity: 'warning', line: 2 });
  const notice = finding({ severity: 'notice', line: 3 });
  const all = [error, warning, notice];
  const thresholds = [
    ['notice', [error, warning, notice]],
    ['warning', [error, warning]],
    ['error', [error]],
    ['never', []],
  ] as const;
  for (const [commentFrom, commented] of thresholds)
    it(`is ${commentFrom}: what is weaker is annotated`, () => {
      const placed = place(all, { commentFrom });
      assert.deepEqual(placed.comments, commented);
      assert.deepEqual(placed.annotated, all.slice(commented.length));
    });

  it('leaves what was commented on before where it is', () => {
    const posted = postedOf([notice.fingerprint]);
    assert.deepEqual(place([notice], { commentFrom: 'error', posted }).annotated, []);
  });

  it('counts before findings are gathered, and keeps the budget for what is above it', () => {
    const mixed = findings(6, (at) => ({ line: 1 + at, severity: at < 3 ? 'notice' : 'warning' }));
    const placed = place(mixed, { commentFrom: 'warning', maxComments: 2 });
    assert.deepEqual(placed.comments, mixed.slice(3, 5));
    assert.deepEqual(placed.annotated, [mixed[5], ...mixed.slice(0, 3)]);
  });

  it('is above everything for a pull request that gets no comments', () => {
    assert.deepEqual(place(all, { mode: 'check', commentFrom: 'notice' }).annotated, all);
  });
});

describe('what a review had no room for', () => {
  const found = findings(5, (at) => ({ line: 1 + at }));
  const first = planActions(planInput(found, { files, maxComments: 3 }));
  const memory = readMarkers(reviewOf(first)?.body ?? '', key, pull);

  it('is remembered in its body, out of sight', () => {
    assert.deepEqual(
      memory?.held,
      found.slice(3).map(({ fingerprint }) => fingerprint),
    );
    assert.deepEqual(memory.fingerprints, []);
    assert.match(reviewOf(first)?.body ?? '', /^3 things .* 2 more are in the check run\.\n\n<!-- [^\n]* -->$/);
  });

  it('stays an annotation when room comes free, while what is new gets its comment', () => {
    const said = found.slice(0, 3).map(({ fingerprint }) => fingerprint);
    const fresh = finding({ line: 30 });
    const posted = postedOf(said, { held: new Set(memory?.held) });
    const left = [...found.slice(2), fresh];
    const second = planActions(planInput(left, { files, maxComments: 3, posted }));
    assert.deepEqual(
      reviewOf(second)?.comments.map(({ line }) => line),
      [30],
    );
    assert.deepEqual(
      runOf(second).annotations.map(({ startLine }) => startLine),
      [4, 5],
    );
    assert.doesNotMatch(reviewOf(second)?.body ?? '', /<!--/);
  });

  it('is not what has no place in the diff, or is too weak', () => {
    const outside = finding({ line: 99 });
    const weak = finding({ line: 9, severity: 'notice' });
    assert.deepEqual(place([...found, outside, weak], { maxComments: 5, commentFrom: 'warning' }).held, []);
  });
});

describe('a comment that stands for many', () => {
  const many = findings(8, (at) => ({ line: 1 + at }));
  const earlier = many.slice(0, 6);

  it('takes in what is new of its kind, instead of a second comment', () => {
    const [edit, ...rest] = planActions(planInput(many, { files, posted: postedBy([commentOn(earlier)]) }));
    assert.ok(edit?.kind === 'edit-comment');
    assert.deepEqual(
      rest.map(({ kind }) => kind),
      ['conclude-check-run'],
    );
    assert.match(edit.body, /^A coroutine should .*\. The same goes for lines 2–8\.\n/);
    assert.deepEqual(
      readMarker(edit.body, key, pull)?.fingerprints,
      many.map(({ fingerprint }) => fingerprint),
    );
    assert.equal(edit.thread, undefined);
  });

  const alice = { login: 'alice', isBot: false };
  const closed: readonly (readonly [string, Partial<PostedComment>])[] = [
    [
      'somebody answered',
      {
        replies: [
          { id: 1, author: alice, body: 'ignore: so it is', at: '2026-01-01T00:00:00Z', isEditedByOther: false },
        ],
      },
    ],
    ['somebody resolved it', { isResolved: true, resolvedBy: alice }],
    ['it is about one finding', { fingerprints: [many[0]?.fingerprint ?? ''] }],
  ];
  for (const [what, parts] of closed)
    it(`takes in nothing once ${what}: a new comment speaks of the new ones`, () => {
      const posted = {
        ...postedBy([commentOn(earlier, parts)]),
        fingerprints: new Set(earlier.map((each) => each.fingerprint)),
      };
      const placed = place(many, { posted });
      assert.deepEqual(placed.rewrites, []);
      assert.deepEqual(
        placed.remarks.map(({ finding: about, others }) => [about, ...others]),
        [many.slice(6)],
      );
    });

  it('is opened again for those that are back, and the others get a comment of their own', () => {
    const placed = place(many, { posted: postedBy([commentOn(earlier, { isSettled: true })]) });
    assert.deepEqual(
      placed.rewrites.map(({ finding: about, others, isBack }) => [isBack, about, ...others]),
      [[true, ...earlier]],
    );
    assert.deepEqual(
      placed.remarks.map(({ finding: about, others }) => [about, ...others]),
      [many.slice(6)],
    );
  });
});

describe('suggestions beside those of earlier comments', () => {
  const text = 'x\n'.repeat(40);
  const fixable = (line: number): Finding => {
    const span = { line, col: 1, endLine: line, endCol: 2 };
    return finding({
      check: `ch09/check-${line}`,
      span,
      fix: { title: 'Mend', safe: true, edits: [{ span, text: 'y' }] },
    });
  };

  it('stand a line apart: those may be committed together with the new ones', () => {
    const found = [fixable(3), fixable(4), fixable(6)];
    const actions = planActions(
      planInput(found, {
        files: [fileOf('src/shop/orders.py', [[1, 40]], text)],
        posted: postedOf([found[1]?.fingerprint ?? '']),
      }),
    );
    assert.deepEqual(
      reviewOf(actions)?.comments.map(({ line, body }) => [line, body.includes('```suggestion')]),
      [
        [3, false],
        [6, true],
      ],
    );
  });
});
