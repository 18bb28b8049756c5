import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters, styleText } from 'node:util';
import { renderMarkdown } from '../../demo/print/markdown.ts';
import { cells, paint, piece, wrap } from '../../demo/print/text.ts';

const PLAIN = { width: 40, color: false };
const COLOR = { width: 40, color: true };

const CASES: readonly (readonly [what: string, markdown: string, shown: readonly string[]])[] = [
  [
    'a paragraph wraps at the width',
    'This call waits for ever when the other side is silent.',
    ['This call waits for ever when the other', 'side is silent.'],
  ],
  ['code keeps its marks where there is no colour', 'Give it a `timeout`.', ['Give it a `timeout`.']],
  [
    'escapes are undone and addresses left out',
    'See [`ch06/x`](https://docs.example/x) \\*now\\* &lt;b&gt;.',
    ['See `ch06/x` *now* <b>.'],
  ],
  [
    'items hang under their mark',
    '- one two three four five six seven eight\n- nine',
    ['• one two three four five six seven', '  eight', '• nine'],
  ],
  [
    'numbers of a table stand under each other',
    '| | Errors | Notices |\n|---|--:|--:|\n| Chapter 1 | 2 | |\n| Chapter 12 | 10 | 3 |',
    ['             Errors   Notices', 'Chapter 1         2', 'Chapter 12       10         3'],
  ],
  [
    'of what is folded away only the heading shows, and of a comment nothing',
    'Above.\n\n<details>\n<summary>Chapter 4, Types &amp; Hints: why</summary>\n\nInside.\n\n```python\nx\n```\n\n</details>\n\n<!-- marker -->\n\nBelow.',
    ['Above.', '', '▸ Chapter 4, Types & Hints: why', '', 'Below.'],
  ],
  ['a word that is longer than a line is cut', `a ${'x'.repeat(45)} b`, ['a', 'x'.repeat(40), 'xxxxx b']],
  ['wide characters take two cells', `${'書'.repeat(19)} ${'本'.repeat(3)}`, ['書'.repeat(19), '本'.repeat(3)]],
  ['code keeps its spaces', '```yaml\na:\n    b: 1\n```', ['    a:', '        b: 1']],
];

for (const [what, markdown, shown] of CASES) {
  test(what, () => {
    assert.deepEqual(renderMarkdown(markdown, PLAIN), shown);
  });
}

test('a suggestion is the lines that go and the lines that come', () => {
  const markdown = '```suggestion\n    return get(url, timeout=10)\n```';
  const original = ['    return get(url)'];
  assert.deepEqual(renderMarkdown(markdown, { ...PLAIN, original }), [
    '-     return get(url)',
    '+     return get(url, timeout=10)',
  ]);
  assert.deepEqual(renderMarkdown('```suggestion\n```', { ...PLAIN, original }), ['-     return get(url)']);
});

test('nothing that a text says steers the terminal, or makes a line wider than it', () => {
  const hostile = '\u001B]0;title\u0007 \u001B[2J `\u009B31m` \u202E';
  for (const markdown of [
    hostile,
    `- ${hostile}`,
    `# ${hostile}`,
    `\`\`\`suggestion\n${hostile}\n\`\`\``,
    `    ${hostile}`,
  ])
    for (const line of renderMarkdown(markdown, { ...PLAIN, original: [hostile] })) {
      assert.doesNotMatch(line, /[\p{Cc}\p{Cf}]/u);
      assert.ok(cells(line) <= PLAIN.width, line);
    }
  const cell = renderMarkdown(`| ${hostile} |\n|---|\n| x |`, PLAIN);
  assert.doesNotMatch(cell.join(''), /[\p{Cc}\p{Cf}]/u);
  assert.match(renderMarkdown(hostile, PLAIN).join(' '), /U\+001B\]0;title/);
});

test('colour is only what we put there, and takes no room', () => {
  const markdown = '- **error** and `code`, long enough to be wrapped more than once, says the other side of it.';
  const plain = renderMarkdown(markdown.replaceAll(/[*`]/g, ''), PLAIN);
  const colored = renderMarkdown(markdown, COLOR);
  assert.deepEqual(colored.map(stripVTControlCharacters), plain);
  const look = (styles: Parameters<typeof styleText>[0], text: string) =>
    styleText(styles, text, { validateStream: false });
  assert.ok(
    colored[0]?.startsWith(`• ${look(['bold', 'red'], 'error')} and ${look('cyan', 'code')},`),
    JSON.stringify(colored[0]),
  );
});

test('no line is wider than the paper, however narrow', () => {
  const pieces = [
    piece('Die '),
    piece('Bücher', 'bold'),
    piece(' 図書館 stehen in einem sehr langen Regal, '.repeat(5)),
    piece('x'.repeat(100), 'cyan'),
  ];
  for (const width of [10, 17, 40, 100])
    for (const line of wrap(pieces, width))
      assert.ok(cells(paint(line, { width, color: false })) <= width, paint(line, PLAIN));
});
