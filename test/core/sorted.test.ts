import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { firstFrom, holdsAny } from '../../src/core/sorted.ts';

describe('sorted numbers', () => {
  const sorted = Int32Array.from([2, 4, 4, 9]);

  test('are found by the least that is wanted', () => {
    assert.deepEqual(
      [0, 2, 3, 4, 5, 9, 10].map((least) => firstFrom(sorted, least)),
      [0, 0, 1, 1, 3, 3, 4],
    );
    assert.equal(firstFrom([], 1), 0);
  });

  test('are in a range that takes its start in and leaves its end out', () => {
    assert.equal(holdsAny(sorted, 4, 5), true);
    assert.equal(holdsAny(sorted, 5, 9), false);
    assert.equal(holdsAny(sorted, 9, 10), true);
    assert.equal(holdsAny(sorted, 10, 99), false);
    assert.equal(holdsAny([0], 0, 1), true);
    assert.equal(holdsAny([], 0, 1), false);
  });
});
