import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Fix } from '../../../src/core/flow.ts';
import { applyEdits } from '../../../src/core/span.ts';
import { userFixOf } from '../../../src/sdk/docker/docker-user-fix.ts';
import { dockerFile } from '../../support/parsed-files.ts';

/** Where the superuser lives. */
const HOME = ['', 'root'].join('/');

function fixFor(text: string): Fix | undefined {
  const file = dockerFile(text);
  const stage = file.stages.at(-1);
  assert.ok(stage);
  return userFixOf(file, stage);
}

function fixed(text: string): string | undefined {
  const fix = fixFor(text);
  return fix && applyEdits(text, fix.edits);
}

const START = 'CMD ["gunicorn", "shop:app"]\n';

describe('the lines that take root away', () => {
  test('stand where root is not needed any more', () => {
    const add = 'RUN useradd --create-home --uid 10001 app && chown -R app /app\nUSER 10001\n';
    const table: readonly (readonly [string, string])[] = [
      [`FROM python:3\nWORKDIR /app\nCOPY . .\n${START}`, `FROM python:3\nWORKDIR /app\nCOPY . .\n${add}${START}`],
      [
        `FROM python:3\nWORKDIR /app\nENTRYPOINT ["python"]\nEXPOSE 8000\nCMD ["a.py"]\n`,
        `FROM python:3\nWORKDIR /app\n${add}ENTRYPOINT ["python"]\nEXPOSE 8000\nCMD ["a.py"]\n`,
      ],
      [`FROM python:3\nWORKDIR /app\n${START}COPY . .\n`, `FROM python:3\nWORKDIR /app\n${START}COPY . .\n${add}`],
      [
        `FROM python:3-alpine\nWORKDIR /app\n${START}`,
        `FROM python:3-alpine\nWORKDIR /app\nRUN adduser -D -u 10001 app && chown -R app /app\nUSER 10001\n${START}`,
      ],
      [
        `FROM python:3\nCOPY . /app\n${START}`,
        `FROM python:3\nCOPY . /app\nRUN useradd --create-home --uid 10001 app\nUSER 10001\n${START}`,
      ],
      [
        `FROM gcr.io/distroless/python3-debian12\nCOPY . /app\nCMD ["/app/a.py"]\n`,
        `FROM gcr.io/distroless/python3-debian12\nCOPY . /app\nUSER 65532\nCMD ["/app/a.py"]\n`,
      ],
      [`FROM fedora:42\nRUN useradd shop\n${START}`, `FROM fedora:42\nRUN useradd shop\nUSER shop\n${START}`],
      [
        `FROM python:3\r\nWORKDIR /app\r\nCMD ["python"]\r\n`,
        `FROM python:3\r\nWORKDIR /app\r\n${add.replaceAll('\n', '\r\n')}CMD ["python"]\r\n`,
      ],
    ];
    for (const [before, after] of table) assert.equal(fixed(before), after);
  });

  test('are not offered where they would be a guess', () => {
    const table: readonly string[] = [
      `FROM fedora:42\n${START}`,
      `FROM acme/base:2\n${START}`,
      `FROM python:3\nEXPOSE 80\n${START}`,
      `FROM python:3\nEXPOSE 443/tcp\n${START}`,
      `FROM python:3\nENV PORT=80\n${START}`,
      'FROM python:3\nCMD ["uvicorn", "shop:app", "--port", "80"]\n',
      'FROM python:3\nCMD gunicorn -b 0.0.0.0:80 shop:app\n',
      'FROM python:3\nARG P=80\nEXPOSE $P\nCMD ["python"]\n',
      `FROM python:3\nVOLUME /data\n${START}`,
      `FROM python:3\n${START}RUN <<EOF\nls\nEOF\n`,
    ];
    for (const text of table) assert.equal(fixFor(text), undefined, text);
  });

  test('are safe only where nothing shows a need for root', () => {
    const safe: readonly string[] = [
      `FROM python:3\nWORKDIR /app\nRUN apt-get update && apt-get install -y libpq5 && rm -rf /var/lib/apt/lists/*\nRUN pip install "flask~=3.0"\nCOPY . .\nEXPOSE 8000\n${START}`,
      'FROM python:3\nWORKDIR /app\nCOPY --from=build /opt/venv /opt/venv\nENTRYPOINT ["tini", "--", "python", "-m", "shop"]\n',
      'FROM python:3\nWORKDIR /app\nCOPY . .\nCMD exec uvicorn shop:app --host 0.0.0.0 --port 8000\n',
      `FROM debian:12\nWORKDIR /app\nRUN useradd -u 1200 shop && mkdir /data && chown shop /data\nCOPY --chown=1200 . .\n${START}`,
    ];
    const unsafe: readonly string[] = [
      `FROM python:3\nCOPY . /app\n${START}`,
      `FROM python:3\nWORKDIR /\n${START}`,
      `FROM python:3\nWORKDIR ${HOME}/app\n${START}`,
      `FROM python:3\nWORKDIR /app\nRUN pip install --user flask\n${START}`,
      `FROM python:3\nWORKDIR /app\nENV PATH=/root/.local/bin:$PATH\n${START}`,
      `FROM python:3\nWORKDIR /app\nRUN playwright install chromium\n${START}`,
      `FROM python:3\nWORKDIR /app\nRUN mkdir /data\n${START}`,
      `FROM python:3\nWORKDIR /app\nRUN uv sync\n${START}`,
      `FROM python:3\nWORKDIR /app\nCOPY --from=build /app/.venv /app/.venv\n${START}`,
      `FROM python:3\nWORKDIR /app\nCOPY --chmod=700 . .\n${START}`,
      'FROM python:3\nWORKDIR /app\nCMD ["poetry", "run", "gunicorn", "shop:app"]\n',
      'FROM python:3\nWORKDIR /app\nCMD ["./start.sh"]\n',
      'FROM python:3\nWORKDIR /app\nCMD python migrate.py && gunicorn shop:app\n',
      'FROM gcr.io/distroless/python3-debian12\nWORKDIR /app\nCMD ["python3", "a.py"]\n',
      `FROM debian:12\nWORKDIR /app\nRUN useradd shop\nCOPY . .\n${START}`,
    ];
    for (const text of safe) assert.equal(fixFor(text)?.safe, true, text);
    for (const text of unsafe) assert.equal(fixFor(text)?.safe, false, text);
  });
});
