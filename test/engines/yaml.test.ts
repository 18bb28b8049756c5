import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DataDocument } from '../../src/core/facts.ts';
import { textAt } from '../../src/core/span.ts';
import { parseYaml } from '../../src/engines/yaml.ts';
import { sourceFile } from '../support/source-file.ts';

function documents(text: string): readonly DataDocument[] {
  const result = parseYaml(sourceFile(text, 'a.yml'));
  assert.ok(result.ok, result.ok ? '' : result.message);
  return result.value.documents;
}

function data(text: string): unknown {
  return JSON.parse(JSON.stringify(documents(text)[0]?.data));
}

const VALUES: readonly (readonly [string, string, unknown])[] = [
  ['on, yes and no are strings', 'on: yes\noff: no', { on: 'yes', off: 'no' }],
  [
    'true, null and numbers are what they are',
    'a: true\nb: null\nc:\nd: 3\ne: -1.5',
    { a: true, b: null, c: null, d: 3, e: -1.5 },
  ],
  [
    'a version that looks like a number keeps its zero',
    'v: 3.10\nw: 3.9\nx: [1.0, 2]',
    { v: '3.10', w: 3.9, x: ['1.0', 2] },
  ],
  [
    'numbers in other notations keep their text',
    'm: 0o755\nh: 0x1F\ne: 1e3\np: +1\nz: 010',
    { m: '0o755', h: '0x1F', e: '1e3', p: '+1', z: '010' },
  ],
  ['integers beyond 2^53 keep their digits', 'n: 9007199254740993', { n: '9007199254740993' }],
  [
    'tags that only a tool knows are left aside',
    'a: !Ref x\nb: !Sub\n  - y\nc: !vault |\n  z\nd: !!python/name:a.b {}',
    { a: 'x', b: ['y'], c: 'z\n', d: {} },
  ],
  [
    'merge keys are merged, own keys first',
    'a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  x: 3',
    { a: { x: 1, y: 2 }, b: { x: 3, y: 2 } },
  ],
  [
    'of several merged mappings the first wins',
    'a: &a {x: 1}\nb: &b {x: 2, y: 3}\nc: {<<: [*a, *b]}',
    { a: { x: 1 }, b: { x: 2, y: 3 }, c: { x: 1, y: 3 } },
  ],
  ['an anchor within a merge key can be named later', 'a:\n  <<: &m {x: 1}\n  b: *m', { a: { x: 1, b: { x: 1 } } }],
  ['a quoted << is a key', '"<<": 1', { '<<': 1 }],
  ['an anchor set anew means the latest', 'a: &x 1\nb: *x\nc: &x 2\nd: *x', { a: 1, b: 1, c: 2, d: 2 }],
  ['keys are strings', '8080: a\n3.10: b\ntrue: c\n~: d', { 8080: 'a', '3.10': 'b', true: 'c', '~': 'd' }],
];

for (const [about, text, expected] of VALUES) {
  test(about, () => assert.deepEqual(data(text), expected));
}

test('__proto__ is a key like any other', () => {
  const [document] = documents('__proto__: {polluted: 1}\na:\n  <<: {__proto__: {polluted: 2}}');
  assert.equal(JSON.stringify(document?.data), '{"__proto__":{"polluted":1},"a":{"__proto__":{"polluted":2}}}');
  assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
});

test('documents are parted, and a file without any has none', () => {
  assert.deepEqual(
    documents('---\na: 1\n---\nb: 2\n...\n').map((document) => JSON.stringify(document.data)),
    ['{"a":1}', '{"b":2}'],
  );
  assert.deepEqual(documents('# nothing\n'), []);
  assert.deepEqual(documents(''), []);
});

test('every part has its place; merged keys have that of their source', () => {
  const text =
    '\uFEFFa: &a\n  x: "😀" # c\n  y: [1, two]\nb:\n  <<: *a\n  z:\n    deep: |\n      text\n\nc: *a\nflow: {alone, d: 1}\nempty:\n';
  const [document] = documents(text);
  const table: readonly (readonly [readonly (string | number)[], string | undefined, string | undefined])[] = [
    [['a', 'x'], 'x', '"😀"'],
    [['a', 'y'], 'y', '[1, two]'],
    [['a', 'y', 1], undefined, 'two'],
    [['b', 'x'], 'x', '"😀"'],
    [['b', 'z'], 'z', 'deep: |\n      text'],
    [['b', 'z', 'deep'], 'deep', '|\n      text'],
    [['c'], 'c', '*a'],
    [['c', 'y', 0], undefined, '1'],
    [['flow', 'alone'], 'alone', ''],
    [['empty'], 'empty', ''],
    [['nothing', 0], undefined, undefined],
  ];
  for (const [path, key, value] of table) {
    const found = (['key', 'value'] as const)
      .map((part) => document?.spanOf(path, part))
      .map((span) => span && textAt(text, span));
    assert.deepEqual(found, [key, value], path.join('.'));
  }
  assert.deepEqual(document?.spanOf(['b', 'x']), { line: 2, col: 6, endLine: 2, endCol: 10 });
});

const LEVELS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
/** Each level names the one before it nine times. */
const BOMB = [
  'z: &z [x]',
  ...LEVELS.map((name, index) => `${name}: &${name} [${`*${LEVELS[index - 1] ?? 'z'}, `.repeat(9)}]`),
].join('\n');

const BAD: readonly (readonly [string, string, number, RegExp])[] = [
  ['a key that is there twice', 'a: 1\nb: 2\na: 3', 3, /twice/],
  ['a tab as indentation', 'a:\n\tb: 1', 2, /tab/],
  ['an unclosed list', 'a: [1, 2\n', 2, /not valid YAML/],
  ['aliases that grow without end', BOMB, 6, /aliases grow/],
  ['an alias inside of its anchor', 'a: &x [*x]', 1, /inside/],
  ['an alias of nothing', 'a: *x', 1, /anchor/],
  ['a merge of a number', 'a:\n  <<: 3', 2, /merge/],
  ['deep nesting', '['.repeat(20_000), 1, /nested/],
  ['deep nesting in blocks', `${'- '.repeat(20_000)}x`, 1, /nested/],
  ['a Helm template', '{{- if .Values.on }}\na: b\n{{- end }}', 1, /template/],
  ['a Jinja template', '{% if on %}\na: b\n{% endif %}', 1, /template/],
  ['a template that happens to be valid', 'image: {{ .Values.image }}', 1, /template/],
];

for (const [about, text, line, message] of BAD) {
  test(`${about} is an answer with a line, never an exception`, () => {
    const result = parseYaml(sourceFile(text, 'a.yml'));
    assert.equal(result.ok, false);
    if (result.ok) return;
    assert.match(result.message, message);
    assert.equal(result.span.line, line);
  });
}

test('quoted template marks are strings', () => {
  assert.deepEqual(data(`key: pip-\${{ hashFiles("a") }}\nname: "{{ item }}"`), {
    key: `pip-\${{ hashFiles("a") }}`,
    name: '{{ item }}',
  });
});

test('a key is not there twice because its text is', () => {
  assert.deepEqual(data('1: a\n"1": b'), { 1: 'b' });
});
