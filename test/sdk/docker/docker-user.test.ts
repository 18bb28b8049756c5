import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rootSeverityOf } from '../../../src/sdk/docker/docker-root.ts';
import { runtimeUserOf, userCreatedBy } from '../../../src/sdk/docker/docker-user.ts';
import { dockerFile } from '../../support/parsed-files.ts';

function whoRuns(text: string): string {
  const file = dockerFile(text);
  const stage = file.stages.at(-1);
  assert.ok(stage);
  return runtimeUserOf(file, stage).who;
}

describe('the user of an image', () => {
  test('follows USER through stages, arguments and variables', () => {
    const table: readonly (readonly [string, string])[] = [
      ['FROM python:3\n', 'root'],
      ['FROM python:3\nUSER app\n', 'non-root'],
      ['FROM python:3\nUSER 1000:0\n', 'non-root'],
      ['FROM python:3\nUSER 0\n', 'root'],
      ['FROM python:3\nUSER 0:1000\n', 'root'],
      ['FROM python:3\nUSER "root"\n', 'root'],
      ['FROM python:3\nUSER rooty\n', 'non-root'],
      ['FROM python:3\nUSER app\nUSER root\n', 'root'],
      ['FROM python:3\nUSER root\nRUN ls\nUSER app\n', 'non-root'],
      ['FROM python:3 AS a\nUSER app\nFROM a\nRUN ls\n', 'non-root'],
      ['FROM python:3 AS a\nUSER app\nFROM a\nUSER root\n', 'root'],
      ['FROM python:3 AS a\nUSER app\nFROM python:3\nCOPY --from=a /x /x\n', 'root'],
      ['FROM python:3\nARG U=0\nUSER $U\n', 'root'],
      ['FROM python:3\nARG U=app\nENV V=${U}\nUSER ${V}\n', 'non-root'],
      ['FROM python:3\nARG U\nUSER $U\n', 'non-root'],
      ['FROM python:3\nUSER ${U:-root}\n', 'root'],
      ['FROM bitnami/python:3\nUSER root\n', 'root'],
    ];
    for (const [text, who] of table) assert.equal(whoRuns(text), who, text);
  });

  test('is the base image’s where nothing sets it, as far as that is known', () => {
    const table: readonly (readonly [string, string])[] = [
      ['FROM bitnami/python:3\n', 'non-root'],
      ['FROM postgres:17\n', 'steps-down'],
      ['FROM postgres:17\nENTRYPOINT ["python3"]\n', 'root'],
      ['FROM public.ecr.aws/lambda/python:3.13\nENTRYPOINT ["/start"]\n', 'platform'],
      ['FROM acme/base:2\n', 'unknown'],
      ['FROM ghcr.io/acme/base:2\n', 'unknown'],
      ['FROM registry.acme.internal/base:2\n', 'non-root'],
      ['FROM localhost:5000/base:2\n', 'non-root'],
      ['FROM base\n', 'non-root'],
      ['ARG BASE\nFROM ${BASE}\n', 'non-root'],
      ['FROM python:3.13-windowsservercore-ltsc2022\n', 'non-root'],
    ];
    for (const [text, who] of table) assert.equal(whoRuns(text), who, text);
  });

  test('is given up by an entrypoint that the file shows to change it', () => {
    const table: readonly (readonly [string, string])[] = [
      ['FROM python:3\nRUN apt-get install -y gosu\nENTRYPOINT ["/start.sh"]\n', 'steps-down'],
      ['FROM python:3\nCOPY --from=tianon/gosu /gosu /usr/bin/\nENTRYPOINT ["/start.sh"]\n', 'steps-down'],
      ['FROM python:3\nENTRYPOINT ["su-exec", "app", "python"]\n', 'steps-down'],
      ['FROM python:3\nCMD su app -c "python -m shop"\n', 'steps-down'],
      ['FROM python:3\nCMD ["runuser", "-u", "app", "--", "python"]\n', 'steps-down'],
      ['FROM python:3\nRUN pip install awslambdaric\nENTRYPOINT ["python", "-m", "awslambdaric"]\n', 'platform'],
      ['FROM python:3\nRUN pip install gosuite\nENTRYPOINT ["/start.sh"]\n', 'root'],
      ['FROM python:3\nENTRYPOINT ["/start.sh"]\n', 'root'],
    ];
    for (const [text, who] of table) assert.equal(whoRuns(text), who, text);
  });

  test('that a RUN creates is found by its name and number', () => {
    const table: readonly (readonly [string, object | undefined])[] = [
      ['useradd app', { name: 'app' }],
      ['useradd -m -u 1200 -g shop app', { name: 'app', uid: '1200' }],
      ['useradd --uid=1200 --create-home app', { name: 'app', uid: '1200' }],
      ['useradd -rm -d /home/app -s /bin/bash -G sudo -u 1001 app', { name: 'app', uid: '1001' }],
      ['groupadd x && useradd -ms /bin/bash app && chown app /a', { name: 'app' }],
      ['adduser --disabled-password --gecos "" --uid 5678 app', { name: 'app', uid: '5678' }],
      ['adduser -D -h /app -S -G shop app', { name: 'app' }],
      ['adduser app && adduser app docker', { name: 'app' }],
      ['useradd -u ${APP_UID} app', { name: 'app' }],
      ['echo useradd app', undefined],
      ['groupadd app', undefined],
    ];
    for (const [command, user] of table) {
      const file = dockerFile(`FROM python:3\nRUN ${command}\n`);
      const [stage] = file.stages;
      assert.deepEqual(stage && userCreatedBy(file, stage), user, command);
    }
  });
});

test('root matters less where nobody serves anything, or where the program may give it up', () => {
  const table: readonly (readonly [string, string, string])[] = [
    ['Dockerfile', 'CMD ["python", "-m", "shop"]', 'error'],
    ['Dockerfile.dev', 'CMD ["python", "-m", "shop"]', 'notice'],
    ['Dockerfile', 'RUN ls', 'notice'],
    ['Dockerfile', 'CMD ["supervisord", "-n"]', 'notice'],
    ['Dockerfile', 'CMD cron && tail -f /var/log/cron.log', 'notice'],
    ['Dockerfile', 'ENTRYPOINT ["/start.sh"]', 'error'],
    ['Dockerfile', 'RUN useradd app\nENTRYPOINT ["/start.sh"]', 'notice'],
    ['Dockerfile', 'RUN useradd app\nENTRYPOINT ["sh", "/entrypoint"]', 'notice'],
    ['Dockerfile', 'RUN useradd app\nENTRYPOINT ["python", "/a.py"]', 'error'],
  ];
  for (const [path, text, severity] of table) {
    const file = dockerFile(`FROM python:3\n${text}\n`, path);
    const [stage] = file.stages;
    assert.equal(stage && rootSeverityOf(file, stage), severity, `${path}: ${text}`);
  }
});
