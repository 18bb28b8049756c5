import {
  at,
  defineCheck,
  dockerfile,
  isDevelopmentFile,
  isDevelopmentStage,
  shellCommandsOf,
  shippedStages,
  startInstructionsOf,
} from '../../src/sdk/check.ts';
import type { DockerFile, DockerInstruction, DockerStage, Draft, Fix, ShellCommand } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Container that starts in the wrong way',
  on: 'dockerfile',
  bullet: 'Config',
  severity: 'warning',
  preset: 'recommended',
  why: `Of several commands only the last one counts. A development server is made neither to be fast nor to face strangers: it restarts
    on changed files, and in debug mode lets visitors run code. And a command that is no JSON list is run by a shell, which may keep the signal to stop to itself: then the
    container is killed ten seconds later, requests and all.`,
  whenNotTo: 'The image is for developers only, and its name does not say so.',
  fixes: true,
  examples: [
    {
      title: 'Start the server that is made for production',
      bad: dockerfile`
        FROM python:3.13-slim
        COPY . /app
        USER 10001
        CMD ["uvicorn", "shop:app", "--reload"]  # <-
      `,
      good: dockerfile`
        FROM python:3.13-slim
        COPY . /app
        USER 10001
        CMD ["uvicorn", "shop:app", "--workers", "4"]
      `,
    },
    {
      title: 'The same behind another program',
      bad: dockerfile`
        FROM python:3.13-slim
        USER 10001
        ENTRYPOINT ["poetry", "run", "python", "-m", "flask", "--app", "clinic", "run"]  # <-
      `,
      good: dockerfile`
        FROM python:3.13-slim
        USER 10001
        ENTRYPOINT ["poetry", "run", "gunicorn", "clinic:create_app()"]
      `,
    },
    {
      title: 'A list needs no shell',
      bad: dockerfile`
        FROM python:3.13-slim
        USER 10001
        CMD gunicorn --bind 0.0.0.0:8000 "shop.app:create()"  # <-
      `,
      good: dockerfile`
        FROM python:3.13-slim
        USER 10001
        CMD ["gunicorn", "--bind", "0.0.0.0:8000", "shop.app:create()"]
      `,
    },
    {
      title: 'One command, and arguments that reach it',
      bad: dockerfile`
        FROM python:3.13-slim AS worker
        CMD ["celery", "-A", "clinic", "worker"]  # <-
        CMD ["celery", "-A", "clinic", "worker", "--concurrency", "4"]

        FROM python:3.13-slim
        ENTRYPOINT python -m clinic  # <-
        CMD ["--port", "8000"]
      `,
      good: dockerfile`
        FROM python:3.13-slim AS worker
        CMD ["celery", "-A", "clinic", "worker", "--concurrency", "4"]

        FROM python:3.13-slim
        ENTRYPOINT ["python", "-m", "clinic"]
        CMD ["--port", "8000"]
      `,
    },
  ],
  quiet: [
    // A shell is needed, or told to step aside, or chosen.
    dockerfile`
      FROM python:3.13-slim AS first
      CMD exec gunicorn --bind :$PORT shop:app

      FROM python:3.13-slim AS second
      CMD uvicorn shop:app --port \${PORT:-8000}

      FROM python:3.13-slim AS third
      CMD python manage.py migrate && exec gunicorn shop.wsgi

      FROM python:3.13-slim AS fourth
      CMD cd src; python main.py

      FROM python:3.13-slim AS fifth
      SHELL ["/bin/bash", "-o", "pipefail", "-c"]
      CMD python -m shop

      FROM python:3.13-slim AS sixth
      CMD PYTHONUNBUFFERED=1 python -m shop
    `,
    // For developers, as the names say.
    dockerfile`
      FROM python:3.13-slim AS dev
      CMD ["flask", "--app", "shop", "run", "--debug"]

      FROM python:3.13-slim AS web
      CMD ["gunicorn", "shop:app"]
    `,
    at('Dockerfile.dev', 'FROM python:3.13-slim\nCMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]\n'),
    at('.devcontainer/Dockerfile', 'FROM python:3.13-slim\nCMD ["fastapi", "dev"]\n'),
    // Words that look alike, and the usual pair.
    dockerfile`
      FROM python:3.13-slim
      RUN flask --app shop init-db
      HEALTHCHECK CMD curl -f http://localhost:8000/ || exit 1
      ENTRYPOINT ["/entrypoint.sh"]
      CMD ["uv", "run", "--no-sync", "fastapi", "run", "shop/main.py", "--root-path", "/dev"]
    `,
    // A stage may replace what its parent starts.
    dockerfile`
      FROM python:3.13-slim AS base
      CMD ["python", "-m", "shop"]

      FROM base
      CMD ["python", "-m", "shop.worker"]
    `,
  ],
  *run(file) {
    for (const stage of file.stages) yield* overridden(stage);
    for (const stage of shippedStages(file)) {
      if (isDevelopmentFile(file.path) || isDevelopmentStage(stage)) continue;
      const start = startInstructionsOf(file, stage).filter((instruction) => stage.instructions.includes(instruction));
      for (const instruction of start) yield* judge(instruction, stage, file);
    }
  },
});

