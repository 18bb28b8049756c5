import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PyNode } from '../../src/core/facts.ts';
import { withPython } from '../support/python-file.ts';

/** What the argument of `look(…)` stands for. */
function nameIn(code: string): string | undefined {
  return withPython(code, (file) => {
    const call = file.root
      .descendantsOfType('call')
      .find((node) => node.childForFieldName('function')?.text === 'look');
    assert.ok(call, 'the text has a look(…)');
    return file.nameOf(call.childForFieldName('arguments')?.firstNamedChild ?? null);
  });
}

const NAMES: Readonly<Record<string, readonly (readonly [code: string, wanted: string | undefined])[]>> = {
  'what imports bind': [
    ['import os\nlook(os)', 'os'],
    ['import os\nlook(os.path.join)', 'os.path.join'],
    ['import numpy as np\nlook(np.random.rand)', 'numpy.random.rand'],
    ['import a.b.c\nlook(a.b.c.d)', 'a.b.c.d'],
    ['import a.b\nlook(b)', 'b'],
    ['import a.b as x\nlook(x.c)', 'a.b.c'],
    ['import a . b as x\nlook(x)', 'a.b'],
    ['import a, b as c\nlook(c)', 'b'],
    ['import a.b, a.c\nlook(a.c)', 'a.c'],
    ['from asyncio import get_event_loop as g\nlook(g)', 'asyncio.get_event_loop'],
    ['from a.b import c\nlook(c.d)', 'a.b.c.d'],
    ['from a import (\n    b,  # why\n    c as d,\n)\nlook(d)', 'a.c'],
    ['from . import x\nlook(x.y)', '.x.y'],
    ['from .m import x\nlook(x)', '.m.x'],
    ['from ..p.q import x as y\nlook(y)', '..p.q.x'],
    ['from .. import x\nlook(x)', '..x'],
    ['from ... import x\nlook(x)', '...x'],
    ['from __future__ import annotations\nlook(annotations)', '__future__.annotations'],
    ['from m import *\nlook(x)', 'x'],
    ['if True:\n    import a as b\nlook(b)', 'a'],
    ['try:\n    import a as x\nexcept ImportError:\n    import b as x\nlook(x)', undefined],
    ['try:\n    import a\nexcept ImportError:\n    import a\nlook(a.b)', 'a.b'],
    ['try:\n    import a\nexcept ImportError:\n    a = None\nlook(a)', undefined],
    ['import a\nimport a.b as a\nlook(a)', undefined],
    ['look(a)\nimport a as a', 'a'],
  ],
  'what nothing binds': [
    ['look(open)', 'open'],
    ['look(undefined_here.x)', 'undefined_here.x'],
    ['look(super)', 'super'],
    ['del open\nlook(open)', 'open'],
  ],
  'what is no chain of names': [
    ['look(f())', undefined],
    ['look(f().g)', undefined],
    ['look(x[0].y)', undefined],
    ['look("a".join)', undefined],
    ['look(None)', undefined],
    ['look(1)', undefined],
    ['look(*open)', undefined],
    ['look((open))', 'open'],
    ['import a\nlook((a.b).c)', 'a.b.c'],
    ['import a\nlook(a.\\\n  b)', 'a.b'],
  ],
  'what the module rebinds': [
    ['import a\na = 1\nlook(a.b)', undefined],
    ['open = 1\nlook(open)', undefined],
    ['x: int\nlook(x)', undefined],
    ['x += 1\nlook(x)', undefined],
    ['a, (b, *open) = 1, 2\nlook(open)', undefined],
    ['[a, open] = 1, 2\nlook(open)', undefined],
    ['a = open = 1\nlook(open)', undefined],
    ['open.x = 1\nlook(open)', 'open'],
    ['open[0] = 1\nlook(open)', 'open'],
    ['def open(): pass\nlook(open)', undefined],
    ['class open: pass\nlook(open)', undefined],
    ['for open in x: pass\nlook(open)', undefined],
    ['for a, (open, b) in x: pass\nlook(open)', undefined],
    ['with x as open: pass\nlook(open)', undefined],
    ['with x as (a, open), y: pass\nlook(open)', undefined],
    ['with x as a.open: pass\nlook(open)', 'open'],
    ['try: pass\nexcept E as open: pass\nlook(open)', undefined],
    ['(open := 1)\nlook(open)', undefined],
    ['type open = int\nlook(open)', undefined],
    ['type open[T] = int\nlook(open)', undefined],
    ['type A[open] = int\nlook(open)', 'open'],
    ['type(open).x = 1\nlook(open)', 'open'],
    ['match x:\n    case open: pass\nlook(open)', undefined],
    ['match x:\n    case A(open): pass\nlook(open)', undefined],
    ['match x:\n    case A(k=open): pass\nlook(open)', undefined],
    ['match x:\n    case [1, *open]: pass\nlook(open)', undefined],
    ['match x:\n    case {"k": 1, **open}: pass\nlook(open)', undefined],
    ['match x:\n    case 1 | 2 as open: pass\nlook(open)', undefined],
    ['match x:\n    case open(): pass\nlook(open)', 'open'],
    ['match x:\n    case open.y: pass\nlook(open)', 'open'],
    ['match x:\n    case _ if open: pass\nlook(open)', 'open'],
    ['def f():\n    global open\n    open = 1\nlook(open)', undefined],
    ['def f():\n    global np\n    import numpy as np\nlook(np.x)', 'numpy.x'],
  ],
  'what functions bind': [
    ['import a\ndef f(a):\n    look(a.b)', undefined],
    ['import a\ndef f(x=1, *, a: int = 2):\n    look(a)', undefined],
    ['import a\ndef f(*a):\n    look(a)', undefined],
    ['import a\ndef f(**a):\n    look(a)', undefined],
    ['import a\ndef f(*a: int):\n    look(a)', undefined],
    ['import a\ndef f(a):\n    pass\ndef g():\n    look(a)', 'a'],
    ['import a\ndef f(x=look(a), a=1): pass', 'a'],
    ['import a\ndef f(a) -> look(a): pass', 'a'],
    ['import a\n@look(a)\ndef f(a): pass', 'a'],
    ['import a\ndef f():\n    look(a)\n    a = 1', undefined],
    ['import a\ndef f(a):\n    def g():\n        look(a)', undefined],
    ['import a\ndef f(a):\n    def g():\n        global a\n        look(a)', 'a'],
    ['import a\ndef f():\n    global a\n    def g():\n        look(a)', 'a'],
    ['def f():\n    import a as x\n    look(x)\ndef g():\n    import b as x', 'a'],
    ['def f():\n    import a as x\n    def g():\n        look(x)', 'a'],
    ['def f():\n    from io import open\ndef g():\n    look(open)', 'open'],
    ['def f():\n    import a\n    def g():\n        nonlocal a\n        a = 1\n    look(a)', undefined],
    ['def f(self):\n    look(self.x)', undefined],
    ['class A:\n    @classmethod\n    def f(cls):\n        look(cls.x)', undefined],
    ['import a\nlambda a: look(a)', undefined],
    ['import a\nlambda x=look(a), a=1: 0', 'a'],
    ['import a\nasync def f():\n    async with x as a:\n        look(a)', undefined],
    ['def f[open](x):\n    look(open)', undefined],
    ['def f[open](x: look(open)): pass', undefined],
    ['def f[T: open](x): pass\nlook(open)', 'open'],
  ],
  'what classes bind': [
    ['class A:\n    open = 1\n    look(open)', undefined],
    ['class A:\n    open = 1\n    def f(self):\n        look(open)', 'open'],
    ['class A:\n    def open(self):\n        look(open)', 'open'],
    ['class A:\n    open = 1\n    x = [look(open) for y in z]', 'open'],
    ['class A:\n    open = 1\n    x = [y for y in look(open)]', undefined],
    ['class A[open]:\n    def f(self):\n        look(open)', undefined],
    ['class A(look(open)):\n    open = 1', 'open'],
    ['class A:\n    import a as x\n    look(x)', 'a'],
    ['class A:\n    open = 1\n    def f[T](self, x: look(open)): pass', undefined],
  ],
  'what comprehensions bind': [
    ['import a\n[look(a) for a in x]', undefined],
    ['import a\n[a for a in x]\nlook(a)', 'a'],
    ['import a\n[a for a in look(a)]', 'a'],
    ['import a\n[a for b in x for a in look(a)]', undefined],
    ['import a\n{a: 1 for b, a in x if look(a)}', undefined],
    ['import a\nf(a for a in [y for y in look(a)])', 'a'],
    ['import a\n[[look(b) for b in a] for a in x]', undefined],
    ['[(open := y) for y in x]\nlook(open)', undefined],
    ['def f():\n    [(open := y) for y in x]\n    look(open)', undefined],
    ['def f():\n    [(open := y) for y in x]\nlook(open)', 'open'],
    ['import a\n[f(lambda: look(a)) for a in x]', undefined],
    ['import a\n[z for z in map(lambda y: look(a), x) for a in z]', 'a'],
  ],
};

