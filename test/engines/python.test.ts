import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { spanOf, textAt } from '../../src/core/span.ts';
import { calleeOf, openPython, walkPython } from '../../src/engines/python.ts';
import { find, withPython } from '../support/python-file.ts';
import { sourceFile } from '../support/source-file.ts';

const engine = await openPython();

describe('parsing', () => {
  test('opens one engine a thread', async () => {
    assert.equal(await openPython(), engine);
  });

  for (const [name, text, wanted] of [
    ['a byte order mark', '\uFEFFimport os\nfind(1)\n', [2, 1]],
    ['a byte order mark on the same line', '\uFEFFfind(1)\n', [1, 2]],
    ['CRLF', 'a = 1\r\nfind(1)\r\n', [2, 1]],
    ['a lone CR', 'a = 1\rfind(1)\r', [2, 1]],
    ['lone CR and CRLF mixed', 'a = 1\r\r\nfind(1)\n', [3, 1]],
    ['a lone CR in a string', 'a = """\r""" ; find(1)\n', [2, 7]],
    ['an emoji before it', 'a = "😀"; find(1)\n', [1, 11]],
    ['U+2028 before it', 'a = "\u2028"; find(1)\n', [1, 10]],
    ['a form feed before it', 'a = 1\n\ffind(1)\n', [2, 2]],
    ['a lone surrogate before it', 'a = "\uD800"; find(1)\n', [1, 10]],
  ] as const) {
    test(`places nodes in UTF-16 units with ${name}`, () => {
      withPython(text, ({ root }) => {
        const call = find(root, 'call');
        const span = spanOf(call);
        assert.deepEqual([span.line, span.col], wanted);
        assert.equal(textAt(text, span), 'find(1)');
        assert.equal(text.slice(call.startIndex, call.endIndex), 'find(1)');
      });
    });
  }

  test('gives a tree for broken text, with what comes after the error', () => {
    withPython('def f(:\n\nclass A:\n    def g(self): pass\n', ({ root }) => {
      assert.equal(root.hasError, true);
      assert.equal(find(root, 'class_definition').childForFieldName('name')?.text, 'A');
    });
  });

  for (const [name, text] of [
    ['except* and match', 'try: pass\nexcept* E: pass\nmatch x:\n    case [1, *_]: pass\n'],
    ['type parameters', 'type A[T] = list[T]\ndef f[T: int](x: T) -> T: ...\nclass B[*Ts, **P]: ...\n'],
    ['nested quotes in f-strings, and t-strings', 'f"{"a" + f"{b!r:>{w}}"}"\nt"{x}"\n'],
    ['except without parentheses', 'try: pass\nexcept A, B: pass\n'],
  ] as const) {
    test(`knows ${name}`, () => withPython(text, ({ root }) => assert.equal(root.hasError, false)));
  }

  test('may be told to free a tree twice', () => {
    const parsed = engine.parse(sourceFile('x = 1\n'));
    assert.ok(parsed.ok);
    parsed.value.free();
    parsed.value.free();
    withPython('y = f(1)\n', ({ root }) => assert.equal(find(root, 'call').text, 'f(1)'));
  });

  test('does not grow while trees are freed', () => {
    const file = sourceFile('value = compute(1, [2, 3])\n'.repeat(2000));
    const parseOnce = (): void => {
      const parsed = engine.parse(file);
      assert.ok(parsed.ok);
      parsed.value.free();
    };
    parseOnce();
    const before = process.memoryUsage().rss;
    // Kept, these trees would take more than 150 MB.
    for (let round = 0; round < 50; round += 1) parseOnce();
    assert.ok(process.memoryUsage().rss - before < 75_000_000);
  });
});

