import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mayDecide, MOST_REASON, MOST_WORDS, type Place, readWords, type Word } from '../../src/people/grammar.ts';

type Row = readonly [body: string, ...words: Word[]];

const CHECK = 'ch03/unused-import';

const COMMANDS: readonly Row[] = [
  ['/cv recheck', { kind: 'recheck' }],
  ['/cv pause', { kind: 'pause' }],
  ['/cv resume', { kind: 'resume' }],
  ['/cv help', { kind: 'help' }],
  [`/cv explain ${CHECK}`, { kind: 'explain', check: CHECK }],
  [`/cv ignore ${CHECK} -- it is re-exported`, { kind: 'ignore', check: CHECK, reason: 'it is re-exported' }],
  // Written by hand, on all kinds of keyboards
  ['/CV Recheck', { kind: 'recheck' }],
  [' /cv\t recheck \t', { kind: 'recheck' }],
  ['Thanks!\r\n/cv recheck\r\nplease', { kind: 'recheck' }],
  ['a\r/cv pause\rb', { kind: 'pause' }],
  [`/cv explain \`${CHECK}\``, { kind: 'explain', check: CHECK }],
  [`/cv ignore ${CHECK} — so`, { kind: 'ignore', check: CHECK, reason: 'so' }],
  [`/cv ignore ${CHECK} –so`, { kind: 'ignore', check: CHECK, reason: 'so' }],
  [`/cv ignore ${CHECK} -- a -- b`, { kind: 'ignore', check: CHECK, reason: 'a -- b' }],
  [`/cv ignore ${CHECK} -- so <!-- not --> it is`, { kind: 'ignore', check: CHECK, reason: 'so  it is' }],
  ['/cv pause\n/cv resume', { kind: 'pause' }, { kind: 'resume' }],
  // A name is whatever stands there: whether there is such a check is for others to say
  ['/cv explain https://example.com/x', { kind: 'explain', check: 'https://example.com/x' }],
];

const UNCLEAR: readonly string[] = [
  '/cv',
  '/cv review',
  '/cv pause for a week',
  '/cv recheck --config evil.yml',
  '/cv help me',
  '/cv explain',
  `/cv explain ${CHECK} please`,
  '/cv ignore',
  `/cv ignore ${CHECK}`,
  `/cv ignore ${CHECK} --`,
  `/cv ignore ${CHECK} -- <!-- hidden -->`,
  `/cv ignore ${CHECK} it is fine`,
  '/cv ignore -- everything',
  '/cv ignore: no',
];

/** Not one word in any of them, in neither place. */
const SILENT: readonly string[] = [
  '',
  'Looks good to me.',
  'say `/cv pause` to pause',
  'please /cv pause',
  '- /cv pause',
  '1. /cv pause',
  '/cvs pause',
  '/ cv pause',
  '\\/cv pause',
  '`/cv pause`',
  '**/cv pause**',
  '  /cv pause',
  '    /cv pause',
  '\t/cv pause',
  // Fences
  '```\n/cv pause\n```',
  '```sh\n/cv pause',
  '~~~\n/cv pause\n~~~',
  '  ```\n/cv pause\n  ```',
  '````\n```\n/cv pause\n````',
  '```\n~~~\n/cv pause\n```',
  '```\n``` not the end\n/cv pause\n```',
  'a\n```\nb\n```\n\n```\n/cv pause\n```',
  '- ```\n  x\n  ```\nthen\n```\n/cv pause\n```',
  // Quotes
  '> /cv pause',
  '>/cv pause',
  '   > /cv pause',
  '> somebody wrote\n/cv pause',
  '> > deep\nand on\n/cv pause',
  // What nobody sees
  '<!-- /cv pause -->',
  '<!--\n/cv pause\n-->',
  '<!-- a\n\n/cv pause',
  'text <!-- begins\n/cv pause\n--> ends',
  '<!-- a --> b <!--\n/cv pause\n-->',
  '<!--\n```\n-->\n```\n/cv pause\n```',
  '<!--\n--> /cv pause',
];

