import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createWordSearch } from '../../src/core/word-search.ts';

describe('a search for many words at once', () => {
  test('finds just the words that the text has, be they within longer ones or within each other', () => {
    const words = ['he', 'she', 'his', 'hers', 'sh', 'ushers!', 'e h'];
    const search = createWordSearch(words);
    for (const text of ['ushers', 'she his', 'this', 'hhhe', '', 'USHERS', 'uſhers', 'x ushers! x'])
      assert.deepEqual([...search(text)].sort(), words.filter((word) => text.includes(word)).sort(), text);
  });

  test('remembers nothing of the text before', () => {
    const search = createWordSearch(['ab']);
    assert.deepEqual([...search('xa')], []);
    assert.deepEqual([...search('b')], []);
    assert.deepEqual([...search('ab')], ['ab']);
  });

  test('takes words of ASCII only', () => {
    assert.throws(() => createWordSearch(['größe']), RangeError);
    assert.throws(() => createWordSearch(['']), RangeError);
  });
});
