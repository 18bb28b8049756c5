import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { proveStale } from '../../../src/sdk/dependencies/lock-compare.ts';
import { lockOf, manifestOf, pipfileLockOf, requirementsFactOf } from '../../../src/sdk/dependencies/lock-facts.ts';
import type { Lock, Manifest } from '../../../src/sdk/dependencies/lock-facts.ts';
import { requirementsFile, tomlFile } from '../toml-file.ts';

function declared(lines: string, more = ''): Manifest {
  return manifestOf(tomlFile(`[project]\nname = "My.Shop"\nrequires-python = ">=3.11"\n${lines}\n${more}`));
}

function uvLock(metadata: string, { python = '>=3.11', more = '' } = {}): Lock {
  const text = `version = 1
requires-python = "${python}"
[[package]]
name = "my-shop"
version = "1.0"
source = { editable = "." }
${metadata}
${more}`;
  return known(lockOf(tomlFile(text, 'uv.lock')));
}

function known<T>(value: T | undefined): T {
  assert.ok(value !== undefined);
  return value;
}

function requiring(requires: string, groups = ''): string {
  return `[package.metadata]\nrequires-dist = [${requires}]\n${groups === '' ? '' : `[package.metadata.requires-dev]\n${groups}`}`;
}

interface Case {
  readonly name: string;
  readonly manifest: Manifest;
  readonly lock: Lock;
  readonly reason?: RegExp;
}

const HTTPX = '{ name = "httpx", specifier = ">=0.27" }';

