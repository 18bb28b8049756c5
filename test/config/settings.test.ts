import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CheckId } from '../../src/core/flow.ts';
import { defaultConfig, type Level } from '../../src/config/config.ts';
import { readConfig } from '../../src/config/read.ts';
import { type Settings, settingsFor } from '../../src/config/settings.ts';
import { KNOWN } from './known.ts';

function settingsOf(text: string): Settings {
  const { config, problems } = readConfig(text, KNOWN);
  assert.deepEqual(problems, []);
  return settingsFor(config ?? assert.fail(), KNOWN.checks);
}

const LAYERED = `
chapters: { ch03: notice, ch07: off }
checks: { ch07/missing-docstring: error }
overrides:
  - paths: ['src/**']
    chapters: { ch03: error, ch07: warning }
  - paths: ['src/old/**']
    preset: strict
    checks: { ch03/unused-import: off }
  - paths: ['*.pyi']
    preset: recommended
    checks: { ch03/unused-import: warning }
`;

/** Configuration, check, path → level, and whether the configuration names it. */
const PRECEDENCE: readonly (readonly [
  why: string,
  text: string,
  id: CheckId,
  path: string | undefined,
  level: Level,
  explicit: boolean,
])[] = [
  ['a check has its own level', '', 'ch03/unused-import', 'a.py', 'warning', false],
  ['the preset lacks a check', '', 'ch01/module-too-long', 'a.py', 'off', false],
  ['strict has the checks of strict', 'preset: strict', 'ch01/module-too-long', 'a.py', 'notice', false],
  ['strict has the checks of recommended', 'preset: strict', 'ch03/unused-import', 'a.py', 'warning', false],
  ['strict lacks the checks of all', 'preset: strict', 'ch05/source-without-tests', 'a.py', 'off', false],
  ['all has every check', 'preset: all', 'ch05/source-without-tests', 'a.py', 'warning', false],
  ['a chapter beats the preset', 'chapters: { ch03: error }', 'ch03/unused-import', 'a.py', 'error', true],
  ['a chapter can be off', 'chapters: { ch03: off }', 'ch03/unused-import', 'a.py', 'off', true],
  ['a chapter turns on nothing', 'chapters: { ch05: error }', 'ch05/source-without-tests', 'a.py', 'off', false],
  [
    'a check turns itself on',
    'checks: { ch05/source-without-tests: notice }',
    'ch05/source-without-tests',
    'a.py',
    'notice',
    true,
  ],
  ['a check can be off', 'checks: { ch03/unused-import: off }', 'ch03/unused-import', 'a.py', 'off', true],
  [
    'a check beats its chapter',
    'chapters: { ch03: off }\nchecks: { ch03/unused-import: error }',
    'ch03/unused-import',
    'a.py',
    'error',
    true,
  ],
  [
    'options alone turn on nothing',
    'checks: { ch01/module-too-long: { max_lines: 90 } }',
    'ch01/module-too-long',
    'a.py',
    'off',
    false,
  ],
  ['an override beats the top', LAYERED, 'ch03/unused-import', 'src/a.py', 'error', true],
  ['an override is for its paths only', LAYERED, 'ch03/unused-import', 'lib/a.py', 'notice', true],
  ['without a path no override applies', LAYERED, 'ch03/unused-import', undefined, 'notice', true],
  ['a check in an override beats a chapter', LAYERED, 'ch03/unused-import', 'src/old/a.py', 'off', true],
  ['of two overrides the later wins', LAYERED, 'ch03/unused-import', 'src/old/a.pyi', 'warning', true],
  ["a check at the top beats an override's chapter", LAYERED, 'ch07/missing-docstring', 'src/a.py', 'error', true],
  ["an override's preset turns on checks", LAYERED, 'ch01/module-too-long', 'src/old/a.py', 'notice', false],
  ['of two presets the later wins', LAYERED, 'ch01/module-too-long', 'src/old/a.pyi', 'off', false],
  [
    "an override's chapter is for what its preset has",
    LAYERED,
    'ch07/stale-docstring',
    'src/old/a.py',
    'warning',
    true,
  ],
  ["an override's chapter turns on nothing", LAYERED, 'ch07/stale-docstring', 'src/a.py', 'off', false],
];

describe('what holds for a check on a path', () => {
  for (const [why, text, id, path, level, explicit] of PRECEDENCE) {
    test(why, () => {
      const effective = settingsOf(text).check(id, path);
      assert.deepEqual({ level: effective.level, explicit: effective.explicit }, { level, explicit });
    });
  }

  test('its options are the defaults with what the matching layers say of each', () => {
    const settings = settingsOf(`
checks: { ch01/module-too-long: { max_lines: 800, allow: [a] } }
overrides:
  - paths: [b/**]
    checks: { ch01/module-too-long: { allow: [] } }
  - paths: [b/c/**]
    checks: { ch01/module-too-long: { level: error, max_lines: 60 } }
`);
    const optionsAt = (path: string) => settings.check('ch01/module-too-long', path).options;
    assert.deepEqual(settingsOf('').check('ch01/module-too-long').options, {
      max_lines: 500,
      count_comments: false,
      allow: ['main'],
    });
    assert.deepEqual(optionsAt('a.py'), { max_lines: 800, count_comments: false, allow: ['a'] });
    assert.deepEqual(optionsAt('b/a.py'), { max_lines: 800, count_comments: false, allow: [] });
    assert.deepEqual(optionsAt('b/c/a.py'), { max_lines: 60, count_comments: false, allow: [] });
  });

  test('it is one object for all paths that the same overrides match', () => {
    const settings = settingsOf(LAYERED);
    assert.equal(settings.check('ch03/unused-import', 'src/a.py'), settings.check('ch03/unused-import', 'src/b.py'));
    assert.equal(settings.check('ch03/unused-import', 'lib/a.py'), settings.check('ch03/unused-import'));
  });

  test('an id that is no check is a mistake of the caller', () => {
    assert.throws(
      () => settingsOf('').check('ch03/import-unused'),
      new RangeError('no check is called ch03/import-unused'),
    );
  });
});

