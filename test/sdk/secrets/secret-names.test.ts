import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSecretFile, secretKindOf } from '../../../src/sdk/secrets/secret-names.ts';

test('names say whether their value opens something, and what', () => {
  const table: Readonly<Record<string, readonly string[]>> = {
    signing: [
      'SECRET_KEY',
      'DJANGO_SECRET_KEY',
      'jwt_secret',
      'JWT_SECRET_KEY',
      'sessionSecret',
      'ENCRYPTION_KEY',
      'FERNET_KEY',
      'SECRET',
      'WEBHOOK_SECRET',
      'SECRET_KEY_BASE',
    ],
    password: [
      'PASSWORD',
      'dbPassword',
      'PGPASSWORD',
      'SMTP_PASS',
      'MYSQL_ROOT_PASSWORD',
      'KEY_PASSPHRASE',
      'db-passwd',
      'MONGO_PWD',
    ],
    token: [
      'GITHUB_TOKEN',
      'OPENAI_API_KEY',
      'apiKey',
      'AWS_SECRET_ACCESS_KEY',
      'STRIPE_SECRET_KEY',
      'CLIENT_SECRET',
      'GOOGLE_CLIENT_SECRET',
      'PRIVATE_KEY',
      'app_client_secret',
    ],
  };
  for (const [kind, names] of Object.entries(table))
    for (const name of names) assert.equal(secretKindOf(name), kind, name);
});

test('names about secrets, and of other things that are called the same, say nothing', () => {
  const names = [
    'PASSWORD_FILE',
    'TOKEN_URL',
    'SECRET_NAME',
    'API_KEY_HEADER',
    'ACCESS_TOKEN_EXPIRE_MINUTES',
    'PASSWORD_MIN_LENGTH',
    'AWS_ACCESS_KEY_ID',
    'secret_key_ref',
    'MAX_TOKENS',
    'TOKENIZERS_PARALLELISM',
    'eos_token',
    'next_page_token',
    'csrf_token',
    'PUBLIC_KEY',
    'STRIPE_PUBLISHABLE_KEY',
    'GPG_KEY',
    'CACHE_KEY',
    'PWD',
    'OLDPWD',
    'BYPASS',
    'COMPASS',
    'token_type',
    'SECRETS',
    'KEY',
    '',
  ];
  for (const name of names) assert.equal(secretKindOf(name), undefined, name);
});

test('files are known to hold nothing but credentials by their names', () => {
  const secret = [
    '.env',
    'app/.env.production',
    'prod.env',
    'id_rsa',
    'deploy/id_ed25519',
    '.netrc',
    'tls.key',
    'server-key.pem',
    'certs/privkey.pem',
    'store.p12',
    'service-account.json',
    '/root/.aws/credentials',
    '.ssh',
    'home/.docker/config.json',
  ];
  const open = [
    '.env.example',
    '.env.test',
    '.envrc',
    'id_rsa.pub',
    'ca.pem',
    'fullchain.pem',
    'monkey.py',
    'keyboard.json',
    'tls.key.example',
    'config.json',
    'environment.env.md',
    'common.env',
  ];
  for (const path of secret) assert.equal(isSecretFile(path), true, path);
  for (const path of open) assert.equal(isSecretFile(path), false, path);
});
