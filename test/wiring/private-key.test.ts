import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { EnvironmentError } from '../../src/app/environment.ts';
import { checkPrivateKey } from '../../src/app/private-key.ts';

const folder = mkdtempSync(join(tmpdir(), 'private-key-'));
after(() => rmSync(folder, { recursive: true }));

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' });
const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
const pem = String(RSA);

describe('the private key', () => {
  const taken: readonly (readonly [string, Record<string, string>])[] = [
    ['as it is', { PRIVATE_KEY: pem }],
    ['in one line with \\n in it', { PRIVATE_KEY: pem.replaceAll('\n', '\\n') }],
    ['in base64', { PRIVATE_KEY: Buffer.from(pem).toString('base64') }],
    ['in a file', { PRIVATE_KEY_PATH: file('app.pem', pem) }],
  ];
  for (const [name, env] of taken) test(`is taken ${name}`, () => assert.doesNotThrow(() => checkPrivateKey(env)));

  const refused: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    ['a word', { PRIVATE_KEY: 'hunter2' }, /^PRIVATE_KEY: this is not an RSA private key/],
    ['half a key', { PRIVATE_KEY: pem.slice(0, 200) }, /^PRIVATE_KEY: this is not/],
    ['a key with a piece missing', { PRIVATE_KEY: pem.slice(0, 200) + pem.slice(400) }, /^PRIVATE_KEY: this is not/],
    ['a key of another kind', { PRIVATE_KEY: String(EC) }, /^PRIVATE_KEY: this is not/],
    ['a path to nothing', { PRIVATE_KEY_PATH: join(folder, 'none.pem') }, /^PRIVATE_KEY_PATH: there is no file/],
    ['a path to a folder', { PRIVATE_KEY_PATH: folder }, /^PRIVATE_KEY_PATH: there is no file/],
    ['a file that is no key', { PRIVATE_KEY_PATH: file('no.pem', 'hunter2') }, /^PRIVATE_KEY_PATH: this is not/],
  ];
  for (const [name, env, message] of refused)
    test(`${name} is refused in one line without what was given`, () => {
      assert.throws(
        () => checkPrivateKey(env),
        (error: unknown) => {
          assert.ok(error instanceof EnvironmentError);
          assert.match(error.message, message);
          assert.doesNotMatch(error.message, /hunter2|MII|\n/);
          return true;
        },
      );
    });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
