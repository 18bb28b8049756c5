import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { callPlaces } from '../../../src/sdk/python/places.ts';

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