test('excluded paths are those that a glob matches', () => {
  const settings = settingsOf("exclude: ['legacy/**', '*_gen.py']");
  const paths = ['legacy/a.py', 'legacy/.b/c.py', 'src/deep/x_gen.py', 'src/legacy/a.py', 'legacy.py'];
  assert.deepEqual(
    paths.filter((path) => settings.excluded(path)),
    ['legacy/a.py', 'legacy/.b/c.py', 'src/deep/x_gen.py'],
  );
  assert.equal(settingsOf('').excluded('a.py'), false);
});

/** Configuration → ids beside or instead of those of the recommended preset. */
const RECOMMENDED = ['ch03/unused-import', 'ch07/missing-docstring', 'ch16/secret-in-source'];
const ENABLED: readonly (readonly [text: string, ids: readonly string[]])[] = [
  ['', RECOMMENDED],
  ['chapters: { ch07: off }', ['ch03/unused-import', 'ch16/secret-in-source']],
  ['checks: { ch07/missing-docstring: off }', ['ch03/unused-import', 'ch16/secret-in-source']],
  [
    'checks: { ch05/source-without-tests: notice }',
    ['ch03/unused-import', 'ch05/source-without-tests', 'ch07/missing-docstring', 'ch16/secret-in-source'],
  ],
  ['checks: { ch01/module-too-long: { max_lines: 60 } }', RECOMMENDED],
  ['overrides: [{ paths: [a], chapters: { ch07: off }, checks: { ch03/unused-import: off } }]', RECOMMENDED],
  [
    'overrides: [{ paths: [a], preset: strict }]',
    [
      'ch01/module-too-long',
      'ch03/unused-import',
      'ch07/missing-docstring',
      'ch07/stale-docstring',
      'ch16/secret-in-source',
    ],
  ],
  ['chapters: { ch07: off }\noverrides: [{ paths: [a], chapters: { ch07: error } }]', RECOMMENDED],
  [
    'checks: { ch07/missing-docstring: off }\noverrides: [{ paths: [a], chapters: { ch07: error } }]',
    ['ch03/unused-import', 'ch16/secret-in-source'],
  ],
  [
    'checks: { ch07/missing-docstring: off }\noverrides: [{ paths: [a], checks: { ch07/missing-docstring: error } }]',
    RECOMMENDED,
  ],
  [
    'chapters: { ch07: off, ch16: off }\noverrides: [{ paths: [a], preset: all, chapters: { ch03: off, ch07: off } }]',
    ['ch01/module-too-long', 'ch03/unused-import', 'ch05/source-without-tests'],
  ],
];

describe('the checks that are on anywhere', () => {
  for (const [text, ids] of ENABLED) {
    test(text === '' ? 'are those of the recommended preset by default' : `follow from ${text}`, () => {
      assert.deepEqual(settingsOf(text).enabledAnywhere(), ids);
    });
  }

  test('are all that some path has', () => {
    const settings = settingsOf(LAYERED);
    const paths = [undefined, 'a.py', 'src/a.py', 'src/old/a.py', 'src/old/a.pyi', 'a.pyi'];
    const seen = KNOWN.checks
      .filter(({ id }) => paths.some((path) => settings.check(id, path).level !== 'off'))
      .map(({ id }) => id);
    assert.deepEqual(settings.enabledAnywhere(), seen);
  });
});

describe('the fingerprint', () => {
  const base = 'preset: strict\nchapters: { ch03: error, ch07: off }\nexclude: [a, b]';
  const same: readonly string[] = [
    'exclude: [a, b]\nchapters: { ch07: off, ch03: error }\npreset: strict # as ever',
    `${base}\nmax_comments: 3`,
    `${base}\ncomment_from: error\non_error: failure\ndrafts: comment\nbots: skip`,
    `${base}\nlabels: { wip: skip }\nnot_dismissible: [ch16]`,
    `${base}\nchecks: {}\noverrides: []\nfail_on: secrets`,
  ];
  const different: readonly string[] = [
    '',
    `${base}\nfail_on: error`,
    base.replace('[a, b]', '[a]'),
    base.replace('ch07: off', 'ch07: notice'),
    `${base}\nchecks: { ch01/module-too-long: { max_lines: 60 } }`,
    `${base}\noverrides: [{ paths: [a], preset: all }]`,
    `${base}\noverrides: [{ paths: [b], preset: all }]`,
  ];
  test('is 16 hex digits', () => assert.match(settingsOf(base).fingerprint(), /^[0-9a-f]{16}$/));
  for (const text of same) {
    test(`stays the same for ${JSON.stringify(text)}`, () => {
      assert.equal(settingsOf(text).fingerprint(), settingsOf(base).fingerprint());
    });
  }
  test('does not see in which order a configuration was put together', () => {
    const config = defaultConfig();
    const [one, other] = [
      { ch03: 'off', ch07: 'error' },
      { ch07: 'error', ch03: 'off' },
    ] as const;
    const prints = [one, other].map((chapters) => settingsFor({ ...config, chapters }, KNOWN.checks).fingerprint());
    assert.equal(prints[0], prints[1]);
  });
  test('is another one for every other meaning', () => {
    const all = [base, ...different].map((text) => settingsOf(text).fingerprint());
    assert.equal(new Set(all).size, all.length);
  });
});
