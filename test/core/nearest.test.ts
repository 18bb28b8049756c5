import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nearest } from '../../src/core/nearest.ts';

const LEVELS = ['off', 'notice', 'warning', 'error'];
const TABLE: readonly (readonly [word: string, candidates: readonly string[], found: string | undefined])[] = [
  ['of', LEVELS, 'off'],
  ['warn', LEVELS, 'warning'],
  ['Error', LEVELS, 'error'],
  ['wa', LEVELS, undefined],
  ['info', LEVELS, undefined],
  ['', LEVELS, undefined],
  ['offf', [], undefined],
  ['ab', ['ba'], 'ba'],
  ['abcd', ['acbd'], 'acbd'],
  ['abcd', ['abdce'], undefined],
  ['source-wihtout-test', ['source-without-tests'], 'source-without-tests'],
  ['unused-inport', ['unused-import', 'unused-report'], 'unused-import'],
  ['cat', ['bat', 'hat'], 'bat'],
  ['x'.repeat(100_000), LEVELS, undefined],
];

describe('the nearest name', () => {
  for (const [word, candidates, found] of TABLE) {
    test(`to ${JSON.stringify(word.slice(0, 30))} among ${candidates.join(', ')} is ${found}`, () => {
      assert.equal(nearest(word, candidates), found);
    });
  }
});
