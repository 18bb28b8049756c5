import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupRunId, pullRunId, readGroupRunId, readPullRunId } from '../../src/core/external-id.ts';

const BASE = 'a1'.repeat(20);

for (const run of [
  { number: 7, mode: 'comment' },
  { number: 7, mode: 'check', request: 'rerun-72d3162e-cc78-11e3-81ab-4c9367dc0958' },
  { number: 123_456, mode: 'unreviewed', request: 'comment-99' },
] as const)
  test(`“${pullRunId(run)}” says what it was made from, with the pull request first`, () => {
    assert.deepEqual(readPullRunId(pullRunId(run)), run);
    assert.ok(pullRunId(run).startsWith(`pull/${run.number} `));
    assert.equal(readGroupRunId(pullRunId(run)), undefined);
  });

for (const run of [
  { base: BASE, state: 'reviewed' },
  { base: BASE, state: 'unreviewed', number: 7, request: 'rerun-1' },
] as const)
  test(`“${groupRunId(run)}” says what it was made from`, () => {
    assert.deepEqual(readGroupRunId(groupRunId(run)), run);
    assert.equal(readPullRunId(groupRunId(run)), undefined);
  });

test('what the first version wrote is read as a review with comments', () => {
  assert.deepEqual(readPullRunId('pull/7'), { number: 7, mode: 'comment' });
});

for (const other of ['', 'pull/', 'pull/x', 'pull/7 a b c', ' pull/7', 'pull/7\n', 'group/1 reviewed -', 'ci-build-7'])
  test(`${JSON.stringify(other)} is nobody’s of ours`, () => {
    assert.equal(readPullRunId(other), undefined);
    assert.equal(readGroupRunId(other), undefined);
  });
