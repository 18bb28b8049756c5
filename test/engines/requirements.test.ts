import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequirementLine } from '../../src/core/facts.ts';
import { textAt } from '../../src/core/span.ts';
import { normaliseName } from '../../src/engines/requirements-name.ts';
import { parseRequirements } from '../../src/engines/requirements.ts';
import { sourceFile } from '../support/source-file.ts';

function lines(text: string): readonly RequirementLine[] {
  const result = parseRequirements(sourceFile(text, 'requirements.txt'));
  assert.ok(result.ok);
  return result.value.requirements;
}

/** The parts that say something, without places. */
function said(line: RequirementLine | undefined): Partial<RequirementLine> {
  assert.ok(line);
  const { kind, name, extras, specifier, marker, target, hashes } = line;
  return {
    kind,
    ...(name !== undefined && { name }),
    ...(extras.length > 0 && { extras }),
    ...(specifier !== '' && { specifier }),
    ...(marker !== undefined && { marker }),
    ...(target !== undefined && { target }),
    ...(hashes.length > 0 && { hashes }),
  };
}

const SHA = `sha256:${'0a'.repeat(32)}`;

const LINES: readonly (readonly [string, Partial<RequirementLine>])[] = [
  ['flask', { kind: 'requirement', name: 'flask' }],
  ['Zope.Interface_X', { kind: 'requirement', name: 'zope-interface-x' }],
  [
    'requests[security, socks] >= 2.0, <3',
    { kind: 'requirement', name: 'requests', extras: ['security', 'socks'], specifier: '>=2.0,<3' },
  ],
  ['foo (>=1)', { kind: 'requirement', name: 'foo', specifier: '>=1' }],
  ['foo==1.*', { kind: 'requirement', name: 'foo', specifier: '==1.*' }],
  ['foo === any.thing', { kind: 'requirement', name: 'foo', specifier: '===any.thing' }],
  ['foo==1!2.0+local.1', { kind: 'requirement', name: 'foo', specifier: '==1!2.0+local.1' }],
  [`foo==\${VERSION}`, { kind: 'requirement', name: 'foo', specifier: `==\${VERSION}` }],
  [
    'foo>1 ; python_version < "3.9" and extra == "x"',
    { kind: 'requirement', name: 'foo', specifier: '>1', marker: 'python_version < "3.9" and extra == "x"' },
  ],
  [`foo==1 --hash=${SHA} --hash ${SHA}`, { kind: 'requirement', name: 'foo', specifier: '==1', hashes: [SHA, SHA] }],
  ['foo @ https://h/foo.zip', { kind: 'url', name: 'foo', target: 'https://h/foo.zip' }],
  [
    'foo[a]@git+https://h/foo.git@v1 ; os_name == "nt"',
    { kind: 'url', name: 'foo', extras: ['a'], target: 'git+https://h/foo.git@v1', marker: 'os_name == "nt"' },
  ],
  [
    'git+https://h/foo.git@v1#egg=Foo_Bar&subdirectory=x',
    { kind: 'url', name: 'foo-bar', target: 'git+https://h/foo.git@v1#egg=Foo_Bar&subdirectory=x' },
  ],
  [
    'https://h/foo-1-py3-none-any.whl ; python_version > "3"',
    { kind: 'url', target: 'https://h/foo-1-py3-none-any.whl', marker: 'python_version > "3"' },
  ],
  ['./local[x]', { kind: 'path', target: './local[x]' }],
  ['wheels/foo-1.whl', { kind: 'path', target: 'wheels/foo-1.whl' }],
  ['foo-1.0.tar.gz', { kind: 'path', target: 'foo-1.0.tar.gz' }],
  ['-r base.txt', { kind: 'include', target: 'base.txt' }],
  ['-rbase.txt', { kind: 'include', target: 'base.txt' }],
  ['--requirement=base.txt', { kind: 'include', target: 'base.txt' }],
  ['-c constraints.txt', { kind: 'constraint', target: 'constraints.txt' }],
  ['--constraint constraints.txt', { kind: 'constraint', target: 'constraints.txt' }],
  ['-e .', { kind: 'editable', target: '.' }],
  [
    '--editable "git+https://h/foo.git#egg=foo"',
    { kind: 'editable', name: 'foo', target: 'git+https://h/foo.git#egg=foo' },
  ],
  ['--index-url https://h/simple', { kind: 'option' }],
  ['--no-binary :all:', { kind: 'option' }],
  ['foo=1', { kind: 'invalid' }],
  ['foo bar', { kind: 'invalid' }],
  ['foo#bar', { kind: 'invalid' }],
  ['<<<<<<< HEAD', { kind: 'invalid' }],
  ['foo;', { kind: 'invalid' }],
  ['a'.repeat(2000), { kind: 'invalid' }],
];

