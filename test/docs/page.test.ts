import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../../src/core/check-info.ts';
import { cite, listUrl, pageUrl } from '../../src/docs/book.ts';
import { renderList } from '../../src/docs/list.ts';
import { renderCheckPage } from '../../src/docs/page.ts';
import { renderSample, sampleLines } from '../../src/docs/sample.ts';
import { suppressionExample } from '../../src/docs/suppress.ts';
import { count, digits, lineRanges, list } from '../../src/docs/words.ts';
import { book, bookChapters, lengthInfo, loopInfo, secretInfo } from './book.ts';

describe('the page of a check', () => {
  it('says what it is, why, how to write it instead, what is left alone and how to silence it', () => {
    assert.equal(
      renderCheckPage(loopInfo, book.chapters.get(9)),
      `# \`asyncio.get_event_loop()\` in a coroutine

- Check: \`ch09/event-loop-misuse\`
- Chapter 9, Advanced Concurrency: Structured async
- Severity: warning
- Preset: recommended
- Looks at: Python files
- Fixes: for some findings at least

In a coroutine a loop is already running. \`get_running_loop()\` gives just that one, and fails at once where there is none.

## Ask for the loop that is running

Instead of

\`\`\`python
async def main():
    loop = asyncio.get_event_loop()
\`\`\`

write

\`\`\`python
async def main():
    loop = asyncio.get_running_loop()
\`\`\`

## When it is right as it is

The code must run on Python 3.6.

## What it leaves alone

This looks alike, and the check is silent:

\`\`\`python
def main():
    return asyncio.get_event_loop()
\`\`\`

## How to silence it

For one place, put this at the end of the line or on a line of its own above it:

\`\`\`python
# cv: ignore[ch09/event-loop-misuse] -- reason
\`\`\`

For the whole repository, in the configuration:

\`\`\`yaml
# .github/chapter-and-verse.yml
checks:
  ch09/event-loop-misuse: off
\`\`\`
`,
    );
  });

  it('lists options with their range and default, in a table that pipes do not break', () => {
    const page = renderCheckPage(lengthInfo, book.chapters.get(1));
    assert.ok(page.includes('| `max_lines` | 50 to 5000 | `500` | Lines of code, comments left out. |\n'));
    assert.ok(page.includes('| `names` | a list of texts | `["a","b\\|c"]` | Either `a\\|b` or c\\|d. |\n'));
    assert.ok(
      page.includes(
        '  ch01/module-too-long:\n    level: notice\n    max_lines: 500\n    names: ["a","b|c"]\n    loud: false\n',
      ),
    );
  });

  it('names former ids, Ruff codes and what blocks', () => {
    assert.ok(renderCheckPage(lengthInfo, undefined).includes('Formerly `ch01/long-module`; '));
    assert.ok(
      renderCheckPage({ ...loopInfo, kind: 'ruff', codes: ['F401', 'F811'] }, undefined).includes(
        "through Ruff's `F401` and `F811`",
      ),
    );
    assert.ok(renderCheckPage(secretInfo, undefined).includes('- Severity: error; as an error it fails the check run'));
  });
});

describe('samples', () => {
  const shown = (sample: Parameters<typeof renderSample>[0]): string => renderSample(sample, loopInfo);

  it('lose their marks, whatever the comment syntax', () => {
    assert.equal(shown('x = 1  # <-\ny = "<-"\n'), '```python\nx = 1\ny = "<-"\n```');
    assert.equal(
      shown({ kind: 'placed', path: 'README.md', text: 'x <!-- <- -->\n' }),
      '`README.md`\n\n```markdown\nx\n```',
    );
  });

  it('show several files in the order of their paths', () => {
    assert.equal(
      shown({ 'b.toml': 'b = 1\n', 'a.py': 'a\n' }),
      '`a.py`\n\n```python\na\n```\n\n`b.toml`\n\n```toml\nb = 1\n```',
    );
  });

  it('show a change by what it changes', () => {
    const lines = Array.from({ length: 12 }, (_, index) => `l${index + 1}\n`);
    const change: Change = {
      kind: 'change',
      title: 'Add @x',
      before: { 'a.py': lines.join(''), 'gone.py': 'x\n', 'same.py': 'x\n' },
      after: { 'a.py': lines.with(1, 'two  # <-\n').with(10, '').join(''), 'new.py': 'n\n', 'same.py': 'x\n' },
    };
    assert.equal(
      shown(change),
      [
        'A pull request called “Add `@x`”:',
        '`a.py` (changed)',
        '```diff\n l1\n-l2\n+two\n l3\n l4\n l5\n…\n l8\n l9\n l10\n-l11\n l12\n```',
        '`gone.py` (removed)',
        '`new.py` (new)',
        '```python\nn\n```',
      ].join('\n\n'),
    );
  });

  it('show what a pull request says of itself', () => {
    const change: Change = {
      kind: 'change',
      before: {},
      after: {},
      title: 'Fix',
      body: 'Because.',
      labels: ['bug', 'db'],
    };
    assert.equal(shown(change), 'A pull request called “Fix”, labelled `bug` and `db`, that says “Because.”:');
    assert.equal(
      shown({ kind: 'change', before: {}, after: { 'a.py': 'a\n' }, labels: ['db'] }),
      'A pull request, labelled `db`:\n\n`a.py` (new)\n\n```python\na\n```',
    );
  });

  it('are measured by the lines that they take', () => {
    assert.equal(sampleLines('a\nb\n'), 2);
    assert.equal(sampleLines({ 'a.py': 'a\n', 'b.py': 'b\nc\n' }), 3);
  });
});

