import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admitsPython, admitsVersion, lowestPython } from '../../../src/sdk/dependencies/python-ranges.ts';

test('a minor version is admitted where one of its releases is', () => {
  const cases: readonly (readonly [string, string, boolean | undefined])[] = [
    ['>=3.10', '3.9', false],
    ['>=3.10', '3.10', true],
    ['>=3.10.4', '3.10', true],
    ['>=3.8,!=3.9.*,<3.12', '3.9', false],
    ['~=3.12.0', '3.13', false],
    ['==3.12.*', '3.12', true],
    ['^3.11', '3.13', true],
    ['^3.11', '3.10', false],
    ['~3.11', '3.12', false],
    ['3.11.*', '3.11', true],
    ['3.11', '3.12', false],
    ['>=3.8 <3.10 || ^3.12', '3.10', false],
    ['>=3.8 <3.10 || ^3.12', '3.12', true],
    ['*', '3.9', true],
    ['somewhat new', '3.9', undefined],
  ];
  for (const [range, minor, expected] of cases)
    assert.equal(admitsPython(range, minor), expected, `${minor} in ${range}`);
});

test('the lowest Python is known only where the range has a lower end', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['>=3.10', '3.10'],
    ['>3.9,<4', '3.9'],
    ['>=3.9.1', '3.9'],
    ['^3.12', '3.12'],
    ['<3.12', undefined],
    ['*', undefined],
    ['>=2.7', undefined],
  ];
  for (const [range, expected] of cases) assert.equal(lowestPython(range), expected, range);
});

test('a range of a package is read in any notation', () => {
  assert.equal(admitsVersion('>=2', '1.10.13'), false);
  assert.equal(admitsVersion('^2.5', '1.10.13'), false);
  assert.equal(admitsVersion('>=1.10,<3', '1.10.13'), true);
  assert.equal(admitsVersion('==1.*', '1.10.13'), true);
  assert.equal(admitsVersion('newest', '1.10.13'), undefined);
});
