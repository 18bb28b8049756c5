import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { openPull } from '../../src/github/open-pull.ts';
import { GitHubTrouble } from '../../src/github/trouble.ts';
import { createScene } from './demo.ts';

async function setUp(t: TestContext, author = 'olivia') {
  const scene = await createScene(t, { 'a.py': 'a = 1\n' });
  const pull = await scene.openPull({ files: { 'a.py': 'a = 2\n' }, author });
  // The client's token costs a request of its own.
  await scene.client.request('GET /repos/acme/app');
  const own = { appSlug: scene.github.app.slug, verify: () => undefined };
  return { ...scene, pull, open: () => openPull(scene.client, pull, { own, check: 'Chapter & Verse' }) };
}

test('the conversation and the author come with the opening request', async (t) => {
  const { github, pull, open } = await setUp(t);
  await github.comment({ pull, author: 'wanda', body: 'Nice work' });
  const id = await github.comment({ pull, author: 'wanda', body: 'Well:\n/CV pause' });
  await github.comment({ pull, author: 'helper[bot]', body: '/cv resume' });
  github.mark();
  const { author, conversation } = await open();
  assert.deepEqual(github.traffic().requests, 1);
  assert.deepEqual(author, { login: 'olivia', isBot: false });
  const [first, second, ...rest] = conversation;
  assert.ok(first && second);
  const { at, ...spoken } = first;
  assert.deepEqual(spoken, {
    id,
    author: { login: 'wanda', isBot: false },
    body: 'Well:\n/CV pause',
    isEditedByOther: false,
  });
  assert.match(at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.deepEqual([second.author, rest], [{ login: 'helper', isBot: true }, []]);
  assert.deepEqual(github.violations, []);
});

test('an author that is a program is known as one', async (t) => {
  const { open } = await setUp(t, 'updater[bot]');
  assert.deepEqual((await open()).author, { login: 'updater', isBot: true });
});

test('a comment counts as it is now, and one that somebody else wrote anew is known', async (t) => {
  const { github, pull, open } = await setUp(t);
  const own = await github.comment({ pull, author: 'wanda', body: '/cv pause' });
  const other = await github.comment({ pull, author: 'wanda', body: '/cv help' });
  const program = await github.comment({ pull, author: 'helper', body: '/cv help' });
  github.rewrite(own, { by: 'wanda', body: '/cv resume' });
  github.rewrite(other, { by: 'mallory', body: '/cv pause' });
  github.rewrite(program, { by: 'helper[bot]', body: '/cv pause' });
  const { conversation } = await open();
  assert.deepEqual(
    conversation.map(({ body, isEditedByOther }) => [body, isEditedByOther]),
    [
      ['/cv resume', false],
      ['/cv pause', true],
      ['/cv pause', true],
    ],
  );
});

test('all pages are read, a hundred comments a request', async (t) => {
  const { github, pull, open } = await setUp(t);
  for (let count = 0; count < 201; count += 1) await github.comment({ pull, body: `/cv help\n${count}` });
  github.mark();
  const { conversation } = await open();
  assert.deepEqual(
    [conversation.length, conversation.at(-1)?.body, github.traffic().requests],
    [201, '/cv help\n200', 3],
  );
  assert.deepEqual(github.violations, []);
});

test('a page that does not come is trouble, and not the end of the conversation', async (t) => {
  const { github, pull, open } = await setUp(t);
  for (let count = 0; count < 101; count += 1) await github.comment({ pull, body: '/cv help' });
  let seen = 0;
  github.failNext({ match: ({ operation }) => operation === 'graphql' && (seen += 1) > 1, times: 9 });
  await assert.rejects(open(), (error) => error instanceof GitHubTrouble);
});
