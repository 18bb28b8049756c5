import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PyNode } from '../../../src/core/facts.ts';
import { isFString, literal, stringValue } from '../../../src/sdk/python/python-literals.ts';
import { withPython } from '../../support/python-file.ts';

function expression(root: PyNode): PyNode | null {
  return root.firstNamedChild?.firstNamedChild ?? null;
}

const STRINGS: readonly (readonly [code: string, wanted: string | undefined])[] = [
  ['"a"', 'a'],
  ["'a'", 'a'],
  ['""', ''],
  ['"""a\nb"""', 'a\nb'],
  ['"""a\r\nb"""', 'a\nb'],
  ['"""a\rb"""', 'a\nb'],
  [String.raw`"a\nb\t\\\'\""`, 'a\nb\t\\\'"'],
  [String.raw`"\x41\u00e9\U0001F600\101\0"`, 'Aé😀A\0'],
  [String.raw`"\a\b\f\v\r"`, '\x07\b\f\v\r'],
  ['"a\\\nb"', 'ab'],
  ['"a\\\r\nb"', 'ab'],
  [String.raw`"\d\q"`, String.raw`\d\q`],
  [String.raw`"\N{BULLET}"`, undefined],
  [String.raw`r"\n\x41"`, String.raw`\n\x41`],
  [String.raw`R'\''`, String.raw`\'`],
  ['u"a"', 'a'],
  ['b"a"', undefined],
  ['rb"a"', undefined],
  ['f"a"', 'a'],
  ['f"{{a}}"', '{a}'],
  ['f"{a}"', undefined],
  ['f"a{b}" "c"', undefined],
  ['t"a"', undefined],
  ['"a" \'b\' r"\\c"', 'ab\\c'],
  ['("a"\n  # why\n  "b")', 'ab'],
  ['("a")', 'a'],
  ['"😀\u2028"', '😀\u2028'],
  ['a', undefined],
  ['"a" + "b"', undefined],
  ['("a",)', undefined],
];

describe('stringValue', () => {
  for (const [code, wanted] of STRINGS) {
    test(`of ${code}`, () =>
      withPython(`${code}\n`, ({ root }) => assert.equal(stringValue(expression(root)), wanted)));
  }
  test('of nothing', () => assert.deepEqual([stringValue(null), stringValue(undefined)], [undefined, undefined]));
});

describe('isFString', () => {
  for (const [code, wanted] of [
    ['f"a"', true],
    ['F"{a}"', true],
    ['rf"a"', true],
    ['"a" f"b"', true],
    ['(f"a")', true],
    ['"f"', false],
    ['b"f"', false],
    ['f', false],
  ] as const) {
    test(`of ${code} is ${wanted}`, () =>
      withPython(`${code}\n`, ({ root }) => assert.equal(isFString(expression(root)), wanted)));
  }
});

describe('literal', () => {
  for (const [code, wanted] of [
    ['1', 1],
    ['1_000', 1000],
    ['0x_Ff', 255],
    ['0xe', 14],
    ['0o17', 15],
    ['0b11', 3],
    ['00', 0],
    ['1.5', 1.5],
    ['1e3', 1000],
    ['1e400', Number.POSITIVE_INFINITY],
    ['.5', 0.5],
    ['1.', 1],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', undefined],
    ['0xffffffffffffffff', undefined],
    ['1j', undefined],
    ['-1', -1],
    ['- (1)', -1],
    ['+1', 1],
    ['~1', undefined],
    ['-x', undefined],
    ['True', true],
    ['False', false],
    ['None', null],
    ['(None)', null],
    ['"a"', 'a'],
    ['not True', undefined],
    ['1 + 1', undefined],
    ['x', undefined],
  ] as const) {
    test(`of ${code} is ${wanted}`, () =>
      withPython(`${code}\n`, ({ root }) => assert.equal(literal(expression(root)), wanted)));
  }
});
