import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moduleNames } from '../../../src/sdk/python/module-names.ts';
import { withPython } from '../../support/python-file.ts';

test('all that a module binds at the top is among its names', () => {
  const text = `import os, xml.dom as dom
import a.b
from m import one, two as other
def f():
    local = 1
    global made
class C:
    attribute = 1
@d
def g(): ...
x, (y, *z) = 1, (2, 3)
typed: int = 1
if True:
    branch = 1
else:
    try:
        tried = 1
    except E as error:
        pass
for i in range(3):
    looped = i
with open(p) as handle:
    pass
if (walrus := 1): pass
type Alias[T] = list[T]
`;
  const { names, open } = withPython(text, moduleNames);
  const expected = [
    'Alias',
    'C',
    'a',
    'branch',
    'dom',
    'error',
    'f',
    'g',
    'handle',
    'i',
    'looped',
    'made',
    'one',
    'os',
    'other',
    'tried',
    'typed',
    'walrus',
    'x',
    'y',
    'z',
  ];
  assert.deepEqual(names, expected);
  assert.equal(open, false);
});

test('a module that makes names when it runs is open', () => {
  for (const text of [
    'from m import *\n',
    'def __getattr__(name): ...\n',
    'globals().update(x)\n',
    'import sys\nsys.modules[__name__] = X()\n',
  ])
    assert.ok(withPython(text, moduleNames).open, text);
  assert.ok(!withPython('class C:\n    def get(self): ...\n', moduleNames).open);
});
