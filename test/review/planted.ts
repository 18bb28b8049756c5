import type { Files } from '../../src/core/check-info.ts';
import { py, text, toml, yaml, dockerfile } from '../../src/sdk/sample.ts';

/** Drawn by lot and parted, so that scanners of this file find nothing; they open nothing. */
const TOKEN = ['gh', 'p_', 'uR8wPz4KmQ1xVt6YbN3sLd9HcJf5GeAo7TqX'].join('');
const PASSWORD = ['wr8Np', 'yTb3Jd6'].join('');
const KEY = ['Tx5tRw2KmZc8BvNq4eYu7PdS1gHj0LoVw9a', 'JhGf7DsYu3Lo9WeTi6ArXnMkQb'].join('');
const DATABASE = ['postgresql', `://shop:${PASSWORD}@db.shop.internal/orders`].join('');
const BEGIN = `-----BEGIN ${['PRIVATE', 'KEY'].join(' ')}-----`;

/** No output may have one of these, or any twelve characters in a row of it. */
export const PLANTED: readonly string[] = [TOKEN, PASSWORD, KEY];

/** Credentials in every kind of file, each on a line of which other checks have something to say as well. */
export const FILES: Files = {
  'src/shop/client.py': py`
    import hashlib, os, pickle, random, subprocess, sys
    import jwt
    import requests
    import yaml

    def fetch(url, seen=["${TOKEN}"]):
        return requests.get(url, headers={"Authorization": "Bearer ${TOKEN}"}, verify=False)

    def find(cursor, name):
        cursor.execute(f"SELECT * FROM orders WHERE owner = '{sign('${TOKEN}', name)}'")
        cursor.execute("SELECT * FROM orders WHERE token = '" + other("${TOKEN}") + "'")

    def call(url):
        subprocess.run(f"curl -u {auth('${TOKEN}')} {url}", shell=True)
        os.system("curl -H 'Authorization: ${TOKEN}' %s" % url)

    def read(text):
        eval("login('${TOKEN}')" + text)
        token = jwt.decode("${TOKEN}", "${TOKEN}", verify=False)
        assert token == ("${TOKEN}", "must not be shown")
        password = hashlib.md5("${TOKEN}".encode()).hexdigest()
        return yaml.load("${TOKEN}"), pickle.loads(b"${TOKEN}")

    DEBUG = bool(os.getenv("DEBUG", "${TOKEN}"))
    SECRET_KEY = os.getenv("SECRET_KEY", "${TOKEN}")
    ENGINE = connect("${DATABASE}", echo=True); unused = "${DATABASE}"
    x = lambda: "${TOKEN}"
    if x is "${TOKEN}": print("${TOKEN}")
    # cv: ignore[${TOKEN}] -- ${TOKEN}
    # cv: ignore[ch16/secret-committed] -- ${TOKEN}
    y = "${TOKEN}"
    try: pass
    except: log("${TOKEN}")
  `,
  'src/shop/broken.py': `def f(:\n    return "${TOKEN}" "${DATABASE}\n`,
  'src/shop/broken_too.py': `x = "${TOKEN}\n`,
  '.env': `API_TOKEN=${TOKEN}\nDATABASE_URL=${DATABASE}\n`,
  'deploy/prod.env': `export PASSWORD="${PASSWORD}"\n`,
  Dockerfile: dockerfile`
    FROM python:3.9
    ENV API_TOKEN=${TOKEN} DATABASE_URL=${DATABASE}
    ARG DB_PASSWORD=${PASSWORD}
    COPY ${TOKEN}.py .
    RUN pip install --index-url https://shop:${PASSWORD}@pypi.shop.internal/simple flask && pip install poetry
    RUN git clone https://${TOKEN}@github.com/acme/shop && poetry install --no-dev
    CMD python -m shop --token ${TOKEN}
  `,
  'requirements.txt': text`
    flask==3.0.3
    --index-url https://shop:${PASSWORD}@pypi.shop.internal/simple
    git+https://${TOKEN}@github.com/acme/ledger.git@main#egg=ledger
    git+https://shop:${PASSWORD}@git.shop.internal/audit.git@main#egg=audit
    redis
  `,
  'pyproject.toml': toml`
    [project]
    name = "shop"
    version = "1.0"
    requires-python = ">=3.12"
    dependencies = [
      "ledger @ git+https://${TOKEN}@github.com/acme/ledger.git@main",
      "audit @ git+https://shop:${PASSWORD}@git.shop.internal/audit.git@main",
    ]
    [project.scripts]
    shop = "${TOKEN}:main"
    [tool.uv.sources]
    tax = { git = "https://shop:${PASSWORD}@git.shop.internal/tax.git", branch = "main" }
  `,
  'tools/pyproject.toml': `[project]\nname = "x"\ntoken = ${TOKEN}\n`,
  'config/broken.yaml': `a: [1\ntoken: "${TOKEN}\n`,
  'config/shop.yaml': `token: ${TOKEN}\nurl: ${DATABASE}\n`,
  '.github/workflows/ci.yml': yaml`
    on: pull_request_target
    permissions: write-all
    jobs:
      test:
        runs-on: ubuntu-latest
        env:
          TOKEN: ${TOKEN}
        steps:
          - uses: acme/deploy@${TOKEN}
          - uses: actions/checkout@v4
            with: { ref: '\${{ github.event.pull_request.head.sha }}', token: ${TOKEN} }
          - run: curl -H "Authorization: ${TOKEN}" \${{ github.event.pull_request.title }}
          - uses: actions/setup-python@v5
            with: { python-version: 3.10, token: ${TOKEN} }
  `,
  'compose.yaml': `services:\n  web:\n    build: .\n    environment: { TOKEN: ${TOKEN}, URL: "${DATABASE}" }\n`,
  'README.md': `See [the API](docs/${TOKEN}.md) and [that](https://shop:${PASSWORD}@shop.internal/${TOKEN}).\n`,
  'deploy/server.key': `${BEGIN}\n${KEY}\n-----END ${['PRIVATE', 'KEY'].join(' ')}-----\n`,
  'src/shop/keys.py': `KEY = """${BEGIN}\n${KEY}\n"""; import os, sys\nK2 = "${BEGIN}\\n${KEY}\\n"; lam = lambda: K2\n`,
  'tests/test_client.py': `def test_it():\n    assert ("${TOKEN}", "always true")\n`,
  'src/shop/settings.py': py`
    from pydantic_settings import BaseSettings

    class Settings(BaseSettings):
        password: str = "${PASSWORD}"
        token: str = "${TOKEN}"
        database_url = "${DATABASE}"
  `,
};
