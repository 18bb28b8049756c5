import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyEdits } from '../../../src/core/span.ts';
import type { PyNode } from '../../../src/core/facts.ts';
import { importOnlyFor, removalOf } from '../../../src/sdk/python/statement-removal.ts';
import { withPython } from '../../support/python-file.ts';

/** The text without the statements that are, or start with, the given ones; undefined where they are not taken out. */
function without(text: string, ...starts: readonly string[]): string | undefined {
  return withPython(text, ({ root, lines }) => {
    const all: readonly PyNode[] = root.descendantsOfType(['expression_statement', 'import_statement']);
    const edits = removalOf(
      starts.flatMap((start) => all.find((one) => one.text.startsWith(start)) ?? []),
      lines,
    );
    return edits && applyEdits(text, edits);
  });
}

describe('a statement is taken out', () => {
  const cases: readonly (readonly [string, readonly string[], string | undefined])[] = [
    ['a()\nstop()\nb()\n', ['stop'], 'a()\nb()\n'],
    ['a()\nstop(\n  1,\n)  # now\nb()\n', ['stop'], 'a()\nb()\n'],
    ['a()\nstop()', ['stop'], 'a()\n'],
    ['if a:\n    stop()\nb()\n', ['stop'], 'if a:\n    pass\nb()\n'],
    ['if a: stop()\n', ['stop'], 'if a: pass\n'],
    ['if a: stop(); b()\n', ['stop'], undefined],
    ['a(); stop()\n', ['stop'], undefined],
    ['import x; stop()\nb()\n', ['import', 'stop'], 'b()\n'],
    ['def f():\n    import x\n    stop()\n', ['import', 'stop'], 'def f():\n    pass\n'],
  ];
  for (const [text, starts, expected] of cases)
    test(JSON.stringify(text), () => assert.equal(without(text, ...starts), expected));
});

describe('the import of a name is for one use only', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['import x\nx.stop()\n', 'import x'],
    ['from y import x\nx()\n', 'from y import x'],
    ['from y import z as x\nx()\n', 'from y import z as x'],
    ['import x, y\nx.stop()\n', undefined],
    ['import x\nx.stop()\nx.go()\n', undefined],
    ['from x import y\nx()\n', undefined],
    ['x.stop()\n', undefined],
  ];
  for (const [text, expected] of cases)
    test(JSON.stringify(text), () => {
      const found = withPython(text, ({ root }) => {
        const [call] = root.descendantsOfType('call');
        const callee = call?.childForFieldName('function');
        return callee && importOnlyFor(callee, root)?.text;
      });
      assert.equal(found, expected);
    });
});
