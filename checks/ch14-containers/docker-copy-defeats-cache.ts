import {
  defineCheck,
  dockerfile,
  instructionsOf,
  shellCommandsOf,
  sourcesOf,
  stageNamed,
} from '../../src/sdk/check.ts';
import type { DockerFile, DockerInstruction, DockerStage, ShellCommand } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Sources copied before the dependencies are installed',
  on: 'dockerfile',
  bullet: 'Optimization',
  severity: 'notice',
  preset: 'recommended',
  why: `A layer is built again when something before it changed. With all sources copied first, every edit of a comment downloads and
    installs every dependency anew; with only the manifest copied first, that happens when the manifest changes.`,
  whenNotTo: 'The dependencies are part of the sources: a monorepo whose manifest names its own folders.',
  examples: [
    {
      title: 'Copy the manifest, install, then copy the rest',
      bad: dockerfile`
        FROM python:3.13-slim
        WORKDIR /app
        COPY . .  # <-
        RUN pip install --no-cache-dir -r requirements.txt
        USER 10001
      `,
      good: dockerfile`
        FROM python:3.13-slim
        WORKDIR /app
        COPY requirements.txt .
        RUN pip install --no-cache-dir -r requirements.txt
        COPY . .
        USER 10001
      `,
    },
    {
      title: 'The same with a lock file',
      bad: dockerfile`
        FROM ghcr.io/astral-sh/uv:0.9.5-python3.13-bookworm-slim AS base
        WORKDIR /srv
        ADD --chown=1000:1000 ./ /srv/  # <-

        FROM base AS web
        RUN uv sync --locked --no-dev
        CMD ["uv", "run", "uvicorn", "clinic:app"]
      `,
      good: dockerfile`
        FROM ghcr.io/astral-sh/uv:0.9.5-python3.13-bookworm-slim AS base
        WORKDIR /srv
        COPY pyproject.toml uv.lock ./
        RUN uv sync --locked --no-dev --no-install-project
        ADD --chown=1000:1000 ./ /srv/

        FROM base AS web
        RUN uv sync --locked --no-dev
        CMD ["uv", "run", "uvicorn", "clinic:app"]
      `,
    },
  ],
  quiet: [
    // The second install is for the project itself.
    dockerfile`
      FROM python:3.13-slim
      COPY pyproject.toml poetry.lock ./
      RUN pip install poetry && poetry install --no-root
      COPY . .
      RUN poetry install --only-root
      RUN pip install -e . && pip install -r requirements-extra.txt
    `,
    dockerfile`
      FROM python:3.13-slim
      COPY . /app
      RUN pip install --no-deps /app
      RUN pip install .
    `,
    // Lent to one command, installed elsewhere, cached, or taken from what was downloaded before.
    dockerfile`
      FROM python:3.13-slim AS build
      RUN --mount=type=bind,source=requirements.txt,target=/tmp/requirements.txt pip install --prefix=/deps -r /tmp/requirements.txt

      FROM python:3.13-slim
      COPY --from=build /deps /usr/local
      COPY . /app
      RUN pip install -r /app/requirements.txt
    `,
    dockerfile`
      FROM python:3.13-slim
      COPY . /app
      RUN --mount=type=cache,target=/root/.cache/pip pip install -r /app/requirements.txt
    `,
    dockerfile`
      FROM python:3.13-slim AS wheels
      COPY requirements.txt .
      RUN pip wheel -r requirements.txt -w /wheels

      FROM python:3.13-slim
      COPY . /app
      COPY --from=wheels /wheels /wheels
      RUN pip install --no-index --find-links=/wheels -r /app/requirements.txt
    `,
    // Not everything, or nothing installed from it.
    dockerfile`
      FROM python:3.13-slim
      COPY requirements /requirements
      COPY src/ /app/
      RUN pip install -r /requirements/base.txt
    `,
    dockerfile`
      FROM python:3.13-slim
      RUN pip install gunicorn
      COPY . .
      RUN python -m compileall .
      RUN echo "pip install -r requirements.txt"
    `,
    dockerfile`
      FROM scratch AS sources
      COPY . /

      FROM python:3.13-slim
      COPY --from=sources . .
      RUN pip install -r requirements.txt
    `,
  ],
  *run(file) {
    const reported = new Set<DockerInstruction>();
    for (const stage of file.stages) {
      const found = earlyCopy(file, stage);
      if (!found || reported.has(found.copy)) continue;
      reported.add(found.copy);
      const manifest = found.install.manifest.length > 40 ? 'the manifest' : `\`${found.install.manifest}\``;
      yield {
        at: found.copy.span,
        message: `Any edit installs all dependencies anew; copy ${manifest} first, install, then copy the rest.`,
      };
    }
  },
});

