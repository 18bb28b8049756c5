import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { canReachEnd } from '../../../src/sdk/python/python-flow.ts';
import { isOptional } from '../../../src/sdk/python/python-guards.ts';
import { find, withPython } from '../../support/python-file.ts';

function reaches(body: string): boolean {
  const text = `import sys\ndef f(v):\n${body.replace(/^/gm, '    ')}\n`;
  return withPython(text, (file) => canReachEnd(find(file.root, 'function_definition'), file));
}

describe('the end of a function is reached after', () => {
  const bodies = [
    'x = 1',
    'if v:\n    return 1',
    'if v:\n    return 1\nelif x:\n    raise E\nelse:\n    pass',
    'for i in v:\n    return i',
    'while v:\n    return 1',
    'while True:\n    if v:\n        break',
    'try:\n    return 1\nexcept E:\n    log()',
    'with a:\n    x = 1',
    'match v:\n    case 1:\n        return 1',
    'match v:\n    case 1:\n        return 1\n    case _:\n        pass',
    'def inner():\n    return 1',
    'assert v',
  ];
  for (const body of bodies) test(JSON.stringify(body), () => assert.ok(reaches(body)));
});

describe('the end of a function is not reached after', () => {
  const bodies = [
    'return 1',
    'raise E',
    'if v:\n    return 1\nelse:\n    raise E',
    'if v:\n    return 1\nelif x:\n    return 2\nelse:\n    sys.exit(1)',
    'while True:\n    for i in v:\n        break',
    'while 1:\n    v()',
    'try:\n    return 1\nexcept E:\n    raise X\nfinally:\n    close()',
    'try:\n    x = 1\nexcept E:\n    return 2\nelse:\n    return 1',
    'try:\n    x()\nfinally:\n    return 1',
    'with a:\n    return 1',
    'match v:\n    case 1:\n        return 1\n    case _:\n        raise E',
    'match v:\n    case 1:\n        return 1\n    case other:\n        return other',
    'assert False, "never"',
    'async with a:\n    return 1',
  ];
  for (const body of bodies) test(JSON.stringify(body), () => assert.ok(!reaches(body)));
});

describe('an import', () => {
  const cases: readonly (readonly [string, boolean])[] = [
    ['import x\n', false],
    ['try:\n    import x\nexcept ImportError:\n    x = None\n', true],
    ['try:\n    import x\nexcept (OSError, ModuleNotFoundError):\n    pass\n', true],
    ['try:\n    import x\nexcept:\n    pass\n', true],
    ['try:\n    import x\nexcept KeyError:\n    pass\n', false],
    ['try:\n    y()\nexcept ImportError:\n    import x\n', true],
    ['try:\n    y()\nfinally:\n    import x\n', false],
    ['with suppress(ImportError):\n    import x\n', true],
    ['with suppress(KeyError):\n    import x\n', false],
    ['if sys.version_info < (3, 12):\n    import x\n', true],
    ['if sys.version_info < (3, 12):\n    y()\nelse:\n    import x\n', true],
    ['if TYPE_CHECKING:\n    import x\n', true],
    ['if DEBUG:\n    import x\n', false],
    ['def f():\n    import x\n', false],
  ];
  for (const [text, optional] of cases)
    test(`is ${optional ? '' : 'not '}optional in ${JSON.stringify(text)}`, () => {
      assert.equal(
        withPython(text, (file) => isOptional(find(file.root, 'import_statement', 'import x'))),
        optional,
      );
    });
});