describe('the comment that silences a finding', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['src/a.py', '# cv: ignore[ch09/event-loop-misuse] -- reason'],
    ['pyproject.toml', '# cv: ignore[ch09/event-loop-misuse] -- reason'],
    ['requirements/dev.txt', '# cv: ignore[ch09/event-loop-misuse] -- reason'],
    ['docs/index.md', '<!-- cv: ignore[ch09/event-loop-misuse] -- reason -->'],
    ['db/init.sql', '-- cv: ignore[ch09/event-loop-misuse] -- reason'],
    ['web/app.ts', '// cv: ignore[ch09/event-loop-misuse] -- reason'],
    ['data.json', undefined],
    ['notes.txt', undefined],
    ['odd.constructor', undefined],
  ];
  for (const [path, comment] of cases)
    it(`in ${path} is ${comment ?? 'not known'}`, () =>
      assert.equal(suppressionExample(path, loopInfo.id)?.comment, comment));

  it('stands alone where nothing may stand before it', () => {
    for (const path of ['Dockerfile', 'deploy/Dockerfile.prod', 'web.dockerfile', 'setup.cfg', '.env'])
      assert.equal(suppressionExample(path, loopInfo.id)?.where, 'on a line of its own above it', path);
  });
});

describe('the list of checks', () => {
  it('goes by chapter and by the order of its bullets', () => {
    const other = { ...loopInfo, id: 'ch09/blocking-call', bullet: 'Choose', fixes: false } as const;
    const text = renderList([secretInfo, loopInfo, other], bookChapters);
    const order = [
      '## 1. Scripts to Systems',
      'No check yet.',
      '## 9. Advanced',
      '| Choose | [`ch09/blocking-call`](ch09/blocking-call.md) |',
      '| Structured async | [`ch09/event',
      '## 16.',
    ];
    const places = order.map((part) => text.indexOf(part));
    assert.ok(
      places.every((place) => place > 0),
      String(places),
    );
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    assert.ok(text.startsWith('# Checks\n\n3 checks in 3 chapters.'));
  });
});

describe('words', () => {
  it('are the same everywhere', () => {
    assert.deepEqual([0, 999, 1000, 1234567].map(digits), ['0', '999', '1,000', '1,234,567']);
    assert.deepEqual(
      [1, 2].map((number) => count(number, 'error')),
      ['1 error', '2 errors'],
    );
    assert.deepEqual([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(list), ['', 'a', 'a and b', 'a, b and c']);
    assert.deepEqual(lineRanges([3, 4, 5, 9, 11, 12]), ['3–5', '9', '11–12']);
  });

  it('cite chapter and verse', () => {
    assert.deepEqual(cite(book, loopInfo.id), {
      chapter: 'Chapter 9, Advanced Concurrency',
      bullet: 'Structured async',
      url: 'https://docs.example/checks/ch09/event-loop-misuse.md',
    });
    assert.equal(cite(book, 'ch99/unknown'), undefined);
    assert.equal(pageUrl('https://docs.example', 'ch01/x'), 'https://docs.example/ch01/x.md');
    assert.equal(listUrl('https://docs.example/'), 'https://docs.example/README.md');
  });
});
