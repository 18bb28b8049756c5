import {
  definePullCheck,
  dockerfile,
  DOCKERFILES,
  freshItems,
  poetryProblemsOf,
  text,
  toml,
} from '../../src/sdk/check.ts';
import type { Plain, PoetryProblem } from '../../src/sdk/check.ts';

const PYPROJECT = toml`
  [tool.poetry]
  name = "shop"
  version = "1.0"
`;

export default definePullCheck<Plain<readonly PoetryProblem[]>>({
  title: 'Poetry in a Dockerfile as it does not work',
  on: 'pull',
  bullet: 'Pattern',
  severity: 'warning',
  preset: 'recommended',
  why: `Much of what is written about Poetry and Docker is older than Poetry 2. \`--no-dev\` is gone, installing a project whose
    sources are not copied yet is an error, and the environment is made under the home folder unless Poetry is told to keep it in
    the project: a later \`COPY … /app/.venv\` finds nothing.`,
  whenNotTo: 'The base image brings an old Poetry, or one that is configured already.',
  files: DOCKERFILES,
  fixes: true,
  examples: [
    {
      title: 'Leave out development dependencies, and the project until its sources are there',
      bad: {
        'pyproject.toml': PYPROJECT,
        Dockerfile: dockerfile`
          FROM python:3.13-slim
          WORKDIR /app
          RUN pip install "poetry==2.2.1" && poetry config virtualenvs.create false
          COPY pyproject.toml poetry.lock ./
          RUN poetry install --no-interaction --no-dev  # <-
          COPY shop/ shop/
        `,
      },
      good: {
        'pyproject.toml': PYPROJECT,
        Dockerfile: dockerfile`
          FROM python:3.13-slim
          WORKDIR /app
          RUN pip install "poetry==2.2.1" && poetry config virtualenvs.create false
          COPY pyproject.toml poetry.lock ./
          RUN poetry install --no-interaction --only main --no-root
          COPY shop/ shop/
        `,
      },
    },
    {
      title: 'Have the environment made where it is copied from',
      bad: {
        Dockerfile: dockerfile`
          FROM python:3.13-slim AS builder
          ENV POETRY_VERSION=2.2.1
          RUN pip install "poetry==$POETRY_VERSION"
          WORKDIR /app
          COPY . .
          RUN poetry install --only main  # <-

          FROM python:3.13-slim
          COPY --from=builder /app/.venv /app/.venv
          USER 10001
        `,
      },
      good: {
        Dockerfile: dockerfile`
          FROM python:3.13-slim AS builder
          ENV POETRY_VERSION=2.2.1
          RUN pip install "poetry==$POETRY_VERSION"
          WORKDIR /app
          COPY . .
          ENV POETRY_VIRTUALENVS_IN_PROJECT=1
          RUN poetry install --only main

          FROM python:3.13-slim
          COPY --from=builder /app/.venv /app/.venv
          USER 10001
        `,
      },
    },
    {
      title: 'Bring the command that exports',
      bad: {
        Dockerfile: dockerfile`
          FROM python:3.13-slim AS lock
          RUN pip install poetry==2.2.1
          COPY pyproject.toml poetry.lock ./
          RUN poetry export -o requirements.txt  # <-
        `,
      },
      good: {
        Dockerfile: dockerfile`
          FROM python:3.13-slim AS lock
          RUN pip install poetry==2.2.1 poetry-plugin-export==1.9.0
          COPY pyproject.toml poetry.lock ./
          RUN poetry export -o requirements.txt
        `,
      },
    },
    {
      title: 'Say which Poetry',
      bad: {
        Dockerfile: dockerfile`
          FROM python:3.13-slim
          RUN curl -sSL https://install.python-poetry.org | python3 -  # <-
          COPY . /app
        `,
      },
      good: {
        Dockerfile: dockerfile`
          FROM python:3.13-slim
          RUN curl -sSL https://install.python-poetry.org | python3 - --version 2.2.1
          COPY . /app
        `,
      },
    },
  ],
  quiet: [
    // Poetry before 1.2 knew nothing else, and before 2 it installed what was there.
    {
      'pyproject.toml': PYPROJECT,
      Dockerfile: dockerfile`
        FROM python:3.9-slim
        RUN pip install "poetry<1.2" && poetry config virtualenvs.create false
        COPY pyproject.toml poetry.lock ./
        RUN poetry install --no-dev
      `,
    },
    // Not a package: there is nothing to install but dependencies.
    {
      'pyproject.toml': text`
        [tool.poetry]
        package-mode = false
      `,
      Dockerfile: dockerfile`
        FROM python:3.13-slim
        RUN pip install poetry==2.2.1
        COPY pyproject.toml poetry.lock ./
        RUN poetry install --only main
      `,
    },
    // The environment is in the project: by a file, by a setting, because it is there already.
    {
      'poetry.toml': '[virtualenvs]\nin-project = true\n',
      Dockerfile: dockerfile`
        FROM python:3.13-slim AS builder
        RUN pipx install poetry==2.2.1
        WORKDIR /app
        COPY . .
        RUN poetry install
        FROM python:3.13-slim
        COPY --from=builder /app/.venv /app/.venv
      `,
    },
    {
      Dockerfile: dockerfile`
        FROM python:3.13-slim AS base
        ENV POETRY_VIRTUALENVS_IN_PROJECT=true
        FROM base AS builder
        RUN pip install poetry==2.2.1
        COPY . .
        RUN poetry install --no-root
        FROM base
        COPY --from=builder /app/.venv /app/.venv
      `,
    },
    {
      Dockerfile: dockerfile`
        FROM python:3.13-slim AS builder
        RUN pip install poetry==2.2.1 && python -m venv /app/.venv
        COPY . /app
        RUN . /app/.venv/bin/activate && poetry install
        FROM python:3.13-slim
        COPY --from=builder /app/.venv /app/.venv
      `,
    },
    {
      Dockerfile: dockerfile`
        FROM ghcr.io/astral-sh/uv:0.9.5-python3.13-bookworm-slim AS builder
        COPY . /app
        RUN uv sync --no-dev
        FROM python:3.13-slim
        COPY --from=builder /app/.venv /app/.venv
      `,
    },
  ],
  collect: {
    dockerfile: (file) => poetryProblemsOf(file),
  },
  *run({ files, tree }) {
    for (const file of files) {
      const items = freshItems(file);
      if (items.length === 0) continue;
      const pyproject = files.find(
        ({ path }) => path === (file.project.root === '' ? 'pyproject.toml' : `${file.project.root}/pyproject.toml`),
      );
      const isPackage = pyproject?.text !== undefined && !/^\s*package-mode\s*=\s*false/m.test(pyproject.text);
      for (const { unless, fix, ...draft } of items) {
        if (unless === 'no-package' && !isPackage) continue;
        if (unless === 'export' && pyproject?.text?.includes('poetry-plugin-export')) continue;
        if (unless === 'poetry.toml' && [...tree].some((path) => /(^|\/)poetry\.toml$/.test(path))) continue;
        yield { path: file.path, ...draft, ...(fix && { fix }) };
      }
    }
  },
});
