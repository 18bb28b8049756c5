import {
  at,
  baseImageOf,
  buildsOf,
  definePullCheck,
  dockerfile,
  DOCKERFILES,
  freshItems,
  isComposeFile,
  isMadeForRoot,
  matchesImage,
  rootDraftOf,
  runtimeUserOf,
  shippedStages,
  yaml,
} from '../../src/sdk/check.ts';
import type { ComposeBuild, DockerFile, Draft, Plain, PullFile } from '../../src/sdk/check.ts';

/** An image that a Dockerfile makes and that runs as root. */
interface RootImage {
  readonly key: string;
  /** Empty for a stage without a name. */
  readonly stage: string;
  readonly isLast: boolean;
  readonly draft: Draft;
}

interface Fact {
  readonly images?: readonly RootImage[];
  readonly builds?: readonly ComposeBuild[];
}

const COMPOSE = ['compose*.yml', 'compose*.yaml', 'docker-compose*.yml', 'docker-compose*.yaml'];

export default definePullCheck({
  title: 'Image runs as root',
  on: 'pull',
  bullet: 'Pattern',
  severity: 'error',
  preset: 'recommended',
  why: `A container shares the kernel of its host. Whoever breaks into a program that runs as root is root in the container, may change
    all of its files, and needs only one more hole to be root on the host. An image runs as root unless something says otherwise; a
    numeric \`USER\` lets Kubernetes hold it to that (\`runAsNonRoot\`).`,
  whenNotTo:
    'The program needs root to do its work (a backup agent, a package builder), or the platform always sets the user.',
  fixes: true,
  files: ['Dockerfile', ...DOCKERFILES, ...COMPOSE],
  needs: COMPOSE,
  options: {
    unprivileged_images: {
      type: 'strings',
      default: [],
      about: 'Base images that set an unprivileged user themselves, without tag; `*` stands for any text.',
    },
  },
  examples: [
    {
      title: 'Switch to a user of its own before the program starts',
      bad: dockerfile`
        FROM python:3.13-slim
        WORKDIR /app
        COPY requirements.txt .
        RUN pip install --no-cache-dir -r requirements.txt
        COPY src/ src/
        EXPOSE 8000
        CMD ["gunicorn", "--bind=0.0.0.0:8000", "src.shop:app"]  # <-
      `,
      good: dockerfile`
        FROM python:3.13-slim
        WORKDIR /app
        COPY requirements.txt .
        RUN pip install --no-cache-dir -r requirements.txt
        COPY src/ src/
        RUN useradd --create-home --uid 10001 app
        USER 10001
        EXPOSE 8000
        CMD ["gunicorn", "--bind=0.0.0.0:8000", "src.shop:app"]
      `,
    },
    {
      title: 'Alpine adds users in its own way',
      bad: dockerfile`
        FROM python:3.13-alpine
        WORKDIR /srv/clinic
        COPY . .
        ENTRYPOINT ["python", "-m", "clinic"]  # <-
      `,
      good: dockerfile`
        FROM python:3.13-alpine
        WORKDIR /srv/clinic
        COPY . .
        RUN adduser -D -u 10001 app
        USER 10001
        ENTRYPOINT ["python", "-m", "clinic"]
      `,
    },
    {
      title: 'Use the user that was made for it',
      bad: dockerfile`
        FROM debian:bookworm-slim AS base
        RUN apt-get update && apt-get install -y --no-install-recommends python3
        RUN groupadd -g 1200 library && useradd -m -u 1200 -g library library

        FROM base
        WORKDIR /app
        COPY --chown=library:library . .
        CMD ["python3", "-m", "library"]  # <-
      `,
      good: dockerfile`
        FROM debian:bookworm-slim AS base
        RUN apt-get update && apt-get install -y --no-install-recommends python3
        RUN groupadd -g 1200 library && useradd -m -u 1200 -g library library

        FROM base
        WORKDIR /app
        COPY --chown=library:library . .
        USER 1200
        CMD ["python3", "-m", "library"]
      `,
    },
    {
      title: 'Switch back after installing as root',
      bad: dockerfile`
        ARG OWNER=root
        FROM quay.io/jupyter/base-notebook:2026-01-05
        USER \${OWNER}
        RUN apt-get update && apt-get install -y graphviz
        USER 0:0  # <-
        CMD ["start-notebook.py"]
      `,
      good: dockerfile`
        FROM quay.io/jupyter/base-notebook:2026-01-05
        USER root
        RUN apt-get update && apt-get install -y graphviz
        USER $NB_UID
        CMD ["start-notebook.py"]
      `,
    },
    {
      title: 'Every image that a file can build counts',
      bad: dockerfile`
        FROM python:3.13-slim AS base
        COPY --from=ghcr.io/astral-sh/uv:0.9.5 /uv /bin/
        RUN uv pip install --system shop

        FROM base AS worker
        CMD ["celery", "-A", "shop", "worker"]  # <-

        FROM base AS web
        USER 10001
        CMD ["uvicorn", "shop:app", "--port", "8000"]
      `,
      good: dockerfile`
        FROM python:3.13-slim AS base
        COPY --from=ghcr.io/astral-sh/uv:0.9.5 /uv /bin/
        RUN uv pip install --system shop
        USER 10001

        FROM base AS worker
        CMD ["celery", "-A", "shop", "worker"]

        FROM base AS web
        CMD ["uvicorn", "shop:app", "--port", "8000"]
      `,
    },
    {
      title: 'Say it in the compose file where the image stays open',
      bad: {
        Dockerfile: 'FROM python:3.13-slim\nCMD ["python", "-m", "shop"]  # <-\n',
        'compose.yaml': yaml`
          services:
            api:
              build: .
              user: "10001"
            worker:
              build: .
        `,
      },
      good: {
        Dockerfile: 'FROM python:3.13-slim\nCMD ["python", "-m", "shop"]\n',
        'compose.yaml': yaml`
          services:
            api:
              build: .
              user: "10001"
            worker:
              build: .
              user: "10001"
        `,
      },
    },
    {
      title: 'A web server can start without root too',
      bad: dockerfile`
        FROM nginx:1.29-alpine  # <-
        COPY dist/ /usr/share/nginx/html/
      `,
      good: dockerfile`
        FROM nginxinc/nginx-unprivileged:1.29-alpine
        COPY dist/ /usr/share/nginx/html/
      `,
    },
  ],
  quiet: [
    // Another stage, a build argument or a base image sets the user.
    dockerfile`
      FROM python:3.13-slim AS runtime
      RUN useradd --uid 10001 app
      USER app

      FROM runtime AS api
      COPY . /app
      CMD ["python", "-m", "shop"]
    `,
    dockerfile`
      FROM python:3.13-slim
      ARG APP_UID=10001
      ENV RUN_AS=\${APP_UID}:0
      USER \${RUN_AS}
      CMD ["python", "-m", "shop"]
    `,
    dockerfile`
      FROM python:3.13-slim
      ARG APP_UID
      USER $APP_UID
      CMD ["python", "-m", "shop"]
    `,
    dockerfile`
      FROM gcr.io/distroless/python3-debian12:nonroot
      COPY --from=python:3.13-slim /usr/local/lib /lib
      CMD ["/app/main.py"]
    `,
    dockerfile`
      FROM apache/airflow:3.1.0
      COPY dags/ /opt/airflow/dags/
    `,
    dockerfile`
      ARG BASE
      FROM \${BASE}
      COPY . /app
      CMD ["python", "-m", "shop"]
    `,
    dockerfile`
      FROM registry.shop.internal:5000/python/base:3.13
      COPY . /app
      CMD ["python", "-m", "shop"]
    `,
    // Builders use root; what counts is the image that ships.
    dockerfile`
      FROM python:3.13 AS builder
      USER root
      RUN pip wheel --wheel-dir /wheels shop

      FROM python:3.13-slim AS dev
      CMD ["python", "-m", "shop", "--reload"]

      FROM cgr.dev/chainguard/python:latest
      COPY --from=builder /wheels /wheels
      ENTRYPOINT ["python", "-m", "shop"]
    `,
    // Root at first, on purpose: the entrypoint or the platform gives it up.
    dockerfile`
      FROM python:3.13-slim
      RUN apt-get update && apt-get install -y gosu
      COPY docker-entrypoint.sh /
      ENTRYPOINT ["/docker-entrypoint.sh"]
      CMD ["python", "-m", "shop"]
    `,
    dockerfile`
      FROM python:3.13-alpine
      COPY --chmod=755 <<'EOF' /start
      #!/bin/sh
      chown -R app /data
      exec su-exec app "$@"
      EOF
      ENTRYPOINT ["/start"]
      CMD ["python", "-m", "shop"]
    `,
    dockerfile`
      FROM python:3.13-slim
      CMD ["setpriv", "--reuid=10001", "--clear-groups", "python", "-m", "shop"]
    `,
    dockerfile`
      FROM postgres:17
      COPY init.sql /docker-entrypoint-initdb.d/
    `,
    dockerfile`
      FROM public.ecr.aws/lambda/python:3.13
      COPY handler.py .
      CMD ["handler.main"]
    `,
    dockerfile`
      FROM python:3.13-slim
      RUN pip install awslambdaric
      ENTRYPOINT ["python", "-m", "awslambdaric"]
      CMD ["handler.main"]
    `,
    // Files that are copied out of, and actions, which GitHub runs as root.
    dockerfile`
      FROM scratch
      COPY --from=ghcr.io/acme/shop:2 /dist /
    `,
    at(
      '.github/actions/label/Dockerfile',
      dockerfile`
        FROM python:3.13-slim
        COPY label.py /
        ENTRYPOINT ["python", "/label.py"]
      `,
    ),
    at('tests/peer/Dockerfile', 'FROM python:3.13-slim\nCMD ["python", "-m", "peer"]\n'),
    at('docs/recordings/Dockerfile', 'FROM python:3.13-slim\nENTRYPOINT ["./record.py"]\n'),
    dockerfile`
      FROM mcr.microsoft.com/windows/servercore:ltsc2022
      CMD ["python", "-m", "shop"]
    `,
    // Everything that runs it says who it runs as.
    {
      'docker/api.Dockerfile': dockerfile`
        FROM python:3.13-slim AS worker
        CMD ["celery", "-A", "shop", "worker"]

        FROM python:3.13-slim AS api
        CMD ["python", "-m", "shop"]
      `,
      'compose.yaml': yaml`
        services:
          api:
            build:
              context: .
              dockerfile: docker/api.Dockerfile
            user: "10001:10001"
          worker:
            build: {context: ./docker, dockerfile: api.Dockerfile, target: worker}
            user: \${APP_USER:-10001}
      `,
    },
    at('.devcontainer/Dockerfile', 'FROM python:3.13\nRUN pip install ruff\n'),
  ],
  collect: {
    dockerfile: (file): Plain<Fact> => ({ images: [...rootImagesOf(file, file.options.unprivileged_images)] }),
    yaml: (file): Plain<Fact> | undefined => (isComposeFile(file.path) ? { builds: [...buildsOf(file)] } : undefined),
  },
  *run({ files }) {
    const builds = files.flatMap(({ fact }) => fact?.builds ?? []);
    for (const file of files) {
      if (file.classes.has('test') || file.classes.has('docs')) continue;
      for (const { draft, key, stage, isLast } of freshImages(file)) {
        const runs = builds.filter(
          ({ dockerfile: path, target }) => path === file.path && (target === '' ? isLast : target === stage),
        );
        // Whoever starts it says as whom.
        if (runs.length > 0 && runs.every(({ user }) => user === 'other')) continue;
        yield { path: file.path, key, ...draft };
      }
    }
  },
});

function freshImages({ status, fact, factBefore }: PullFile<Plain<Fact>>): readonly Plain<RootImage>[] {
  return freshItems({ status, fact: fact?.images ?? [], factBefore: factBefore?.images ?? [] });
}

function* rootImagesOf(file: DockerFile, unprivileged: readonly string[]): Generator<Plain<RootImage>> {
  if (isMadeForRoot(file)) return;
  for (const stage of shippedStages(file)) {
    const base = baseImageOf(file, stage);
    const user = runtimeUserOf(file, stage);
    if (!user.by && base !== undefined && matchesImage(base, unprivileged)) continue;
    const draft = rootDraftOf(file, stage, user);
    const isLast = stage.index === file.stages.length - 1;
    if (draft) yield { key: draft.key ?? '', stage: stage.name ?? '', isLast, draft };
  }
}
