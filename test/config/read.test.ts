import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultConfig } from '../../src/config/config.ts';
import { printProblem, readConfig } from '../../src/config/read.ts';
import { KNOWN, VALID } from './known.ts';
import { WRONG_OTHERWISE, WRONG_VALUES } from './wrong-files.ts';

function complaints(text: string): readonly string[] {
  return readConfig(text, { ...KNOWN, path: 'cv.yml' }).problems.map(printProblem);
}

describe('a valid file', () => {
  test('is read whole, with defaults for what it leaves out', () => {
    const { config, problems } = readConfig(VALID, KNOWN);
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['`ch03/import-unused` is now called `ch03/unused-import`'],
    );
    assert.deepEqual(config, {
      preset: 'strict',
      failOn: 'error',
      maxComments: 10,
      commentFrom: 'notice',
      onError: 'failure',
      drafts: 'comment',
      bots: 'skip',
      labels: { wip: 'check', 'do not review': 'skip' },
      notDismissible: ['ch16', 'ch03/unused-import'],
      exclude: ['legacy/**', '*.{gen,out}.py', 'a/[!b]?/@(x|y).py'],
      chapters: { ch07: 'off', ch03: 'notice' },
      checks: {
        'ch05/source-without-tests': { level: 'error', options: {} },
        'ch01/module-too-long': {
          level: 'warning',
          options: { max_lines: 800, count_comments: true, allow: ['a', 'b'] },
        },
      },
      overrides: [
        {
          paths: ['scripts/**'],
          preset: 'recommended',
          chapters: {},
          checks: { 'ch03/unused-import': { level: 'off', options: {} } },
        },
        {
          paths: ['scripts/keep/**'],
          chapters: { ch07: 'warning' },
          checks: { 'ch01/module-too-long': { options: { max_lines: 50 } } },
        },
      ],
    });
  });

  for (const text of ['', '\n', '# only a comment\n', '---\n', '~', 'null\n...\n', '\uFEFF', '{}']) {
    test(`${JSON.stringify(text)} means the defaults`, () => {
      assert.deepEqual(readConfig(text, KNOWN), { config: defaultConfig(), problems: [] });
    });
  }

  test('may have a byte order mark, Windows line ends, tabs between words and anchors', () => {
    const text =
      '\uFEFFpreset:\tall\r\nexclude: &old [a/**]\r\noverrides:\r\n  - paths: *old\r\n    preset: strict\r\n';
    const { config, problems } = readConfig(text, KNOWN);
    assert.deepEqual(problems, []);
    assert.equal(config?.preset, 'all');
    assert.deepEqual(config.overrides[0]?.paths, ['a/**']);
  });

  test('reads off as a word, as YAML 1.2 has it', () => {
    assert.deepEqual(readConfig('chapters: { ch07: off }', KNOWN).config?.chapters, { ch07: 'off' });
  });
});

describe('a wrong file is refused with the place, what is wrong and what was expected', () => {
  for (const [text, ...problems] of [...WRONG_VALUES, ...WRONG_OTHERWISE]) {
    test(JSON.stringify(text), () => {
      assert.deepEqual(
        complaints(text),
        problems.map((problem) => `cv.yml:${problem}`),
      );
      assert.equal(readConfig(text, KNOWN).config, undefined);
    });
  }

  test('with places that count the same under a byte order mark and Windows line ends', () => {
    assert.deepEqual(complaints('\uFEFFpresets: all'), complaints('presets: all'));
    assert.deepEqual(complaints('preset: all\r\nx: 1'), complaints('preset: all\nx: 1'));
  });

  test('at the alias, where the value stands elsewhere', () => {
    assert.deepEqual(
      complaints(
        'overrides:\n  - paths: &p [a]\n    checks: &c { ch01/module-too-long: { max_lines: 1 } }\n  - paths: *p\n    checks: *c',
      ),
      [
        'cv.yml:3:53: `max_lines` of `ch01/module-too-long` is `1`; expected a whole number from 50 to 5,000',
        'cv.yml:5:13: `max_lines` of `ch01/module-too-long` is `1`; expected a whole number from 50 to 5,000',
      ],
    );
  });

  test('with the span of the key or value, so that an annotation can underline it', () => {
    const [problem] = readConfig('preset: recomended', KNOWN).problems;
    assert.deepEqual(problem?.span, { line: 1, col: 9, endLine: 1, endCol: 19 });
    assert.equal(problem.path, '.github/chapter-and-verse.yml');
  });
});

test('a former id works, and a notice names the present one', () => {
  const { config, problems } = readConfig('checks:\n  ch03/import-unused: { level: error }', KNOWN);
  assert.deepEqual(config?.checks, { 'ch03/unused-import': { level: 'error', options: {} } });
  assert.deepEqual(problems, [
    {
      path: '.github/chapter-and-verse.yml',
      span: { line: 2, col: 3, endLine: 2, endCol: 21 },
      severity: 'notice',
      message: '`ch03/import-unused` is now called `ch03/unused-import`',
    },
  ]);
});

test('at most 50 problems are listed, and the last one says how many are left', () => {
  const wrong = Array.from({ length: 2_000 }, (_, index) => `  ch05/source-without-${index}: off`);
  const listed = complaints(['checks:', ...wrong].join('\n'));
  assert.equal(listed.length, 50);
  assert.equal(
    listed.at(-2),
    'cv.yml:50:3: unknown check `ch05/source-without-48`; did you mean `ch05/source-without-tests`?',
  );
  assert.equal(listed.at(-1), 'cv.yml:51:3: 1,951 more problems start here');
});

test('exactly 50 problems are all listed', () => {
  const wrong = Array.from({ length: 50 }, (_, index) => `key${index}: off`);
  assert.match(complaints(wrong.join('\n')).at(-1) ?? '', /^cv\.yml:50:1: unknown key `key49`/);
});
