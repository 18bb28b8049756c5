import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pdmHashes, pipfileHashes, poetryHashes } from '../../../src/sdk/dependencies/lock-hashes.ts';
import { tomlFile } from '../toml-file.ts';

// The expected hashes were worked out by Python's own json and hashlib over the same content.

const POETRY = `
[tool.poetry]
name = "shop"
[tool.poetry.dependencies]
python = "^3.12"
httpx = { version = "^0.27", extras = ["http2"] }
[tool.poetry.group.dev.dependencies]
pytest = "^8"
[[tool.poetry.source]]
name = "intern"
url = "https://pypi.example/simple"
priority = "explicit"
`;
const PROJECT = `
[project]
name = "shop"
requires-python = ">=3.12"
dependencies = ["httpx>=0.27"]
[project.optional-dependencies]
pdf = ["reportlab>=4"]
`;
const GROUPS = `
[dependency-groups]
dev = ["pytest>=8", { include-group = "lint" }]
lint = ["ruff"]
`;

const V11 = '401b514533d26f9da2b2dcf36d76a2b6512130d5e8de65f603bde1c3b3b1b22f';
const V12 = '9021ca24ee18f9c2514b61afde03c96847552f536bdcae4b5f98dc1360f21c6d';
const V20 = '1fc7cc7b294b0208c8e8d16813beedae71b16778dfcbe76b277c2dd35fec1737';
const V23 = 'a9519d854f842ec09b8bdfd772f98ef4647653f4e403a5525c0831b0a3b87dce';
const V23_GROUPS = 'a96fd8245f8291cc259cac731325b06e2e58ba494fbb5a5c6447496bd0464097';

describe('the hashes of Poetry', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['of its own tables only', POETRY, [V12, V11]],
    ['of its tables beside [project]', PROJECT + POETRY, [V20, V12, V11]],
    ['of its tables beside [project] and groups', PROJECT + GROUPS + POETRY, [V23, V20, V12, V11]],
    ['of its tables beside groups', GROUPS + POETRY, [V23_GROUPS, V12, V11]],
    ['whatever stands in other tables', `${POETRY}[tool.ruff]\nline-length = 100\n`, [V12, V11]],
  ];
  for (const [name, text, expected] of cases)
    test(name, () => assert.deepEqual(poetryHashes(tomlFile(text).data), expected));

  test('change with what is declared', () => {
    const changed = poetryHashes(tomlFile(POETRY.replace('^0.27', '^0.28')).data);
    assert.equal(changed.filter((hash) => [V11, V12].includes(hash)).length, 0);
  });
});

describe('the hashes of PDM', () => {
  const PDM = `${PROJECT}
[tool.pdm.dev-dependencies]
Dev_Tools = ["-e file:///x#egg=x"]
[tool.pdm.resolution.overrides]
idna = "3.7"
[[tool.pdm.source]]
name = "intern"
url = "https://pypi.example/simple"
verify_ssl = true
`;
  const GROUPED = '\n[dependency-groups]\nDev_Tools = ["pytest>=8"]\nlint = ["ruff"]\n';

  test('take in groups of both kinds under normalised names', () => {
    assert.equal(
      pdmHashes(tomlFile(PDM + GROUPED).data)[0],
      'sha256:2e0b76d540772546cbd8a2282f5da0167e38748020890342ca78283338440a36',
    );
  });

  test('have two older forms', () => {
    assert.deepEqual(pdmHashes(tomlFile(PDM).data).slice(1), [
      'sha256:00c0f259b8899046093ec3022245ab79bef0695e10d90d6eb63b80460c560776',
      'sha256:9e2709d4f94349dddc68068e5df888af93f64185e533f6c5e792cfb18e95a08d',
    ]);
  });

  test('are not known where PDM would convert the tables of another tool first', () => {
    assert.deepEqual(pdmHashes(tomlFile(POETRY).data), []);
  });
});

describe('the hashes of Pipenv', () => {
  const PIPFILE = `
[[source]]
name = "intern"
url = "https://pypi.example/simple"
verify_ssl = true
[packages]
flask = "*"
"café" = { version = ">=1", extras = ["x"] }
[dev-packages]
pytest = "*"
[requires]
python_version = "3.12"
[scripts]
start = "flask run"
[pipenv]
allow_prereleases = true
`;
  const PLAIN = '87ad53b2f0484d91758c9a5e985c1a98ed375791d3f5228654b075d1b195512a';

  test('leave scripts and settings out', () => {
    assert.deepEqual(pipfileHashes(tomlFile(PIPFILE, 'Pipfile').data), [PLAIN]);
  });

  test('of newer versions take in other categories', () => {
    const text = `${PIPFILE}[docs]\nsphinx = "*"\n`;
    assert.deepEqual(pipfileHashes(tomlFile(text, 'Pipfile').data), [
      PLAIN,
      '6bb491330607d5a529b77801a8feefed8fb0e9e0793c8fe57d1b3f87b0b6e086',
    ]);
  });

  test('put the usual index where none is named', () => {
    assert.deepEqual(pipfileHashes(tomlFile('[packages]\nflask = "*"\n', 'Pipfile').data), [
      'f226f2c246fa4694a5658fd6793e384e9b5ea4b2502a4da2f7d0a795e3efb63f',
    ]);
  });

  test('are not known where the address of an index has a variable', () => {
    assert.deepEqual(pipfileHashes(tomlFile(PIPFILE.replace('https://', 'https://$TOKEN@'), 'Pipfile').data), []);
  });
});
