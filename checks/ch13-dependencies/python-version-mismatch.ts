import {
  definePullCheck,
  dockerfile,
  dockerPythons,
  findDisagreements,
  text,
  textPythons,
  toml,
  tomlPythons,
  yaml,
  yamlPythons,
} from '../../src/sdk/check.ts';
import type { Disagreement, Plain, PullDraft, PullFile, PythonStatements } from '../../src/sdk/check.ts';

type File = PullFile<PythonStatements>;

const PLACES = [
  '.github/workflows/*.yml',
  '.github/workflows/*.yaml',
  'pyproject.toml',
  '.python-version',
  'runtime.txt',
  'Dockerfile',
  'Dockerfile.*',
  '*.Dockerfile',
  '*.dockerfile',
  'Containerfile',
  '.readthedocs.yaml',
  '.readthedocs.yml',
];

const BUILD = '[build-system]\nrequires = ["hatchling"]\n';

export default definePullCheck<Plain<PythonStatements>>({
  title: 'Places that disagree about the Python version',
  on: 'pull',
  bullet: 'CI',
  severity: 'warning',
  preset: 'recommended',
  why: `A project states its Python in half a dozen files. Where they disagree, something is tested on one version and run on another,
    and installers refuse, or worse, do not.`,
  whenNotTo: 'An image or a job runs a tool of its own on another Python, and never this project.',
  fixes: true,
  files: PLACES,
  needs: PLACES,
  examples: [
    {
      title: 'Put versions in YAML into quotes',
      bad: { '.github/workflows/ci.yml': workflow('[3.9, 3.10, "3.12"]  # <-') },
      good: { '.github/workflows/ci.yml': workflow('[3.9, "3.10", "3.12"]') },
    },
    {
      title: 'Run on a Python that the project admits',
      bad: {
        'pyproject.toml': project('>=3.12'),
        '.python-version': '3.11.9  # <-\n',
        Dockerfile: dockerfile`
          FROM ghcr.io/acme/base AS assets
          FROM python:3.11-slim  # <-
          COPY . /app
        `,
      },
      good: {
        'pyproject.toml': project('>=3.12'),
        '.python-version': '3.12.7\n',
        Dockerfile: dockerfile`
          FROM ghcr.io/acme/base AS assets
          FROM python:3.12-slim
          COPY . /app
        `,
      },
    },
    {
      title: 'Let the tools aim at the oldest Python that is admitted',
      bad: {
        'pyproject.toml':
          project('>=3.10') +
          toml`
            classifiers = [
              "Programming Language :: Python :: 3",
              "Programming Language :: Python :: 3.9",  # <-
            ]
            [tool.ruff]
            target-version = "py312"  # <-
            [tool.mypy]
            python_version = "3.9"  # <-
          `,
      },
      good: {
        'pyproject.toml':
          project('>=3.10') +
          toml`
            classifiers = [
              "Programming Language :: Python :: 3",
              "Programming Language :: Python :: 3.10",
            ]
            [tool.mypy]
            python_version = "3.10"
          `,
      },
    },
    {
      title: 'Test a library on the oldest Python that it admits',
      bad: {
        'pyproject.toml': `${BUILD}${project('>=3.10')}`,
        '.github/workflows/ci.yml': workflow('["3.12", "3.13"]  # <-'),
      },
      good: {
        'pyproject.toml': `${BUILD}${project('>=3.10')}`,
        '.github/workflows/ci.yml': workflow('["3.10", "3.13"]'),
      },
    },
  ],
  quiet: [
    {
      'pyproject.toml': project('>=3.10,<3.15'),
      '.github/workflows/ci.yml': workflow('["3.x", "3.10", "3.15-dev", pypy3.9, 3.13t]'),
    },
    // The job runs a tool of its own.
    {
      'pyproject.toml': project('>=3.12'),
      '.github/workflows/labels.yml': yaml`
        on: push
        jobs:
          labels:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/setup-python@v5
                with:
                  python-version: "3.11"
              - run: python .github/sync_labels.py
      `,
    },
    // A stage that the image is not made of, and tags that say no minor version.
    {
      'pyproject.toml': project('~=3.12.0'),
      Dockerfile: dockerfile`
        ARG PYTHON=3.12
        FROM python:3.9 AS docs
        FROM python:${'$'}{PYTHON}-slim AS base
        FROM base
      `,
      'worker/Dockerfile': 'FROM python:3-slim\n',
    },
    // Two projects in one repository: nothing says which one the image is for.
    {
      'pyproject.toml': project('>=3.12'),
      'jobs/pyproject.toml': project('>=3.10'),
      'docker/jobs.Dockerfile': 'FROM python:3.10-slim\n',
      '.github/workflows/ci.yml': workflow('["3.10"]'),
    },
    {
      'pyproject.toml': toml`
        [tool.poetry.dependencies]
        python = "^3.11"
        [tool.ruff]
        target-version = "py311"
      `,
      'runtime.txt': text`
        python-3.12.4
      `,
      Dockerfile: 'FROM node:22\n',
    },
    // An application runs on one Python, and is tested on it.
    { 'pyproject.toml': project('>=3.11'), '.github/workflows/ci.yml': workflow('["3.12", "3.13"]') },
  ],
  collect: {
    toml: tomlPythons,
    dockerfile: dockerPythons,
    yaml: yamlPythons,
    text: (file) => (isPlain(file.path) ? textPythons(file) : undefined),
  },
  *run({ files, tree }) {
    for (const file of files) yield* reportFloats(file);
    const known = new Set(findDisagreements(sides(files, before), tree).map(keyOf));
    const changed = new Set(files.filter(({ status }) => status !== 'context').map(({ path }) => path));
    for (const found of findDisagreements(
      sides(files, ({ fact }) => fact),
      tree,
    )) {
      const { path, own, rangePath, range, message, severity } = found;
      if (known.has(keyOf(found)) || !(changed.has(path) || changed.has(rangePath))) continue;
      const place = changed.has(path) ? { path, at: own.at } : { path: rangePath, at: range.at };
      yield { ...place, message, key: keyOf(found), ...(severity && { severity }) };
    }
  },
});

