import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { EngineTrap } from '../../src/core/parsed.ts';
import type { ProjectFacts } from '../../src/core/project.ts';
import { applyEdits, textAt } from '../../src/core/span.ts';
import { RUFF_TARGETS, RUFF_VERSION, fixSafety, runRuff } from '../../src/engines/ruff.ts';
import type { RuffDiagnostic } from '../../src/core/facts.ts';
import { sourceFile } from '../support/source-file.ts';

const require = createRequire(import.meta.url);

function run(
  text: string,
  codes: readonly string[],
  project: Partial<ProjectFacts> = {},
  path = 'app/main.py',
): readonly RuffDiagnostic[] {
  return runRuff({ text, codes, file: sourceFile(text, path, project) });
}

function codesOf(diagnostics: readonly RuffDiagnostic[]): readonly string[] {
  return diagnostics.map(({ code }) => code);
}

describe('Ruff', () => {
  test('is the version that is installed', () => {
    assert.equal(RUFF_VERSION, require('@astral-sh/ruff-wasm-nodejs').Workspace.version());
  });

  test('reports the codes asked for and no others, by place, code and message', () => {
    const text = 'import sys, os\nif x == None: pass\nimport json\n';
    assert.deepEqual(
      run(text, ['F401', 'E711', 'F821', 'F401']).map(({ code, span, message }) => [
        span.line,
        span.col,
        code,
        message,
      ]),
      [
        [1, 8, 'F401', '`sys` imported but unused'],
        [1, 13, 'F401', '`os` imported but unused'],
        [2, 4, 'F821', 'Undefined name `x`'],
        [2, 9, 'E711', 'Comparison to `None` should be `cond is None`'],
        [3, 8, 'F401', '`json` imported but unused'],
      ],
    );
  });

  test('gives the same answer however the codes are ordered', () => {
    const text = 'import os\nx = y == None\n';
    assert.deepEqual(run(text, ['F821', 'F401', 'E711']), run(text, ['E711', 'F401', 'F821']));
  });

  test('refuses a code that it does not know, which is no fault of the text', () => {
    assert.throws(
      () => run('import os\n', ['F401', 'XYZ123']),
      (error) => !(error instanceof EngineTrap) && String(error).includes('XYZ123'),
    );
    assert.equal(run('import os\n', ['F401']).length, 1);
  });

  test('honours noqa', () => {
    assert.deepEqual(run('import os  # noqa: F401\n', ['F401']), []);
  });

  test('reports syntax errors even where no code is asked for', () => {
    const [error, ...others] = run('def f(:\n    pass\n', []);
    assert.equal(error?.code, 'invalid-syntax');
    assert.deepEqual([error?.span.line, error?.span.col, others.length > 0], [1, 7, true]);
  });

  test('knows what a package has and a module has not', () => {
    assert.deepEqual(run('print(__path__)\n', ['F821'], {}, 'app/__init__.py'), []);
    assert.deepEqual(codesOf(run('print(__path__)\n', ['F821'], {}, 'app/main.py')), ['F821']);
  });

  test('keeps the files of one project apart by what is asked of them', () => {
    const text = 'print(__path__)\nimport os\n';
    const { project } = sourceFile(text, 'app/main.py');
    const ask = (path: string, codes: readonly string[]): readonly string[] =>
      codesOf(runRuff({ text, codes, file: { ...sourceFile(text, path), project } }));
    assert.deepEqual(ask('app/__init__.py', ['F821']), []);
    assert.deepEqual(ask('app/main.py', ['F821']), ['F821']);
    assert.deepEqual(ask('app/main.py', ['F401']), ['F401']);
    assert.deepEqual(ask('app/__init__.py', ['F821']), []);
  });

  test('sorts imports by the first-party packages of the repository', () => {
    const text = 'import aaa\nimport requests\n';
    assert.deepEqual(codesOf(run(text, ['I001'], { firstParty: ['aaa'] })), ['I001']);
    assert.deepEqual(run('import requests\n\nimport aaa\n', ['I001'], { firstParty: ['aaa', 'not a glob ['] }), []);
  });

  test('says what kind of fix a code has', () => {
    const wanted = {
      F811: 'safe',
      PLE2513: 'safe',
      F401: 'depends',
      PT026: 'depends',
      T201: 'unsafe',
      C403: 'unsafe',
      S101: 'none',
      nonsense: 'none',
    };
    assert.deepEqual(Object.fromEntries(Object.keys(wanted).map((code) => [code, fixSafety(code)])), wanted);
  });
});

