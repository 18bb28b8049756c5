import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spanOnLine } from '../../../src/core/span.ts';
import { isUnevaluated } from '../../../src/sdk/python/undefined-names.ts';
import { sourceFile } from '../../support/source-file.ts';

/** Whether the `Price` of a line stands where nothing evaluates it. */
function unevaluated(text: string): boolean {
  const lines = text.split('\n');
  const line = lines.findIndex((one) => one.includes('Price')) + 1;
  const col = (lines[line - 1] ?? '').indexOf('Price') + 1;
  return isUnevaluated(
    { code: 'F821', message: 'Undefined name `Price`', span: spanOnLine(line, col, col + 5) },
    sourceFile(text),
  );
}

for (const [name, text, expected] of [
  ['a quoted annotation', 'def total() -> "Price":\n    return 1\n', true],
  ['an annotation of a local name', 'def total():\n    sums: list[Price] = []\n', true],
  ['an annotation of an attribute in a method', 'class Cart:\n    def add(self):\n        self.sum: Price = 1\n', true],
  [
    'a parameter behind the import from the future',
    'from __future__ import annotations\n\ndef add(sum: Price): ...\n',
    true,
  ],
  [
    'a result behind the import from the future',
    'from __future__ import annotations\n\ndef add() -> Price: ...\n',
    true,
  ],
  ['a parameter without it', 'def add(sum: Price): ...\n', false],
  ['a field of a class', 'class Cart:\n    sum: Price = 1\n', false],
  ['a call', 'def add():\n    return Price(1)\n', false],
  ['a value behind an annotation', 'def add():\n    sum: int = Price(1)\n', false],
] as const) {
  test(`${name} is ${expected ? 'not ' : ''}evaluated`, () => {
    assert.equal(unevaluated(text), expected);
  });
}
