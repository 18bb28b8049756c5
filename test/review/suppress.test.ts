import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CheckId, Span } from '../../src/core/flow.ts';
import { applySuppressions, noqaLines, readSuppressions } from '../../src/review/suppress.ts';
import { sourceFile } from '../support/source-file.ts';

const ids: readonly CheckId[] = ['ch05/source-without-tests', 'ch06/bare-except'];
const known = {
  all: ids,
  resolve: (id: string) =>
    ids.find((one) => one === id) ?? (id === 'ch06/naked-except' ? 'ch06/bare-except' : undefined),
  ran: () => true,
} as const;

function read(text: string) {
  return readSuppressions(text.split('\n'), () => true);
}

function at(line: number, check: CheckId = 'ch06/bare-except'): { check: CheckId; span: Span } {
  return { check, span: { line, col: 1, endLine: line, endCol: 8 } };
}

describe('a suppression comment', () => {
  const rows: readonly (readonly [string, string, number])[] = [
    ['after code speaks for its own line', 'except:  # cv: ignore[ch06/bare-except] -- last resort', 1],
    ['on a line of its own speaks for the next line', '# cv: ignore[ch06/bare-except] -- last resort\nexcept:', 2],
    ['passes over blank lines and comments', '# cv: ignore[ch06/bare-except] -- x\n\n# note\nexcept:', 4],
    ['is read in Markdown', '<!-- cv: ignore[ch06/bare-except] -- shown on purpose -->\nlink', 2],
    ['is read in SQL', '-- cv: ignore[ch06/bare-except] -- once\nselect', 2],
    ['is read with less space', 'except:  #cv:ignore[ch06/bare-except] -- x', 1],
  ];
  for (const [name, text, line] of rows)
    test(name, () => {
      const applied = applySuppressions('a', [at(line)], read(text), known);
      assert.deepEqual([applied.kept, applied.notes], [[], []]);
      assert.equal(applied.suppressed.length, 1);
    });

  test('keeps its reason, without the end of an HTML comment', () => {
    assert.equal(read('<!-- cv: ignore[ch06/bare-except] -- shown on purpose -->')[0]?.reason, 'shown on purpose');
  });

  test('may name several checks', () => {
    const [comment] = read('x  # cv: ignore[ch06/bare-except, ch05/source-without-tests] -- both');
    assert.deepEqual(comment?.ids, ['ch06/bare-except', 'ch05/source-without-tests']);
  });

  test('for the file speaks for every line', () => {
    const applied = applySuppressions(
      'a',
      [at(9), at(40)],
      read('# cv: ignore-file[ch06/bare-except] -- vendored'),
      known,
    );
    assert.equal(applied.suppressed.length, 2);
  });

  test('honours a former id', () => {
    assert.equal(
      applySuppressions('a', [at(1)], read('x  # cv: ignore[ch06/naked-except] -- x'), known).kept.length,
      0,
    );
  });

  test('does not speak for another check or another line', () => {
    const comments = read('x  # cv: ignore[ch06/bare-except] -- x');
    assert.equal(applySuppressions('a', [at(2)], comments, known).kept.length, 1);
    assert.equal(applySuppressions('a', [at(1, 'ch05/source-without-tests')], comments, known).kept.length, 1);
  });

  test('inside a string is none', () => {
    assert.deepEqual(
      readSuppressions(['x = "# cv: ignore[ch06/bare-except] -- x"'], () => false),
      [],
    );
  });
});

describe('a suppression that does no work is noted', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['unused', 'x  # cv: ignore[ch06/bare-except] -- x'],
    ['without-reason', 'x  # cv: ignore[ch06/bare-except]'],
    ['without-reason', 'x  # cv: ignore[ch06/bare-except] --'],
    ['unknown-check', 'x  # cv: ignore[ch06/bare-excep] -- x'],
    ['malformed', 'x  # cv: ignore -- x'],
    ['malformed', 'x  # cv: ignore[] -- x'],
    ['malformed', 'x  # cv: ignore[ch06/bare-except] because'],
  ];
  for (const [problem, text] of rows)
    test(`${problem}: ${text}`, () => {
      const { notes } = applySuppressions('a', [], read(text), known);
      assert.deepEqual(
        notes.map((note) => note.problem),
        [problem],
      );
    });

  test('one without a reason silences nothing', () => {
    assert.equal(applySuppressions('a', [at(1)], read('x  # cv: ignore[ch06/bare-except]'), known).kept.length, 1);
  });

  test('an unknown id comes with the nearest one', () => {
    const { notes } = applySuppressions('a', [], read('x  # cv: ignore[ch06/bare-excep] -- x'), known);
    assert.equal(notes[0]?.nearest, 'ch06/bare-except');
  });
});

test('a bare noqa is one, a noqa with codes is not', () => {
  const linesOf = (...lines: readonly string[]) => noqaLines(sourceFile(lines.join('\n')));
  assert.deepEqual(linesOf('x  # noqa', 'x  # NOQA', 'x  # noqa: E501', 'x  # noqa : F401', 'noqa'), [1, 2]);
  assert.deepEqual(linesOf('x  # noqa: see above', 'x  # NOQA:E501'), [1]);
  assert.deepEqual(linesOf('x = 1'), []);
});
