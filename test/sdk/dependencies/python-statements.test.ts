import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseDockerfile } from '../../../src/engines/dockerfile.ts';
import { parseYaml } from '../../../src/engines/yaml.ts';
import { findDisagreements } from '../../../src/sdk/dependencies/python-disagreements.ts';
import type { PythonStatements } from '../../../src/sdk/dependencies/python-statement.ts';
import {
  dockerPythons,
  textPythons,
  tomlPythons,
  yamlPythons,
} from '../../../src/sdk/dependencies/python-statements.ts';
import { sourceFile } from '../../support/source-file.ts';
import { tomlFile } from '../toml-file.ts';

function said({ statements, open }: PythonStatements): readonly string[] {
  return [
    ...statements.map(({ kind, version, who, at }) => `${at.line}:${at.col} ${kind} ${version} ${who}`),
    ...(open ? ['open'] : []),
  ];
}

function workflow(job: string): PythonStatements {
  const parsed = parseYaml(
    sourceFile(`on: push\njobs:\n  test:\n${job.replace(/^/gm, '    ')}\n`, '.github/workflows/ci.yml'),
  );
  assert.ok(parsed.ok);
  return yamlPythons(parsed.value);
}

const INSTALL = '- run: pip install -e .\n';

describe('versions of Python are read from', () => {
  test('a pyproject.toml', () => {
    const text = `[project]
requires-python = ">=3.10"
classifiers = ["Programming Language :: Python :: 3", "Programming Language :: Python :: 3.9"]
[tool.ruff]
target-version = "py312"
[tool.mypy]
python_version = "3.10"
[tool.pyright]
pythonVersion = "3.11"
`;
    assert.deepEqual(said(tomlPythons(tomlFile(text))), [
      '2:19 range >=3.10 requires-python',
      '5:18 target 3.12 Ruff',
      '7:18 checker 3.10 mypy',
      '9:17 checker 3.11 Pyright',
      '3:55 classifier 3.9 classifier',
    ]);
  });

  test('Poetry only where the standard range is missing', () => {
    const poetry = '[tool.poetry.dependencies]\npython = "^3.11"\n';
    assert.deepEqual(said(tomlPythons(tomlFile(poetry))), ['2:10 range ^3.11 python']);
    assert.equal(said(tomlPythons(tomlFile(`${poetry}[project]\nrequires-python = ">=3.12"\n`))).length, 1);
  });

  test('.python-version, where other implementations have versions of their own', () => {
    const file = { ...sourceFile('3.12.1\ncpython-3.11\npypy3.10-7.3\nsystem\n\n', '.python-version'), secrets: [] };
    assert.deepEqual(said(textPythons(file)), [
      '1:1 interpreter 3.12 .python-version',
      '2:1 interpreter 3.11 .python-version',
    ]);
  });

  const images: readonly (readonly [string, string | undefined])[] = [
    ['FROM python:3.12-slim', '3.12'],
    ['FROM docker.io/library/python:3.12.4', '3.12'],
    ['FROM ghcr.io/astral-sh/uv:0.5-python3.12-bookworm', '3.12'],
    [`ARG V=3.11\nFROM python:\${V}`, '3.11'],
    ['FROM python:3.9 AS base\nFROM node:22 AS assets\nFROM base', '3.9'],
    ['FROM python:3.9 AS docs\nFROM python:3.12', '3.12'],
    ['FROM python:3', undefined],
    [`ARG V\nFROM python:\${V}`, undefined],
    ['FROM acme/python3.11-tools:1', undefined],
  ];
  for (const [text, version] of images)
    test(`the last stage of ${JSON.stringify(text)}: ${version ?? 'nothing'}`, () => {
      const parsed = parseDockerfile(sourceFile(`${text}\n`, 'Dockerfile'));
      assert.ok(parsed.ok);
      assert.equal(dockerPythons(parsed.value).statements[0]?.version, version);
    });

  test('a step, and the matrix that a step refers to', () => {
    const job = `strategy:
  matrix:
    py: ["3.10", 3.12, 3.13-dev, pypy3.10]
    include:
      - py: "3.9"
      - os: windows
steps:
- uses: actions/setup-python@v5
  with:
    python-version: \${{ matrix.py }}
${INSTALL}`;
    assert.deepEqual(said(workflow(job)), [
      '6:14 interpreter 3.10 CI',
      '6:22 interpreter 3.12 CI',
      '8:17 interpreter 3.9 CI',
      'open',
    ]);
    const step = `steps:\n- uses: astral-sh/setup-uv@v5\n  with:\n    python-version: "3.12"\n- run: uv sync\n`;
    assert.deepEqual(said(workflow(step)), ['7:25 interpreter 3.12 CI']);
  });

  test('no job that never installs the project', () => {
    const job = `steps:\n- uses: actions/setup-python@v5\n  with:\n    python-version: "3.8"\n- run: pip install ruff\n- run: python sync.py\n`;
    assert.deepEqual(said(workflow(job)), []);
  });

  test('a job that may fail only as tested', () => {
    const job = `continue-on-error: true\nsteps:\n- uses: actions/setup-python@v5\n  with:\n    python-version: "3.9"\n${INSTALL}`;
    assert.deepEqual(said(workflow(job)), ['8:25 tested 3.9 CI']);
  });

  for (const [name, job] of [
    ['another workflow', 'uses: ./.github/workflows/test.yml'],
    ['tox', 'steps:\n- uses: actions/setup-python@v5\n  with:\n    python-version: "3.12"\n- run: tox\n'],
    [
      'a version from somewhere',
      `steps:\n- uses: actions/setup-python@v5\n  with:\n    python-version: \${{ inputs.python }}\n${INSTALL}`,
    ],
    ['no set-up at all', `steps:\n${INSTALL}`],
  ] as const)
    test(`${name}: more may be tested than can be read`, () => {
      assert.ok(workflow(job).open);
    });

  test('numbers that YAML cuts short, wherever a key names Python', () => {
    const job = `strategy:
  matrix:
    python: [3.9, 3.10]
    node: [3.10]
    include:
      - python-version: 3.20
        version: 3.10
steps:
- uses: actions/setup-python@v5
  with:
    python-version: '3.10'
`;
    assert.deepEqual(
      workflow(job)
        .statements.filter(({ kind }) => kind === 'float')
        .map(({ version, at }) => `${at.line} ${version}`),
      ['6 3.10', '9 3.20'],
    );
  });
});