for (const [text, expected] of LINES) {
  test(`${text.slice(0, 60)} is ${expected.kind}`, () => {
    const found = lines(`before==1\n${text}\nafter==1\n`);
    assert.equal(found.length, 3, 'the neighbours are read, too');
    assert.deepEqual(said(found[1]), expected);
    assert.equal(found[1]?.raw, text);
  });
}

test('comments, blank lines and a byte order mark are not lines', () => {
  const found = lines('\uFEFF# head\n\n  \n# see \\\nfoo==1 # why\n   # indented\nbar#egg\n');
  assert.deepEqual(
    found.map(({ raw }) => raw),
    ['foo==1', 'bar#egg'],
  );
});

test('a line goes on after a backslash; spans cover all its lines and no comment', () => {
  const text = `  foo[a] >= 1 \\\n    --hash=${SHA} \\\n    --hash=${SHA}  # from x\r\nbar\\\n==2\nlast==1 \\`;
  const [foo, bar, end] = lines(text);
  assert.ok(foo && bar && end);
  assert.deepEqual(foo.hashes, [SHA, SHA]);
  assert.deepEqual([foo.span.line, foo.span.col, foo.span.endLine], [1, 3, 3]);
  assert.ok(textAt(text, foo.span).endsWith(SHA));
  assert.equal(textAt(text, foo.coreSpan), 'foo[a] >= 1');
  assert.deepEqual([bar.name, bar.specifier, textAt(text, bar.coreSpan)], ['bar', '==2', 'bar\\\n==2']);
  assert.deepEqual(said(end), { kind: 'requirement', name: 'last', specifier: '==1' });
});

test('a comment line ends what was being continued', () => {
  const found = lines('foo \\\n# comment\n==1\n');
  assert.deepEqual(
    found.map((line) => said(line)),
    [{ kind: 'requirement', name: 'foo' }, { kind: 'invalid' }],
  );
});

test('the core ends before the marker and the options', () => {
  const text = 'foo[x]==1 ; python_version > "3" --hash=sha256:00\nbar\nbaz @ https://h/b.zip ; os_name == "x"\n';
  assert.deepEqual(
    lines(text).map(({ coreSpan }) => textAt(text, coreSpan)),
    ['foo[x]==1', 'bar', 'baz @ https://h/b.zip'],
  );
});

test('the tool that wrote the file is known by its header', () => {
  const table: readonly (readonly [string, string | undefined])[] = [
    ['#\n# This file is autogenerated by pip-compile with Python 3.12\n# by the following command:\n', 'pip-compile'],
    ['# This file was autogenerated by uv via the following command:\n#    uv pip compile a.in\n', 'uv'],
    ['# This file is @generated by PDM.\n', 'pdm'],
    ['# These requirements were autogenerated by pipenv\n', 'pipenv'],
    ['# poetry export -f requirements.txt\n', 'poetry'],
    ['# by hand\nflask # autogenerated by uv\n', undefined],
  ];
  for (const [header, tool] of table) {
    const result = parseRequirements(sourceFile(`${header}flask==1\n`, 'requirements.txt'));
    assert.equal(result.ok && result.value.generatedBy, tool, header);
  }
});

test('names are normalised as PEP 503 says', () => {
  assert.deepEqual(['Foo', 'foo_bar', 'foo.-_Bar'].map(normaliseName), ['foo', 'foo-bar', 'foo-bar']);
});
