import assert from 'node:assert/strict';
import { test } from 'node:test';
import { computeHunks, parsePatch } from '../../src/core/patch.ts';
import { createRepository } from '../git/repository.ts';

/** Lines `l1` … of a file, with some of them changed. */
function lines(count: number, change: (line: number) => readonly string[] = (line) => [`l${line}`]): string {
  return Array.from({ length: count }, (_, at) => change(at + 1))
    .flat()
    .map((line) => `${line}\n`)
    .join('');
}

const BASE = lines(40);

const PAIRS: readonly (readonly [string, string, string])[] = [
  ['one line changed', BASE, lines(40, (n) => [n === 20 ? 'x' : `l${n}`])],
  ['the first and the last line', BASE, lines(40, (n) => [n === 1 || n === 40 ? 'x' : `l${n}`])],
  ['changes six lines apart share a hunk', BASE, lines(40, (n) => [n === 10 || n === 17 ? 'x' : `l${n}`])],
  ['changes seven lines apart do not', BASE, lines(40, (n) => [n === 10 || n === 18 ? 'x' : `l${n}`])],
  ['lines put in', BASE, lines(40, (n) => (n === 12 ? ['l12', 'a', 'b'] : [`l${n}`]))],
  ['lines taken out', BASE, lines(40, (n) => (n > 12 && n < 16 ? [] : [`l${n}`]))],
  ['lines put in before everything', BASE, `a\nb\n${BASE}`],
  ['the line break at the end taken away', BASE, BASE.slice(0, -1)],
  ['the line break at the end put in', BASE.slice(0, -1), BASE],
  ['carriage returns put in', 'a\nb\nc\n', 'a\r\nb\r\nc\r\n'],
  ['a byte order mark put in', 'a\nb\nc\nd\ne\n', '\uFEFFa\nb\nc\nd\ne\n'],
  ['everything different', 'a\nb\n', 'c\nd\ne\n'],
  ['from nothing', '', 'a\nb\n'],
  ['to nothing', 'a\nb', ''],
  ['lone carriage returns and line separators, which end no line', 'a\rb\u2028c\nd\n', 'a\rx\u2028c\nd\n'],
  [
    'lines that look like a patch',
    '--- a\n+++ b\n@@ -1 +1 @@\n x\n',
    '--- a\n+++ c\n@@ -1 +1 @@\n\\ No newline at end of file\n',
  ],
];

for (const [what, before, after] of PAIRS) {
  test(`hunks equal git's: ${what}`, (t) => {
    const repository = createRepository(t);
    repository.write({ a: before });
    repository.commit();
    repository.write({ a: after });
    repository.commit();
    const printed = repository.git('diff', '--no-color', '--no-ext-diff', '--text', 'HEAD~1', 'HEAD');
    const hunks = parsePatch(printed);
    assert.ok(hunks.length > 0);
    assert.deepEqual(computeHunks(before, after), hunks);
  });
}

test('a patch is read with and without what stands before its first hunk', () => {
  const patch = '@@ -1,2 +1,3 @@ def f():\n a\n+b\n c\n\\ No newline at end of file\n@@ -10 +11,0 @@\n-x';
  const expected = [
    { oldStart: 1, oldLines: 2, newStart: 1, newLines: 3, added: [{ start: 2, end: 2 }], removed: [] },
    { oldStart: 10, oldLines: 1, newStart: 11, newLines: 0, added: [], removed: [{ start: 10, end: 10 }] },
  ];
  assert.deepEqual(parsePatch(patch), expected);
  assert.deepEqual(parsePatch(`diff --git a/x b/x\n--- a/x\n+++ b/x\n${patch}\n`), expected);
});

test('an empty line of context counts although its space was taken away', () => {
  assert.deepEqual(parsePatch('@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n')[0]?.added, [{ start: 3, end: 3 }]);
});

test('a patch that is cut off is refused', () => {
  assert.throws(() => parsePatch('@@ -1,3 +1,3 @@\n a\n-b'), RangeError);
});

test('texts that differ in too much to compare count as rewritten', () => {
  const many = (word: string) => lines(15_000, (n) => [`${word}${n}`]);
  assert.deepEqual(computeHunks(many('a'), many('b')), [
    {
      oldStart: 1,
      oldLines: 15_000,
      newStart: 1,
      newLines: 15_000,
      added: [{ start: 1, end: 15_000 }],
      removed: [{ start: 1, end: 15_000 }],
    },
  ]);
});
