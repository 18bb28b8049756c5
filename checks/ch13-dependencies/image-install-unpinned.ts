import { at, defineCheck, dockerfile, openInstallsOf, shortName } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Image that installs whatever version is newest',
  on: 'dockerfile',
  bullet: 'Pinning',
  severity: 'notice',
  preset: 'recommended',
  why: `What \`pip install\` names without a version is decided on the day of the build: the image that was tested and the one that is built
    again after a small change hold different code, and nothing in the repository says so.`,
  whenNotTo: 'The image is built to try the newest versions.',
  examples: [
    {
      title: 'What is installed by name has a version too',
      bad: dockerfile`
        FROM python:3.13-slim
        COPY requirements.txt .
        RUN pip install -r requirements.txt && pip install "gunicorn[gevent]" "psycopg>=3"  # <-
        CMD ["gunicorn", "shop:app"]
      `,
      good: dockerfile`
        FROM python:3.13-slim
        COPY requirements.txt .
        RUN pip install -r requirements.txt && pip install "gunicorn[gevent]==23.0.0" "psycopg>=3.2,<3.3"
        CMD ["gunicorn", "shop:app"]
      `,
    },
    {
      title: 'In the stage that builds the environment as well',
      bad: dockerfile`
        FROM python:3.13-slim AS build
        RUN python -m venv /venv && /venv/bin/python -m pip install --no-cache-dir flask  # <-

        FROM python:3.13-slim
        COPY --from=build /venv /venv
        USER 10001
        CMD ["/venv/bin/flask", "--app", "shop", "run"]
      `,
      good: dockerfile`
        FROM python:3.13-slim AS build
        COPY requirements.txt .
        RUN python -m venv /venv && /venv/bin/python -m pip install --no-cache-dir -r requirements.txt

        FROM python:3.13-slim
        COPY --from=build /venv /venv
        USER 10001
        CMD ["/venv/bin/flask", "--app", "shop", "run"]
      `,
    },
  ],
  quiet: [
    // What installs the rest, and what a closed range, a constraint, an argument or an address decides on.
    dockerfile`
      FROM python:3.13-slim
      ARG GUNICORN_VERSION
      RUN pip install --upgrade pip setuptools && python -m pip install --index-url https://pypi.shop.example/simple uv
      RUN pip install -c constraints.txt flask && pip install "gunicorn==$GUNICORN_VERSION" redis$EXTRAS
      RUN pip install . ./libs/money -e libs/tax https://files.example/audit-1.0.tar.gz /wheels/*.whl
      RUN pip install "celery~=5.4" "django>=5.2,<6" && pip uninstall -y wheel
      RUN pip install --no-index --find-links=/wheels flask
      CMD ["gunicorn", "shop:app"]
    `,
    dockerfile`
      FROM python:3.13-slim
      ENV PIP_CONSTRAINT=/tmp/constraints.txt
      RUN pip install celery
    `,
    // Images for development and tests, and documentation.
    dockerfile`
      FROM python:3.13-slim AS test
      RUN pip install pytest

      FROM python:3.13-slim
      COPY . /app
    `,
    at('docker/Dockerfile.dev', 'FROM python:3.13-slim\nRUN pip install ipython\n'),
    at('docs/Dockerfile', 'FROM python:3.13-slim\nRUN pip install sphinx\n'),
    // The project itself, by its own name.
    { Dockerfile: 'FROM python:3.13-slim\nRUN pip install shop-api\n', 'src/shop_api/__init__.py': '' },
  ],
  excludes: ['docs', 'test', 'script'],
  *run(file) {
    for (const { at: place, names } of openInstallsOf(file)) {
      const open = names.filter((name) => !file.project.firstParty.includes(name.replaceAll('-', '_')));
      const [first] = open;
      if (first === undefined) continue;
      const all = `\`${shortName(first)}\`${open.length > 1 ? ` and ${open.length - 1} more` : ''}`;
      const message = `Each build may install another version of ${all}: give exact versions with \`==\`.`;
      yield { at: place, message, key: open.join(' ') };
    }
  },
});
