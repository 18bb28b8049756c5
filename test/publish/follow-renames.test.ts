import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PostedComment } from '../../src/core/actions.ts';
import { followRenames } from '../../src/publish/follow-renames.ts';
import { finding, reportOf } from '../docs/book.ts';
import { postedBy, postedOf } from './plan-input.ts';

const [OLD, OTHER, NEW, NEWER] = ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb', 'cccccccccccccccc', 'dddddddddddddddd'];
const SAME = '1111111111111111';

function commentOn(path: string, fingerprint: string, placeless = SAME): PostedComment {
  const marked = { fingerprints: [fingerprint], placeless: [placeless], isSettled: false, isResolved: false };
  return { ...marked, id: 1, thread: 'T', body: '', path, line: undefined, replies: [] };
}

function foundIn(path: string, fingerprint: string, placeless = SAME) {
  return finding({ path, fingerprint, placeless });
}

function namesAfter(
  found: readonly ReturnType<typeof finding>[],
  comments: readonly PostedComment[],
  tree: readonly string[],
) {
  const report = followRenames(reportOf({ findings: found }), postedBy(comments), new Set(tree));
  return report.findings.map(({ fingerprint }) => fingerprint);
}

test('a finding whose comment stands in a file that is gone has the name that the comment knows it by', () => {
  assert.deepEqual(namesAfter([foundIn('b.py', NEW)], [commentOn('a.py', OLD)], ['b.py']), [OLD]);
});

test('a comment that GitHub shows in the renamed file is known there, whatever else says the same', () => {
  const found = [foundIn('b.py', NEW), foundIn('c.py', NEWER)];
  assert.deepEqual(namesAfter(found, [commentOn('b.py', OLD)], ['b.py', 'c.py']), [OLD, NEWER]);
});

test('a finding in another file is another one while the first file is there', () => {
  assert.deepEqual(namesAfter([foundIn('b.py', NEW)], [commentOn('a.py', OLD)], ['a.py', 'b.py']), [NEW]);
});

test('of two that it could be, or two that could be it, none is taken', () => {
  const twice = [foundIn('b.py', NEW), foundIn('c.py', NEWER)];
  assert.deepEqual(namesAfter(twice, [commentOn('a.py', OLD)], ['b.py', 'c.py']), [NEW, NEWER]);
  const comments = [commentOn('a.py', OLD), commentOn('z.py', OTHER)];
  assert.deepEqual(namesAfter([foundIn('b.py', NEW)], comments, ['b.py']), [NEW]);
});

test('what says something else is another finding', () => {
  const found = [foundIn('b.py', NEW, '2222222222222222')];
  assert.deepEqual(namesAfter(found, [commentOn('a.py', OLD)], ['b.py']), [NEW]);
});

test('one that is still found under its name, or that has a comment of its own, keeps it', () => {
  const both = [foundIn('a.py', OLD), foundIn('b.py', NEW)];
  assert.deepEqual(namesAfter(both, [commentOn('a.py', OLD)], ['b.py']), [OLD, NEW]);
  const comments = [commentOn('a.py', OLD), commentOn('b.py', NEW)];
  assert.deepEqual(namesAfter([foundIn('b.py', NEW)], comments, ['b.py']), [NEW]);
});

test('a suppressed finding is followed too, and without comments nothing is', () => {
  const suppressed = [{ finding: foundIn('b.py', NEW), reason: 'so', line: 1 }];
  const report = reportOf({ findings: [], suppressed });
  const followed = followRenames(report, postedBy([commentOn('a.py', OLD)]), new Set(['b.py']));
  assert.deepEqual(
    followed.suppressed.map((each) => each.finding.fingerprint),
    [OLD],
  );
  assert.equal(followRenames(report, postedOf([OLD]), new Set(['b.py'])), report);
});