interface Install {
  /** What it reads, as a person would say it. */
  readonly manifest: string;
}

/** The copy of everything that comes before a stage's first install of dependencies. */
function earlyCopy(
  file: DockerFile,
  stage: DockerStage,
): { readonly copy: DockerInstruction; readonly install: Install } | undefined {
  let copy: DockerInstruction | undefined;
  for (const instruction of instructionsOf(file, stage)) {
    if (bringsEnvironment(instruction, file, stage)) return undefined;
    if (copiesAll(instruction)) copy ??= instruction;
    const install = installOf(instruction);
    if (!install) continue;
    return copy && !hasHelpfulMount(instruction) ? { copy, install } : undefined;
  }
  return undefined;
}

/** A manifest that is lent to the command, or a cache of what it downloads. A mount without a type is the former. */
function hasHelpfulMount({ flags }: DockerInstruction): boolean {
  return flags.some(
    ({ name, value = '' }) => name === 'mount' && (/\btype=(bind|cache)\b/.test(value) || !value.includes('type=')),
  );
}

/** Dependencies that another stage installed come in by a copy. */
function bringsEnvironment(instruction: DockerInstruction, file: DockerFile, stage: DockerStage): boolean {
  if (instruction.keyword !== 'COPY') return false;
  return sourcesOf(instruction).some((source) => {
    const from = stageNamed(file, source, stage);
    return (
      from !== undefined &&
      instructionsOf(file, from).some(
        (other) =>
          other.keyword === 'RUN' &&
          (installOf(other) !== undefined || /\bpip3?\s+(wheel|download)\b/.test(other.args)),
      )
    );
  });
}

function copiesAll({ keyword, flags, json, args, heredocs }: DockerInstruction): boolean {
  if (
    (keyword !== 'COPY' && keyword !== 'ADD') ||
    heredocs.length > 0 ||
    flags.some(({ name }) => name === 'from' || name === 'exclude')
  )
    return false;
  return (json ?? args.split(/\s+/)).slice(0, -1).some((source) => /^\.?\/?(\*)?$/.test(source));
}

/** The first command of a RUN that installs what a manifest names. */
function installOf(instruction: DockerInstruction): Install | undefined {
  if (instruction.keyword !== 'RUN') return undefined;
  for (const command of shellCommandsOf(instruction)) {
    const install = installBy(command);
    if (install) return install;
  }
  return undefined;
}

/** Program and subcommand → what it installs from. */
const INSTALLERS: readonly (readonly [RegExp, string])[] = [
  [/^uv sync$/, 'uv.lock'],
  [/^poetry (install|sync)$/, 'poetry.lock'],
  [/^pdm (install|sync)$/, 'pdm.lock'],
  [/^pipenv (install|sync)$/, 'Pipfile.lock'],
];

function installBy({ name, args }: ShellCommand): Install | undefined {
  if (args.some((arg) => /^--(only-root|no-deps|no-index|help|version)$/.test(arg))) return undefined;
  const [first = '', second] = args.filter((arg) => !arg.startsWith('-'));
  if (isPip(name, args)) return args.includes('install') || args.includes('sync') ? requirementsIn(args) : undefined;
  if (/^(conda|mamba|micromamba)$/.test(name))
    return args.some((arg) => /^(-f|--file)/.test(arg)) ? { manifest: 'environment.yml' } : undefined;
  // With a name behind it, it installs that one package.
  if (name === 'pipenv' && second !== undefined) return undefined;
  const manifest = INSTALLERS.find(([pattern]) => pattern.test(`${name} ${first}`))?.[1];
  return manifest === undefined ? undefined : { manifest };
}

/** `pip`, `python -m pip` and `uv pip`. */
function isPip(name: string, args: readonly string[]): boolean {
  if (/^python[\d.]*$/.test(name)) return args[0] === '-m' && args[1] === 'pip';
  return /^pip[\d.]*$/.test(name) || (name === 'uv' && args[0] === 'pip');
}

/** The file behind `-r`. */
function requirementsIn(args: readonly string[]): Install | undefined {
  for (const [index, arg] of args.entries()) {
    const given = /^(?:-r|--requirement)$/.test(arg) ? args[index + 1] : /^(?:-r|--requirement=)(.+)$/.exec(arg)?.[1];
    if (given !== undefined) return { manifest: given.slice(given.lastIndexOf('/') + 1) };
  }
  return undefined;
}
