import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  bodyOf,
  decoratorsOf,
  docstringOf,
  isAsync,
  parametersOf,
} from '../../../src/sdk/python/python-definitions.ts';
import { nodesIn, stringValue } from '../../../src/sdk/python/python.ts';
import { find, withPython } from '../../support/python-file.ts';

describe('definitions', () => {
  test('isAsync tells async from plain', () => {
    withPython('async def f():\n    async with a: pass\n    with b: pass\ndef g(): pass\n', ({ root }) => {
      const types = ['function_definition', 'with_statement'];
      assert.deepEqual(root.descendantsOfType(types).map(isAsync), [true, true, false, false]);
    });
  });

  test('decoratorsOf gives the expressions in order', () => {
    withPython('@a.b\n@c(1)\nclass A: pass\nclass B: pass\n', ({ root }) => {
      const [first, second] = root.descendantsOfType('class_definition');
      assert.ok(first && second);
      assert.deepEqual(
        decoratorsOf(first).map(({ text }) => text),
        ['a.b', 'c(1)'],
      );
      assert.deepEqual(
        decoratorsOf(find(root, 'decorated_definition')).map(({ text }) => text),
        ['a.b', 'c(1)'],
      );
      assert.deepEqual(decoratorsOf(second), []);
    });
  });

  for (const [code, wanted] of [
    ['def f(): pass', []],
    [
      'def f(a, b: int, c=1, d: int = 2): pass',
      ['a positional', 'b positional :int', 'c positional =1', 'd positional :int =2'],
    ],
    [
      'def f(a, b=1, /, c=2, *, d, e=3): pass',
      ['a positional-only', 'b positional-only =1', 'c positional =2', 'd keyword', 'e keyword =3'],
    ],
    ['def f(*args, k, **kw): pass', ['args args', 'k keyword', 'kw kwargs']],
    ['def f(*args: int, **kw: str): pass', ['args args :int', 'kw kwargs :str']],
    ['def f(self, x: "A" = None,): pass', ['self positional', 'x positional :"A" =None']],
    ['lambda a, *b, c=1: 0', ['a positional', 'b args', 'c keyword =1']],
    ['lambda: 0', []],
  ] as const) {
    test(`parametersOf ${code}`, () => {
      withPython(code, ({ root }) => {
        const [definition] = nodesIn(root, ['function_definition', 'lambda']);
        assert.ok(definition);
        const found = parametersOf(definition).map((one) => {
          return [
            `${one.name} ${one.kind}`,
            one.annotation && `:${one.annotation.text}`,
            one.default && `=${one.default.text}`,
          ]
            .filter(Boolean)
            .join(' ');
        });
        assert.deepEqual(found, wanted);
      });
    });
  }

  for (const [code, wanted] of [
    ['"""doc"""\nx', 'doc'],
    ['# why\n"doc"', 'doc'],
    ['("doc")', 'doc'],
    ['"a" "b"', 'ab'],
    ['x\n"late"', undefined],
    ['f"doc"', undefined],
    ['b"doc"', undefined],
    ['"a", "b"', undefined],
    ['x = "a"', undefined],
    ['', undefined],
  ] as const) {
    test(`docstringOf a module ${JSON.stringify(code)}`, () => {
      withPython(code, ({ root }) => assert.equal(stringValue(docstringOf(root)), wanted));
    });
    test(`docstringOf a def ${JSON.stringify(code)}`, () => {
      const body = code === '' ? 'pass' : code.replaceAll('\n', '\n    ');
      withPython(`def f():\n    ${body}\n`, ({ root }) =>
        assert.equal(stringValue(docstringOf(find(root, 'function_definition'))), wanted),
      );
    });
  }

  test('a docstring whose value is not known is one all the same', () => {
    withPython(String.raw`"\N{BULLET} doc"`, ({ root }) =>
      assert.equal(docstringOf(root)?.text, String.raw`"\N{BULLET} doc"`),
    );
  });

  test('bodyOf gives statements without comments', () => {
    withPython('def f():\n    # why\n    a\n    # why\n    b; c\n', ({ root }) => {
      assert.deepEqual(
        bodyOf(find(root, 'function_definition')).map(({ text }) => text),
        ['a', 'b', 'c'],
      );
      assert.deepEqual(
        bodyOf(root).map(({ type }) => type),
        ['function_definition'],
      );
    });
  });

  test('bodyOf takes clauses and decorated definitions too', () => {
    withPython('try: a\nexcept E: b\nelse: c\nfinally: d\nif e: f\n@g\ndef h(): i\n', ({ root }) => {
      const types = [
        'try_statement',
        'except_clause',
        'else_clause',
        'finally_clause',
        'if_statement',
        'decorated_definition',
      ];
      assert.deepEqual(
        types.map((type) =>
          bodyOf(find(root, type))
            .map(({ text }) => text)
            .join(),
        ),
        ['a', 'b', 'c', 'd', 'f', 'i'],
      );
    });
  });
});
