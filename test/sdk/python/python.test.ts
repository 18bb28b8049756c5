import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PyNode } from '../../../src/core/facts.ts';
import {
  argument,
  assignmentsTo,
  awaited,
  bareStatement,
  calls,
  enclosing,
  enclosingClass,
  enclosingFunction,
  hasSplat,
  inAsyncFunction,
  isInside,
  keywordArguments,
  nameText,
  nodesIn,
  positionalArguments,
  qualifiedSymbol,
  topLevel,
  walkStatements,
} from '../../../src/sdk/python/python.ts';
import { find, withPython } from '../../support/python-file.ts';

/** The call `at()` of a text. */
function here(root: PyNode): PyNode {
  return find(root, 'call', 'at()');
}

/** Where `at()` stands → enclosing def, enclosing class, inside a coroutine, at the top level, qualified symbol. */
const PLACES: readonly (readonly [
  code: string,
  ...wanted: readonly [string | undefined, string | undefined, boolean, boolean, string],
])[] = [
  ['at()', undefined, undefined, false, true, ''],
  ['if x:\n    try: at()\n    finally: pass', undefined, undefined, false, true, ''],
  ['def f():\n    at()', 'f', undefined, false, false, 'f'],
  ['async def f():\n    at()', 'f', undefined, true, false, 'f'],
  ['async def f():\n    if x:\n        async with y:\n            [at() for z in y]', 'f', undefined, true, false, 'f'],
  ['async def f():\n    def g():\n        at()', 'g', undefined, false, false, 'f.g'],
  ['async def f():\n    g = lambda: at()', 'f', undefined, false, false, 'f'],
  ['async def f():\n    g = lambda x=at(): 1', 'f', undefined, true, false, 'f'],
  ['async def f():\n    class A:\n        at()', 'f', 'A', false, false, 'f.A'],
  ['async def f():\n    @at()\n    def g(): pass', 'f', undefined, true, false, 'f'],
  ['async def f(x=at()): pass', undefined, undefined, false, true, ''],
  ['async def f() -> at(): pass', undefined, undefined, false, true, ''],
  ['class A(at()): pass', undefined, undefined, false, true, ''],
  ['class A:\n    x = at()', undefined, 'A', false, false, 'A'],
  ['class A:\n    def f(self):\n        at()', 'f', 'A', false, false, 'A.f'],
  ['class A:\n    async def f(self, x=at()): pass', undefined, 'A', false, false, 'A'],
  ['x = lambda: at()', undefined, undefined, false, false, ''],
  ['def f(): at()', 'f', undefined, false, false, 'f'],
];

describe('place of a node', () => {
  for (const [code, ...wanted] of PLACES) {
    test(JSON.stringify(code), () => {
      withPython(code, ({ root }) => {
        const node = here(root);
        const around = [enclosingFunction(node), enclosingClass(node)].map((owner) => owner && nameText(owner));
        assert.deepEqual([...around, inAsyncFunction(node), topLevel(node), qualifiedSymbol(node)], wanted);
      });
    });
  }

  test('a definition names itself', () => {
    withPython('class A:\n    @d\n    def f(self): pass\n', ({ root }) => {
      assert.equal(qualifiedSymbol(find(root, 'function_definition')), 'A.f');
      assert.equal(qualifiedSymbol(find(root, 'decorated_definition')), 'A.f');
    });
  });

  test('enclosing finds the nearest of several types, and never the node itself', () => {
    withPython('for x in y:\n    while z:\n        at(f())\n', ({ root }) => {
      const inner = find(root, 'call', 'f()');
      assert.equal(enclosing(inner, 'for_statement', 'while_statement')?.type, 'while_statement');
      assert.equal(enclosing(inner, 'call')?.text, 'at(f())');
      assert.equal(enclosing(inner, 'class_definition'), undefined);
    });
  });

  test('isInside stops at defs, lambdas and classes, or where it is told to', () => {
    withPython('for x in y:\n    def f():\n        while z: at()\n', ({ root }) => {
      const node = here(root);
      assert.equal(isInside(node, ['while_statement']), true);
      assert.equal(isInside(node, ['for_statement']), false);
      assert.equal(isInside(node, ['for_statement'], []), true);
      assert.equal(isInside(node, ['for_statement'], ['while_statement']), false);
      assert.equal(isInside(node, ['call']), false);
    });
  });
});

describe('arguments', () => {
  test('are found by keyword or by position', () => {
    withPython('f(1, (2), *r, 3, k=4, **kw)\n', ({ root }) => {
      const call = find(root, 'call');
      const texts = [
        argument(call, 'k'),
        argument(call, 'k', 0),
        argument(call, 'a', 0),
        argument(call, 'b', 1),
        argument(call, 'c', 2),
        argument(call, 'd', 3),
      ];
      assert.deepEqual(
        texts.map((node) => node?.text),
        ['4', '4', '1', '(2)', undefined, undefined],
      );
      assert.equal(argument(call, 'absent'), undefined);
      assert.deepEqual(
        positionalArguments(call).map(({ text }) => text),
        ['1', '(2)', '*r', '3'],
      );
      assert.deepEqual(
        [...keywordArguments(call)].map(([name, { text }]) => [name, text]),
        [['k', '4']],
      );
    });
  });

  for (const [code, wanted] of [
    ['f(1)', false],
    ['f(*a)', true],
    ['f(**a)', true],
    ['f([*a], k={**b})', false],
    ['f(x for x in y)', false],
  ] as const) {
    test(`${code} ${wanted ? 'has' : 'has no'} splat`, () =>
      withPython(code, ({ root }) => assert.equal(hasSplat(find(root, 'call')), wanted)));
  }

  test('of a call with comments and with a bare generator', () => {
    withPython('f(  # why\n  1,  # one\n)\ng(x for x in y)\n', ({ root }) => {
      assert.deepEqual(
        positionalArguments(find(root, 'call', 'f(')).map(({ text }) => text),
        ['1'],
      );
      assert.equal(argument(find(root, 'call', 'g('), 'iterable', 0)?.type, 'generator_expression');
    });
  });

  test('of a class are its bases and keywords', () => {
    withPython('class A(B, metaclass=M): pass\nclass C: pass\n', ({ root }) => {
      const [first, second] = root.descendantsOfType('class_definition');
      assert.ok(first && second);
      assert.deepEqual([argument(first, '', 0)?.text, argument(first, 'metaclass')?.text], ['B', 'M']);
      assert.deepEqual(positionalArguments(second), []);
    });
  });
});

