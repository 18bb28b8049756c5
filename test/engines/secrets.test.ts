import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import type { SecretHit } from '../../src/core/facts.ts';
import { textAt } from '../../src/core/span.ts';
import { CLOUD_FORMATS } from '../../src/engines/secrets-formats-cloud.ts';
import { CODE_FORMATS } from '../../src/engines/secrets-formats-code.ts';
import { SERVICE_FORMATS } from '../../src/engines/secrets-formats-service.ts';
import { findByRules } from '../../src/engines/secrets-rules.ts';
import { findSecrets } from '../../src/engines/secrets.ts';
import { sourceFile } from '../support/source-file.ts';
import { FORMAT_SAMPLES, RULE_SAMPLES, base64url, drawn } from './secret-samples.ts';

function find(text: string, path = 'app/main.py'): Promise<readonly SecretHit[]> {
  return findSecrets(sourceFile(text, path));
}

describe('a known format', () => {
  for (const { pattern, text, within } of FORMAT_SAMPLES) {
    test(`${pattern} is found where it stands`, async () => {
      const line = within?.(text) ?? `TOKEN = "${text}"`;
      const whole = `import os\n${line}\n`;
      const hits = await find(whole);
      assert.deepEqual(
        hits.map((hit) => [hit.pattern, hit.likelyFake, textAt(whole, hit.span)]),
        [[pattern, false, text]],
      );
    });
  }

  test('every format has a sample, but the one that is only for tests', () => {
    const sampled = new Set(FORMAT_SAMPLES.map(({ pattern }) => pattern));
    const without = [...CODE_FORMATS, ...CLOUD_FORMATS, ...SERVICE_FORMATS].filter(({ id }) => !sampled.has(id));
    assert.deepEqual(
      without.map(({ id }) => id),
      ['stripe-test-key'],
    );
  });

  test('glued to other characters it is none', async () => {
    const token = `ghp_${drawn(36)}`;
    assert.deepEqual(await find(`a = "x${token}"\nb = "${token}_"\nc = "xglpat-${drawn(20)}"\n`), []);
  });

  test('a format that proves little needs its service to be named', async () => {
    assert.deepEqual(await find(`a = "SK${drawn(32, 'hex')}"\nb = "key-${drawn(32, 'hex')}"`), []);
  });
});

describe('the second net', () => {
  for (const { pattern, text, within } of RULE_SAMPLES) {
    test(`${pattern} passes the search for keywords and is found`, async () => {
      const hits = await findByRules(within?.(text) ?? `token: ${text}`);
      assert.deepEqual(
        hits.map((hit) => hit.pattern),
        [`secretlint-${pattern}`],
      );
    });
  }

  test('every rule that is run has a sample', () => {
    const left = ['gcp', 'filter-comments', 'privatekey', 'basicauth', 'database-connection-string'];
    const names = rules.map(({ meta }) => meta.id.replace('@secretlint/secretlint-rule-', ''));
    assert.deepEqual([...RULE_SAMPLES.map(({ pattern }) => pattern), ...left].sort(), names.toSorted());
  });

  test('what only it knows has a label of its own', async () => {
    const [hit] = await find(`key = "gsk_${drawn(52)}"`);
    assert.deepEqual([hit?.pattern, hit?.label, hit?.kind], ['secretlint-groq', 'Groq token', 'credential']);
  });
});

