import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { openPull } from '../../src/github/open-pull.ts';
import { GitHubTrouble } from '../../src/github/trouble.ts';
import { readDecisions } from '../../src/app/read-decisions.ts';
import { createScene } from '../github/demo.ts';

const CHECKS = [{ id: 'ch03/unused-import', formerly: [] }] as const;

/** A pull request of `olivia` with one comment of ours, in a repository that `wanda` may write to. */
async function setUp(t: TestContext) {
  const { github, client } = await createScene(t, { 'a.py': '' });
  await github.createRepository({
    owner: 'acme',
    name: 'tools',
    base: { 'a.py': 'a = 1\n' },
    collaborators: { wanda: 'write', rita: 'read' },
  });
  const pull = await github.openPull({
    owner: 'acme',
    repo: 'tools',
    title: 'A change',
    files: { 'a.py': 'a = 2\n' },
    author: 'olivia',
  });
  await client.request('POST /repos/{owner}/{repo}/pulls/{number}/reviews', {
    owner: 'acme',
    repo: 'tools',
    number: pull.number,
    commit_id: pull.head,
    event: 'COMMENT',
    comments: [{ path: 'a.py', line: 1, side: 'RIGHT', body: 'Please look. <!-- f1 -->' }],
  });
  const [ours] = github.world.repository('acme', 'tools')?.pulls.get(pull.number)?.threads[0]?.comments ?? [];
  const own = {
    appSlug: github.app.slug,
    verify: (body: string) => (body.includes('<!-- f1 -->') ? { fingerprints: ['f1'], isSettled: false } : undefined),
  };
  const logged: unknown[] = [];
  const log = {
    info: (data: object) => void logged.push(data),
    warn: () => assert.fail(),
    error: () => assert.fail(),
  };
  async function read(more: { request?: string } = {}) {
    const opening = await openPull(client, pull, { own, check: 'Chapter & Verse' });
    github.mark();
    const heard = await readDecisions(client, { pull, opening, checks: CHECKS, log, ...more });
    return { ...heard, requests: github.traffic().requests };
  }
  return { github, pull, ours: ours?.id ?? 0, logged, read };
}

test('where nobody says anything, nobody is asked about', async (t) => {
  const { github, pull, ours, logged, read } = await setUp(t);
  await github.comment({ pull, author: 'wanda', body: 'Nice' });
  await github.reply(ours, { author: 'wanda', body: 'Why?' });
  await github.comment({ pull, author: 'olivia', body: '/cv help' });
  const { decisions, requests } = await read();
  assert.deepEqual([decisions.answers, requests, logged], [[{ by: 'olivia', command: 'help' }], 0, []]);
});

test('people who may decide do, each for one request, and the comment that asked is shown it', async (t) => {
  const { github, pull, ours, read } = await setUp(t);
  const reply = await github.reply(ours, { author: 'wanda', body: 'ignore: a test' });
  await github.comment({ pull, author: 'wanda', body: '/cv ignore ch03/unused-import -- re-exported' });
  await github.comment({ pull, author: 'wanda', body: '/cv pause' });
  const { decisions, reactions, requests } = await read({ request: `reply-${reply}` });
  assert.deepEqual(decisions.byFingerprint.get('f1'), { by: 'wanda', reason: 'a test', way: 'reply' });
  assert.equal(decisions.byCheck.get('ch03/unused-import')?.reason, 're-exported');
  assert.deepEqual([decisions.pausedBy, requests], ['wanda', 1]);
  assert.deepEqual(reactions, [{ kind: 'react', on: 'review-comment', id: reply, content: '+1' }]);
  assert.equal((await read({ request: 'rerun-1' })).decisions.pausedBy, undefined);
  for (const request of ['another', `comment-${reply}`]) assert.deepEqual((await read({ request })).reactions, []);
});

test('a thread that a person resolved is settled until it is opened again', async (t) => {
  const { github, ours, read } = await setUp(t);
  await github.resolveThread(ours, 'wanda');
  assert.deepEqual((await read()).decisions.byFingerprint.get('f1'), { by: 'wanda', reason: '', way: 'thread' });
  await github.unresolveThread(ours, 'wanda');
  assert.equal((await read()).decisions.byFingerprint.size, 0);
});

test('a comment decides as it stands: taken back, nothing is left of it', async (t) => {
  const { github, ours, read } = await setUp(t);
  const reply = await github.reply(ours, { author: 'wanda', body: 'ignore: a test' });
  github.rewrite(reply, { by: 'wanda', body: 'Sorry, it is not.' });
  assert.equal((await read()).decisions.byFingerprint.size, 0);
});

test('nobody who may not decide does, and the log says who tried', async (t) => {
  const { github, pull, ours, logged, read } = await setUp(t);
  const everything = '/cv pause\n/cv recheck\n/cv help\n/cv ignore ch03/unused-import -- so';
  for (const author of ['mallory', 'rita', 'helper[bot]']) {
    await github.comment({ pull, author, body: everything });
    await github.reply(ours, { author, body: 'ignore: so' });
  }
  const words = await github.comment({ pull, author: 'wanda', body: 'Hello' });
  github.rewrite(words, { by: 'mallory', body: everything });
  await github.resolveThread(ours, 'mallory');
  const { decisions, reactions, isHeard } = await read({ request: `comment-${words}` });
  assert.deepEqual(
    { decisions, reactions, isHeard },
    {
      decisions: { byFingerprint: new Map(), byCheck: new Map(), answers: [] },
      reactions: [],
      isHeard: false,
    },
  );
  assert.deepEqual(logged, [{ pull: `acme/tools#${pull.number}`, by: ['mallory', 'rita'], comments: 4 }]);
});

test('not knowing who may is trouble: the job is tried again', async (t) => {
  const { github, pull, read } = await setUp(t);
  await github.comment({ pull, author: 'wanda', body: '/cv pause' });
  github.failNext({ match: 'repos/get-collaborator-permission-level', times: 9 });
  await assert.rejects(read(), (error) => error instanceof GitHubTrouble);
  github.clearFaults();
  assert.equal((await read()).decisions.pausedBy, 'wanda');
  assert.deepEqual(github.violations, []);
});
