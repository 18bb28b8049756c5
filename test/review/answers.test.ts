import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAnswered } from '../../src/review/answers.ts';

const CODES = ['S102', 'S307'];

test('what an author answered to Ruff or Bandit is an answer to the same question', () => {
  const table: readonly (readonly [string, boolean])[] = [
    ['exec(code)  # noqa: S102', true],
    ['exec(code)  # NOQA: E501,s102', true],
    ['exec(code)  # noqa: E501 S307', true],
    ['exec(code)  # noqa: S101', false],
    ['exec(code)  # noqa: S1', false],
    ['exec(code)  # nosec', true],
    ['exec(code)  # nosec - the shell', true],
    ['exec(code)  # nosec B102', true],
    ['exec(code)  # nosec: B101, B307', true],
    ['exec(code)  # nosec B101', false],
    ['exec(code)  # nosecret', false],
    ['exec(code)', false],
  ];
  for (const [line, answered] of table)
    assert.equal(isAnswered(CODES, { line: 1, col: 1, endLine: 1, endCol: 9 }, [line]), answered, line);
});

test('the answer may stand on the last line of a finding, and must be to one of its codes', () => {
  const lines = ['exec(', '    code,  # noqa: S102', ')  # noqa: S307'];
  assert.equal(isAnswered(CODES, { line: 1, col: 1, endLine: 3, endCol: 2 }, lines), true);
  assert.equal(isAnswered(CODES, { line: 1, col: 1, endLine: 1, endCol: 6 }, lines), false);
  assert.equal(isAnswered(['S102'], { line: 1, col: 1, endLine: 3, endCol: 2 }, lines), false);
  assert.equal(isAnswered(['RUF009'], { line: 1, col: 1, endLine: 1, endCol: 2 }, ['x  # nosec']), false);
  assert.equal(isAnswered([], { line: 1, col: 1, endLine: 1, endCol: 2 }, ['x  # nosec']), false);
});
