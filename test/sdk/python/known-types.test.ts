import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { knownTypes } from '../../../src/sdk/python/known-types.ts';
import { positionalArguments } from '../../../src/sdk/python/python-calls.ts';
import { find, withPython } from '../../support/python-file.ts';

/** What is known of the thing that `look(…)` is given. */
function typesIn(text: string): string {
  return withPython(text, (file) => {
    const [given] = positionalArguments(find(file.root, 'call', 'look('));
    return knownTypes(given ?? null, file)?.join(' ') ?? 'unknown';
  });
}

const IMPORTS = 'import shop\nfrom shop import Till as T\nfrom typing import Annotated, Optional\n';

describe('a name holds what', () => {
  const table: readonly (readonly [string, string])[] = [
    ['x = T()\nlook(x)', 'shop.Till'],
    ['look(shop.open_till(1))', 'shop.open_till'],
    ['with T() as x:\n    look(x)', 'shop.Till'],
    ['async def f():\n    async with T() as x, shop.Door():\n        look(x)', 'shop.Till'],
    ['def f():\n    x = None\n    x = T()\n    look(x)', 'shop.Till'],
    ['x = T()\nx = shop.Door()\nlook(x)', 'shop.Till shop.Door'],
    ['a = x = T()\nlook(a)', 'shop.Till'],
    ['if (x := T()):\n    look(x)', 'shop.Till'],
    ['x = T()\ndef f():\n    def g():\n        look(x)', 'shop.Till'],
    ['def f(x: T): look(x)', 'shop.Till'],
    ['def f(*, x: "T" = None): look(x)', 'shop.Till'],
    ['def f(x: "shop.Till | None"): look(x)', 'shop.Till'],
    ['def f(x: T | shop.Door | None): look(x)', 'shop.Till shop.Door'],
    ['def f(x: Optional[T]): look(x)', 'shop.Till'],
    ['D = Annotated[T, 1]\ndef f(x: D): look(x)', 'shop.Till'],
    ['type D = T | None\ndef f(x: D): look(x)', 'shop.Till'],
    ['x: T = load()\nlook(x)', 'shop.Till'],
    ['class A: ...\ndef f(x: A): look(x)', ':A'],
    ['class A: ...\nlook(A())', ':A'],
    ['make = shop.maker(1)\nwith make() as x:\n    look(x)', 'shop.maker()'],
    ['class A:\n    def __init__(self):\n        self.x = T()\n    def f(self):\n        look(self.x)', 'shop.Till'],
    ['class A:\n    x: T\n    def f(self):\n        look(self.x)', 'shop.Till'],
  ];
  for (const [text, types] of table)
    test(`${JSON.stringify(text)} gives it`, () => assert.equal(typesIn(IMPORTS + text), types));
});

describe('nothing is known where', () => {
  const table: readonly (readonly [string, string])[] = [
    ['a caller gives it', 'def f(x): look(x)'],
    ['a caller may give another', 'def f(x=None):\n    x = x or T()\n    look(x)'],
    ['one of two ways is not followed', 'x = T()\nx = load\nlook(x)'],
    ['a parameter is bound again', 'def f(x: T):\n    x = x.other\n    look(x)'],
    ['a loop binds it', 'for x in T():\n    look(x)'],
    ['a comprehension binds it', 'x = T()\n[look(x) for x in y]'],
    ['a lambda binds it', 'x = T()\nf = lambda x: look(x)'],
    ['another function sets the global', 'x = T()\ndef f():\n    global x\n    x = 1\ndef g():\n    look(x)'],
    ['it is one of several', 'x, y = T()\nlook(x)'],
    ['an except binds it', 'x = T()\ntry: ...\nexcept E as x:\n    look(x)'],
    ['it is awaited', 'async def f():\n    x = await T()\n    look(x)'],
    ['it takes all arguments', 'def f(*x: T): look(x)'],
    ['the annotation is a type of its own', 'def f(x: list[T], y): look(y)'],
    ['it is only ever None', 'x = None\nlook(x)'],
    [
      'another object has the attribute',
      'class A:\n    def f(self, other):\n        self.x = T()\n        look(other.x)',
    ],
    [
      'a method gets the attribute from outside',
      'class A:\n    def f(self, x):\n        self.x = x\n        look(self.x)',
    ],
    ['two classes share the name', 'if y:\n    class A: ...\nelse:\n    class A: ...\nlook(A())'],
  ];
  for (const [why, text] of table) test(why, () => assert.equal(typesIn(IMPORTS + text), 'unknown'));
});