const UV: readonly Case[] = [
  { name: 'fits', manifest: declared('dependencies = ["httpx>=0.27"]'), lock: uvLock(requiring(HTTPX)) },
  {
    name: 'fits whatever the order, the spaces and the zeros',
    manifest: declared('dependencies = ["HTTPX >= 0.27.0 , < 1", "a_b"]'),
    lock: uvLock(requiring('{ name = "a-b" }, { name = "httpx", specifier = "<1,>=0.27" }')),
  },
  {
    name: 'lacks a new dependency',
    manifest: declared('dependencies = ["httpx>=0.27", "constructor"]'),
    lock: uvLock(requiring(HTTPX)),
    reason: /does not have `constructor`/,
  },
  {
    name: 'still has a dropped one',
    manifest: declared('dependencies = []'),
    lock: uvLock(requiring(HTTPX)),
    reason: /still has `httpx`/,
  },
  {
    name: 'has another range',
    manifest: declared('dependencies = ["httpx>=0.28"]'),
    lock: uvLock(requiring(HTTPX)),
    reason: /has `httpx` at `>=0\.27`, not `>=0\.28`/,
  },
  {
    name: 'keeps extras with the rest',
    manifest: declared(
      'dependencies = ["httpx>=0.27"]',
      '[project.optional-dependencies]\npdf = ["reportlab>=4", "my-shop[all]"]',
    ),
    lock: uvLock(requiring(`${HTTPX}, { name = "reportlab", marker = "extra == 'pdf'", specifier = ">=4" }`)),
  },
  {
    name: 'keeps markers in its own words',
    manifest: declared(`dependencies = ["tomli>=2; python_version < '3.11'"]`),
    lock: uvLock(requiring(`{ name = "tomli", marker = "python_full_version < '3.11'", specifier = ">=2" }`)),
  },
  {
    name: 'leaves ranges out for what is no release',
    manifest: declared('dependencies = ["ledger>=2", "ui @ git+https://git.example/ui"]'),
    lock: uvLock(
      requiring('{ name = "ledger", editable = "libs/ledger" }, { name = "ui", git = "https://git.example/ui" }'),
    ),
  },
  {
    name: 'tells one package with several ranges apart',
    manifest: declared(`dependencies = ["np>=1; python_version < '3.12'", "np>=2; python_version >= '3.12'"]`),
    lock: uvLock(requiring('{ name = "np", specifier = ">=1" }')),
    reason: /has `np` at `>=1`, not `>=1 and >=2`/,
  },
  {
    name: 'follows groups that include others',
    manifest: declared(
      'dependencies = []',
      '[dependency-groups]\ndev = ["pytest>=8", { include-group = "Lint_er" }]\nlint-er = ["ruff"]',
    ),
    lock: uvLock(
      requiring('', 'dev = [{ name = "pytest", specifier = ">=8" }, { name = "ruff" }]\nlint-er = [{ name = "ruff" }]'),
    ),
  },
  {
    name: 'lacks a change of a group',
    manifest: declared('dependencies = []', '[dependency-groups]\ndev = ["pytest>=8"]'),
    lock: uvLock(requiring('', 'dev = [{ name = "pytest", specifier = ">=7" }]')),
    reason: /has `pytest` at `>=7`/,
  },
  {
    name: 'lacks a whole group',
    manifest: declared('dependencies = []', '[tool.uv]\ndev-dependencies = ["pytest"]'),
    lock: uvLock(requiring('')),
    reason: /does not have `pytest`/,
  },
  {
    name: 'says nothing of groups that cannot be followed',
    manifest: declared('dependencies = []', '[dependency-groups]\ndev = [{ include-group = "dev" }, "x"]'),
    lock: uvLock(requiring('')),
  },
  {
    name: 'says nothing of a range that cannot be read',
    manifest: declared('dependencies = ["httpx>=0.*"]'),
    lock: uvLock(requiring(HTTPX)),
  },
  {
    name: 'says nothing of dynamic dependencies',
    manifest: declared('dynamic = ["dependencies"]'),
    lock: uvLock(requiring(HTTPX)),
  },
  {
    name: 'is too old to say anything',
    manifest: declared('dependencies = ["httpx>=0.27"]'),
    lock: uvLock('dependencies = [{ name = "anyio" }]'),
  },
  {
    name: 'says the same Pythons in other words',
    manifest: declared('dependencies = []'),
    lock: uvLock(requiring(''), { python: '>=3.11.0, !=2.7' }),
  },
  {
    name: 'is for other Pythons',
    manifest: declared('dependencies = []'),
    lock: uvLock(requiring(''), { python: '>=3.10, <4' }),
    reason: /is for Python `>=3\.10, <4`, not `>=3\.11`/,
  },
  {
    name: 'is for what all members of a workspace have in common',
    manifest: declared('dependencies = []', '[tool.uv.workspace]\nmembers = ["libs/*"]'),
    lock: uvLock(requiring(''), { python: '>=3.12' }),
  },
  {
    name: 'has members with other Pythons',
    manifest: declared('dependencies = []'),
    lock: uvLock(requiring(''), {
      python: '>=3.12',
      more: '[[package]]\nname = "ledger"\nsource = { editable = "libs/ledger" }\n',
    }),
  },
  {
    name: 'has the project under its old name',
    manifest: manifestOf(tomlFile('[project]\nname = "store"\n')),
    lock: uvLock(requiring('')),
    reason: /names this project `my-shop`/,
  },
];

describe('a uv.lock', () => {
  for (const { name, manifest, lock, reason } of UV)
    test(name, () => {
      const found = proveStale(manifest, lock, '.');
      if (reason) assert.match(found ?? '', reason);
      else assert.equal(found, undefined);
    });

  test('is compared with the member that stands in the same folder', () => {
    const lock = uvLock(requiring(''), {
      more: `[[package]]\nname = "ledger"\nsource = { virtual = "libs/ledger" }\n[package.metadata]\nrequires-dist = [${HTTPX}]\n`,
    });
    const member = manifestOf(tomlFile('[project]\nname = "ledger"\ndependencies = []\n'));
    assert.match(proveStale(member, lock, 'libs/ledger') ?? '', /still has `httpx`/);
    assert.equal(proveStale(member, lock, 'libs/other'), undefined);
  });
});

