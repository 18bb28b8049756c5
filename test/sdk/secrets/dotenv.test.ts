import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dotenvEntries, dotenvRoleOf, privacyOf } from '../../../src/sdk/secrets/dotenv.ts';

test('settings are read without their quotes and comments', () => {
  const lines = [
    '# A=1',
    'B=2 # two',
    "export C='3 # three'",
    'D="4',
    'five"',
    '  E = 6',
    'F=',
    'no setting',
    '9G=1',
    'H=a=b',
  ];
  assert.deepEqual(
    dotenvEntries(lines).map(({ name, value, at }) => [name, value, at.line, at.col]),
    [
      ['B', '2', 2, 1],
      ['C', '3 # three', 3, 8],
      ['D', '4', 4, 1],
      ['E', '6', 6, 3],
      ['F', '', 7, 1],
      ['H', 'a=b', 10, 1],
    ],
  );
});

const STRONG = ['Xk29', '!fqpa'].join('');

test('a setting is private by its name and value, or by the password in its address', () => {
  const table: readonly (readonly [string, string, string])[] = [
    ['API_KEY', STRONG, 'strong'],
    ['DB_PASSWORD', 'summer2024', 'weak'],
    ['API_KEY', 'summer2024', 'none'],
    ['API_KEY', 'changeme', 'none'],
    ['VITE_API_KEY', STRONG, 'none'],
    ['PROJECT', STRONG, 'none'],
    ['DATABASE_URL', `postgresql://shop:${STRONG}@db.shop.internal/x`, 'strong'],
    ['DATABASE_URL', `postgresql://shop:${STRONG}@db/x`, 'weak'],
    ['DATABASE_URL', `postgresql://shop:${STRONG}@localhost:5432/x`, 'none'],
    ['DATABASE_URL', 'postgresql://postgres:postgres@db.shop.internal/x', 'none'],
    ['DATABASE_URL', 'postgresql://${USER}:${PASSWORD}@db.shop.internal/x', 'none'],
  ];
  for (const [name, value, privacy] of table) assert.equal(privacyOf({ name, value }), privacy, `${name}=${value}`);
});

test('the name of an env file says what it is for', () => {
  const table: Readonly<Record<string, readonly string[]>> = {
    pattern: [
      '.env.example',
      '.env.sample',
      'a/.env.template',
      '.env.test',
      '.env.ci',
      '.env.vault',
      'env.example.env',
      '.env.enc',
    ],
    development: ['.env.development', '.env.dev', 'dev.env'],
    live: ['.env', '.env.local', '.env.production', 'deploy/prod.env', 'common.env'],
  };
  for (const [role, paths] of Object.entries(table))
    for (const path of paths) assert.equal(dotenvRoleOf(path), role, path);
});
