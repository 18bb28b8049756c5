import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareFile, touchesChange, withoutMoved } from '../../src/review/compare.ts';
import type { FileFinding } from '../../src/review/task.ts';
import { changedFile } from '../support/sample.ts';

function finding(key: string, line: number, moveKey?: string): FileFinding {
  return {
    check: 'ch06/bare-except',
    severity: 'warning',
    path: 'a.py',
    span: { line, col: 1, endLine: line, endCol: 5 },
    message: 'A sentence.',
    fingerprint: `${key}${line}`,
    key,
    ...(moveKey === undefined ? {} : { moveKey }),
  };
}

const file = changedFile('a.py', 'one\ntwo\nthree\n', 'zero\none\ntwo\nthree\nfour\n');

describe('new since the merge base', () => {
  test('a finding that only moved down is old', () => {
    assert.deepEqual(compareFile([finding('k', 2)], [finding('k', 1)], file), { fresh: [], gone: [] });
  });

  test('a finding with no counterpart at the base is new, wherever it stands', () => {
    const head = [finding('k', 3)];
    assert.deepEqual(compareFile(head, [], file).fresh, head);
  });

  test('of two equal findings where the base has one, the one on a changed line is new', () => {
    const old = finding('k', 3);
    const added = finding('k', 1);
    assert.deepEqual(compareFile([added, old], [finding('k', 2)], file).fresh, [added]);
  });

  test('of three equal findings where the base has two, one is new even if none is on a changed line', () => {
    const head = [finding('k', 2), finding('k', 3), finding('k', 4)];
    assert.equal(compareFile(head, [finding('k', 1), finding('k', 2)], file).fresh.length, 1);
  });

  test('what the base had and head lacks is gone', () => {
    const base = [finding('k', 1), finding('k', 2)];
    assert.deepEqual(compareFile([finding('k', 2)], base, file).gone.length, 1);
  });
});

describe('moved code', () => {
  test('brings nothing new where the same finding is gone elsewhere', () => {
    assert.deepEqual(withoutMoved([finding('x', 1, 'm')], [finding('y', 9, 'm')]), []);
  });

  test('one that is gone excuses one that is new, not two', () => {
    assert.equal(withoutMoved([finding('x', 1, 'm'), finding('x', 2, 'm')], [finding('y', 9, 'm')]).length, 1);
  });

  test('a finding that says too little to be recognised is never excused', () => {
    assert.equal(withoutMoved([finding('x', 1)], [finding('y', 9)]).length, 1);
  });
});

describe('touching the change', () => {
  const rows: readonly (readonly [string, number, number, number, boolean])[] = [
    ['an added line', 1, 1, 5, true],
    ['an unchanged line', 3, 3, 5, false],
    ['a span that ends on an added line', 4, 5, 2, true],
    ['a span that ends at the start of an added line', 4, 5, 1, false],
  ];
  for (const [name, line, endLine, endCol, expected] of rows)
    test(`${name}: ${expected ? 'yes' : 'no'}`, () => {
      assert.equal(touchesChange({ span: { line, col: 1, endLine, endCol } }, file), expected);
    });
});
