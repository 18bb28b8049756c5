import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matcher } from '../../src/core/globs.ts';
import { createGlobJudge, GLOB_KEYWORDS } from '../../src/config/glob-problem.ts';

/** Glob → a path that it matches. */
const GOOD: readonly (readonly [glob: string, path: string])[] = [
  ['legacy/**', 'legacy/deep/a.py'],
  ['*.py', 'deep/a.py'],
  ['**/test_?.py', 'a/b/test_1.py'],
  ['a/[!b]*.py', 'a/c.py'],
  ['a/[]b].py', 'a/].py'],
  ['a/[!]b].py', 'a/c.py'],
  ['{a,b/{c,d}}.py', 'b/d.py'],
  ['v{1..3}/x', 'v2/x'],
  ['@(a|b).py', 'a.py'],
  ['a(1).py', 'x/a(1).py'],
  ['a(1.py', 'x/a(1.py'],
  ['#notes.py', '#notes.py'],
  ['..hidden/x', '..hidden/x'],
  ['a..b', 'a..b'],
  ['.github/**', '.github/workflows/ci.yml'],
  ['päckchen/*', 'päckchen/ä.py'],
  ['x', 'x'],
];

/** Glob → what is wrong with it, after "the glob … "; whether its form alone shows it. */
const BAD: readonly (readonly [glob: string, problem: string, bySchema: boolean])[] = [
  ['!a', 'starts with `!`; there is no negation here, so list only what you mean', true],
  ['/a', 'is absolute; write it relative to the root of the repository', true],
  ['C:/a', 'is absolute; write it relative to the root of the repository', true],
  ['a\\b', 'has a backslash; write `/` between folders', true],
  ['a\\', 'has a backslash; write `/` between folders', true],
  ['..', 'has `..`; write it relative to the root of the repository', true],
  ['../a', 'has `..`; write it relative to the root of the repository', true],
  ['a/../b', 'has `..`; write it relative to the root of the repository', true],
  ['a/..', 'has `..`; write it relative to the root of the repository', true],
  ['./a', 'starts with `./`; leave that out', true],
  ['a/', 'matches no file; for a whole folder write `a/**`', true],
  ['a\nb', 'has a control character; a path has none', true],
  ['[a', 'has a `[` without its `]`', false],
  ['[]', 'has a `[` without its `]`', false],
  ['[!]', 'has a `[` without its `]`', false],
  ['{a,b', 'has a `{` without its `}`', false],
  ['{a,{b,c}', 'has a `{` without its `}`', false],
  ['a}', 'has a `}` without its `{`', false],
  ['+(a', 'has a `(` without its `)`', false],
  ['{@(a}', 'has a `}` without its `{`', false],
  ['[{1..5000}]', 'stands for more than 1,000 globs; say it with `*`', false],
];

const pattern = new RegExp(GLOB_KEYWORDS.pattern, 'u');

describe('a good glob', () => {
  for (const [glob, path] of GOOD) {
    test(`${glob} matches ${path}`, () => {
      assert.equal(createGlobJudge().problem(glob), undefined);
      assert.match(glob, pattern);
      assert.ok(matcher([glob])(path));
    });
  }
});

describe('a bad glob', () => {
  for (const [glob, problem, bySchema] of BAD) {
    test(`${JSON.stringify(glob)} ${problem}`, () => {
      const shown = glob.replace('\n', ' ');
      assert.equal(createGlobJudge().problem(glob), `the glob \`${shown}\` ${problem}`);
      assert.equal(!pattern.test(glob), bySchema);
    });
  }
});

test('alternatives are counted as the matcher writes them out', () => {
  const judge = createGlobJudge();
  const counts: readonly (readonly [string, number])[] = [
    ['a', 1],
    ['{a,b}', 2],
    ['{a,b}{1..5}', 10],
    ['{a}', 1],
    ['{a,{b,c}}', 3],
    ['{1..1000}', 1_000],
  ];
  for (const [glob, count] of counts) assert.equal(judge.alternatives(glob), count, glob);
});
