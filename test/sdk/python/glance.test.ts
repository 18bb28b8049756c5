import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  formattedPlaces,
  glanceLines,
  glanceStarts,
  linesStartingWith,
  outline,
} from '../../../src/sdk/python/glance.ts';

describe('a glance at source text', () => {
  test('joins what brackets and backslashes continue, and leaves out comments and what strings hold', () => {
    const text = "a = [\n  1,  # one\n  \"b#c\",\n]\nif a and \\\n    b: pass\n'''\nx\n''' + \"\"\n";
    assert.deepEqual(glanceLines(text), ['a = [   1,     "x", ]', 'if a and      b: pass', '"x" + ""', '']);
  });

  test('says where each of its lines starts', () => {
    const text = 'def f(\n    a,\n):\n    return """\n"""\n\nb = 1';
    const starts = glanceStarts(text);
    assert.deepEqual(
      starts.map((start) => text.slice(start).split('\n', 1)[0]),
      ['def f(', '    return """', '', 'b = 1'],
    );
    assert.equal(starts.length, glanceLines(text).length);
  });

  test('ends a string that is not closed with its line, and a long one with the text', () => {
    assert.deepEqual(glanceLines('a = "b\nc = 1\nd = """\ne'), ['a = "x"', 'c = 1', 'd = "x"']);
  });

  test('knows lines by their first word', () => {
    const text = 'try:\n    a()\nexcept A:\n  pass\nexcepting = 1\nexcept(B): pass\n\n# try\n';
    assert.deepEqual(linesStartingWith(text, 'except'), [2, 5]);
    assert.deepEqual(linesStartingWith(text, 'try', 'except'), [0, 2, 5]);
    assert.deepEqual(linesStartingWith(text, 'while'), []);
  });

  test('finds a word in the code of formatted strings, and nowhere else', () => {
    const text = [
      'a = f"{b}", getenv(1)',
      'a = "{getenv}"',
      'a = rF"{{getenv}} {b:{c}} {d} {getenv(1)}"',
      'a = f"{x["getenv"]} {getenv(1)}"',
      "a = af'{getenv}'",
      'a = f"""',
      '{b} {getenv(1)} getenv',
      '"""',
    ].join('\n');
    assert.deepEqual(
      formattedPlaces(text, 'getenv').map((at) => text.slice(at).split('\n', 1)[0]),
      ['getenv(1)}"', 'x["getenv"]} {getenv(1)}"', 'getenv(1)} getenv'],
    );
  });

  test('outlines an expression up to a bracket that it does not open', () => {
    assert.equal(outline('f(a, [b])[0] or {c: d}), e'), 'f()[] or {}');
    assert.equal(outline('((a), {b: [c]}) == ""'), '() == ""');
    assert.equal(outline('f(a], b)'), 'f(a');
    assert.equal(outline('f(a, g(b)'), 'f(a, g()');
  });

  test('outlines a line of any length and depth', () => {
    assert.equal(outline('f(a),'.repeat(200_000)), 'f(),'.repeat(200_000));
    assert.equal(outline(`${'('.repeat(200_000)}${')'.repeat(200_000)}`), '()');
  });
});
