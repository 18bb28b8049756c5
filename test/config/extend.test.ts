import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readExtended } from '../../src/config/extend.ts';
import { KNOWN } from './known.ts';

type Places = Readonly<Record<string, string>>;

function read(text: string, places: Places) {
  const place = { repo: undefined, path: '.github/chapter-and-verse.yml' };
  return readExtended({ place, text }, KNOWN, async ({ repo, path }) => {
    const found = places[`${repo ?? ''}:${path}`];
    return found === undefined ? undefined : { text: found };
  });
}

test('rules are merged by key over those of the parent, and lists take the place of its lists', async () => {
  const { config, problems } = await read(
    'extends: standards\nexclude: [b.py]\nchecks:\n  ch01/module-too-long: { max_lines: 700 }\n',
    {
      'standards:.github/chapter-and-verse.yml':
        'preset: strict\nexclude: [a.py]\nchecks:\n  ch01/module-too-long: error\n  ch03/unused-import: off\n',
    },
  );
  assert.deepEqual(problems, []);
  assert.equal(config?.preset, 'strict');
  assert.deepEqual(config.exclude, ['b.py']);
  assert.deepEqual(config.checks, {
    'ch01/module-too-long': { level: 'error', options: { max_lines: 700 } },
    'ch03/unused-import': { level: 'off', options: {} },
  });
});

test('a path without a repository is in the one where it is written', async () => {
  const { config } = await read('extends: standards:a.yml\n', {
    'standards:a.yml': 'extends: :b.yml\n',
    'standards:b.yml': 'max_comments: 3\n',
    ':b.yml': 'max_comments: 4\n',
  });
  assert.equal(config?.maxComments, 3);
});

const REFUSED: readonly (readonly [string, string, Places, RegExp])[] = [
  ['itself', 'extends: :.github/chapter-and-verse.yml\n', {}, /leads back to/],
  ['a circle', 'extends: :a.yml\n', { ':a.yml': 'extends: :b.yml\n', ':b.yml': 'extends: :a.yml\n' }, /leads back to/],
  [
    'four others',
    'extends: :a.yml\n',
    { ':a.yml': 'extends: :b.yml\n', ':b.yml': 'extends: :c.yml\n', ':c.yml': 'extends: :d.yml\n', ':d.yml': '' },
    /more than 3 files/,
  ],
  ['what is not there', 'extends: nowhere\n', {}, /not there/],
  [
    'a file with a problem',
    'extends: :a.yml\n',
    { ':a.yml': 'preset: recommended\npresets: all\n' },
    / a\.yml:2:1: unknown key/,
  ],
  ['what is no place', 'extends: https://example.com/x.yml\n', {}, /a repository of the same owner/],
  ['another owner', 'extends: other/standards\n', {}, /a repository of the same owner/],
];

for (const [what, text, places, message] of REFUSED) {
  test(`a configuration that extends ${what} is refused at that line`, async () => {
    const { config, problems } = await read(text, places);
    assert.equal(config, undefined);
    assert.equal(problems.at(-1)?.path.replace(/^:/, '') ?? '', '.github/chapter-and-verse.yml');
    assert.equal(problems.at(-1)?.span.line, 1);
    assert.match(problems.at(-1)?.message ?? '', message);
  });
}

test('three others may be laid below', async () => {
  const { config } = await read('extends: :a.yml\n', {
    ':a.yml': 'extends: :b.yml\n',
    ':b.yml': 'extends: :c.yml\n',
    ':c.yml': 'max_comments: 7\n',
  });
  assert.equal(config?.maxComments, 7);
});
