import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckInfo } from '../../src/core/check-info.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';
import type { Catalogue, LoadedCheck } from '../../src/sdk/load.ts';
import { findRefusals } from '../../src/sdk/refusals.ts';

const catalogue = await loadCatalogue();

test('there are 18 chapters, numbered 1 to 18, each with a title, a paragraph and bullets', () => {
  assert.deepEqual(
    catalogue.chapters.map(({ number }) => number),
    Array.from({ length: 18 }, (_, index) => index + 1),
  );
  for (const { title, about, bullets } of catalogue.chapters)
    assert.ok(title && about.length > 80 && bullets.length > 2);
});

test('every chapter has at least one check', () => {
  const chapters = new Set(catalogue.checks.map(({ info }) => info.chapter));
  assert.deepEqual(
    catalogue.chapters.filter(({ number }) => !chapters.has(number)),
    [],
  );
});

test('no check of the catalogue is refused', () => {
  assert.deepEqual(findRefusals(catalogue), []);
});

const GOOD: CheckInfo = {
  id: 'ch05/some-pattern',
  chapter: 5,
  kind: 'python',
  title: 'Some pattern',
  bullet: 'pytest',
  severity: 'notice',
  preset: 'strict',
  why: 'It costs a day whenever somebody meets it for the first time.',
  whenNotTo: 'The file is never imported.',
  fixes: false,
  blocks: false,
  secret: false,
  codes: [],
  examples: [{ title: 'One', bad: 'x = 1  # <-\n', good: 'x = 2\n' }],
  quiet: ['x = 3\n'],
  options: {},
  formerly: [],
  samplePath: 'x.py',
};

const REFUSED: readonly (readonly [string, Partial<CheckInfo>, RegExp])[] = [
  ['a name that is not kebab-case', { id: 'ch05/Some_Pattern' }, /kebab-case/],
  ['a title that is a sentence', { title: 'Some pattern.' }, /heading/],
  ['a bullet that the chapter lacks', { bullet: 'Docker' }, /no bullet/],
  ['a why of three words', { why: 'It is bad.' }, /teach/],
  ['no when-not-to', { whenNotTo: '' }, /whenNotTo/],
  ['blocking without being about secrets', { blocks: true }, /may block/],
  ['no example', { examples: [] }, /no example/],
  ['no near miss', { quiet: [] }, /no near miss/],
  ['a near miss that repeats an example', { quiet: ['x = 2\n'] }, /repeats/],
  [
    'an option with a bad name',
    { options: { MaxLines: { type: 'boolean', default: true, about: 'x' } } },
    /snake_case/,
  ],
  [
    'an option outside its range',
    { options: { max: { type: 'integer', default: 9, min: 1, max: 5, about: 'x' } } },
    /outside its range/,
  ],
];

for (const [name, change, expected] of REFUSED)
  test(`a check is refused for ${name}`, () => {
    const [refusal, ...more] = findRefusals(catalogueOf({ ...GOOD, ...change }));
    assert.match(refusal ?? '', expected);
    assert.deepEqual(more, []);
  });

test('a check that keeps all the rules is not refused', () => {
  assert.deepEqual(findRefusals(catalogueOf(GOOD)), []);
});

function catalogueOf(info: CheckInfo): Catalogue {
  const [first] = catalogue.checks;
  assert.ok(first);
  const loaded: LoadedCheck = { ...first, info };
  return { checks: [loaded], chapters: catalogue.chapters };
}
