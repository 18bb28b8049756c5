import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Probot } from 'probot';
import { createClients } from '../../src/app/clients.ts';
import { createScene } from '../github/demo.ts';

test('a token that GitHub no longer takes is replaced, and the request is sent again', async (t) => {
  const { github, client } = await createScene(t, { 'a.py': '' });
  const log = { warn() {} };
  // As much of Probot as the clients use: it makes Octokits.
  const probot = { auth: async () => client, log } as unknown as Probot;
  const ours = await createClients(probot, { paced: false })(github.installationId('acme'));
  const read = () => ours.request('GET /repos/{owner}/{repo}', { owner: 'acme', repo: 'app' });
  const tokens = () =>
    github.requests.filter(({ operation }) => operation.endsWith('create-installation-access-token'));
  await read();
  assert.equal(tokens().length, 1);

  // Octokit itself repeats what is refused in the first seconds of a token's life.
  github.failNext({ match: 'repos/get', status: 401, message: 'Bad credentials', times: 4 });
  const { data } = await read();

  assert.equal(tokens().length, 2);
  assert.equal(typeof data === 'object' && data !== null && 'name' in data && data.name, 'app');
});
