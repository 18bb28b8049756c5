import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { callPlaces, namesIn, ownAttributes, textsIn, withCalled } from '../../../src/sdk/python/places.ts';

/** The lines, counted from 1, on which calls may be. */
function linesOf(keys: readonly string[], lines: readonly string[]): readonly number[] {
  const text = lines.join('\n');
  return callPlaces(text, keys)
    .map((at) => text.slice(0, at).split('\n').length)
    .sort((a, b) => a - b);
}

describe('places of calls', () => {
  test('are where a builtin is called by its name', () => {
    const lines = [
      'open(a)',
      'open  (a)',
      '(open)(a)',
      'x.open(a)',
      'open = 1',
      'reopen(a)',
      'f(open)',
      'f(  # why',
      'open(a))',
    ];
    assert.deepEqual(linesOf(['open'], lines), [1, 2, 3, 9]);
  });

  test('are where something is asked of its owner, also over several lines', () => {
    const lines = [
      'os.environ.get(a)',
      'd.get(a)',
      '(os . environ',
      '  .get(a))',
      'd[0].get(a)',
      'os.environ.get',
      'get(a)',
    ];
    assert.deepEqual(linesOf(['os.environ.get'], lines), [1, 4]);
  });

  test('are where an import has the name, or gives it another one', () => {
    const lines = [
      'from subprocess import (call,',
      '  run as go)',
      'import subprocess as sp',
      'call()',
      'go()',
      'sp.run()',
      'run()',
    ];
    assert.deepEqual(linesOf(['subprocess.run', 'subprocess.call'], lines), [4, 5, 6, 7]);
    assert.deepEqual(linesOf(['subprocess.run'], ['import subprocess', 'run()', 'subprocess.run()']), [3]);
  });

  test('are where something is decorated', () => {
    const lines = ['import tenacity', 'class A:', '  @tenacity.retry', '  def f(self): ...', 'x @ tenacity.retry'];
    assert.deepEqual(linesOf(['tenacity.retry'], lines), [3]);
  });

  test('are wherever an attribute of that name is called, whatever has it', () => {
    assert.deepEqual(
      linesOf(['.execute'], ['a.execute(b)', 'f()[0].execute(b)', 'execute(b)', 'a.execute', 'a. execute (b)']),
      [1, 2, 5],
    );
  });
});

function starts(text: string, places: readonly number[]): readonly string[] {
  return places.toSorted((a, b) => a - b).map((at) => (text.slice(at).split('\n', 1)[0] ?? '').trim());
}

describe('other places', () => {
  test('are names, and what imports make of them', () => {
    const text = 'from gc import enable as on\non()\nenabled()\nx.enable\n';
    assert.deepEqual(starts(text, namesIn(text, ['enable'])), ['enable as on', 'on', 'on()', 'enable']);
    assert.deepEqual(namesIn(text, []), []);
  });

  test('are texts, in words too', () => {
    assert.deepEqual(textsIn('aba ab', 'ab'), [0, 4]);
  });

  test('are attributes that are given a value, of which a method is asked', () => {
    const text = 'self.pool = Pool()\nself.other = 1\nself . pool: Pool\nself.pool.submit(f)\nself.other.map\n';
    assert.deepEqual(starts(text, ownAttributes(text, ['submit'])), ['self.pool = Pool()', 'self . pool: Pool']);
    assert.deepEqual(ownAttributes(text, ['apply']), []);
  });

  test('are functions of interest and those that they call, so many calls deep', () => {
    const text = [
      'def test_a():\n    one()\n    f"{in_text()}"\n',
      'def one():\n    return two()\n',
      'def two():\n    three()\n',
      'def three(): pass\n',
      'def in_text(): pass\n',
      'def test_b():\n    three()\n',
    ].join('\n');
    const isOfInterest = (line: string): boolean => line.includes('test_a');
    assert.deepEqual(starts(text, withCalled(text, { isOfInterest, depth: 2 })), [
      'def test_a():',
      'def one():',
      'def two():',
      'def in_text(): pass',
    ]);
  });
});
