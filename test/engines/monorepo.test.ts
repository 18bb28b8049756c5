import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ProjectFacts } from '../../src/core/project.ts';
import { createProjects } from '../../src/engines/project.ts';

/** Facts of a path in a repository of these files. */
function factsOf(path: string, files: Readonly<Record<string, string>>): ProjectFacts {
  return createProjects({ tree: new Set([...Object.keys(files), path]), textOf: (name) => files[name] })(path);
}

describe('Ruff’s settings for a file', () => {
  const root = { 'pyproject.toml': '[tool.ruff.lint]\nignore = ["F401"]\n' };
  const ignoredAt = (path: string, files: Readonly<Record<string, string>>) => factsOf(path, files).ruff.ignore;

  for (const [what, files, ignored] of [
    ['a pyproject.toml without a table of Ruff’s is passed over', { 'a/pyproject.toml': '[project]\n' }, ['F401']],
    ['a pyproject.toml with an empty one is not', { 'a/pyproject.toml': '[tool.ruff]\n' }, []],
    ['an empty ruff.toml is not, either', { 'a/pyproject.toml': '[project]\n', 'a/b/ruff.toml': '' }, []],
    ['a ruff.toml of a neighbour says nothing', { 'a/c/ruff.toml': 'lint.ignore = ["E501"]\n' }, ['F401']],
    ['a pyproject.toml that cannot be read is passed over', { 'a/pyproject.toml': '[tool.ruff\n' }, ['F401']],
    [
      '.ruff.toml goes before ruff.toml before pyproject.toml',
      {
        'a/.ruff.toml': 'lint.ignore = ["B1"]\n',
        'a/ruff.toml': 'lint.ignore = ["B2"]\n',
        'a/pyproject.toml': '[tool.ruff]\nlint.ignore = ["B3"]\n',
      },
      ['B1'],
    ],
  ] as const)
    test(what, () => assert.deepEqual(ignoredAt('a/b/x.py', { ...root, ...files }), ignored));

  test('take what they extend where they say nothing themselves', () => {
    const facts = factsOf('a/x.py', {
      'base.toml': `
        extend = "shared/ruff.toml"
        src = ["lib"]
        [lint]
        ignore = ["D100"]
        task-tags = ["TODO"]
        [lint.per-file-ignores]
        "tests/*" = ["S101"]
        [lint.pylint]
        max-args = 3
        max-branches = 9`,
      'shared/ruff.toml': 'target-version = "py39"\nlint.ignore = ["E501"]\nlint.task-tags = ["FIX"]\n',
      'a/pyproject.toml': `
        [tool.ruff]
        extend = "../base.toml"
        [tool.ruff.lint]
        ignore = ["F401"]
        [tool.ruff.lint.extend-per-file-ignores]
        "x.py" = ["B"]
        [tool.ruff.lint.pylint]
        max-args = 5`,
      'lib/extra/__init__.py': '',
    });
    assert.deepEqual(facts.ruff.ignore, ['E501', 'D100', 'F401']);
    assert.deepEqual(facts.ruff.perFileIgnores, [
      { root: '', glob: 'tests/*', codes: ['S101'] },
      { root: 'a', glob: 'x.py', codes: ['B'] },
    ]);
    assert.deepEqual({ ...facts.ruff.lint }, { 'task-tags': ['TODO'], pylint: { 'max-args': 5, 'max-branches': 9 } });
    assert.equal(facts.target, 'py39');
    assert.ok(facts.firstParty.includes('extra'));
  });

  test('replace inherited files to ignore by their own', () => {
    const { perFileIgnores } = factsOf('a/x.py', {
      'ruff.toml': '[lint.per-file-ignores]\n"*" = ["F401"]\n',
      'a/ruff.toml': 'extend = "../ruff.toml"\n[lint.per-file-ignores]\n"y.py" = ["B"]\n',
    }).ruff;
    assert.deepEqual(perFileIgnores, [{ root: 'a', glob: 'y.py', codes: ['B'] }]);
  });

  for (const [what, base, own, ignored] of [
    [
      'drop inherited ignores where they select from scratch',
      'select = ["E"]\nignore = ["E501"]',
      'select = ["E"]',
      [],
    ],
    ['keep them where they only add', 'select = ["E"]\nignore = ["E501"]', 'extend-select = ["F"]', ['E501']],
    ['keep ignores made to be inherited', 'select = []\nignore = ["E501"]', 'select = ["E"]', ['E501']],
  ] as const)
    test(what, () => {
      const files = { 'ruff.toml': `[lint]\n${base}\n`, 'a/ruff.toml': `extend = "../ruff.toml"\n[lint]\n${own}\n` };
      assert.deepEqual(ignoredAt('a/x.py', files), ignored);
    });

  for (const extend of [
    '../ruff.toml',
    './../a/ruff.toml',
    '../../outside.toml',
    '/etc/ruff.toml',
    '~/ruff.toml',
    'none',
  ])
    test(`that extend ${extend} stand alone where that leads nowhere or in a circle`, () => {
      const files = {
        'ruff.toml': 'extend = "a/ruff.toml"\n',
        'a/ruff.toml': `extend = "${extend}"\nlint.ignore = ["F401"]\n`,
      };
      assert.deepEqual(ignoredAt('a/x.py', files), ['F401']);
    });
});