describe('target version', () => {
  const MATCH = 'match x:\n    case 1: pass\n';
  for (const [target, text, wanted] of [
    ['py39', MATCH, ['invalid-syntax']],
    ['py310', MATCH, []],
    ['py311', 'type A = int\n', ['invalid-syntax']],
    ['py312', 'type A = int\n', []],
    ['py313', 'try: pass\nexcept A, B: pass\n', ['invalid-syntax']],
    ['py314', 'try: pass\nexcept A, B: pass\n', []],
    ['py36', 'type A = int\n', []],
    ['3.9', MATCH, []],
    ['', MATCH, []],
  ] as const) {
    test(`${target || 'an empty one'} makes ${JSON.stringify(text)} give ${JSON.stringify(wanted)}`, () => {
      assert.deepEqual(codesOf(run(text, [], { target })), wanted);
    });
  }

  test('is one that the engine takes, for all that we know', () => {
    for (const target of RUFF_TARGETS) assert.deepEqual(run('x = 1\n', ['F401'], { target }), [], target);
    // Were it not taken, this would not be an error.
    assert.deepEqual(codesOf(run('(x := 1)\n', [], { target: 'py37' })), ['invalid-syntax']);
  });
});

describe('places', () => {
  for (const [name, text, line, col] of [
    ['a byte order mark', '\uFEFFimport os\n', 1, 9],
    ['a byte order mark on a line of its own', '\uFEFF\nimport os\n', 2, 8],
    ['CRLF', 'x = 1\r\nimport os\r\n', 2, 8],
    ['a lone CR', 'x = 1\rimport os\r', 2, 8],
    ['line ends mixed', 'x = 1\r\r\nimport os\n', 3, 8],
    ['U+2028', 'x = "\u2028"; import os\n', 1, 17],
    ['U+0085', 'x = "\u0085"; import os\n', 1, 17],
    ['an emoji', 'x = "😀"; import os\n', 1, 18],
    ['a combining mark', 'x = "e\u0301"; import os\n', 1, 18],
    ['a form feed', 'x = 1\n\fimport os\n', 2, 9],
    ['a tab', 'if 1:\n\timport os\n', 2, 9],
    ['no line break at the end', 'import os', 1, 8],
  ] as const) {
    test(`agree with the text's own with ${name}`, () => {
      const [found] = run(text, ['F401']);
      assert.ok(found);
      assert.deepEqual([found.span.line, found.span.col], [line, col]);
      assert.equal(textAt(text, found.span), 'os');
      const mended = applyEdits(text, found.fix?.edits ?? []);
      assert.ok(!mended.includes('import os'));
      assert.deepEqual(run(mended, ['F401']), []);
    });
  }

  for (const text of [
    'def f(:',
    'x = (\n',
    'x = (\r\n',
    'x = "',
    'import os\\',
    '\uFEFFx = """\r',
    'if 1:',
    'import os; ',
  ]) {
    test(`lie within ${JSON.stringify(text)}`, () => {
      const ends = text.split(/\r\n|\n|\r/).map((line) => line.length + 1);
      const found = run(text, ['F401', 'W291', 'W292']);
      assert.notEqual(found.length, 0);
      for (const { line, col, endLine, endCol } of found.flatMap(({ span, fix }) => [
        span,
        ...(fix?.edits ?? []).map((edit) => edit.span),
      ])) {
        assert.ok(line <= endLine);
        assert.ok(col <= (ends[line - 1] ?? 0) && endCol <= (ends[endLine - 1] ?? 0));
      }
    });
  }

  test('fix a file with CRLF without mixing its line ends', () => {
    const text = 'import sys\r\nimport os\r\nprint(os, sys)\r\n';
    const [found] = run(text, ['I001']);
    assert.doesNotMatch(applyEdits(text, found?.fix?.edits ?? []), /[^\r]\n/);
  });
});

