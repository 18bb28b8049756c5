import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  copiedBefore,
  keepsEnvironmentInProject,
  poetryInstalls,
  poetryVersionIn,
} from '../../../src/sdk/docker/docker-poetry.ts';
import { poetryProblemsOf } from '../../../src/sdk/docker/docker-poetry-problems.ts';
import { dockerFile } from '../../support/parsed-files.ts';

test('the version of Poetry is read from wherever the file names it', () => {
  const table: readonly (readonly [string, unknown])[] = [
    ['RUN pip install poetry', 'latest'],
    ['RUN pip install poetry==1.8.3', [1, 8]],
    ['RUN pip install "poetry[x]==2.2.1" flask', [2, 2]],
    ['RUN pip install "poetry>=1.8"', 'latest'],
    ['RUN pip install "poetry>=1.8,<2"', [1, 99]],
    ['RUN pip install "poetry<1.2"', [1, 1]],
    ['RUN pip install poetry~=1.5', [1, 5]],
    ['ENV POETRY_VERSION=1.7.1\nRUN curl -sSL https://install.python-poetry.org | python3 -', [1, 7]],
    ['ARG V=2.1\nRUN pip install poetry==$V', [2, 1]],
    ['ARG V\nRUN pip install poetry==$V', 'unknown'],
    ['ARG POETRY_VERSION\nRUN pip install poetry==$POETRY_VERSION', 'unknown'],
    ['RUN curl -sSL https://install.python-poetry.org | python3 - --version 1.4.0', [1, 4]],
    ['RUN pipx install poetry', 'latest'],
    ['RUN pip install poetry-core', 'unknown'],
    ['RUN poetry install', 'unknown'],
  ];
  for (const [text, version] of table)
    assert.deepEqual(poetryVersionIn(dockerFile(`FROM x\n${text}\n`)), version, text);
});

test('what is copied before an install is told from what is copied after', () => {
  const table: readonly (readonly [string, string])[] = [
    ['RUN poetry install', 'nothing'],
    ['COPY pyproject.toml poetry.lock* ./\nRUN poetry install\nCOPY . .', 'manifests'],
    ['COPY ["pyproject.toml", "README.md", "/app/"]\nRUN poetry install', 'manifests'],
    ['COPY pyproject.toml ./\nCOPY shop shop\nRUN poetry install', 'more'],
    ['COPY . .\nRUN poetry install', 'more'],
    ['COPY pyproject.toml ./\nRUN --mount=type=bind,target=/src poetry install', 'more'],
    ['COPY pyproject.toml ./\nRUN --mount=type=cache,target=/c poetry install', 'manifests'],
  ];
  for (const [text, copied] of table) {
    const file = dockerFile(`FROM x\n${text}\n`);
    const [install] = poetryInstalls(file);
    assert.ok(install, text);
    assert.equal(copiedBefore(file, install.stage, install.run), copied, text);
  }
});

test('an environment is kept in the project by a setting, a file, or by being there', () => {
  const keeping = [
    'ENV POETRY_VIRTUALENVS_IN_PROJECT=1',
    'RUN poetry config virtualenvs.in-project true',
    'ENV POETRY_VIRTUALENVS_CREATE=false',
    'COPY poetry.toml ./',
    'RUN python -m venv .venv',
    'RUN mkdir .venv',
  ];
  for (const line of [...keeping, 'RUN poetry config installer.parallel false', 'RUN pip install poetry']) {
    const file = dockerFile(`FROM x\n${line}\nRUN poetry install\n`);
    const [stage] = file.stages;
    assert.equal(stage && keepsEnvironmentInProject(file, stage), keeping.includes(line), line);
  }
});

describe('the problems of a Dockerfile', () => {
  test('are told with what would take them back', () => {
    const table: readonly (readonly [string, readonly string[]])[] = [
      [
        'RUN pip install poetry==2.2\nCOPY pyproject.toml .\nRUN poetry install --no-dev',
        ['warning nothing', 'warning no-package'],
      ],
      ['RUN pip install poetry==1.8\nCOPY pyproject.toml .\nRUN poetry install --no-dev', ['notice nothing']],
      ['RUN pip install poetry==1.1\nRUN poetry install --no-dev', []],
      ['RUN poetry install --no-dev', ['notice nothing']],
      ['RUN pip install poetry==2.2\nRUN poetry export > r.txt', ['warning export']],
      ['RUN pip install poetry==2.2 poetry-plugin-export\nRUN poetry export > r.txt', []],
      ['RUN pip install poetry', ['notice nothing']],
    ];
    for (const [text, problems] of table)
      assert.deepEqual(
        poetryProblemsOf(dockerFile(`FROM x\n${text}\n`)).map(({ severity, unless }) => `${severity} ${unless}`),
        problems,
        text,
      );
  });

  test('have no fix where the place of it is not certain', () => {
    const text = 'FROM x\nRUN pip install poetry==2.2 && poetry install --no-dev && cd b && poetry install --no-dev\n';
    assert.deepEqual(
      poetryProblemsOf(dockerFile(text)).map(({ fix }) => fix),
      [null, null],
    );
  });
});
