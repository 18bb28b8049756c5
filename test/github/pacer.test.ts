import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GitHubClient } from '../../src/github/client.ts';
import { PACE_LIMITS, paceClient } from '../../src/github/pacer.ts';

/** A client whose requests take no time, on a clock that stands still but for sleeps. */
function setUp(answers: (() => unknown)[] = []) {
  let time = 0;
  const sent: (readonly [string, number])[] = [];
  const told: unknown[] = [];
  const inner: GitHubClient = {
    async request(route) {
      sent.push([route, time]);
      return { data: answers.shift()?.() };
    },
    async graphql(query) {
      sent.push([query, time]);
      return answers.shift()?.();
    },
  };
  const clock = {
    now: () => time,
    async sleep(milliseconds: number) {
      const until = time + milliseconds;
      await Promise.resolve();
      time = Math.max(time, until);
    },
  };
  return { client: paceClient(inner, { clock, onLimit: (limit) => void told.push(limit) }), sent, told };
}

const READ = 'GET /repos/{owner}/{repo}';
const REVIEW = 'POST /repos/{owner}/{repo}/pulls/{number}/reviews';
const RUN = 'PATCH /repos/{owner}/{repo}/check-runs/{id}';

async function times(count: number, send: () => Promise<unknown>): Promise<void> {
  for (let at = 0; at < count; at += 1) await send();
}

test('reads and queries do not wait for each other', async () => {
  const { client, sent } = setUp();
  await times(100, () => client.request(READ));
  await times(100, () => client.graphql('query { viewer { login } }'));
  assert.deepEqual(new Set(sent.map(([, time]) => time)), new Set([0]));
});

test('words that people are told of are a second apart, updates of a check run are not', async () => {
  const { client, sent } = setUp();
  await times(3, () => client.request(REVIEW));
  await times(2, () => client.request(RUN));
  assert.deepEqual(
    sent.map(([, time]) => time),
    [0, 1_000, 2_000, 2_000, 2_000],
  );
});

test('no more points are spent in any minute than GitHub allows', async () => {
  const { client, sent } = setUp();
  await times(2_000, () => client.request(READ));
  for (const [, from] of sent) {
    const spent = sent.filter(([, time]) => time >= from && time < from + 60_000).length;
    assert.ok(spent <= PACE_LIMITS.restPoints, `${spent} at ${from}`);
  }
  assert.equal(sent.length, 2_000);
});

test('no more is written in any minute, and any hour, than GitHub allows', async () => {
  const { client, sent } = setUp();
  await times(600, () => client.request(RUN));
  const most = (length: number) =>
    Math.max(...sent.map(([, from]) => sent.filter(([, time]) => time >= from && time < from + length).length));
  assert.ok(most(60_000) <= 80, `${most(60_000)} a minute`);
  assert.ok(most(3_600_000) <= 500, `${most(3_600_000)} an hour`);
});

function refuse(seconds: string): () => never {
  return () => {
    throw Object.assign(new Error('limit'), {
      status: 403,
      response: { headers: { 'retry-after': seconds }, data: { message: 'secondary rate limit' } },
    });
  };
}

test('a limit is waited out by all, and the request is repeated', async () => {
  const { client, sent, told } = setUp([refuse('30')]);
  await Promise.all([client.request(REVIEW), client.request(READ)]);
  assert.deepEqual(
    sent.map(([route, time]) => [route === READ ? 'read' : 'review', time]),
    [
      ['review', 0],
      ['read', 0],
      ['review', 30_000],
    ],
  );
  assert.deepEqual(told, [{ what: REVIEW, retryAfter: 30, repeated: true }]);
});

test('one that would take more than a minute goes back to the queue, and a third time too', async () => {
  const { client, told } = setUp([refuse('61')]);
  await assert.rejects(client.request(READ));
  assert.deepEqual(told, [{ what: READ, retryAfter: 61, repeated: false }]);
  const { client: other, sent } = setUp([refuse('1'), refuse('1'), refuse('1')]);
  await assert.rejects(other.request(READ));
  assert.equal(sent.length, 3);
});
