import {
  artefactsOf,
  change,
  contextSourcesOf,
  definePullCheck,
  dockerfile,
  DOCKERFILES,
  dockerIgnores,
  freshItems,
  likelyContextsOf,
  lostStagesOf,
  missingSourcesOf,
  onlyContextOf,
  pathInRepository,
  repositoryTree,
  shortPath,
  takenAwayBy,
  yaml,
} from '../../src/sdk/check.ts';
import type {
  ContextQuestion,
  ContextSource,
  LostStage,
  Plain,
  PullChange,
  PullDraft,
  PullFile,
} from '../../src/sdk/check.ts';

interface Fact {
  readonly sources: readonly ContextSource[];
  readonly lost: readonly LostStage[];
}

type Collected = Plain<Fact>;

const SHOP = { 'pyproject.toml': '', 'poetry.lock': '', 'src/shop/__init__.py': '', 'README.md': '' };

const DOCKERFILE = dockerfile`
  FROM python:3.13-slim
  WORKDIR /app
  COPY pyproject.toml poetry.lock ./
  COPY src/ src/
`;

export default definePullCheck<Collected>({
  title: '`COPY` of something that is not there',
  on: 'pull',
  bullet: 'Pattern',
  severity: 'error',
  preset: 'recommended',
  why: `The build stops at this line, but only when somebody builds the image, which is often after the merge. A file that is renamed
    or deleted takes every Dockerfile with it that still names it.`,
  whenNotTo: 'Something outside of the repository writes the file before the build.',
  files: DOCKERFILES,
  needs: [
    ...DOCKERFILES,
    '.dockerignore',
    '.gitignore',
    '.gitmodules',
    'compose*.{yml,yaml}',
    'docker-compose*.{yml,yaml}',
  ],
  examples: [
    {
      title: 'A name that is spelt differently',
      bad: {
        ...SHOP,
        Dockerfile: dockerfile`
          FROM python:3.13-slim
          COPY pyproject.toml poetry.lock ./
          COPY src/shp /app/shop  # <-
        `,
      },
      good: {
        ...SHOP,
        Dockerfile: dockerfile`
          FROM python:3.13-slim
          COPY pyproject.toml poetry.lock ./
          COPY src/shop /app/shop
        `,
      },
    },
    {
      title: 'A file that moves away from under the Dockerfile',
      bad: change(
        { ...SHOP, Dockerfile: DOCKERFILE },
        {
          'pyproject.toml': '',
          'uv.lock': '',
          'src/shop/__init__.py': '',
          'README.md': '',
          Dockerfile: DOCKERFILE.replace('./\n', './  # <-\n'),
        },
      ),
      good: change(
        { ...SHOP, Dockerfile: DOCKERFILE },
        {
          'pyproject.toml': '',
          'uv.lock': '',
          'src/shop/__init__.py': '',
          'README.md': '',
          Dockerfile: DOCKERFILE.replace('poetry.lock', 'uv.lock'),
        },
      ),
    },
    {
      title: 'A stage that has another name',
      bad: {
        'shop/app.py': '',
        Dockerfile: dockerfile`
          FROM python:3.13 AS builder
          COPY shop/ /app/
          FROM python:3.13-slim
          COPY --from=buidler /app /app  # <-
        `,
      },
      good: {
        'shop/app.py': '',
        Dockerfile: dockerfile`
          FROM python:3.13 AS builder
          COPY shop/ /app/
          FROM python:3.13-slim
          COPY --from=builder /app /app
        `,
      },
    },
    {
      title: 'A file that the build never sees',
      bad: {
        ...SHOP,
        '.dockerignore': '**/*.md\n.git\n',
        Dockerfile: dockerfile`
          FROM python:3.13-slim
          COPY pyproject.toml README.md ./  # <-
        `,
      },
      good: {
        ...SHOP,
        '.dockerignore': '**/*.md\n!README.md\n.git\n',
        Dockerfile: dockerfile`
          FROM python:3.13-slim
          COPY pyproject.toml README.md ./
        `,
      },
    },
  ],
  quiet: [
    // Patterns, variables, heredocs, addresses, other stages, images, folders, the whole context.
    {
      ...SHOP,
      Dockerfile: dockerfile`
        FROM python:3.13-slim AS base
        ARG CONFIG=prod
        COPY pyproject.toml poetry.lock requirements*.txt ./
        COPY config/\${CONFIG}.toml /etc/shop.toml
        COPY ["src", "/app/src"]
        COPY <<EOF /app/start
        exec python -m shop
        EOF
        ADD https://shop.example/logo.svg /app/
        COPY --from=ghcr.io/astral-sh/uv:0.9.5 /uv /bin/
        COPY --chown=10001:10001 ./src/. /app/
        COPY . .
        FROM base
        COPY --from=base /nowhere /app
        COPY --from=0 /nowhere /app
        COPY --from=assets /logo.svg /app
      `,
    },
    // The context is another folder: named by a compose file, by nothing, or the Dockerfile's own.
    {
      'deploy/api/Dockerfile': 'FROM python:3.13-slim\nCOPY manage.py shop/ /app/\n',
      'deploy/compose.yaml': yaml`
        services:
          api:
            build:
              context: ../backend
              dockerfile: ../deploy/api/Dockerfile
      `,
      'backend/manage.py': '',
      'backend/shop/urls.py': '',
    },
    {
      'docker/api.Dockerfile': 'FROM python:3.13-slim\nCOPY manage.py shop/ /app/\n',
      'backend/manage.py': '',
      'backend/shop/urls.py': '',
    },
    {
      'api/Dockerfile': 'FROM python:3.13-slim\nCOPY main.py README.md /app/\n',
      'api/main.py': '',
      'api/README.md': '',
    },
    // Written before the build: by another job, by a person, by git.
    {
      ...SHOP,
      '.gitignore': '*.generated.json\n/settings/local/\n',
      '.gitmodules': '[submodule "themes"]\n\tpath = themes\n\turl = https://git.shop.example/themes\n',
      Dockerfile: dockerfile`
        FROM python:3.13-slim
        COPY pyproject.toml poetry.lock ./
        COPY dist/shop-1.0-py3-none-any.whl requirements.txt /tmp/
        COPY .env routes.generated.json settings/local /app/
        COPY themes/dark /app/themes
      `,
    },
    // Broken before, and not made worse.
    change(
      { 'app.py': '', Dockerfile: 'FROM python:3.13-slim\nCOPY app.py settings.ini /\n' },
      { 'app.py': '', Dockerfile: 'FROM python:3.14-slim\nCOPY app.py settings.ini /\n' },
    ),
    {
      'src/app.py': '',
      '.dockerignore': '*\n!src\n',
      Dockerfile: 'FROM python:3.13-slim\nCOPY src/app.py src /app/\n',
    },
  ],
  collect: {
    dockerfile: (file) => ({ sources: contextSourcesOf(file), lost: lostStagesOf(file) }),
  },
  *run(whole) {
    const dockerfiles = whole.files.filter(({ path, fact, classes }) => {
      return fact && !path.includes('{{') && !classes.has('fixture') && !classes.has('vendored');
    });
    if (dockerfiles.length === 0) return;
    const tree = repositoryTree(whole.tree);
    for (const file of dockerfiles) {
      const { sources = [], lost = [] } = file.fact ?? {};
      const question = { sources, contexts: likelyContextsOf(file.path, whole.files), tree };
      const fresh = new Set(
        freshItems({ status: file.status, fact: sources, factBefore: file.factBefore?.sources ?? [] }),
      );
      yield* findLost(file, lost);
      yield* findMissing({ file, question, fresh, whole });
      yield* findIgnored({ file, question, fresh, whole });
    }
  },
});

