import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Octokit } from '@octokit/rest';
import { readPull } from '../../src/github/read-pull.ts';
import { GitHubTrouble } from '../../src/github/trouble.ts';
import { mockGitHub } from '../support/network.ts';

const PULL = { owner: 'acme', repo: 'shop', number: 7 };
const ANSWER = {
  state: 'open',
  draft: false,
  title: 'Lend e-books',
  body: null,
  labels: [{ name: 'b' }, { name: 'a' }],
  user: { type: 'Bot' },
  head: { sha: 'a'.repeat(40) },
  base: { sha: 'b'.repeat(40), ref: 'main' },
  changed_files: 3,
};

test('on github.com a pull request is asked for at api.github.com, and nothing else is', async (t) => {
  mockGitHub(t).get('/repos/acme/shop/pulls/7').reply(200, ANSWER);
  const state = await readPull(new Octokit(), PULL);
  assert.equal(state.head, 'a'.repeat(40));
  assert.deepEqual(state.facts, { title: 'Lend e-books', body: '', labels: ['a', 'b'], authorIsBot: true });
});

test('a body that was cut short on its way is trouble, not an answer', async (t) => {
  mockGitHub(t)
    .get('/repos/acme/shop/pulls/7')
    .reply(200, JSON.stringify(ANSWER).slice(0, 90), { 'content-type': 'application/json' });
  await assert.rejects(
    readPull(new Octokit(), PULL),
    (error: unknown) => error instanceof GitHubTrouble && error.kind !== 'limit',
  );
});

test('a rate limit says when to come back', async (t) => {
  mockGitHub(t)
    .get('/repos/acme/shop/pulls/7')
    .reply(403, { message: 'You have exceeded a secondary rate limit' }, { 'retry-after': '42' });
  await assert.rejects(
    readPull(new Octokit(), PULL),
    (error: unknown) => error instanceof GitHubTrouble && error.retryAfterSeconds === 42,
  );
});
