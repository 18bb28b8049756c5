import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentencesOf, splitSentences } from '../../src/docs/sentences.ts';
import { loadCatalogue } from '../../src/sdk/load.ts';

const cases: readonly (readonly [string, readonly string[]])[] = [
  ['One. Two? Three!', ['One.', 'Two?', 'Three!']],
  ['`a. B` is code. It ends.', ['`a. B` is code.', 'It ends.']],
  ['Since 3.14 it is so. `x` too.', ['Since 3.14 it is so.', '`x` too.']],
  ['Some, e.g. this one, go on. (Not all.)', ['Some, e.g. this one, go on.', '(Not all.)']],
  ['Lines\n  are joined.\nÜber all.', ['Lines are joined.', 'Über all.']],
  ['No end', ['No end']],
  ['', []],
];
for (const [text, sentences] of cases)
  test(`${JSON.stringify(text)} has ${sentences.length} sentences`, () =>
    assert.deepEqual(sentencesOf(text), sentences));

test('as many whole sentences as have room come first', () => {
  assert.deepEqual(splitSentences('One. Two. Three.', 9), ['One. Two.', 'Three.']);
  assert.deepEqual(splitSentences('One. Two. Three.', 8), ['One.', 'Two. Three.']);
  assert.deepEqual(splitSentences('One. Two.', 3), ['', 'One. Two.']);
  assert.deepEqual(splitSentences('One. Two.', 300), ['One. Two.', '']);
});

test('the first sentence of every check’s reason fits above the fold, and nothing of the reason is lost', async () => {
  const { checks } = await loadCatalogue();
  for (const { info } of checks) {
    const [first, rest] = splitSentences(info.why, 240);
    assert.match(first, /[.?!]$/, info.id);
    assert.equal(`${first} ${rest}`.trim(), info.why.replace(/\s+/g, ' ').trim());
  }
});
