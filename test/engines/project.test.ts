import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ProjectFacts } from '../../src/core/project.ts';
import { createProjects, projectRootOf } from '../../src/engines/project.ts';

const NAMES = {
  pyproject: 'pyproject.toml',
  ruffToml: 'ruff.toml',
  setupCfg: 'setup.cfg',
  setupPy: 'setup.py',
  pytestIni: 'pytest.ini',
  requirements: 'requirements.txt',
} as const;

type ProjectInput = { readonly [name in keyof typeof NAMES]?: string } & {
  readonly root?: string;
  readonly tree?: ReadonlySet<string>;
};

/** Facts of a project whose files are these. */
function read({ root = '', tree = new Set(), ...texts }: ProjectInput): ProjectFacts {
  const below = (name: string): string => (root === '' ? name : `${root}/${name}`);
  const files = new Map(
    // Object.entries forgets that each name is one of the table's.
    Object.entries(texts).map(([name, text]) => [below(NAMES[name as keyof typeof NAMES]), text] as const),
  );
  const projectOf = createProjects({
    tree: new Set([...tree, ...files.keys(), ...(root === '' ? [] : [below('pyproject.toml')])]),
    textOf: (path) => files.get(path),
  });
  return projectOf(below('x.py'));
}

/** Without the missing prototypes, which deepEqual would count. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

test('a file that is for a newer Python by its name is read as that', () => {
  const projectOf = createProjects({
    tree: new Set(['pyproject.toml']),
    textOf: (path) => (path === 'pyproject.toml' ? '[project]\nrequires-python = ">=3.9"\n' : undefined),
  });
  const targets = [
    'tests/test_match_py310.py',
    'src/shop/py3_12/fast.py',
    'tests/test_py38.py',
    'src/shop/py3compat.py',
  ];
  assert.deepEqual(
    targets.map((path) => projectOf(path).target),
    ['py310', 'py312', 'py39', 'py39'],
  );
  assert.equal(projectOf('tests/test_match_py310.py').minPython, '3.9');
});

describe('the oldest Python', () => {
  const ranges: readonly (readonly [range: string, minPython: string | undefined, target: string])[] = [
    ['>=3.11', '3.11', 'py311'],
    ['>= 3.10, <4', '3.10', 'py310'],
    ['<3.13,>=3.9', '3.9', 'py39'],
    ['~=3.10', '3.10', 'py310'],
    ['>=3.8.1', '3.8', 'py38'],
    ['>3.9', '3.9', 'py39'],
    ['==3.12.*', '3.12', 'py312'],
    ['==3.11.4', '3.11', 'py311'],
    ['!=3.9.0,>=3.9', '3.9', 'py39'],
    ['>=3', '3.0', 'py37'],
    ['>=2.7', '2.7', 'py37'],
    ['>=3.15', '3.15', 'py314'],
    ['^3.11', '3.11', 'py311'],
    ['~3.10', '3.10', 'py310'],
    ['3.12', '3.12', 'py312'],
    ['~2.7 || ^3.8', '2.7', 'py37'],
    ['>=3.9 <3.13', '3.9', 'py39'],
    ['<3.13', undefined, 'py314'],
    ['<3 || >=3.8', undefined, 'py314'],
    ['*', undefined, 'py314'],
    ['', undefined, 'py314'],
    ['about three', undefined, 'py314'],
  ];
  for (const [range, minPython, target] of ranges) {
    test(`of ${JSON.stringify(range)} is ${minPython ?? 'not said'}`, () => {
      const facts = read({ pyproject: `[tool.poetry.dependencies]\npython = "${range}"\n` });
      assert.deepEqual([facts.minPython, facts.target], [minPython, target]);
    });
  }

  test('comes from PEP 621 before Poetry before setup.cfg before setup.py', () => {
    const sources: readonly (readonly [ProjectInput, string | undefined])[] = [
      [{}, undefined],
      [{ setupPy: "setup(name='x', python_requires = '>=3.8')" }, '3.8'],
      [{ setupCfg: '[options]\npython_requires = >=3.9\n' }, '3.9'],
      [{ pyproject: '[tool.poetry.dependencies]\npython = { version = "^3.10" }' }, '3.10'],
      [{ pyproject: '[tool.poetry.dependencies]\npython = "^3.10"\n[project]\nrequires-python = ">=3.11"' }, '3.11'],
    ];
    const all: ProjectInput = {};
    for (const [input, expected] of sources) assert.equal(read(Object.assign(all, input)).minPython, expected);
  });
});

describe('dependencies', () => {
  test('are gathered from every place that declares them, the package’s own first', () => {
    const facts = read({
      pyproject: `
        [project]
        dependencies = ["Flask[async] >= 3 ; python_version > '3'", "own @ https://h/own.zip", "not a requirement", 3]
        [project.optional-dependencies]
        redis = ["redis~=5.0"]
        [dependency-groups]
        test = ["pytest>=8", { include-group = "lint" }]
        lint = ["ruff", "flask==0.1"]
        [tool.pdm.dev-dependencies]
        doc = ["sphinx"]
        [tool.uv]
        dev-dependencies = ["uv-dev"]
        [tool.hatch.envs.test]
        extra-dependencies = ["hatch-dev"]
        [tool.poetry.dependencies]
        python = "^3.11"
        Django_Ninja = "^1.0"
        torch = [{ version = "2.1", python = "<3.12" }, { version = "2.5" }]
        local = { path = "../local" }
        [tool.poetry.group.dev.dependencies]
        black = "*"
        [tool.poetry.dev-dependencies]
        old-dev = { version = "1.0", optional = true }
      `,
      setupCfg:
        '[options]\ninstall_requires =\n    attrs>=23  # why\n    importlib-metadata; python_version < "3.10"\n[options.extras_require]\nfast = orjson\n',
      setupPy:
        "setup(install_requires=[\n  'click[x]>=8',  # 'comment'\n  \"rich\",\n], extras_require={'y': ['never']})",
      requirements: '-r base.txt\nhttpx==0.27 --hash=sha256:00\ngit+https://h/x.git#egg=vcs_dep\nflask==0.2\n',
    });
    assert.deepEqual(plain(facts.dependencies), {
      flask: '>=3',
      own: '',
      redis: '~=5.0',
      pytest: '>=8',
      ruff: '',
      sphinx: '',
      'uv-dev': '',
      'hatch-dev': '',
      attrs: '>=23',
      'importlib-metadata': '',
      orjson: '',
      click: '>=8',
      rich: '',
      'django-ninja': '^1.0',
      torch: '2.1',
      local: '',
      black: '*',
      'old-dev': '1.0',
      httpx: '==0.27',
      'vcs-dep': '',
    });
  });
});

describe('ruff', () => {
  test('settings of either form come through, but for what is no code', () => {
    const { ruff, target } = read({
      pyproject: `
        [project]
        requires-python = ">=3.9"
        [tool.ruff]
        target-version = "py312"
        ignore = ["E501"]
        [tool.ruff.per-file-ignores]
        "tests/*" = ["S101", "--fix"]
        [tool.ruff.isort]
        known-first-party = ["shop"]
        [tool.ruff.format]
        quote-style = "single"
        [tool.ruff.lint]
        select = ["ALL"]
        ignore = ["D", "E501", "rm -rf"]
        extend-ignore = ["ANN401"]
        dummy-variable-rgx = "^_$"
        [tool.ruff.lint.extend-per-file-ignores]
        "tests/*" = ["ARG"]
        "__proto__" = ["F401"]
        [tool.ruff.lint.flake8-bugbear]
        extend-immutable-calls = ["fastapi.Depends"]
      `,
    });
    assert.equal(target, 'py312');
    assert.deepEqual(ruff.ignore, ['E501', 'D', 'ANN401']);
    assert.deepEqual(ruff.perFileIgnores, [
      { root: '', glob: 'tests/*', codes: ['S101'] },
      { root: '', glob: 'tests/*', codes: ['ARG'] },
      { root: '', glob: '__proto__', codes: ['F401'] },
    ]);
    assert.deepEqual(plain(ruff.lint), {
      isort: { 'known-first-party': ['shop'] },
      select: ['ALL'],
      'dummy-variable-rgx': '^_$',
      'flake8-bugbear': { 'extend-immutable-calls': ['fastapi.Depends'] },
    });
  });

  test('ruff.toml stands instead of pyproject.toml, also for the target', () => {
    const pyproject =
      '[project]\nrequires-python = ">=3.10"\n[tool.ruff]\ntarget-version = "py38"\nlint.ignore = ["E501"]\n';
    const own = read({ pyproject, ruffToml: 'target-version = "py311"\n[lint]\nignore = ["D100"]\n' });
    assert.deepEqual([own.target, own.ruff.ignore], ['py311', ['D100']]);
    const silent = read({ pyproject, ruffToml: '' });
    assert.deepEqual([silent.target, silent.ruff.ignore], ['py310', []]);
    assert.equal(read({ pyproject: pyproject.replace('py38', 'py2') }).target, 'py310');
  });
});

test('pytest options are strings from the first file that has them', () => {
  const pyproject = '[tool.pytest.ini_options]\naddopts = ["-q", "--strict"]\nxfail_strict = true\nminversion = 8\n';
  const setupCfg = '[tool:pytest]\naddopts = -x\n  --maxfail=1\n';
  const table: readonly (readonly [ProjectInput, Record<string, string>])[] = [
    [{}, {}],
    [{ setupCfg }, { addopts: '-x\n--maxfail=1' }],
    [
      { setupCfg, pyproject },
      { addopts: '-q\n--strict', xfail_strict: 'true', minversion: '8' },
    ],
    [{ pyproject: '[tool.pytest]\naddopts = ["-q"]\n' }, { addopts: '-q' }],
    [{ setupCfg, pyproject, pytestIni: '# c\n[pytest]\ntestpaths: a\n; c\n' }, { testpaths: 'a' }],
    [{ setupCfg, pyproject, pytestIni: '' }, {}],
  ];
  for (const [input, expected] of table) assert.deepEqual(plain(read(input).pytest), expected);
});

test('first-party names are packages and modules at the root, in src and where the team says', () => {
  const tree = new Set([
    'shop/__init__.py',
    'shop/sub/__init__.py',
    'plain/data.py',
    'tool.py',
    'setup.py',
    'not-a-name.py',
    'src/api/__init__.py',
    'src/namespace/deep/a.py',
    'src/single.py',
    'lib/extra/__init__.py',
    'services/pay/pay/__init__.py',
    'services/pay/src/inner/x.py',
    'README.md',
  ]);
  assert.deepEqual(read({ tree, pyproject: '[tool.ruff]\nsrc = ["./lib/"]\n' }).firstParty, [
    'api',
    'extra',
    'namespace',
    'shop',
    'single',
    'tool',
  ]);
  assert.deepEqual(read({ tree, root: 'services/pay' }).firstParty, [
    'api',
    'inner',
    'namespace',
    'pay',
    'shop',
    'single',
    'tool',
  ]);
});

test('a library has a name and is built; everything else is an application', () => {
  const build = '[build-system]\nrequires = ["hatchling"]\n';
  const table: readonly (readonly [ProjectInput, ProjectFacts['kind']])[] = [
    [{}, 'application'],
    [{ pyproject: `${build}[project]\nname = "x"` }, 'library'],
    [{ pyproject: '[project]\nname = "x"' }, 'application'],
    [{ pyproject: `${build}[tool.poetry]\nname = "x"` }, 'library'],
    [{ pyproject: `${build}[tool.poetry]\nname = "x"\npackage-mode = false` }, 'application'],
    [{ pyproject: `${build}[project]\nname = "x"\n[tool.uv]\npackage = false` }, 'application'],
    [{ setupPy: 'setup(name="x")' }, 'library'],
    [{ setupPy: 'setup()', setupCfg: '[metadata]\nname = x' }, 'library'],
    [{ setupCfg: '[flake8]\nmax-line-length = 100' }, 'application'],
  ];
  for (const [input, kind] of table) assert.equal(read(input).kind, kind, JSON.stringify(input));
});

test('a service with a build system is an application, unless it describes itself as a package', () => {
  const built = '[build-system]\nrequires = ["hatchling"]\n[project]\nname = "x"\n';
  const deployed = new Set(['Dockerfile', 'services/pay/Procfile']);
  const table: readonly (readonly [Partial<ProjectInput>, ProjectFacts['kind']])[] = [
    [{ pyproject: built, tree: deployed }, 'application'],
    [{ pyproject: built, tree: deployed, root: 'services/pay' }, 'application'],
    [{ pyproject: built, tree: deployed, root: 'libs/money' }, 'library'],
    [{ pyproject: built, tree: new Set(['Dockerfile.dev', 'docker/Dockerfile']) }, 'library'],
    [{ pyproject: `${built}classifiers = ["Framework :: Django"]`, tree: deployed }, 'library'],
    [{ pyproject: `${built}classifiers = ["Private :: Do Not Upload"]` }, 'application'],
    [{ setupPy: 'setup(name="x")', tree: deployed }, 'application'],
    [{ setupPy: 'setup(name="x", classifiers=["Topic :: Internet"])', tree: deployed }, 'library'],
    [{ setupCfg: '[metadata]\nname = x', tree: deployed }, 'application'],
    [{ setupCfg: '[metadata]\nname = x\nclassifiers =\n  Topic :: Internet', tree: deployed }, 'library'],
    [{ setupCfg: '[metadata]\nname = x\nclassifiers =\n  Private :: Do Not Upload' }, 'application'],
  ];
  for (const [input, kind] of table) assert.equal(read(input).kind, kind, JSON.stringify(input));
});

test('files that cannot be read give what nothing would give', () => {
  const bad = {
    pyproject: '[project\n',
    ruffToml: '= {{',
    setupCfg: '====\n[\n  x\n=',
    pytestIni: '[[',
    setupPy: 'install_requires=[',
    requirements: '<<<',
  };
  assert.deepEqual(plain(read(bad)), plain(read({})));
  assert.equal(read({ pyproject: 'project = 3\ntool = []\ndependency-groups = "x"' }).kind, 'application');
});

test('the project of a path is the nearest folder upward with a project file', () => {
  const tree = new Set([
    'pyproject.toml',
    'docs/requirements.txt',
    'tests/ruff.toml',
    'services/pay/setup.cfg',
    'services/pay/src/x.py',
  ]);
  const table: readonly (readonly [string, string])[] = [
    ['a.py', ''],
    ['services/pay/src/x.py', 'services/pay'],
    ['services/pay/setup.cfg', 'services/pay'],
    ['services/other/x.py', ''],
    ['docs/conf.py', ''],
    ['tests/test_a.py', ''],
  ];
  for (const [path, root] of table) assert.equal(projectRootOf(path, tree), root, path);
  assert.equal(projectRootOf('a/b/c.py', new Set(['a/requirements.txt', 'a/b/c.py'])), 'a');
  assert.equal(projectRootOf('a/b/c.py', new Set()), '');
});