describe('hostile text', () => {
  test('stops at the budget, in the same place on every machine, and parses the next file', () => {
    const long = sourceFile('x = [1, 2, 3]\n'.repeat(20_000));
    const stopped = engine.parse(long, 5);
    assert.deepEqual(stopped, {
      ok: false,
      message: 'The file takes too long to parse.',
      span: { line: 1, col: 1, endLine: 1, endCol: 1 },
    });
    assert.equal(engine.parse(long, 5).ok, false);
    withPython('y = 1\n', ({ root }) => assert.equal(root.text, 'y = 1\n'));
  });

  for (const [name, text] of [
    ['100,000 nested parentheses', `x = ${'('.repeat(100_000)}${')'.repeat(100_000)}`],
    ['a sum of 6,000 terms', `x = ${'"a"+'.repeat(5999)}"a"`],
    ['1,000 nested calls', `${'f('.repeat(1000)}${')'.repeat(1000)}`],
    ['a chain of 1,000 attributes', `x${'.y'.repeat(1000)}`],
    ['1,000 times not', `${'not '.repeat(1000)}x`],
    ['a minus for every level', `${'-'.repeat(600)}x`],
  ] as const) {
    test(`refuses ${name}, and parses the next file`, () => {
      const parsed = engine.parse(sourceFile(text));
      assert.deepEqual(parsed.ok ? 'ok' : parsed.message, 'The code nests more than 500 levels deep.');
      withPython('y = 1\n', ({ root }) => assert.equal(root.hasError, false));
    });
  }

  for (const [name, text] of [
    ['400 nested parentheses', `x = ${'('.repeat(400)}1${')'.repeat(400)}`],
    ['a list of 100,000 numbers', `x = [${'1, '.repeat(100_000)}]`],
    ['a sum of 400 terms', `x = ${'a + '.repeat(399)}a`],
    ['NUL bytes', 'x = 1\0\nfind(2)\n'],
    ['nothing', ''],
  ] as const) {
    test(`takes ${name}`, () => withPython(text, (file) => assert.equal(file.imports.size, 0)));
  }

  test('walks 400 levels without recursion in between', () => {
    let calls = 0;
    withPython(`${'f('.repeat(240)}${')'.repeat(240)}`, ({ root }) =>
      walkPython(root, new Map([['call', () => void (calls += 1)]])),
    );
    assert.equal(calls, 240);
  });
});

describe('walking', () => {
  test('hands over nodes in source order, parents before children', () => {
    const seen: string[] = [];
    const note = (node: { readonly type: string; readonly text: string }): void =>
      void seen.push(`${node.type} ${node.text}`);
    withPython('a(b(1), c)\nd()\nx = y\n', ({ root }) =>
      walkPython(
        root,
        new Map([
          ['call', note],
          ['assignment', note],
          ['list', note],
        ]),
      ),
    );
    assert.deepEqual(seen, ['call a(b(1), c)', 'call b(1)', 'call d()', 'assignment x = y']);
  });

  test('hands over constructs and not the keywords of the same name', () => {
    const seen: string[] = [];
    const note = (node: { readonly text: string }): void => void seen.push(node.text);
    const text = 'async def f(x: int):\n    await g()\n    yield\n    yield 1\n    h = lambda: 0\n';
    withPython(text, ({ root }) =>
      walkPython(root, new Map(['await', 'yield', 'lambda', 'type'].map((type) => [type, note]))),
    );
    assert.deepEqual(seen, ['int', 'await g()', 'yield', 'yield 1', 'lambda: 0']);
  });

  test('finds errors and comments', () => {
    const seen: string[] = [];
    const note = (node: { readonly type: string }): void => void seen.push(node.type);
    withPython('# one\nx = = 1\n# two\n', ({ root }) =>
      walkPython(
        root,
        new Map([
          ['ERROR', note],
          ['comment', note],
        ]),
      ),
    );
    assert.deepEqual(seen, ['comment', 'ERROR', 'comment']);
  });

  test('walks nothing where nothing is asked for', () => {
    withPython('a()\n', ({ root }) => assert.equal(walkPython(root, new Map()), undefined));
  });
});

describe('callee', () => {
  for (const [code, wanted] of [
    ['import os.path as p\np.join(1)', { name: 'os.path.join', attribute: 'join' }],
    ['open(1)', { name: 'open' }],
    ['def open(): pass\nopen(1)', {}],
    ['db().execute(1)', { attribute: 'execute' }],
    ['x[0].execute(1)', { attribute: 'execute' }],
    ['f()(1)', {}],
    ['(a.b)(1)', { name: 'a.b', attribute: 'b' }],
    ['def f(self):\n    self.run(1)', { attribute: 'run' }],
  ] as const) {
    test(`of ${JSON.stringify(code)} is ${JSON.stringify(wanted)}`, () => {
      withPython(code, (file) => {
        const call = file.root.descendantsOfType('call').find((node) => node.text.endsWith('(1)'));
        assert.ok(call);
        assert.deepEqual(calleeOf(file, call), wanted);
      });
    });
  }
});
