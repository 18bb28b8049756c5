import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SecretHit } from '../../src/core/facts.ts';
import { textAt } from '../../src/core/span.ts';
import { findSecrets } from '../../src/engines/secrets.ts';
import { sourceFile } from '../support/source-file.ts';
import { drawn, pem } from './secret-samples.ts';

const [BEGIN = '', END = ''] = pem('', 0).split('\n');

async function keys(text: string): Promise<readonly SecretHit[]> {
  return (await findSecrets(sourceFile(text, 'deploy/key.txt'))).filter(({ kind }) => kind === 'private-key');
}

const ARMOUR = `${BEGIN.replace(/PRIVATE.KEY/, 'PGP $& BLOCK')}\nVersion: GnuPG v2\nComment: a: b\n\n${drawn(64)}\n${drawn(64)}\n=a1B2\n${END.replace(/PRIVATE.KEY/, 'PGP $& BLOCK')}`;
const PUTTY = `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPublic-Lines: 1\n${drawn(64)}\nPrivate-Lines: 1\n${drawn(48)}\nPrivate-MAC: ${drawn(40, 'hex')}\n`;
const DEK = 'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0011\n\n';

const FOUND: readonly (readonly [about: string, text: string, label: string])[] = [
  ['PKCS#8', pem(), 'private key'],
  ['one line of Ed25519', pem('', 2), 'private key'],
  ['RSA', pem('RSA', 20), 'RSA private key'],
  ['P-256', pem('EC'), 'EC private key'],
  ['DSA', pem('DSA'), 'DSA private key'],
  ['OpenSSH', pem('OPENSSH', 6), 'OpenSSH private key'],
  ['encrypted PKCS#8', pem('ENCRYPTED', 10), 'encrypted private key'],
  ['an encrypted RSA key with headers', pem('RSA').replace('\n', `\n${DEK}`), 'RSA private key'],
  ['PGP', ARMOUR, 'PGP private key'],
  ['PuTTY', PUTTY.trimEnd(), 'PuTTY private key'],
  ['one line with \\n written out', pem().replaceAll('\n', '\\n'), 'private key'],
  ['one line with spaces', pem().replaceAll('\n', ' '), 'private key'],
  ['CRLF', pem().replaceAll('\n', '\r\n'), 'private key'],
  ['an indented block', pem().replaceAll('\n', '\n    '), 'private key'],
  ['quoted pieces', pem().replaceAll('\n', '\\n"\n    "'), 'private key'],
  [
    'a service account',
    `{"type": "service_account", "private_key_id": "a", "private_key": "${pem().replaceAll('\n', '\\n')}"}`,
    'Google Cloud service account key',
  ],
];

for (const [about, text, label] of FOUND) {
  test(`${about} is found`, async () => {
    const hits = await keys(`before\n${text}\nafter\n`);
    assert.deepEqual(
      hits.map((hit) => [hit.label, hit.likelyFake]),
      [[label, false]],
    );
  });
}

test('the span is the whole key, header to footer', async () => {
  const text = `a\n${pem('RSA')}\nb\n`;
  const [hit] = await keys(text);
  assert.ok(hit);
  assert.equal(textAt(text, hit.span), pem('RSA'));
});

test('a key cut off before its end ends with its last line', async () => {
  const cut = pem().split('\n').slice(0, 3).join('\n');
  const [hit] = await keys(`${cut}\n\nand then prose goes on\n`);
  assert.ok(hit);
  assert.equal(textAt(cut, hit.span), cut);
});

test('two keys in one file are two hits', async () => {
  assert.deepEqual(
    (await keys(`${pem()}\n${pem('EC')}\n`)).map(({ span }) => span.line),
    [1, 6],
  );
});

test('a placeholder does not take the key that follows for its own', async () => {
  const hits = await keys(`${BEGIN}\n<key>\n${END}\n${pem()}\n`);
  assert.deepEqual(
    hits.map(({ span }) => [span.line, span.endLine]),
    [[4, 8]],
  );
});

const NONE: readonly (readonly [string, string])[] = [
  ['a public key', pem().replaceAll('PRIVATE', 'PUBLIC')],
  ['a certificate', pem().replaceAll(/PRIVATE \w+/g, 'CERTIFICATE')],
  ['a header in code', `if "${BEGIN}" in text:\n    raise ValueError("no key with a name this long")\n`],
  ['dots', `${BEGIN}\n...\n${END}`],
  ['a placeholder', `${BEGIN}\n<your key>\n${END}`],
  ['a first line cut short', `${BEGIN}\nMIIEvQIBADANBg...\n${END}`],
  ['a PuTTY header alone', `PuTTY-User-Key-File-3: ssh-rsa\n`],
];

for (const [about, text] of NONE) test(`${about} is none`, async () => assert.deepEqual(await keys(text), []));

const FAKE: readonly (readonly [string, string])[] = [
  ['one character again and again', 'A'.repeat(64)],
  ['a word in capitals', `MIIEEXAMPLE${drawn(50)}\n${drawn(64)}`],
  ['letters only', drawn(64, 'letters')],
];

for (const [about, line] of FAKE) {
  test(`a key made of ${about} is likely fake`, async () => {
    const hits = await keys(`${BEGIN}\n${line}\n${END}`);
    assert.deepEqual(
      hits.map(({ likelyFake }) => likelyFake),
      [true],
    );
  });
}
