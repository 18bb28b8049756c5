import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PyNode, PythonFile } from '../../src/core/facts.ts';
import { openPython } from '../../src/engines/python.ts';
import { withoutOtherBodies } from '../../src/review/function-bodies.ts';
import { sourceFile } from '../support/source-file.ts';

const TEXT = `import os
from shop import (
    prices,
)

LIMIT = 3

@cached
def total(
    order,
):
    """Text with a line
def in_it(): pass
    """
    return sum(order)  # FIRST

# About the next one.
async def load(path):
    from shop import disk
    return disk.read(path)

class Cart:
    kind = "plain"

    def add(self, line):
        def check(one):
            return one
        self.lines.append(check(line))

    @property
    def count(self): return len(self.lines)

    def clear(self):
        self.lines = []  # SECOND

        return f"{self.kind}"
    last = os.name

def set_limit(value):
    global LIMIT
    LIMIT = value

if LIMIT:
    def guarded():
        return 1
`;

function left(text: string, ...marks: readonly string[]): string {
  const parts = withoutOtherBodies(
    text,
    marks.map((mark) => text.indexOf(mark)),
  );
  return parts ? parts.map(({ start, end }) => text.slice(start, end)).join('') : text;
}

function describeNodes({ root, nameOf }: PythonFile, isIn: (node: PyNode) => boolean): readonly string[] {
  return root
    .descendantsOfType(['identifier', 'string', 'call', 'comment', 'return_statement', 'function_definition'])
    .filter(isIn)
    .map((node) => {
      const { row, column } = node.startPosition;
      return [node.type, node.startIndex, row, column, node.type === 'identifier' ? nameOf(node) : ''].join(' ');
    });
}

describe('what is parsed of a file', () => {
  test('leaves out the bodies in which nothing is looked for, and keeps their heads', () => {
    const text = left(TEXT, 'SECOND');
    assert.ok(!text.includes('FIRST') && !text.includes('check(line)') && !text.includes('return 1'));
    for (const kept of ['def total(', 'def add(self, line):', 'self.lines = []', 'last = os.name', 'def guarded():'])
      assert.ok(text.includes(kept), kept);
  });

  test('leaves out classes that hold no place, as far as they import nothing', () => {
    const text = left(
      `@register\nclass Till:\n    size = 3\n\n    def open(self):\n        return 1\n\n${TEXT}`,
      'FIRST',
    );
    assert.ok(text.startsWith('@register\nclass Till:\n\nimport os\n'));
    assert.ok(text.includes('class Cart:\n') && !text.includes('last = os.name'));
    const importing = 'class A:\n    import os\n    x = os.name\n\n    def f(self):\n        return 1\n\nHERE = 1\n';
    assert.equal(left(importing, 'HERE'), importing.replace('        return 1\n', ''));
  });

  test('keeps what a place on a decorator is about', () => {
    const text = '@cached\ndef f():\n    return 1\n\n@plain\ndef g():\n    return 2\n';
    assert.equal(left(text, 'cached'), '@cached\ndef f():\n    return 1\n\n@plain\ndef g():\n');
  });

  test('keeps a body that brings a name into its module, and what others import', () => {
    const text = left(TEXT, 'SECOND');
    assert.ok(text.includes('    from shop import disk\n') && !text.includes('return disk.read(path)'));
    assert.ok(text.includes('global LIMIT'));
  });

  test('keeps a body where an import says nothing without the rest', () => {
    for (const body of [
      '    try:\n        import json\n    except ImportError:\n        json = None\n    return json.loads\n',
      '    import json\n    for json in range(3): pass\n',
      '    import json\n    if json:\n        from os import path\n    return 1\n',
      '    import json; json.x = 1\n    return 1\n',
    ])
      assert.equal(
        left(`def f():\n${body}\ndef g():\n    return 1  # HERE`, 'HERE').startsWith(`def f():\n${body}`),
        true,
      );
    const text = left(
      'def f():\n    import json as j\n    return j.loads(x)\n\ndef g():\n    return 1  # HERE',
      'HERE',
    );
    assert.equal(text, 'def f():\n    import json as j\n\ndef g():\n    return 1  # HERE');
  });

  test('is everything where each body has a place', () => {
    assert.equal(
      withoutOtherBodies(
        TEXT,
        ['FIRST', 'disk.read', 'check(one)', 'len(', 'SECOND', 'return 1'].map((mark) => TEXT.indexOf(mark)),
      ),
      undefined,
    );
  });

  test('may be nothing but heads', () => {
    assert.equal(left('def a():\n    return 1\n\ndef b():\n    return 2'), 'def a():\n\ndef b():\n');
  });

  for (const [name, text] of [
    ['line feeds', TEXT],
    ['carriage returns and line feeds', TEXT.replaceAll('\n', '\r\n')],
    ['a byte order mark and wide characters', `\uFEFF# 💶 größe\n${TEXT}`],
  ] as const)
    test(`has the nodes, places and names of the whole tree, with ${name}`, async () => {
      const python = await openPython();
      const file = sourceFile(text);
      for (const mark of ['FIRST', 'check(one)', 'SECOND', 'LIMIT = 3']) {
        const parts = withoutOtherBodies(text, [text.indexOf(mark)]);
        const [whole, part] = [python.parse(file), python.parse(file, undefined, parts)];
        assert.ok(whole.ok && part.ok && parts);
        const isIn = ({ startIndex }: PyNode): boolean =>
          parts.some(({ start, end }) => start <= startIndex && startIndex < end);
        assert.equal(part.value.file.root.hasError, false);
        assert.deepEqual(
          describeNodes(part.value.file, () => true),
          describeNodes(whole.value.file, isIn),
        );
        assert.deepEqual([...part.value.file.imports], [...whole.value.file.imports]);
        whole.value.free();
        part.value.free();
      }
    });
});
