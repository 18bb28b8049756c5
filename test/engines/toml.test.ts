import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TomlFile } from '../../src/core/facts.ts';
import { textAt } from '../../src/core/span.ts';
import { parseToml } from '../../src/engines/toml.ts';
import { sourceFile } from '../support/source-file.ts';

const TEXT = [
  '[project] # c',
  'name = "😀shop" # after an emoji',
  'when = 1979-05-27T07:32:00Z',
  'big = 9007199254740993',
  '[[tool.mypy.overrides]]',
  'module.name = "a"',
  'list = [1, { deep = true }]',
  '[tool.mypy.overrides.more]',
  'x = 1.5',
  '[[tool.mypy.overrides]]',
  '"quoted.key" = \'b\'',
  '',
].join('\n');

function parsed(text: string, path = 'pyproject.toml'): TomlFile {
  const result = parseToml(sourceFile(text, path));
  assert.ok(result.ok, result.ok ? '' : result.message);
  return result.value;
}

/** What stands at the span of a path, or undefined. */
function under(file: TomlFile, path: readonly (string | number)[], part?: 'key' | 'value'): string | undefined {
  const span = file.spanOf(path, part);
  return span && textAt(file.text, span);
}

/** The data without the missing prototypes, which deepEqual would count. */
function plain(file: TomlFile): unknown {
  return JSON.parse(JSON.stringify(file.data));
}

for (const path of ['pyproject.toml', 'uv.lock']) {
  test(`${path}: tables, dotted keys, arrays of tables and big integers become data`, () => {
    assert.deepEqual(plain(parsed(TEXT.replace(/^when.*\n/m, ''), path)), {
      project: { name: '😀shop', big: '9007199254740993' },
      tool: {
        mypy: {
          overrides: [{ module: { name: 'a' }, list: [1, { deep: true }], more: { x: 1.5 } }, { 'quoted.key': 'b' }],
        },
      },
    });
  });

  test(`${path}: every part has its place, in UTF-16 columns`, () => {
    const file = parsed(TEXT, path);
    const overrides = ['tool', 'mypy', 'overrides'];
    const table: readonly (readonly [readonly (string | number)[], string | undefined, string | undefined])[] = [
      [['project', 'name'], 'name', '"😀shop"'],
      [['project', 'big'], 'big', '9007199254740993'],
      [['tool', 'mypy'], 'mypy', '[[tool.mypy.overrides]]\nmodule.name = "a"\nlist = [1, { deep = true }]'],
      [[...overrides, 0, 'module', 'name'], 'name', '"a"'],
      [[...overrides, 0, 'list', 1], undefined, '{ deep = true }'],
      [[...overrides, 0, 'list', 1, 'deep'], 'deep', 'true'],
      [[...overrides, 0, 'more', 'x'], 'x', '1.5'],
      [[...overrides, 1], 'overrides', '[[tool.mypy.overrides]]\n"quoted.key" = \'b\''],
      [[...overrides, 1, 'quoted.key'], '"quoted.key"', "'b'"],
      [['project', 'nothing'], undefined, undefined],
    ];
    for (const [at, key, value] of table)
      assert.deepEqual([under(file, at, 'key'), under(file, at)], [key, value], at.join('.'));
    assert.equal(file.spanOf(['project', 'name'])?.endCol, 16, 'an emoji is two units wide');
  });

  test(`${path}: a key named __proto__ is a key and changes no prototype`, () => {
    const file = parsed('[a.__proto__]\npolluted = 1\n[b]\n__proto__ = { polluted = 2 }\n', path);
    assert.equal(JSON.stringify(file.data), '{"a":{"__proto__":{"polluted":1}},"b":{"__proto__":{"polluted":2}}}');
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
  });

  test(`${path}: bad text is an answer with a line, never an exception`, () => {
    const table: readonly (readonly [string, number, RegExp])[] = [
      ['a = 1\na = 2\n', 2, /not valid TOML/],
      ['a = \n', 1, /not valid TOML/],
      ['ok = 1\n[a\n', 2, /not valid TOML/],
      [`a = ${'['.repeat(5000)}`, 1, /not valid TOML/],
      [`a = ${'['.repeat(3000)}${']'.repeat(3000)}`, 1, /nested/],
      ['[project]\nname = {{ cookiecutter.name }}\n', 2, /template/],
    ];
    for (const [text, line, message] of table) {
      const result = parseToml(sourceFile(text, path));
      assert.equal(result.ok, false, text.slice(0, 20));
      if (result.ok) continue;
      assert.match(result.message, message);
      assert.equal(result.message.split('\n').length, 1);
      assert.equal(result.span.line, line, text.slice(0, 20));
    }
  });
}

test('a date is the string that was written', () => {
  assert.deepEqual(plain(parsed('when = 1979-05-27\n')), { when: '1979-05-27' });
});

test('a byte order mark moves nothing', () => {
  for (const path of ['a.toml', 'a.lock']) {
    const file = parsed('\uFEFF[a]\nb = 1\n', path);
    assert.deepEqual(file.spanOf(['a', 'b']), { line: 2, col: 5, endLine: 2, endCol: 6 });
    assert.equal(under(file, ['a'], 'key'), 'a');
  }
});

test('a newline in an inline table is refused as tomllib refuses it', () => {
  assert.equal(parseToml(sourceFile('a = { b = 1,\n c = 2 }\n', 'pyproject.toml')).ok, false);
});