describe('an address', () => {
  const password = drawn(10);
  const found: readonly (readonly [string, string])[] = [
    ['postgresql://', 'database-password'],
    ['postgresql+psycopg://', 'database-password'],
    ['postgresql+asyncpg://', 'database-password'],
    ['mysql+asyncmy://', 'database-password'],
    ['mssql+pyodbc://', 'database-password'],
    ['mongodb+srv://', 'database-password'],
    ['redis://', 'redis-password'],
    ['rediss://', 'redis-password'],
    ['amqps://', 'broker-password'],
    ['smtp+ssl://', 'mail-password'],
    ['ftp://', 'file-server-password'],
    ['https://', 'address-password'],
    ['other+driver://', 'address-password'],
  ];
  for (const [scheme, pattern] of found) {
    test(`${scheme} with a password is found`, async () => {
      const address = `${scheme}app:${password}@db.shop.io`;
      const text = `URL = "${address}:5432/shop?x=1"\n`;
      const hits = await find(text);
      assert.deepEqual(
        hits.map((hit) => [hit.pattern, hit.likelyFake, textAt(text, hit.span)]),
        [[pattern, false, address]],
      );
    });
  }

  const shapes: readonly (readonly [about: string, address: string, verdict: 'real' | 'fake' | 'none'])[] = [
    ['no user', `redis://:${password}@cache.shop.io`, 'real'],
    ['an @ in the password', `mysql://app:${password}@9@db.shop.io`, 'real'],
    ['several hosts', `mongodb://app:${password}@a.shop.io:1,b.shop.io:2/x`, 'real'],
    ['a dollar in the password', `mysql://app:Xk2$q${drawn(6)}@db.shop.io`, 'real'],
    ['a service of a compose file', `postgres://app:${password}${password}@db:5432/x`, 'real'],
    ['a private network', `postgres://app:${password}@10.0.0.5/x`, 'real'],
    ['the same host', `postgres://app:${password}@localhost/x`, 'fake'],
    ['a documentation host', `https://app:${password}@api.example.com`, 'fake'],
    ['a reserved top level', `https://app:${password}@shop.test`, 'fake'],
    ['a word as password', 'https://user:pass@shop.io', 'fake'],
    ['a word with a digit', 'postgres://app:hunter2@db.shop.io', 'fake'],
    ['the name again', 'amqp://rabbit-one:rabbit-one@mq.shop.io', 'fake'],
    ['words of a manual', 'mysql://app:my-secret-pw@db.shop.io', 'fake'],
    ['a password to be changed', 'mysql://app:changethis@db.shop.io', 'fake'],
    ['a placeholder', 'postgresql://user:<password>@db.shop.io', 'none'],
    ['a variable of a shell', `postgresql://app:\${DB_PASSWORD}@db.shop.io`, 'none'],
    ['a variable without braces', 'postgresql://app:$DB_PASSWORD@db.shop.io', 'none'],
    ['a field of an f-string', 'postgresql://{user}:{password}@db.shop.io', 'none'],
    ['a percent field', 'postgresql://app:%s@db.shop.io', 'none'],
    ['asterisks', 'postgresql://app:***@db.shop.io', 'none'],
    ['a user alone', 'https://app@db.shop.io', 'none'],
    ['an empty password', 'https://app:@db.shop.io', 'none'],
    ['an @ in the path', 'https://shop.io:80/a:b@c', 'none'],
    ['hosts with ports before a user', 'https://a.io:80,foo:bar@b.io', 'fake'],
  ];
  for (const [about, address, verdict] of shapes) {
    test(`with ${about} is ${verdict}`, async () => {
      const hits = await find(`x = "${address}"`);
      assert.deepEqual(
        hits.map(({ likelyFake }) => likelyFake),
        verdict === 'none' ? [] : [verdict === 'fake'],
      );
    });
  }
});

describe('a secret key', () => {
  const key = `k9${drawn(46)}`;
  const table: readonly (readonly [string, string, 'real' | 'fake' | 'none'])[] = [
    ['settings.py', `SECRET_KEY = '${key}'`, 'real'],
    ['settings.py', `SECRET_KEY: str = "${key}"`, 'real'],
    ['app.py', `app.config["SECRET_KEY"] = "${key}"`, 'real'],
    ['app.py', `app.secret_key = b"${key}"`, 'real'],
    ['.env', `DJANGO_SECRET_KEY=${key}`, 'real'],
    ['config.yaml', `jwt_secret: ${key}`, 'real'],
    ['settings.py', `SECRET_KEY = 'django-insecure-${key}'`, 'fake'],
    ['settings.py', `SECRET_KEY = 'test-key-for-the-suite-01'`, 'fake'],
    ['settings.py', 'SECRET_KEY = os.environ["SECRET_KEY"]', 'none'],
    ['settings.py', `SECRET_KEY = ${key}`, 'none'],
    ['settings.py', 'SECRET_KEY = "SECRET_KEY_OF_THE_SHOP"', 'none'],
    ['settings.py', 'SECRET_KEY = "this is a sentence with 3 words more"', 'none'],
    ['.env', 'SECRET_KEY=', 'none'],
    ['.env', `SECRET_KEY=\${OTHER_KEY_THAT_IS_SET_1}`, 'none'],
    ['.env', 'SECRET_KEY_FILE=/run/secrets/secret_key_1', 'none'],
  ];
  for (const [path, text, verdict] of table) {
    test(`${path}: ${text.slice(0, 40)} is ${verdict}`, async () => {
      const hits = await find(`a = 1\n${text}\n`, path);
      assert.deepEqual(
        hits.map(({ pattern, likelyFake }) => [pattern, likelyFake]),
        verdict === 'none' ? [] : [['signing-key', verdict === 'fake']],
      );
    });
  }

  test('a Fernet key and the password of a netrc entry are found', async () => {
    const hits = await find(`f = Fernet(b"${drawn(43)}=")\nmachine api.shop.io login app password ${drawn(10)}\n`);
    assert.deepEqual(
      hits.map(({ pattern, likelyFake }) => [pattern, likelyFake]),
      [
        ['fernet-key', false],
        ['netrc-password', false],
      ],
    );
  });
});

