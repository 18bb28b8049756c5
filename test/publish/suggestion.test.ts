import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Edit, LineRange } from '../../src/core/flow.ts';
import { applyEdits } from '../../src/core/span.ts';
import { suggestLines } from '../../src/publish/suggestion.ts';
import { hostile } from '../docs/hostile.ts';

function edit(place: readonly [number, number, number, number], text: string): Edit {
  const [line, col, endLine, endCol] = place;
  return { span: { line, col, endLine, endCol }, text };
}

const TEXT = 'one\n  two\nthree\nfour\n';

interface Case {
  readonly title: string;
  readonly text?: string;
  readonly anchor: LineRange;
  readonly edits: readonly Edit[];
  readonly lines: readonly string[] | undefined;
}

const cases: readonly Case[] = [
  {
    title: 'rewrites the whole line around the edit',
    anchor: { start: 2, end: 2 },
    edits: [edit([2, 3, 2, 6], 'TWO')],
    lines: ['  TWO'],
  },
  {
    title: 'makes all edits of the lines',
    anchor: { start: 1, end: 3 },
    edits: [edit([3, 1, 3, 2], 'T'), edit([1, 4, 1, 4], '!')],
    lines: ['one!', '  two', 'Three'],
  },
  { title: 'grows', anchor: { start: 2, end: 2 }, edits: [edit([2, 6, 2, 6], '\n  2b')], lines: ['  two', '  2b'] },
  {
    title: 'takes an insertion before the next line',
    anchor: { start: 2, end: 2 },
    edits: [edit([3, 1, 3, 1], '  2b\n')],
    lines: ['  two', '  2b'],
  },
  { title: 'deletes lines', anchor: { start: 2, end: 3 }, edits: [edit([2, 1, 4, 1], '')], lines: [] },
  {
    title: 'leaves an empty line where only the text goes',
    anchor: { start: 1, end: 1 },
    edits: [edit([1, 1, 1, 4], '')],
    lines: [''],
  },
  {
    title: 'refuses an edit on another line',
    anchor: { start: 2, end: 2 },
    edits: [edit([2, 3, 2, 6], 'TWO'), edit([1, 1, 1, 1], 'import x\n')],
    lines: undefined,
  },
  {
    title: 'refuses to join with the next line',
    anchor: { start: 2, end: 2 },
    edits: [edit([2, 6, 3, 1], '')],
    lines: undefined,
  },
  {
    title: 'refuses an edit that ends in the next line',
    anchor: { start: 2, end: 2 },
    edits: [edit([2, 6, 3, 2], '')],
    lines: undefined,
  },
  {
    title: 'refuses what changes nothing',
    anchor: { start: 2, end: 2 },
    edits: [edit([2, 3, 2, 6], 'two')],
    lines: undefined,
  },
  { title: 'refuses no edits', anchor: { start: 2, end: 2 }, edits: [], lines: undefined },
  {
    title: 'refuses overlapping edits',
    anchor: { start: 2, end: 2 },
    edits: [edit([2, 1, 2, 4], 'a'), edit([2, 3, 2, 6], 'b')],
    lines: undefined,
  },
  {
    title: 'refuses CRLF files',
    text: TEXT.replaceAll('\n', '\r\n'),
    anchor: { start: 2, end: 2 },
    edits: [edit([2, 3, 2, 6], 'TWO')],
    lines: undefined,
  },
  {
    title: 'refuses files with mixed line ends',
    text: 'one\r\ntwo\n',
    anchor: { start: 2, end: 2 },
    edits: [edit([2, 1, 2, 4], 'TWO')],
    lines: undefined,
  },
  {
    title: 'refuses to bring in another line end',
    anchor: { start: 1, end: 1 },
    edits: [edit([1, 1, 1, 1], 'x\r\n')],
    lines: undefined,
  },
  {
    title: 'refuses a last line without its end',
    text: 'one\ntwo',
    anchor: { start: 2, end: 2 },
    edits: [edit([2, 1, 2, 4], 'TWO')],
    lines: undefined,
  },
  {
    title: 'refuses to give a last line the end that it lacks',
    text: 'one\ntwo',
    anchor: { start: 2, end: 2 },
    edits: [edit([2, 4, 2, 4], '\n')],
    lines: undefined,
  },
  {
    title: 'refuses to delete a last line without its end',
    text: 'one\ntwo',
    anchor: { start: 2, end: 2 },
    edits: [edit([2, 1, 2, 4], '')],
    lines: undefined,
  },
  {
    title: 'takes the line before one without its end',
    text: 'one\ntwo',
    anchor: { start: 1, end: 1 },
    edits: [edit([1, 1, 1, 4], 'ONE')],
    lines: ['ONE'],
  },
];

describe('a suggestion', () => {
  for (const { title, text = TEXT, anchor, edits, lines } of cases)
    it(title, () => assert.deepEqual(suggestLines(text, anchor, { title: 'x', safe: true, edits }), lines));

  it('committed by GitHub gives what the fix gives, for 2,000 random fixes', () => {
    const random = hostile(5);
    let offered = 0;
    for (let round = 0; round < 2000; round += 1) {
      const lines = Array.from({ length: 6 }, () => 'abc def'.slice(random.below(8)));
      const text = `${lines.join('\n')}\n`;
      const start = 1 + random.below(6);
      const anchor = { start, end: start + random.below(7 - start) };
      const line = anchor.start + random.below(anchor.end - anchor.start + 1);
      const col = 1 + random.below((lines[line - 1] ?? '').length + 1);
      const edits = [
        edit([line, col, line + random.below(2), 1 + random.below(8)], ['', 'x', 'x\n', '\ny'][random.below(4)] ?? ''),
      ];
      const fresh = suggestLines(text, anchor, { title: 'x', safe: true, edits });
      if (!fresh) continue;
      offered += 1;
      const committed = [...lines.slice(0, anchor.start - 1), ...fresh, ...lines.slice(anchor.end)]
        .map((each) => `${each}\n`)
        .join('');
      assert.equal(committed, applyEdits(text, edits), JSON.stringify({ text, anchor, edits }));
    }
    assert.ok(offered > 500, `${offered} were offered`);
  });
});