function* findLost({ path, status, factBefore }: PullFile<Collected>, lost: Collected['lost']): Iterable<PullDraft> {
  for (const { name, meant, key, at } of freshItems({ status, fact: lost, factBefore: factBefore?.lost ?? [] })) {
    const hint = meant === null ? 'name an earlier one.' : `did you mean \`${shortPath(meant)}\`?`;
    yield { path, at, key, message: `No stage before this one is called \`${shortPath(name)}\`; ${hint}` };
  }
}

interface Search {
  readonly file: PullFile<Collected>;
  readonly question: ContextQuestion;
  /** Sources that the change brings in. */
  readonly fresh: ReadonlySet<ContextSource>;
  readonly whole: PullChange<Collected>;
}

function* findMissing({ file, question, fresh, whole }: Search): Iterable<PullDraft> {
  const { contexts, sources } = question;
  const isArtefact = artefactsOf(whole.files, whole.tree);
  const isTakenAway = takenAwayBy(whole.files);
  for (const { source, meant, isAlone } of missingSourcesOf(question)) {
    const { path, key, at } = source;
    const isGone = isTakenAway(path, contexts);
    if (!(fresh.has(source) || isGone) || contexts.some((folder) => isArtefact(pathInRepository(folder, path))))
      continue;
    if (isAlone && !isGone && (meant === undefined || sources.length > 1)) continue;
    const hint = meant === undefined ? 'the build stops here.' : `did you mean \`${shortPath(meant)}\`?`;
    yield { path: file.path, at, key, message: `\`${shortPath(path)}\` is not in the repository; ${hint}` };
  }
}

/** What is there, but left out of the context by `.dockerignore`. */
function* findIgnored({ file, question, fresh, whole }: Search): Iterable<PullDraft> {
  const context = onlyContextOf(question);
  const names = [`${file.path}.dockerignore`, pathInRepository(context ?? '', '.dockerignore')];
  const [ignores] = names.flatMap((name) => whole.files.find(({ path }) => path === name) ?? []);
  if (context === undefined || ignores?.text === undefined) return;
  const isIgnored = dockerIgnores(ignores.text);
  const wasIgnored = dockerIgnores(ignores.before ?? (ignores.status === 'context' ? ignores.text : ''));
  for (const source of question.sources) {
    const { path, key, at } = source;
    if (!isIgnored(path) || !(fresh.has(source) || !wasIgnored(path))) continue;
    const message = `\`.dockerignore\` leaves \`${shortPath(path)}\` out, so the build stops here; let it in with \`!\`.`;
    yield { path: file.path, at, key: `ignored ${key}`, message };
  }
}