describe('the oldest Python of a library', () => {
  const range = tomlPythons(tomlFile('[project]\nrequires-python = ">=3.10"\n'));
  const ci = (versions: string): PythonStatements =>
    workflow(
      `strategy:\n  matrix:\n    py: [${versions}]\nsteps:\n- uses: actions/setup-python@v5\n  with:\n    python-version: \${{ matrix.py }}\n${INSTALL}`,
    );

  function untested(tested: PythonStatements, { library = true, other = 'setup.py' } = {}): boolean {
    const files = [
      { path: '.github/workflows/ci.yml', library, said: tested },
      { path: 'pyproject.toml', library, said: range },
    ];
    return findDisagreements(files, new Set([other])).some(({ own }) => own.kind === 'tested');
  }

  test('is missed where everything that CI runs is known and newer', () => {
    assert.ok(untested(ci('"3.12", "3.13"')));
  });

  test('is not missed where it is run, CI is not all known, or one Python is enough', () => {
    assert.ok(!untested(ci('"3.10", "3.13"')));
    assert.ok(!untested(ci('"3.12", "3.13-dev"')));
    assert.ok(!untested(ci('"3.12"')));
    assert.ok(!untested(ci('"3.12", "3.13"'), { library: false }));
    assert.ok(!untested(ci('"3.12", "3.13"'), { other: 'noxfile.py' }));
  });
});