/** What is around a command does not hide it. */
const HEARD: readonly string[] = [
  '```\ncode\n```\n/cv pause',
  '~~~\ncode\n~~~~\n/cv pause',
  '``` not a fence: `code` ```\n/cv pause',
  '> quoted\n\n/cv pause',
  '> ```\n> code\n\n/cv pause',
  '<!-- a template\n> with ``` in it\n-->\n/cv pause',
  '<!-- one --> <!-- two -->\n/cv pause',
  '/cv pause <!-- and more -->',
  '/cv pause\n```\n/cv resume',
];

describe('a command is read', () => {
  for (const [body, ...words] of COMMANDS)
    for (const place of ['conversation', 'reply'] as const)
      test(`${JSON.stringify(body)} in a ${place}`, () => assert.deepEqual(readWords(body, place), words));
});

describe('a command that is none is not guessed at', () => {
  for (const body of UNCLEAR)
    test(JSON.stringify(body), () => assert.deepEqual(readWords(body, 'conversation'), [{ kind: 'unclear' }]));
});

describe('what is not said in its author’s own voice, on a line of its own, is no command', () => {
  for (const body of SILENT)
    for (const place of ['conversation', 'reply'] as const)
      test(`${JSON.stringify(body)} in a ${place}`, () => {
        assert.deepEqual(readWords(body, place), []);
        assert.equal(mayDecide(body, place), false);
      });
});

describe('what stands around a command does not hide it', () => {
  for (const body of HEARD)
    test(JSON.stringify(body), () => assert.deepEqual(readWords(body, 'conversation'), [{ kind: 'pause' }]));
});

describe('`ignore: reason`', () => {
  const rows: readonly (readonly [body: string, place: Place, reason: string | undefined])[] = [
    ['ignore: a fake key', 'reply', 'a fake key'],
    ['Ignore:a fake key', 'reply', 'a fake key'],
    ['> why?\n\nignore: a fake key', 'reply', 'a fake key'],
    ['It is fine.\nignore: a fake key', 'reply', 'a fake key'],
    ['ignore: a fake key', 'conversation', undefined],
    ['ignore:', 'reply', undefined],
    ['ignore: <!-- x -->', 'reply', undefined],
    ['ignore a fake key', 'reply', undefined],
    ['please ignore: it', 'reply', undefined],
    ['> ignore: a fake key', 'reply', undefined],
    ['```\nignore: a fake key\n```', 'reply', undefined],
  ];
  for (const [body, place, reason] of rows)
    test(`${JSON.stringify(body)} in a ${place} ${reason === undefined ? 'dismisses nothing' : 'dismisses'}`, () => {
      assert.deepEqual(readWords(body, place), reason === undefined ? [] : [{ kind: 'dismiss', reason }]);
      assert.equal(mayDecide(body, place), reason !== undefined);
    });
});

test('a comment that is all commands is read up to a bound', () => {
  assert.equal(readWords('/cv help\n'.repeat(5_000), 'conversation').length, MOST_WORDS);
});

test('a long reason is cut, and never within a character', () => {
  const [word] = readWords(`ignore: ${'a'.repeat(MOST_REASON - 2)}😀😀`, 'reply');
  assert.deepEqual(word, { kind: 'dismiss', reason: `${'a'.repeat(MOST_REASON - 2)}…` });
  assert.deepEqual(readWords(`ignore: ${'a'.repeat(MOST_REASON)}`, 'reply'), [
    { kind: 'dismiss', reason: 'a'.repeat(MOST_REASON) },
  ]);
});

test('texts as large as GitHub takes, made to be slow, are read all the same', () => {
  const hostile = [
    '<!--',
    '-->',
    '`',
    '```\n',
    '> \n',
    ' ',
    '/cv ',
    '/cv ignore ',
    '/cv ignore a -',
    '\t',
    '~~~~\n',
    '\r',
  ];
  for (const text of hostile) {
    const body = text.repeat(Math.floor(65_536 / text.length));
    for (const word of readWords(body, 'reply')) assert.equal(word.kind, 'unclear', JSON.stringify(text));
  }
});