function* overridden({ instructions }: DockerStage): Generator<Draft> {
  for (const keyword of ['CMD', 'ENTRYPOINT']) {
    const all = instructions.filter((instruction) => instruction.keyword === keyword && instruction.json?.length !== 0);
    for (const earlier of all.slice(0, -1))
      yield { at: earlier.span, message: `Only the last \`${keyword}\` of a stage counts; this one does nothing.` };
  }
}

function* judge(instruction: DockerInstruction, stage: DockerStage, file: DockerFile): Generator<Draft> {
  const server = shellCommandsOf(instruction)
    .map(developmentServer)
    .find((name) => name !== undefined);
  if (server !== undefined) {
    const message = server.endsWith('--reload')
      ? `\`${server}\` watches the files and restarts when one changes; that is for development only.`
      : `\`${server}\` is for development: made neither to be fast nor to face strangers; start a production server.`;
    yield { at: instruction.span, message };
    return;
  }
  if (instruction.json || startInstructionsOf(file, stage).length === 0 || hasShell(stage)) return;
  const words = plainWords(instruction.args);
  if (!words) return;
  const fix: Fix = {
    title: 'Write it as a list',
    edits: [{ span: instruction.argsSpan, text: `[${words.map((word) => JSON.stringify(word)).join(', ')}]` }],
    safe: true,
  };
  const losesCmd = instruction.keyword === 'ENTRYPOINT' && stage.instructions.some(({ keyword }) => keyword === 'CMD');
  const message = losesCmd
    ? 'A shell runs this line and drops the arguments of `CMD`; write it as a list.'
    : 'A shell runs this line and may keep the signal to stop to itself; write it as a list.';
  yield { at: instruction.span, message, fix, ...(!losesCmd && { severity: 'notice' }) };
}

function hasShell({ instructions }: DockerStage): boolean {
  return instructions.some(({ keyword }) => keyword === 'SHELL');
}

const BUILTINS = /^(exec|cd|source|\.|export|set|test|\[|eval|trap|if|for|while|true|false|:|sh|bash)$/;

/** The words of a line that a shell would hand on as they stand; undefined where it would do something with them. */
function plainWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  const pattern = /\s*(?:"([^"$`\\]*)"|'([^']*)'|([^\s"'$`\\;&|<>()*?[\]{}~#!]+))(?=\s|$)/gy;
  let end = 0;
  for (let match = pattern.exec(line); match; match = pattern.exec(line)) {
    words.push(match[1] ?? match[2] ?? match[3] ?? '');
    end = pattern.lastIndex;
  }
  const [first = ''] = words;
  return end === line.trimEnd().length && first !== '' && !BUILTINS.test(first) && !/^\w+=/.test(first)
    ? words
    : undefined;
}

/** What runs another program: `uv run flask run`, `poetry run …`, `tini -- …`. */
const WRAPPERS = /^(uv|poetry|pipenv|pdm|hatch|tini|dum[b]-init|opentelemetry-instrument|ddtrace-run)$/;

/** The development server that a command starts, as a person would call it. */
function developmentServer({ name, args }: ShellCommand): string | undefined {
  if (WRAPPERS.test(name)) {
    const index = args.findIndex((arg) => !arg.startsWith('-') && arg !== 'run');
    const inner = args[index];
    return inner && developmentServer({ name: inner, args: args.slice(index + 1), assignments: [] });
  }
  const isPython = /^python[\d.]*$/.test(name);
  const isModule = isPython && args[0] === '-m';
  const program = isModule ? (args[1] ?? '') : name;
  const rest = isModule ? args.slice(2) : args;
  const first = rest.find((arg, index) => !arg.startsWith('-') && !VALUE_OPTIONS.test(rest[index - 1] ?? '')) ?? '';
  if (DEVELOPMENT_SERVERS.test(`${program} ${first}`)) return `${program} ${first}`;
  if (rest.includes('runserver') && (isPython || /^(manage\.py|django-admin)$/.test(program))) return 'runserver';
  return RELOADERS.test(program) && rest.some((arg) => /^--reload(=|$)/.test(arg)) ? `${program} --reload` : undefined;
}

const VALUE_OPTIONS = /^(-A|--app|-e|--env-file)$/;
const DEVELOPMENT_SERVERS = /^(flask run|fastapi dev|quart run)$/;
const RELOADERS = /^(uvicorn|gunicorn|hypercorn|granian|litestar)$/;
