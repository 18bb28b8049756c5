import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withArticle } from '../../src/sdk/short-name.ts';

test('a noun has the article that it is spoken with', () => {
  const spoken = [
    'an AWS key',
    'an EC private key',
    'an encrypted key',
    'an npm token',
    'an OpenAI key',
    'an RSA key',
    'a GitHub token',
    'a private key',
    'a SendGrid key',
    'a URL',
    'a JSON web token',
  ];
  assert.deepEqual(
    spoken.map((words) => withArticle(words.slice(words.indexOf(' ') + 1))),
    spoken,
  );
});
