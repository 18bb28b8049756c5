import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pythonJson } from '../../../src/sdk/dependencies/python-json.ts';

/** What Python 3.11 printed for `json.dumps(value, sort_keys=True)`. */
const SPACED: readonly (readonly [unknown, string])[] = [
  [{ b: 1, a: [true, false, null, 1.5, 'x'] }, '{"a": [true, false, null, 1.5, "x"], "b": 1}'],
  [{ z: 'é\u2028\x7f😀\n\t"\\/' }, String.raw`{"z": "\u00e9\u2028\u007f\ud83d\ude00\n\t\"\\/"}`],
  // By code points, and not by UTF-16 units.
  [{ '😀': 1, '\uFF5E': 2, a: 3, B: 4 }, String.raw`{"B": 4, "a": 3, "\uff5e": 2, "\ud83d\ude00": 1}`],
  ['\x00\x1f', String.raw`"\u0000\u001f"`],
  [[], '[]'],
  [{}, '{}'],
  [-3, '-3'],
];

test('values are written as Python writes them with sorted keys', () => {
  for (const [value, expected] of SPACED) assert.equal(pythonJson(value), expected);
});

test('the compact style has no spaces', () => {
  assert.equal(pythonJson({ b: [1, 2], a: {} }, 'compact'), '{"a":{},"b":[1,2]}');
});

test('what is undefined is left out of a table', () => {
  assert.equal(pythonJson({ a: undefined, b: null }), '{"b": null}');
});

test('tables without a prototype are tables like others', () => {
  assert.equal(pythonJson(Object.assign(Object.create(null), { a: 1 })), '{"a": 1}');
});