describe('use of a value', () => {
  for (const [code, isAwaited, isBare] of [
    ['at()', false, true],
    ['(at())', false, true],
    ['await at()', true, false],
    ['await (at())', true, false],
    ['x = at()', false, false],
    ['at(), 1', false, false],
    ['at().b', false, false],
    ['return_(at())', false, false],
    ['yield at()', false, false],
    ['x; at()', false, true],
  ] as const) {
    test(code, () =>
      withPython(code, ({ root }) =>
        assert.deepEqual([awaited(here(root)), bareStatement(here(root))], [isAwaited, isBare]),
      ),
    );
  }

  test('an awaited call leaves the await as the bare statement', () => {
    withPython('await at()\n', ({ root }) => assert.equal(bareStatement(find(root, 'await', 'await at()')), true));
  });
});

describe('nodes below', () => {
  const TEXT = [
    'a(b())',
    '@c()',
    'def f(x=d(), y=lambda: e()):',
    '    g()',
    '    class A(h()):',
    '        i = j()',
    '        def k(self): l()',
    '    [m() for z in n()]',
    'o()',
    '',
  ].join('\n');
  const namesOf = (nodes: readonly PyNode[]): string =>
    nodes.map((node) => node.childForFieldName('function')?.text).join('');

  test('belong to the def, class or module they are asked of', () => {
    withPython(TEXT, ({ root }) => {
      assert.equal(namesOf(calls(root)), 'abcdo');
      assert.equal(namesOf(calls(find(root, 'function_definition', 'def f'))), 'dghmn');
      assert.equal(namesOf(calls(find(root, 'class_definition'))), 'hj');
      assert.equal(namesOf(calls(root, { nested: true })), 'abcdeghjlmno');
    });
  });

  test('of a call include the call', () => {
    withPython('a(b())\n', ({ root }) => assert.equal(namesOf(calls(find(root, 'call'))), 'ab'));
  });

  test('are constructs, not keywords', () => {
    withPython('async def f():\n    await x\n    yield\n', ({ root }) => {
      const found = nodesIn(find(root, 'function_definition'), ['await', 'yield']);
      assert.deepEqual(
        found.map(({ text }) => text),
        ['await x', 'yield'],
      );
    });
  });

  test('assignmentsTo finds what gives a name its value in that scope', () => {
    const text =
      'x = 1\nx: int\nx: int = 2\nx += 3\n(a, [x]) = 4\ny = x = 5\n(x := 6)\nx.a = 7\nx[0] = 8\ndef f():\n    x = 9\nclass A:\n    x = 10\n';
    withPython(text, ({ root }) => {
      const found = assignmentsTo(root, 'x').map((node) => node.text);
      assert.deepEqual(found, ['x = 1', 'x: int = 2', 'x += 3', '(a, [x]) = 4', 'x = 5', 'x := 6']);
      assert.deepEqual(
        assignmentsTo(find(root, 'function_definition'), 'x').map((node) => node.text),
        ['x = 9'],
      );
    });
  });

  test('walkStatements goes into branches and not into definitions', () => {
    const text = [
      'def f():',
      '    a',
      '    if b:',
      '        c',
      '    elif d:',
      '        e',
      '    else:',
      '        for g in h: i',
      '    try: j',
      '    except E: k',
      '    finally: l',
      '    with m: n',
      '    match o:',
      '        case 1: p',
      '        case _: q',
      '    def r(): s',
      '    @t',
      '    class U: v',
      '    while w: x',
      '',
    ].join('\n');
    withPython(text, ({ root }) => {
      const walked = [...walkStatements(find(root, 'function_definition', 'def f'))];
      const leaves = walked.filter(({ type }) => type === 'expression_statement').map((node) => node.text);
      assert.equal(leaves.join(''), 'aceijklnpqx');
      const others = walked
        .filter(({ type }) => type !== 'expression_statement')
        .map(({ type }) => type.replace('_statement', ''));
      assert.deepEqual(others, [
        'if',
        'for',
        'try',
        'with',
        'match',
        'function_definition',
        'decorated_definition',
        'while',
      ]);
      const branches = [...walkStatements(find(root, 'if_statement'))].map((node) => node.text.slice(0, 3));
      assert.deepEqual(branches, ['c', 'e', 'for', 'i']);
      assert.deepEqual(
        [...walkStatements(root)].map(({ type }) => type),
        ['function_definition'],
      );
    });
  });
});
