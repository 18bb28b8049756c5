import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cell, escapeHtml, fence, inlineCode, prose, suggestionBlock } from '../../src/docs/markdown.ts';
import { oneLine, shorten, visible } from '../../src/docs/visible.ts';
import { hostile } from './hostile.ts';
import { assertDead, hiddenIn, scanBlocks, scanLine } from './scan.ts';

describe('prose', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['keeps code spans', 'Call `get_running_loop()` here.', 'Call `get_running_loop()` here.'],
    ['turns a mention into code', 'Thanks to @octocat, really.', 'Thanks to `@octocat`, really.'],
    [
      'turns an address into code, its punctuation not',
      'See (https://evil.example/a).',
      'See (`https://evil.example/a`).',
    ],
    ['turns references into code', 'Fixes #12, octo/repo#7 and GH-3.', 'Fixes `#12`, `octo/repo#7` and `GH-3`.'],
    ['turns what may be a commit into code', 'Since 0123abc it works.', 'Since `0123abc` it works.'],
    ['turns shortcodes and formulas into code', 'Well :smile: it is $x$', 'Well `:smile:` it is `$x$`'],
    ['writes HTML as text', 'A <b>bold</b> & x', 'A &lt;b&gt;bold&lt;/b&gt; &amp; x'],
    [
      'writes links and emphasis as text',
      '[x](y) *a* _b_ ~c~ a|b C# x\\y',
      '\\[x\\](y) \\*a\\* \\_b\\_ \\~c\\~ a\\|b C\\# x\\\\y',
    ],
    ['escapes a backtick that nothing closes', 'a ` b', 'a \\` b'],
    ['closes a span only with as many marks', '``a`b`` c', '``a`b`` c'],
    ['joins code that touches, which would run together', '@a`b`', '`@ab`'],
    ['starts no list', '- x', '\\- x'],
    ['starts no numbered list', '1. x', '1\\. x'],
    ['is one line', 'a\n\n  b\r\nc', 'a b c'],
    ['shows what hides', 'a\u202Eb\u200Bc', 'aU+202EbU+200Bc'],
    ['takes the padding off a span and puts it back where it is needed', '`` `x` ``', '`` `x` ``'],
  ];
  for (const [title, text, expected] of cases) it(title, () => assert.equal(prose(text), expected));

  it('escapes pipes in cells, in code too', () => {
    assert.equal(cell('Either `a|b` or c|d.'), 'Either `a\\|b` or c\\|d.');
  });

  it('cuts what is much too long', () => {
    assert.equal(prose('x '.repeat(5000)).length, 1000);
  });
});

describe('inlineCode', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['a', '`a`'],
    ['a`b', '``a`b``'],
    ['`a`', '`` `a` ``'],
    ['a ``b`` `c`', '``` a ``b`` `c` ```'],
    ['', ''],
    ['a\nb', '`a b`'],
    ['`'.repeat(90), '`U+0060×90`'],
  ];
  for (const [text, expected] of cases)
    it(`writes ${JSON.stringify(text).slice(0, 20)} as ${expected}`, () => assert.equal(inlineCode(text), expected));
});

describe('fence', () => {
  it('is longer than any run of backticks inside', () => {
    assert.equal(fence('````\nx\n', 'python'), '`````python\n````\nx\n`````');
  });

  it('does not rely on marks that GitHub does not count', () => {
    assert.equal(fence(`${'`'.repeat(300)}\n`), '```\nU+0060×300\n```');
  });

  it('keeps tabs and takes every kind of line end', () => {
    assert.equal(fence('a\r\n\tb\rc'), '```\na\n\tb\nc\n```');
  });
});

describe('suggestionBlock', () => {
  it('is empty for a deletion and has an empty line for an empty line', () => {
    assert.equal(suggestionBlock([]), '```suggestion\n```');
    assert.equal(suggestionBlock(['']), '```suggestion\n\n```');
  });

  it('keeps its lines to the letter', () => {
    assert.equal(suggestionBlock(['  a  ', '```']), '````suggestion\n  a  \n```\n````');
  });

  it('is refused where a character would have to be spelt out', () => {
    assert.equal(suggestionBlock(['a\u202Eb']), undefined);
    assert.equal(suggestionBlock(['`'.repeat(65)]), undefined);
  });
});

describe('visible text', () => {
  it('cuts without splitting a surrogate pair', () => {
    assert.equal(shorten('ab😀cd', 4), 'ab…');
    assert.equal(shorten('ab😀cd', 6), 'ab😀cd');
  });

  it('keeps emoji and line feeds, and names the rest', () => {
    assert.equal(visible('☀️\n\u{E0041}\uD800\uFFF9'), '☀️\nU+E0041U+D800U+FFF9');
  });

  it('is safe inside a tag of ours', () => {
    assert.equal(escapeHtml('a <b> & "c"'), 'a &lt;b&gt; &amp; &quot;c&quot;');
  });
});

describe('10,000 hostile texts', () => {
  const random = hostile(20_261_122);
  const texts = Array.from({ length: 10_000 }, () => random.text());
  const squeeze = (text: string): string => text.replace(/[` ]/g, '');

  it('are dead as prose, and nothing of them is lost', () => {
    for (const text of texts) {
      const line = prose(text);
      assertDead(line, 'prose');
      const { text: shown, code } = scanLine(line);
      const spans = code[Symbol.iterator]();
      const read = shown.replaceAll('\0', () => spans.next().value ?? '');
      // A run that is too long for GitHub is written as its length, which then stands between other digits.
      if (oneLine(text).length < 300 && !/`{65}/.test(text)) assert.equal(squeeze(read), squeeze(oneLine(text)));
    }
  });

  it('are one code span each as inline code', () => {
    for (const text of texts) {
      const line = inlineCode(text);
      if (line === '') continue;
      const { text: shown, code } = scanLine(line);
      assert.equal(shown, '\0', JSON.stringify(line));
      assert.equal(code.length, 1);
      assert.deepEqual(hiddenIn(line), []);
    }
  });

  it('stay in their fence', () => {
    for (const text of texts) {
      const { lines, fences, open } = scanBlocks(`before\n\n${fence(text, 'python')}\n\nafter`);
      assert.equal(open, false);
      assert.deepEqual(lines, ['before', '', '', 'after'], JSON.stringify(text));
      assert.equal(fences.length, 1);
      assert.deepEqual(hiddenIn(fences[0]?.text ?? ''), []);
    }
  });

  it('are committed as they are, or not offered', () => {
    let offered = 0;
    for (const text of texts) {
      const lines = text.split('\n');
      const block = suggestionBlock(lines);
      if (block === undefined) continue;
      offered += 1;
      const { lines: outside, fences, open } = scanBlocks(block);
      assert.equal(open, false);
      assert.deepEqual(outside, []);
      assert.deepEqual(fences, [{ info: 'suggestion', text: lines.join('\n') }]);
    }
    assert.ok(offered > 1000, `${offered} were offered`);
  });
});