describe('a lock with a hash', () => {
  const manifest = declared('dependencies = ["httpx>=0.27"]');
  const cases: readonly (readonly [string, Lock | undefined, boolean])[] = [
    ['Poetry', lockOf(tomlFile(`[metadata]\ncontent-hash = "${manifest.hashes.poetry[0]}"\n`, 'poetry.lock')), false],
    ['Poetry', lockOf(tomlFile(`[metadata]\ncontent-hash = "${'0'.repeat(64)}"\n`, 'poetry.lock')), true],
    ['PDM', lockOf(tomlFile(`[metadata]\ncontent_hash = "${manifest.hashes.pdm[1]}"\n`, 'pdm.lock')), false],
    ['PDM', lockOf(tomlFile(`[metadata]\ncontent_hash = "sha256:${'0'.repeat(64)}"\n`, 'pdm.py311.lock')), true],
    ['Pipenv, for a file that is no Pipfile', pipfileLockOf('{"_meta": {"hash": {"sha256": "00"}}}'), false],
  ];
  for (const [tool, lock, stale] of cases)
    test(`of ${tool} is ${stale ? 'stale' : 'not stale'}`, () => {
      assert.equal(proveStale(manifest, known(lock), '.') !== undefined, stale);
    });

  test('is no lock without it', () => {
    assert.equal(lockOf(tomlFile('[metadata]\nlock-version = "2.0"\n', 'poetry.lock')), undefined);
    assert.equal(pipfileLockOf('{"_meta": {}}'), undefined);
    assert.equal(pipfileLockOf('{'), undefined);
  });
});

describe('compiled requirements', () => {
  const HEADER = '#    pip-compile requirements.in\n';
  const cases: readonly (readonly [string, string, string, RegExp | undefined])[] = [
    ['fit', 'flask>=3\n', 'flask==3.0.3\n', undefined],
    ['lack one', 'flask>=3\nclick\n', 'flask==3.0.3\n', /does not have `click`/],
    ['have a version outside of the range', 'flask>=3.1\n', 'flask==3.0.3\n', /has `flask` at 3\.0\.3, not `>=3\.1`/],
    ['may have a local version', 'torch==2.5.1\n', 'torch==2.5.1+cpu\n', undefined],
    ['may have a prerelease', 'flask>=3\n', 'flask==3.1rc1\n', undefined],
    ['may lack what a marker leaves out', 'pywin32; sys_platform == "win32"\n', 'flask==3.0.3\n', undefined],
    ['lack what pip-compile never writes', 'setuptools>=70\n', 'flask==3.0.3\n', undefined],
    [
      'have several versions for several Pythons',
      'np>=2\n',
      'np==1.26 ; python_version < "3.9"\nnp==2.0 ; python_version >= "3.9"\n',
      undefined,
    ],
    ['have addresses', 'ui @ git+https://git.example/ui\n', 'ui @ git+https://git.example/ui@abc1234\n', undefined],
  ];
  for (const [name, input, output, reason] of cases)
    test(name, () => {
      const manifest = requirementsFactOf(requirementsFile(input, 'requirements.in'));
      const lock = requirementsFactOf(requirementsFile(HEADER + output));
      assert.ok(manifest?.kind === 'manifest' && lock && lock.kind !== 'manifest');
      const found = proveStale(manifest, lock, '.');
      if (reason) assert.match(found ?? '', reason);
      else assert.equal(found, undefined);
    });

  const commands: readonly (readonly [string, readonly string[]])[] = [
    ['pip-compile --output-file=reqs/base.txt reqs/base.in', ['reqs/base.in']],
    ['uv pip compile -c limits.in a.in b.in -o requirements.txt', ['a.in', 'b.in']],
    ['uv pip compile a.in --no-emit-package torch', []],
    ['uv pip compile pyproject.toml', []],
    ['uv export --no-dev', []],
  ];
  for (const [command, from] of commands)
    test(`are made from ${from.join(' and ') || 'nothing that is known'} by \`${command}\``, () => {
      const fact = requirementsFactOf(
        requirementsFile(
          `# This file was autogenerated by uv via the following command:\n#    ${command}\nflask==3.0.3\n`,
        ),
      );
      assert.deepEqual(fact?.kind === 'pins' ? fact.from : [], from);
    });
});
