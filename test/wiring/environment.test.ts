import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EnvironmentError, readEnvironment } from '../../src/app/environment.ts';

const GOOD = { APP_ID: '123', PRIVATE_KEY: 'key', WEBHOOK_SECRET: 'secret' };

describe('the environment', () => {
  test('without credentials there are none, so that the set-up page is offered', () => {
    assert.equal(readEnvironment({}).credentials, undefined);
  });

  test('with credentials and a webhook secret the App can start', () => {
    assert.deepEqual(readEnvironment(GOOD).credentials, { appId: 123, secret: 'secret' });
  });

  test('has defaults that suit one process on one machine', () => {
    const { port, webhookPath, apiUrl, dataDir, databaseUrl } = readEnvironment(GOOD);
    assert.deepEqual(
      [port, webhookPath, apiUrl, dataDir, databaseUrl],
      [3000, '/api/github/webhooks', 'https://api.github.com', '.data', undefined],
    );
  });

  test('GHE_HOST and GHE_PROTOCOL name an Enterprise Server', () => {
    assert.equal(
      readEnvironment({ GHE_HOST: 'git.example', GHE_PROTOCOL: 'http' }).apiUrl,
      'http://git.example/api/v3',
    );
  });

  const refused: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    ['no webhook secret', { ...GOOD, WEBHOOK_SECRET: '' }, /WEBHOOK_SECRET is not set/],
    ['no private key', { APP_ID: '123', WEBHOOK_SECRET: 'x' }, /neither PRIVATE_KEY nor PRIVATE_KEY_PATH/],
    ['a key without its App', { PRIVATE_KEY: 'key' }, /APP_ID is not/],
    ['a client id for an App id', { ...GOOD, APP_ID: 'Iv1.abc' }, /APP_ID is not a number/],
    ['a port that is none', { PORT: 'http' }, /PORT/],
    ['a protocol that is none', { GHE_PROTOCOL: 'ftp' }, /GHE_PROTOCOL/],
  ];
  for (const [name, env, message] of refused)
    test(`${name} is refused in one line that names the setting and not its value`, () => {
      assert.throws(
        () => readEnvironment(env),
        (error: unknown) => {
          assert.ok(error instanceof EnvironmentError);
          assert.match(error.message, message);
          assert.ok(!error.message.includes('\n'));
          assert.ok(!error.message.includes('Iv1'));
          return true;
        },
      );
    });
});
