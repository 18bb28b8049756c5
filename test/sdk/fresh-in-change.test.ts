import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshItems } from '../../src/sdk/fresh-in-change.ts';

function items(...keys: readonly string[]): readonly { readonly key: string; readonly index: number }[] {
  return keys.map((key, index) => ({ key, index }));
}

test('what the merge base has is taken away one to one', () => {
  const found = freshItems({ status: 'modified', fact: items('a', 'a', 'b', 'c'), factBefore: items('c', 'a', 'x') });
  assert.deepEqual(
    found.map(({ index }) => index),
    [1, 2],
  );
});

test('everything of a new file is new, and nothing of one that the change leaves alone', () => {
  assert.equal(freshItems({ status: 'added', fact: items('a', 'b') }).length, 2);
  assert.deepEqual(freshItems({ status: 'context', fact: items('a') }), []);
});
