import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalSpecifier, compareVersions, satisfiesSpecifier } from '../../src/core/versions.ts';

test('a version is in a range, outside of it, or one of the two cannot be read', () => {
  const cases: readonly (readonly [string, string, boolean | undefined])[] = [
    ['3.0.3', '>=3,<4', true],
    ['3.0.3', '>=3.1', false],
    ['2.5.1+cpu', '==2.5.1', true],
    ['3.1rc1', '>=3', true],
    ['1.5', '==1.*', true],
    ['1.0', '', true],
    ['1.2', '===1.2', true],
    ['1.0', '^1.0', undefined],
    ['latest', '>=1', undefined],
    ['1.0', '>1.0.dev0', undefined],
  ];
  for (const [version, specifier, expected] of cases)
    assert.equal(satisfiesSpecifier(version, specifier), expected, `${version} in ${specifier}`);
});

test('specifiers that mean the same have one form', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['>= 1.0 , < 2', '<2,>=1'],
    ['<2,>=1.0.0,>=1', '<2,>=1'],
    ['~=1.0', '~=1.0'],
    ['==1.0.*', '==1.0.*'],
    ['==v1.0RC1', '==1.0rc1'],
    ['==1!2.0', '==1!2'],
    ['===1.0-odd', '===1.0-odd'],
    ['', ''],
    ['^1.0', undefined],
    ['>=1.*', undefined],
    ['1.0', undefined],
  ];
  for (const [text, expected] of cases) assert.equal(canonicalSpecifier(text), expected, text);
});

test('versions are ordered as pip orders them', () => {
  assert.ok((compareVersions('3.10', '3.9') ?? 0) > 0);
  assert.ok((compareVersions('1.0rc1', '1.0') ?? 0) < 0);
  assert.equal(compareVersions('1.0', 'main'), undefined);
});
