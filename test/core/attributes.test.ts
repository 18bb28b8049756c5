import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAttributes, type Marks } from '../../src/core/attributes.ts';

const ROWS: readonly (readonly [string, string, string, Marks])[] = [
  ['a name in any folder', '*_gen.py linguist-generated\n', 'src/a_gen.py', { generated: true }],
  ['a path', 'src/*.py linguist-generated=true\n', 'src/a.py', { generated: true }],
  ['a path that is deeper', 'src/*.py linguist-generated\n', 'src/b/a.py', {}],
  ['folders below', 'third/** linguist-vendored\n', 'third/a/b.py', { vendored: true }],
  ['the root alone', '/a.py linguist-generated\n', 'b/a.py', {}],
  ['a later word', '*.py linguist-generated\na.py -linguist-generated\n', 'a.py', { generated: false }],
  ['false', 'a_pb2.py linguist-generated=false\n', 'a_pb2.py', { generated: false }],
  ['a comment', '# a.py linguist-generated\n', 'a.py', {}],
  ['quotation marks', '"a b.py" text linguist-vendored\n', 'a b.py', { vendored: true }],
  ['other attributes', '*.py text eol=lf diff=python\n', 'a.py', {}],
  ['a negated pattern, which git refuses', '!a.py linguist-generated\n', 'a.py', {}],
];

for (const [what, text, path, marks] of ROWS) {
  test(`.gitattributes: ${what}`, () => {
    assert.deepEqual(readAttributes(new Map([['.gitattributes', text]]))(path), marks);
  });
}

test('a file in a folder wins over one above it, for what lies there', () => {
  const marksOf = readAttributes(
    new Map([
      ['api/.gitattributes', '*.py -linguist-generated\n'],
      ['.gitattributes', '*.py linguist-generated\n'],
    ]),
  );
  assert.deepEqual([marksOf('api/a.py'), marksOf('b.py')], [{ generated: false }, { generated: true }]);
});
