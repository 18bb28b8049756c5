import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { PullHandle } from '../../demo/github/handles.ts';
import { conclusionsByCaller } from './at-once.ts';
import { createScene, type Scene, type Stage } from './scene.ts';
import { BASE, CONFIG, WITHOUT_TIMEOUT } from './shop.ts';

/**
 * Two processes of the App with one database, which hear of the events of the same pull requests. Only where `DATABASE_URL` names a
 * server: the embedded database is for one process.
 */
const skip = process.env['DATABASE_URL'] ? false : 'DATABASE_URL names no server';
const ROUNDS = 6;
const PULLS = 4;
const LOUD = WITHOUT_TIMEOUT['src/shop/rates.py'];

const scene = skip ? undefined : await createScene({ replicas: 2 });
after(() => scene?.close());

/** Does things one after the other, each of them told to the next of the two, and waits for no review. */
async function storm({ github, servers, deliverTo }: Scene, pull: PullHandle): Promise<string> {
  let head = '';
  let turn = 0;
  const told = async <T>(act: () => Promise<T>): Promise<T> => {
    const server = servers[(turn += 1) % servers.length];
    if (server) deliverTo(server);
    return act();
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const more = `\n\ndef more_${round}(url):\n    return requests.get(url, timeout=${round + 1}).json()\n`;
    const files = { 'src/shop/rates.py': LOUD + more };
    head = await told(() => github.push({ pull, files, force: round % 3 === 2 }));
    const push = github.deliveries.findLast(({ event }) => event === 'pull_request');
    assert.ok(push);
    await told(() => github.redeliver(push.guid));
    await told(() => github.redeliver(push.guid));
    await told(() => github.addLabel(pull, `label-${round}`));
  }
  return head;
}

function assertSaidOnce(stage: Stage, head: string): void {
  assert.deepEqual(stage.endsAt(head), ['completed failure']);
  for (const { status, sha } of stage.checkRuns()) assert.equal(status, 'completed', sha);
  const comments = stage.comments().map(({ body }) => / fp=([0-9a-f,]+)/.exec(body)?.[1]);
  assert.deepEqual([comments.length, new Set(comments).size], [1, 1]);
}

test('two processes say everything once on pull requests of which both are told', { skip }, async () => {
  assert.ok(scene);
  const { github } = scene;
  const stages = await Promise.all(
    Array.from({ length: PULLS }, () => scene.openRepository({ ...BASE, [CONFIG]: 'fail_on: warning\n' })),
  );
  const ends = await Promise.all(
    stages.map(async ({ owner, repo }) => {
      const pull = await github.openPull({ owner, repo, title: 'A change', files: WITHOUT_TIMEOUT });
      return storm(scene, pull);
    }),
  );
  await Promise.all(stages.map((stage) => stage.settle()));
  for (const [at, stage] of stages.entries()) assertSaidOnce(stage, ends[at] ?? '');
  assert.deepEqual(github.violations, []);
  assert.deepEqual(
    github.requests.filter(({ status }) => status === 422).map(({ operation }) => operation),
    [],
  );
  const callers = conclusionsByCaller(github.requests);
  assert.equal(callers.size, 2, 'both did reviews');
});

test('both hear of a wish for another look, and it is granted once', { skip }, async () => {
  assert.ok(scene);
  const { github, servers } = scene;
  const stage = await scene.openRepository({ ...BASE, [CONFIG]: 'fail_on: warning\n' });
  const pull = await stage.openPull(WITHOUT_TIMEOUT);
  await github.comment({ pull, author: 'octocat', body: '/cv recheck' });
  const asked = github.deliveries.findLast(({ event }) => event === 'issue_comment');
  assert.ok(asked);
  for (const server of servers) {
    scene.deliverTo(server);
    await github.redeliver(asked.guid);
  }
  await stage.settle();
  assert.deepEqual(stage.endsAt(pull.head), ['completed failure', 'completed failure']);
  assert.equal(stage.comments().length, 1);
});