function project(range: string): string {
  return toml`
  [project]
  name = "clinic"
  version = "1.0"
  requires-python = "${range}"
`;
}

function workflow(versions: string): string {
  return yaml`
    on: push
    jobs:
      test:
        runs-on: ubuntu-latest
        strategy:
          matrix:
            python-version: ${versions}
        steps:
          - uses: actions/checkout@v4
          - uses: actions/setup-python@v5
            with:
              python-version: ${'$'}{{ matrix.python-version }}
          - run: pip install -e .[test]
          - run: pytest
  `;
}

function isPlain(path: string): boolean {
  return /(^|\/)(\.python-version|runtime\.txt)$/.test(path);
}

/** One side of the files that speak of this project, and not of a test's or a document's. */
function sides(files: readonly File[], side: (file: File) => PythonStatements | undefined) {
  return files.flatMap((file) => {
    const said = side(file);
    return said && !ASIDE.some((name) => file.classes.has(name))
      ? [{ path: file.path, library: file.project.kind === 'library', said }]
      : [];
  });
}

const ASIDE = ['test', 'docs', 'fixture', 'vendored', 'template', 'script'] as const;

function before({ status, fact, factBefore }: File): PythonStatements | undefined {
  return status === 'context' ? fact : factBefore;
}

function keyOf({ path, own, rangePath, range }: Disagreement): string {
  return [path, own.kind, own.who, own.version, rangePath, range.version].join(' ');
}

function* reportFloats({ path, status, fact, factBefore }: File): Generator<PullDraft> {
  if (status === 'context') return;
  const count = (facts: PythonStatements | undefined): number =>
    facts?.statements.filter(({ kind }) => kind === 'float').length ?? 0;
  if (count(fact) <= count(factBefore)) return;
  for (const { kind, version, at } of fact?.statements ?? []) {
    if (kind !== 'float') continue;
    const fix = { title: 'Put it into quotes', edits: [{ span: at, text: `"${version}"` }], safe: true };
    yield {
      path,
      at,
      message: `YAML reads \`${version}\` as the number ${version.replace(/0$/, '')}: it needs quotes.`,
      key: version,
      severity: 'error',
      fix,
    };
  }
}