for (const [about, rows] of Object.entries(NAMES)) {
  describe(`names: ${about}`, () => {
    for (const [code, wanted] of rows) test(JSON.stringify(code), () => assert.equal(nameIn(code), wanted));
  });
}

describe('names: other places', () => {
  const nodeOf = (root: PyNode, type: string): PyNode | null => root.descendantsOfType(type)[0] ?? null;

  test('an annotation is looked through', () => {
    withPython('import typing as t\nx: t.Any = 1\n', (file) =>
      assert.equal(file.nameOf(nodeOf(file.root, 'type')), 'typing.Any'),
    );
  });

  test('the class of a pattern has a name', () => {
    const text = 'from m import A as B\nmatch x:\n    case B(): pass\n';
    withPython(text, (file) =>
      assert.equal(file.nameOf(nodeOf(file.root, 'class_pattern')?.firstNamedChild ?? null), 'm.A'),
    );
  });

  test('nothing has no name', () => {
    withPython('x\n', (file) => assert.equal(file.nameOf(null), undefined));
  });
});

const IMPORTS: readonly (readonly [code: string, wanted: Readonly<Record<string, string>>])[] = [
  [
    'import numpy as np\nfrom a.b import c as d\nfrom . import x\nimport p.q',
    { np: 'numpy', d: 'a.b.c', x: '.x', p: 'p' },
  ],
  ['from m import *', {}],
  ['def f():\n    import a', { a: 'a' }],
  ['class A:\n    import a', { a: 'a' }],
  ['import a\ndef f(a): pass', { a: 'a' }],
  ['import a\ndef f():\n    a = 1', { a: 'a' }],
  ['import a\ndef f():\n    global a\n    a = 1', {}],
  ['import a\na = 1', {}],
  ['def f():\n    import a\na = 1', {}],
  ['def f():\n    import a\n    a = 1', {}],
  ['def f():\n    import a as x\ndef g():\n    import b as x', {}],
  ['def f():\n    import a as x\ndef g():\n    import a as x', { x: 'a' }],
  ['import a\n[a for a in b]', { a: 'a' }],
  ['import a\nfor a in b: pass', {}],
  ['import a\ndel a', { a: 'a' }],
];

describe('imports', () => {
  for (const [code, wanted] of IMPORTS) {
    test(JSON.stringify(code), () =>
      withPython(code, (file) => assert.deepEqual(Object.fromEntries(file.imports), wanted)),
    );
  }
});
