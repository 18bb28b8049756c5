import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayWrite } from '../../src/github/read-permission.ts';
import { GitHubTrouble } from '../../src/github/trouble.ts';
import { createScene } from './demo.ts';

const PULL = { owner: 'acme', repo: 'tools', number: 1 };

test('people who may write, maintain or administrate may; nobody else may', async (t) => {
  const { github, client } = await createScene(t, { 'a.py': '' });
  const collaborators = { ada: 'admin', max: 'maintain', wanda: 'write', tom: 'triage', rita: 'read' } as const;
  await github.createRepository({ owner: 'acme', name: 'tools', base: { 'a.py': '' }, collaborators });
  github.world.account('stranger');
  const people = [...Object.keys(collaborators), 'acme', 'stranger', 'nobody', '../../../user'];
  const answers = await Promise.all(people.map(async (login) => [login, await mayWrite(client, PULL, login)] as const));
  assert.deepEqual(Object.fromEntries(answers), {
    ada: true,
    max: true,
    wanda: true,
    tom: false,
    rita: false,
    acme: true,
    stranger: false,
    nobody: false,
    '../../../user': false,
  });
});

test('somebody who may read a public repository may not write', async (t) => {
  const { github, client } = await createScene(t, { 'a.py': '' });
  await github.createRepository({ owner: 'acme', name: 'tools', base: { 'a.py': '' }, private: false });
  github.world.account('stranger');
  assert.equal(await mayWrite(client, PULL, 'stranger'), false);
});

test('trouble is not a no', async (t) => {
  const { github, client } = await createScene(t, { 'a.py': '' });
  await github.createRepository({ owner: 'acme', name: 'tools', base: { 'a.py': '' }, collaborators: { w: 'write' } });
  for (const fault of [{ status: 502 }, { truncate: true }, { reset: true }]) {
    github.failNext({ match: 'repos/get-collaborator-permission-level', times: 9, ...fault });
    await assert.rejects(mayWrite(client, PULL, 'w'), (error) => error instanceof GitHubTrouble);
    github.clearFaults();
  }
  assert.equal(await mayWrite(client, PULL, 'w'), true);
});
