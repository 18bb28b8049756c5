import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { printProblem, readConfig } from '../../src/config/read.ts';
import { settingsFor } from '../../src/config/settings.ts';
import { KNOWN, VALID } from './known.ts';

const LAUGHS = `exclude: [a]
overrides:
  - &a { paths: [a, b, c, d, e, f, g, h, i, j] }
  - &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
  - &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
  - &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
  - &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
  - [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
`;

const BRACES = '{a,b}'.repeat(90);

const HOSTILE: readonly (readonly [name: string, text: string, problem: RegExp])[] = [
  ['a file that is too large', `# ${'x'.repeat(65_535)}`, /^1:1: the file has 65,537 bytes; at most 65,536 are read$/],
  ['one that is too large in bytes only', `# ${'é'.repeat(40_000)}`, /^1:1: the file has 80,002 bytes/],
  ['aliases of aliases', LAUGHS, /the file stands for more than 5,000 values$/],
  ['more values than a file needs', `exclude: [${'a,'.repeat(6_000)}]`, /the file stands for more than 5,000 values$/],
  ['deep lists', `exclude: ${'['.repeat(500)}${']'.repeat(500)}`, /the file is nested too deeply$/],
  ['very deep lists', `exclude: ${'['.repeat(20_000)}${']'.repeat(20_000)}`, /the file is nested too deeply$/],
  ['deep lists without an end', '['.repeat(60_000), /the file is nested too deeply$/],
  ['deep keys', '? '.repeat(30_000), /the file is nested too deeply$/],
  ['a long tag', '!'.repeat(60_000), /^1:1: not valid YAML: The !{196}$/],
  [
    'a range of braces',
    "exclude: ['{1..100000000}']",
    /^1:11: the glob `\{1\.\.100000000\}` stands for more than 1,000 globs; say it with `\*`$/,
  ],
  [
    'a product of braces',
    `exclude: ['${BRACES}']`,
    /^1:11: the glob `.*…` stands for more than 1,000 globs; say it with `\*`$/,
  ],
  [
    'a costly glob again and again',
    `exclude: [&a '${BRACES}'${', *a'.repeat(4_000)}]`,
    /3,953 more problems start here$/,
  ],
  [
    'a glob that is too long',
    `exclude: ['${'a'.repeat(501)}']`,
    /^1:11: the glob has 501 characters; at most 500 are read$/,
  ],
  [
    'braces in a glob that is too long',
    `exclude: ['${'{'.repeat(30_000)}a,b${'}'.repeat(30_000)}']`,
    /at most 500 are read$/,
  ],
  [
    'too many globs',
    `exclude: [${'a,'.repeat(1_001)}]`,
    /^1:10: the file has more than 1,000 globs, counted with their braces written out$/,
  ],
  [
    'too many globs in all',
    `exclude: ['{1..600}']\noverrides:\n  - paths: ['a{1..600}']`,
    /^3:12: the file has more than 1,000 globs/,
  ],
];

describe('a hostile file ends in a problem', () => {
  for (const [name, text, problem] of HOSTILE) {
    test(name, () => {
      const { config, problems } = readConfig(text, { ...KNOWN, path: '' });
      assert.equal(config, undefined);
      assert.match(printProblem(problems.at(-1) ?? assert.fail()).slice(1), problem);
    });
  }
});

test('a thousand globs are read', () => {
  const text = `exclude: ['{1..600}']\noverrides:\n  - paths: ['a{1..400}']`;
  assert.deepEqual(readConfig(text, KNOWN).problems, []);
});

/** The same numbers in every run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const PIECES = [
  ...' \t\n\r:-,?&*!|>%@#"\'[]{}<~0'.split(''),
  '\n  ',
  '<<',
  '---\n',
  'off',
  'null',
  '\uFEFF',
  '\u0000',
  '\uD800',
  '*a',
  '&a ',
  '9e999',
];

test('whatever happens to a file, it is read or refused with places inside it, sorted', () => {
  const random = createRandom(18);
  let refused = 0;
  for (let round = 0; round < 800; round++) {
    let text = VALID;
    for (let times = random(4); times >= 0; times--) {
      const at = random(text.length);
      const cut = random(3) === 0 ? random(40) : random(2);
      text = text.slice(0, at) + (PIECES[random(PIECES.length)] ?? '') + text.slice(at + cut);
    }
    const { config, problems } = readConfig(text, KNOWN);
    const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
    assert.equal(
      config === undefined,
      problems.some(({ severity }) => severity === 'error'),
      text,
    );
    let last = 0;
    for (const { span, message } of problems) {
      assert.ok(span.col >= 1 && span.col <= (lines[span.line - 1] ?? assert.fail(text)).length + 1, text);
      assert.ok(span.line >= last, text);
      assert.match(message, /^[^\p{Cc}]{5,300}$/u);
      last = span.line;
    }
    if (config) settingsFor(config, KNOWN.checks).check('ch03/unused-import', 'scripts/a.py');
    else refused++;
  }
  assert.ok(refused > 200 && refused < 800, `${refused} of 800 refused`);
});
