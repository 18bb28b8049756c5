import assert from 'node:assert/strict';
import { test } from 'node:test';
import { globMatches } from '../../src/engines/ruff-globs.ts';
import { selects } from '../../src/engines/ruff-ignores.ts';

const GLOBS: readonly (readonly [glob: string, path: string, wanted: boolean])[] = [
  ['a.py', 'a.py', true],
  ['a.py', 'b/a.py', false],
  ['*.py', 'b/a.py', true],
  ['tests/*', 'tests/a/b.py', true],
  ['tests/*', 'src/tests/a.py', false],
  ['tests/**', 'tests/a/b.py', true],
  ['**/tests/*', 'tests/a.py', true],
  ['**/tests/*', 'src/tests/a.py', true],
  ['**/tests/*', 'mytests/a.py', false],
  ['a/**/b.py', 'a/b.py', true],
  ['a/**/b.py', 'a/c/d/b.py', true],
  ['a/**/b.py', 'ab.py', false],
  ['**', 'a/b.py', true],
  ['?.py', 'a.py', true],
  ['?.py', 'ab.py', false],
  ['[ab].py', 'b.py', true],
  ['[!ab].py', 'b.py', false],
  ['[a-c]x.py', 'bx.py', true],
  ['[', '[', true],
  ['{a,b}/*.py', 'b/x.py', true],
  ['{a,{b,c}}.py', 'c.py', true],
  ['{a,b.py', '{a,b.py', true],
  ['a\\*.py', 'a*.py', true],
  ['a\\*.py', 'ab.py', false],
  ['*a*b*.py', 'xaxbx.py', true],
  ['*a*b*.py', 'xbxax.py', false],
  ['*aab.py', 'aaab.py', true],
  ['é?.py', 'é😀.py', true],
  ['', 'a.py', false],
];

for (const [glob, path, wanted] of GLOBS) {
  test(`${JSON.stringify(glob)} ${wanted ? 'matches' : 'does not match'} ${path}`, () =>
    assert.equal(globMatches(glob, path), wanted));
}

test('no pattern takes long', () => {
  assert.equal(globMatches(`${'*a'.repeat(2000)}b`, 'a'.repeat(4000)), false);
  assert.equal(globMatches('{a,b}'.repeat(40), 'ab'.repeat(20)), false);
  assert.equal(globMatches('**/'.repeat(200), 'a/'.repeat(200)), false);
});

const SELECTORS: readonly (readonly [selector: string, code: string, wanted: boolean])[] = [
  ['F401', 'F401', true],
  ['F4', 'F401', true],
  ['F', 'FURB129', false],
  ['PL', 'PLR0913', true],
  ['PLR', 'PLR0913', true],
  ['PLR09', 'PLR0913', true],
  ['PLW', 'PLR0913', false],
  ['C', 'C901', true],
  ['C4', 'C901', false],
  ['TCH', 'TC004', true],
  ['TCH004', 'TC004', true],
  ['ALL', 'anything', true],
  ['f401', 'F401', false],
  ['', 'F401', false],
];

for (const [selector, code, wanted] of SELECTORS) {
  test(`the selector ${JSON.stringify(selector)} ${wanted ? 'takes in' : 'leaves out'} ${code}`, () =>
    assert.equal(selects(selector, code), wanted));
}