describe('the Python version of a file', () => {
  const root = '[project]\nrequires-python = ">=3.12"\n[tool.ruff]\ntarget-version = "py313"\n';
  for (const [what, own, minPython, target] of [
    ['is that of the nearest pyproject.toml, whatever Ruff is told above', 'requires-python = ">=3.9"', '3.9', 'py39'],
    ['is the one above where the nearest says none', 'name = "api"', '3.12', 'py313'],
  ] as const)
    test(what, () => {
      const facts = factsOf('api/x.py', { 'pyproject.toml': root, 'api/pyproject.toml': `[project]\n${own}\n` });
      assert.deepEqual([facts.root, facts.minPython, facts.target], ['api', minPython, target]);
    });

  test('is what Ruff is told beside or below it', () => {
    const files = {
      'pyproject.toml': '[project]\nrequires-python = ">=3.9"\n',
      'new/ruff.toml': 'target-version = "py312"',
    };
    assert.deepEqual(
      ['new/x.py', 'x.py'].map((path) => factsOf(path, files).target),
      ['py312', 'py39'],
    );
  });
});

describe('pytest’s options', () => {
  for (const [name, text] of [
    ['pyproject.toml', '[tool.pytest.ini_options]\ntestpaths = ["checks"]\n'],
    ['pyproject.toml', '[tool.pytest]\ntestpaths = ["checks"]\n'],
    ['pytest.toml', '[pytest]\ntestpaths = ["checks"]\n'],
    ['pytest.ini', '[pytest]\ntestpaths = checks\n'],
    ['.pytest.ini', '[pytest]\ntestpaths = ./checks/\n'],
    ['tox.ini', '[tox]\n[pytest]\ntestpaths =\n    checks\n'],
    ['setup.cfg', '[tool:pytest]\ntestpaths = checks\n'],
  ] as const)
    test(`name a folder of tests in ${name}: ${JSON.stringify(text)}`, () => {
      const files = { [name]: text, 'checks/test_a.py': '', 'checks/helper.py': '' };
      assert.deepEqual(factsOf('checks/helper.py', files).testFolders, ['checks']);
    });

  for (const [what, testpaths, others] of [
    ['a folder with more than tests', 'shop', ['shop/a.py', 'shop/b.py', 'shop/test_a.py']],
    ['a package with its tests inside', 'shop', ['shop/tests/test_a.py']],
    ['the whole project', '.', ['test_a.py']],
    ['a folder without tests', 'docs', ['docs/conf.py']],
    ['a pattern', 'qa*', ['qa/test_a.py']],
    ['a folder outside', '../qa', ['qa/test_a.py']],
  ] as const)
    test(`make no folder of tests of ${what}`, () => {
      const files = Object.fromEntries(others.map((path) => [path, '']));
      const facts = factsOf('x.py', { ...files, 'pytest.ini': `[pytest]\ntestpaths = ${testpaths}\n` });
      assert.deepEqual(facts.testFolders, []);
    });

  test('come from above where the project has none, with the folders that lie in it', () => {
    const files = {
      'pytest.ini': '[pytest]\nasyncio_mode = auto\ntestpaths = api/qa web/qa\n',
      'api/pyproject.toml': '[project]\nname = "api"\n',
      'api/qa/test_a.py': '',
      'web/pyproject.toml': '[tool.pytest.ini_options]\ntestpaths = ["own"]\n',
      'web/qa/test_a.py': '',
    };
    const api = factsOf('api/x.py', files);
    assert.deepEqual({ ...api.pytest }, { asyncio_mode: 'auto', testpaths: 'qa' });
    assert.deepEqual(api.testFolders, ['api/qa']);
    assert.deepEqual({ ...factsOf('web/x.py', files).pytest }, { testpaths: 'own' });
  });

  test('are silent where an empty pytest.ini hides them', () => {
    const files = { 'pytest.ini': '', 'tox.ini': '[pytest]\ntestpaths = qa\n', 'qa/test_a.py': '' };
    assert.deepEqual(factsOf('x.py', files).testFolders, []);
  });
});
