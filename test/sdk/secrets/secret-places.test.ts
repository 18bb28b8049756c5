import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SecretHit } from '../../../src/core/facts.ts';
import { classesOfPath } from '../../../src/core/path-class.ts';
import { isPublicByDesign, isUnmistakable, nameBefore, secretPlaceOf } from '../../../src/sdk/secrets/secret-places.ts';

test('tests, examples and documentation are where most of what looks like a secret opens nothing', () => {
  const trial = [
    'tests/test_a.py',
    'README.md',
    'docs/a.py',
    'examples/app.py',
    'a/testdata/b.json',
    'tests/cassettes/x.yaml',
    'certs/self-signed/a.key',
    'config.ini.sample',
    'CHANGELOG',
  ];
  const live = [
    'src/shop/settings.py',
    'deploy/values.yaml',
    '.env',
    'scripts/deploy.sh',
    'notebooks/report.ipynb',
    'latest/app.py',
    'src/democracy.py',
  ];
  for (const path of trial) assert.equal(secretPlaceOf({ path, classes: classesOfPath(path) }), 'trial', path);
  for (const path of live) assert.equal(secretPlaceOf({ path, classes: classesOfPath(path) }), 'live', path);
});

function hit(pattern: string): SecretHit {
  return {
    kind: 'credential',
    label: pattern,
    pattern,
    span: { line: 1, col: 1, endLine: 1, endCol: 2 },
    likelyFake: false,
  };
}

test('a form of one issuer proves itself; passwords and tokens of everybody do not', () => {
  for (const pattern of ['github-token', 'gitlab-token', 'stripe-key', 'pypi-token'])
    assert.equal(isUnmistakable(hit(pattern)), true, pattern);
  for (const pattern of ['jwt', 'database-password', 'signing-key', 'aws-access-key'])
    assert.equal(isUnmistakable(hit(pattern)), false, pattern);
});

test('keys that web pages carry are public, the same keys on a server are not', () => {
  assert.equal(isPublicByDesign(hit('google-api-key'), { path: 'web/app.tsx' }), true);
  assert.equal(isPublicByDesign(hit('google-api-key'), { path: 'app/google-services.json' }), true);
  assert.equal(isPublicByDesign(hit('google-api-key'), { path: 'shop/maps.py' }), false);
  assert.equal(isPublicByDesign(hit('github-token'), { path: 'web/app.tsx' }), false);
});

test('a line names the value in it', () => {
  const table: readonly (readonly [string, string])[] = [
    ['SECRET_KEY = "|', 'SECRET_KEY'],
    ['    "secret_key_ref": \'|', 'secret_key_ref'],
    ['app.config["SECRET_KEY"] = "|', 'SECRET_KEY'],
    ['secret_key: str = "|', 'secret_key'],
    ['SECRET_KEY=|', 'SECRET_KEY'],
    ['secret_key: SecretStr = SecretStr("|', 'secret_key'],
    ['|', ''],
  ];
  for (const [line, name] of table)
    assert.equal(nameBefore(line.replace('|', 'value'), line.indexOf('|') + 1), name, line);
});
