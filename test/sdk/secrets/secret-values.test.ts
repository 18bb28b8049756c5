import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressPassword, strengthOf } from '../../../src/sdk/secrets/secret-values.ts';

test('values that stand for a value, or say something else, are none', () => {
  const values = [
    '',
    '  ',
    'short',
    'changeme',
    'change-this-in-production',
    'dev-secret-please-change',
    'your-api-key-here',
    '<your-token>',
    '${TOKEN}',
    '$TOKEN',
    '{{ token }}',
    '%(token)s',
    'encrypted:BDqDBibm4wsYqMpCjTQ6',
    'ENC[AES256_GCM,data:abc]',
    'op://vault/item/password',
    '/run/secrets/token',
    './keys/dev.pem',
    'https://auth.shop.example/token',
    'postgres',
    'correct-horse-battery',
    'Authorization',
    'X-Shop-Token',
    'two words 99',
    '2024-01-01',
    'xxxxxxxxxxxx',
    '********',
    'django-insecure-k9x2',
    'test-k9x2v7',
    'abcd1234efgh',
    'key.pem',
    'dummy-8f3k2',
  ];
  for (const value of values) assert.equal(strengthOf(value), 'none', value);
});

test('values that anybody would try are weak', () => {
  for (const value of ['summer2024', 'Shopkeeper_99', 'p@ssw0rd!', 'a1b2c3', 'aaaabbbb11112'])
    assert.equal(strengthOf(value), 'weak', value);
});

test('values that nobody would guess are strong', () => {
  const values = [
    ['hunter', '2x9'],
    ['Xk29', '!fqpa'],
    ['S3cr3t!', 'vb9Qx'],
    ['9f8e7d', '6c5b4a'],
    ['a8f5f167f44f4964', 'e6c998dee827110c'],
    ['kT4vQz9LwYb2Ns', '-dev-Xe7HcRf1JmPd6UaGo8Zi3V'],
  ];
  for (const parts of values) assert.equal(strengthOf(parts.join('')), 'strong', parts.join(''));
});

test('the password of an address is what stands between the user and the host', () => {
  const table: readonly (readonly [string, string | undefined])[] = [
    ['postgresql+psycopg://shop:pw@db/orders', 'pw'],
    ['redis://:pw@cache:6379/0', 'pw'],
    ['amqp://a:p@ss@host', 'p@ss'],
    ['https://user@host/a:b@c', undefined],
    ['https://host:8080/', undefined],
    ['shop:pw@db', undefined],
  ];
  for (const [value, password] of table) assert.equal(addressPassword(value), password, value);
});
