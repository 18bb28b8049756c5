import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { excerpt } from '../../src/output/excerpt.ts';
import { renderText, type TextInput } from '../../src/output/text.ts';
import { book, finding, findings, reportOf, secretInfo } from '../docs/book.ts';
import { hostile } from '../docs/hostile.ts';
import { hiddenIn } from '../docs/scan.ts';

function input(parts: Partial<TextInput> = {}): TextInput {
  return { ...book, report: reportOf(), version: '1.2.3', ...parts };
}

describe('the text for a terminal', () => {
  it('goes by file, with the line and where it points, chapter and verse, and a last line that sums up', () => {
    const found = [
      finding({ path: 'src/b.py', line: 2, fix: { title: 'Use get_running_loop()', safe: true, edits: [] } }),
      finding({
        path: 'src/a.py',
        line: 9,
        code: 'F401',
        severity: 'error',
        check: 'ch99/unknown',
        message: '`os` is not used.',
      }),
    ];
    const report = reportOf({
      findings: found,
      suppressed: [{ finding: finding({ path: 'src/jobs.py' }), reason: 'the loop is ours', line: 7 }],
      skips: [
        { what: 'file', path: 'data.json', why: 'larger than 1 MB' },
        { what: 'ruff', why: 'it broke' },
      ],
    });
    const lines = new Map([['src/b.py', ['async def main():', '    loop = asyncio.get_event_loop()']]]);
    assert.equal(
      renderText(input({ report, lines })),
      `src/a.py:9:12 error \`os\` is not used. [ch99/unknown F401]

src/b.py:2:12 warning A coroutine should ask for the loop that is already running. [ch09/event-loop-misuse]
  2 |     loop = asyncio.get_event_loop()
    |            ^^^^^^^^^^^^^^^^^^^^^^^^
  = to mend it: Use get_running_loop()
  = Chapter 9, Advanced Concurrency: Structured async

Suppressed in the code
  src/jobs.py:7 [ch09/event-loop-misuse] the loop is ours

Not inspected
  data.json: larger than 1 MB
  ruff: it broke

1 error, 1 warning in 2 files (3 files inspected, 1 suppressed, 2 not inspected)
`,
    );
  });

  it('tells of what was left out for one reason in one line', () => {
    const paths = ['a.dat', 'b.dat', 'c.dat', 'd.dat', 'e.dat', 'f.dat', 'g.dat'];
    const skips = [
      ...paths.map((path) => ({ what: 'file', path, why: 'is binary' })),
      { what: 'ruff', path: 'a.py', why: 'is binary' },
    ];
    const text = renderText(input({ report: reportOf({ skips }) }));
    assert.match(
      text,
      /^ {2}a\.dat, b\.dat, c\.dat, d\.dat, e\.dat, 2 more: is binary\n {2}ruff, a\.py: is binary\n\n/m,
    );
    assert.match(text, /8 not inspected/);
  });

  it('is one line where there is nothing to say', () => {
    assert.equal(renderText(input({ report: reportOf({ inspected: 1 }) })), 'Nothing to mend (1 file inspected)\n');
  });

  it('is coloured only when asked', () => {
    const report = reportOf({ findings: [finding()] });
    const escape = '\u001B[';
    assert.ok(!renderText(input({ report })).includes(escape));
    const colored = renderText(input({ report, color: true }));
    assert.ok(colored.includes(`${escape}1msrc/shop/orders.py:2:12${escape}0m ${escape}33;1mwarning${escape}0m `));
  });

  it('never shows the line of a secret', () => {
    const secret = 'hunter2';
    const found = [finding({ check: secretInfo.id, path: '.env', line: 1 })];
    const text = renderText(
      input({ report: reportOf({ findings: found }), lines: new Map([['.env', [`PASSWORD=${secret}`]]]) }),
    );
    assert.ok(!text.includes(secret));
    assert.ok(text.startsWith('.env:1:12 warning '));
  });

  it('lets 2,000 hostile texts neither steer the terminal nor command the runner of GitHub Actions', () => {
    const random = hostile(11);
    for (let round = 0; round < 2000; round += 1) {
      const path = random.text();
      const source = random.text();
      const found = [
        finding({
          path,
          line: 1,
          message: random.text(),
          code: random.text(),
          fix: { title: random.text(), safe: true, edits: [] },
        }),
      ];
      const suppressed = found.map((each) => ({ finding: each, reason: random.text(), line: 1 }));
      const skips = [{ what: random.text(), path: random.text(), why: random.text() }];
      const text = renderText(
        input({ report: reportOf({ findings: found, suppressed, skips }), lines: new Map([[path, [source]]]) }),
      );
      assert.deepEqual(hiddenIn(text), [], JSON.stringify(text));
      for (const line of text.split('\n'))
        assert.ok(!line.trimStart().startsWith('::') && !line.includes('##['), JSON.stringify(line));
    }
  });

  it('keeps files apart and findings in order', () => {
    const found = findings(4, (index) => ({ path: index < 2 ? 'b.py' : 'a.py', line: 9 - index, check: 'ch99/x' }));
    const places = renderText(input({ report: reportOf({ findings: found }) })).match(/^(\w\.py:\d+|$)/gm);
    assert.deepEqual(places, ['a.py:6', 'a.py:7', '', 'b.py:8', 'b.py:9', '', '']);
  });
});

describe('the excerpt', () => {
  const cases: readonly (readonly [
    string,
    string,
    readonly [number, number, number, number],
    readonly [string, string] | undefined,
  ])[] = [
    ['points at the span', 'abc def', [1, 5, 1, 8], ['abc def', '    ^^^']],
    ['points at a place', 'abc', [1, 2, 1, 2], ['abc', ' ^']],
    ['goes to the end of the first line of several', 'abc(', [1, 1, 3, 2], ['abc(', '^^^^']],
    ['keeps tabs, so that the caret stays under its character', '\tabc', [1, 2, 1, 5], ['\tabc', '\t^^^']],
    ['counts wide characters twice and marks not at all', '日e\u0301x', [1, 4, 1, 5], ['日e\u0301x', '   ^']],
    ['counts what is spelt out', 'a\u202Eb', [1, 3, 1, 4], ['aU+202Eb', '       ^']],
    ['is left out for blank lines', '  ', [1, 1, 1, 3], undefined],
    ['is left out for lines that are not there', 'x', [2, 1, 2, 3], undefined],
    ['bears columns beyond the end', 'abc', [1, 9, 1, 12], ['abc', '   ^']],
  ];
  for (const [title, line, [from, col, endLine, endCol], expected] of cases)
    it(title, () => assert.deepEqual(excerpt([line], { line: from, col, endLine, endCol }), expected));

  it('shows a window of a long line', () => {
    const [line, carets] =
      excerpt([`${'a'.repeat(300)}XYZ${'b'.repeat(300)}`], { line: 1, col: 301, endLine: 1, endCol: 304 }) ?? [];
    assert.equal(line, `…${'a'.repeat(40)}XYZ${'b'.repeat(77)}…`);
    assert.equal(carets, `${' '.repeat(41)}^^^`);
  });
});