describe('the team', () => {
  const ruff = (settings: Partial<ProjectFacts['ruff']>): Partial<ProjectFacts> => ({
    ruff: { ignore: [], perFileIgnores: [], lint: {}, ...settings },
  });
  const TEXT = 'import os\nassert 1\n';
  const CODES = ['F401', 'S101', 'SIM102'];

  for (const [ignore, wanted] of [
    [[], ['F401', 'S101']],
    [['F401'], ['S101']],
    [['F'], ['S101']],
    [['F4'], ['S101']],
    [['S'], ['F401']],
    [
      ['SIM', 'PL', 'E', ''],
      ['F401', 'S101'],
    ],
    [['ALL'], []],
  ] as const) {
    test(`that ignores ${JSON.stringify(ignore)} is told of ${JSON.stringify(wanted)}`, () => {
      assert.deepEqual(codesOf(run(TEXT, CODES, ruff({ ignore }))), wanted);
    });
  }

  test('may ignore codes in some files only, below the folder of its settings', () => {
    const project = {
      ...ruff({
        perFileIgnores: [
          { root: 'backend', glob: 'tests/*', codes: ['S'] },
          { root: 'backend', glob: '__init__.py', codes: ['F401'] },
          { root: 'backend', glob: '!src/**', codes: ['ALL'] },
        ],
      }),
      root: 'backend/src',
    };
    const wanted: Readonly<Record<string, readonly string[]>> = {
      'backend/src/a.py': ['F401', 'S101'],
      'backend/src/__init__.py': ['S101'],
      'backend/tests/deep/test_a.py': [],
      'backend/scripts/a.py': [],
    };
    for (const [path, codes] of Object.entries(wanted))
      assert.deepEqual(codesOf(run(TEXT, CODES, project, path)), codes, path);
  });

  test('cannot ignore syntax errors', () => {
    const project = ruff({
      ignore: ['ALL'],
      perFileIgnores: [{ root: '', glob: '*', codes: ['ALL', 'invalid-syntax'] }],
    });
    assert.deepEqual(codesOf(run('x = (\n', ['F401'], project)), ['invalid-syntax']);
  });

  test('shapes the rules by its own tables', () => {
    const lint = { mccabe: { 'max-complexity': 0 }, isort: { 'known-first-party': ['requests'] } };
    assert.deepEqual(codesOf(run('def f(): pass\n', ['C901'], ruff({ lint }))), ['C901']);
    const imports = 'import aaa\nimport requests\n';
    assert.deepEqual(run(imports, ['I001'], { ...ruff({ lint }), firstParty: ['aaa'] }), []);
  });

  for (const lint of [
    { isort: 5 },
    { isort: { 'known-first-party': ['['] } },
    { isort: { 'known-first-party': 'app', sections: 3 } },
    { 'dummy-variable-rgx': '(' },
    { 'dummy-variable-rgx': 3 },
    { pylint: { 'max-args': -1 } },
    { pydocstyle: { convention: 'mine' } },
    { pydocstyle: null },
    { 'flake8-copyright': { 'notice-rgx': '(' } },
    { 'flake8-tidy-imports': { 'banned-api': { os: 5 } } },
    { 'typing-modules': 'x' },
    { preview: true, select: ['E'], ignore: ['F401'], 'extend-select': ['ALL'], 'per-file-ignores': { '*': ['F401'] } },
    { unheard: { of: true } },
    { __proto__: { select: 1 } },
  ]) {
    test(`keeps its other settings where it has ${JSON.stringify(lint)}`, () => {
      const project = ruff({ lint: { ...lint, mccabe: { 'max-complexity': 0 } } });
      assert.deepEqual(codesOf(run('import os\ndef f(): pass\n', ['F401', 'C901'], project)), ['F401', 'C901']);
    });
  }
});

describe('hostile text', () => {
  const TRAPS = [
    ['3,000 nested parentheses', `SECRET = ${'('.repeat(3000)}${')'.repeat(3000)}`],
    ['a sum of 6,000 terms', `SECRET = ${'"a"+'.repeat(5999)}"a"`],
  ] as const;

  for (const [name, text] of TRAPS) {
    test(`${name} end in an EngineTrap that quotes nothing, and the next text is read as ever`, () => {
      const before = run('import os\n', ['F401']);
      const broken = require('@astral-sh/ruff-wasm-nodejs');
      assert.throws(
        () => run(text, ['F401']),
        (error) =>
          error instanceof EngineTrap &&
          error.engine === 'ruff' &&
          !error.message.includes('SECRET') &&
          error.cause === undefined,
      );
      assert.deepEqual(run('import os\n', ['F401']), before);
      assert.notEqual(require('@astral-sh/ruff-wasm-nodejs'), broken, 'a new instance');
    });
  }

  for (const [name, text] of [
    ['NUL bytes', '\0\0import os\n'],
    ['a lone surrogate', 'x = "\uD800"\n'],
    ['a line of a million characters', `x = "${'a'.repeat(1_000_000)}"\n`],
    ['nothing', ''],
    ['a byte order mark alone', '\uFEFF'],
  ] as const) {
    test(`${name} do no harm`, () =>
      assert.deepEqual(
        run(text, ['F401']).filter(({ code }) => code !== 'invalid-syntax'),
        [],
      ));
  }

  test('more kinds of settings than are kept open do no harm, old ones come back included', () => {
    for (let round = 0; round < 60; round += 1) {
      assert.equal(run('import os\n', ['F401'], { firstParty: [`p${round}`] }).length, 1);
      assert.equal(run('import os\n', ['F401'], { firstParty: [`p${round % 20}`] }).length, 1);
    }
  });
});