describe('what looks like an example is said to be', () => {
  const table: readonly (readonly [string, string])[] = [
    ['the key id of the AWS manual', ['AKIAIOSFODNN7', 'EXAMPLE'].join('')],
    ['one character again and again', `ghp_${'A'.repeat(36)}`],
    ['a run within', `ghp_${drawn(15)}AAAAAA${drawn(15)}`],
    ['an alphabet', ['ghp_', 'abcdefghijklmnopqrstuvwxyz0123456789'].join('')],
    ['a short piece again and again', `ghp_${'a1B2c3'.repeat(6)}`],
    ['a word that says so', `ghp_${drawn(14)}Dummy${drawn(17)}`],
    ['few different characters', ['ghp_', 'AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHHIIII'].join('')],
    ['a key for tests only', `sk_test_${drawn(24)}`],
    [
      'a token of a tutorial',
      `${base64url({ alg: 'HS256' })}.${base64url({ sub: '1234567890', name: 'John Doe' })}.${drawn(43)}`,
    ],
    [
      'a key that is published with the front end',
      `${base64url({ alg: 'HS256' })}.${base64url({ role: 'anon' })}.${drawn(43)}`,
    ],
  ];
  for (const [about, text] of table) {
    test(about, async () => {
      assert.deepEqual(
        (await find(`t = "${text}"`)).map(({ likelyFake }) => likelyFake),
        [true],
      );
    });
  }

  test('the key of the storage emulator', async () => {
    const text = `AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFl${drawn(70)}==;`;
    assert.deepEqual(
      (await find(text)).map(({ likelyFake }) => likelyFake),
      [true],
    );
  });
});

describe('what only has the form of one is none', () => {
  const table: readonly (readonly [string, string])[] = [
    ['a token without an algorithm', `${base64url({ typ: 'x' })}.${base64url({ scope: 'admin' })}.${drawn(43)}`],
    ['a token that nothing signs', `${base64url({ alg: 'none' })}.${base64url({ scope: 'admin' })}.${drawn(43)}`],
    ['three parts that are no JSON', `eyJ${drawn(20)}.eyJ${drawn(20)}.${drawn(43)}`],
    ['a Discord token whose first part is no number', `discord M${drawn(23)}.${drawn(6)}.${drawn(38)}`],
    ['a placeholder in an npmrc', `//r/:_authToken=\${NPM_TOKEN_OF_THE_TEAM}`],
    ['a token covered by x', `ghp_${'x'.repeat(36)}`],
    ['a version', 'v1.0-beta-2024'],
  ];
  for (const [about, text] of table) test(about, async () => assert.deepEqual(await find(`t = "${text}"`), []));
});

test('comments that ask a scanner to look away are not heeded', async () => {
  const token = `ghp_${drawn(36)}`;
  const figma = `figd_${drawn(43)}`;
  const text = `# secretlint-disable\n# gitleaks:allow\na = "${token}"  # nosec pragma: allowlist secret\nb = "${figma}" # secretlint-disable-line\n`;
  assert.deepEqual(
    (await find(text)).map(({ span }) => span.line),
    [3, 4],
  );
});

test('one credential is one hit, under the name that says most', async () => {
  const token = `ghp_${drawn(36)}`;
  const text = `https://x-access-token:${token}@github.com/shop/shop.git and aws_secret_access_key=${drawn(40)}`;
  assert.deepEqual(
    (await find(text)).map(({ pattern }) => pattern),
    ['github-token', 'aws-secret-key'],
  );
});

test('hits are in the order of the text, in UTF-16 columns, whatever precedes them', async () => {
  const token = `ghp_${drawn(36)}`;
  assert.equal((await find(`\uFEFF${token}`))[0]?.span.col, 2, 'a byte order mark is a column');
  for (const mark of ['', '\uFEFF']) {
    const hits = await find(`${mark}# 😀\r\nx = "😀${token}"\rhttps://a:b@shop.io\n`);
    assert.deepEqual(
      hits.map(({ span }) => [span.line, span.col, span.endCol]),
      [
        [2, 8, 48],
        [3, 1, 20],
      ],
    );
  }
});

test('a hit does not hold the text that was matched', async () => {
  const samples = FORMAT_SAMPLES.map(({ text, within }) => within?.(text) ?? text);
  const told = JSON.stringify(await find(samples.join('\n')));
  for (const { pattern, text } of FORMAT_SAMPLES) assert.equal(told.includes(text.slice(-12)), false, pattern);
});

test('the path of a file is never opened', async () => {
  const hits = await find('no secret here', '/nonexistent/key.p12');
  assert.deepEqual(hits, []);
});
