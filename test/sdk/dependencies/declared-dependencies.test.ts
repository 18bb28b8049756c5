import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { declaredDependencies, uvSources } from '../../../src/sdk/dependencies/declared-dependencies.ts';
import { tomlFile } from '../toml-file.ts';

function declared(text: string, path?: string): readonly string[] {
  return declaredDependencies(tomlFile(text, path)).map(
    ({ name, specifier, role, group, marker, origin, at }) =>
      `${at.line}:${at.col} ${role}${group === '' ? '' : ` ${group}`} ${name} ${specifier}${marker === undefined ? '' : ` if ${marker}`}${origin ? ` ${JSON.stringify(origin)}` : ''}`,
  );
}

describe('declared dependencies are read from', () => {
  test('standard metadata, groups, PDM, uv and Hatch', () => {
    const text = `[project]
dependencies = ["Foo>=1", "bar @ git+https://git.example/bar@v1"]
[project.optional-dependencies]
pdf = ["reportlab"]
[dependency-groups]
dev = ["pytest>=8; os_name == 'nt'", { include-group = "lint" }]
[tool.pdm.dev-dependencies]
lint = ["ruff", "-e file:///x"]
[tool.uv]
dev-dependencies = ["mypy"]
[tool.hatch.envs.docs]
dependencies = ["mkdocs"]
`;
    assert.deepEqual(declared(text), [
      '2:17 runtime foo >=1',
      '2:27 runtime bar  {"git":"git+https://git.example/bar@v1"}',
      '4:8 optional pdf reportlab ',
      `6:8 development dev pytest >=8 if os_name == 'nt'`,
      '8:9 development lint ruff ',
      '10:21 development dev mypy ',
      '12:17 development docs mkdocs ',
    ]);
  });

  test('Poetry, where a package may have several versions', () => {
    const text = `[tool.poetry.dependencies]
python = "^3.12"
httpx = "^0.27"
np = [{ version = "^1", python = "<3.12" }, { version = "^2", python = ">=3.12" }]
ui = { git = "https://git.example/ui", branch = "main", optional = true }
[tool.poetry.group.dev.dependencies]
pytest = { version = "*", markers = "os_name == 'nt'" }
`;
    assert.deepEqual(declared(text), [
      '3:9 runtime httpx ^0.27',
      '4:7 runtime np ^1 if <3.12',
      '4:45 runtime np ^2 if >=3.12',
      '5:6 optional ui  {"git":"https://git.example/ui","branch":"main"}',
      `7:10 development dev pytest * if os_name == 'nt'`,
    ]);
  });

  test('a Pipfile with its categories', () => {
    const text = `[[source]]
name = "pypi"
[packages]
flask = "*"
ui = { git = "https://git.example/ui", ref = "v1" }
own = { path = ".", editable = true }
wheel = { file = "https://files.example/w.whl" }
[docs]
sphinx = ">=8"
[requires]
python_version = "3.12"
`;
    assert.deepEqual(declared(text, 'Pipfile'), [
      '4:9 runtime flask *',
      '5:6 runtime ui  {"git":"https://git.example/ui","rev":"v1"}',
      '6:7 runtime own  {"path":"."}',
      '7:9 runtime wheel  {"url":"https://files.example/w.whl"}',
      '9:10 development docs sphinx >=8',
    ]);
  });
});

test('sources of uv have one origin each, and none where only an index is named', () => {
  const text = `[tool.uv.sources]
ledger = { workspace = true }
ui = [{ git = "https://git.example/ui", tag = "v2", marker = "os_name == 'nt'" }, { path = "../ui" }]
torch = { index = "cpu" }
`;
  const found = uvSources(tomlFile(text)).map(({ name, origin, at }) => [name, origin, at.col]);
  assert.deepEqual(found, [
    ['ledger', { path: '.' }, 10],
    ['ui', { git: 'https://git.example/ui', tag: 'v2' }, 7],
    ['ui', { path: '../ui' }, 83],
    ['torch', {}, 9],
  ]);
});
