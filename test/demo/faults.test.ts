import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countRoundTrips } from '../../demo/github/recorder.ts';
import { installationToken, openExample, send, startDemo } from './support.ts';

const comments = '/api/v3/repos/city/loans/issues/1/comments';

async function start(options: Parameters<typeof startDemo>[0] = {}) {
  const demo = await startDemo(options);
  await openExample(demo);
  const token = await installationToken(demo);
  const post = (body: string) => send(demo, { method: 'POST', path: comments, token, body: { body } });
  const list = async (): Promise<string[]> =>
    JSON.parse((await send(demo, { path: comments, token })).text).map((each: { body: string }) => each.body);
  return { demo, token, post, list };
}

test('a failure can come before the work or after it', async () => {
  const { demo, post, list } = await start();
  demo.failNext({ match: 'issues/create-comment' });
  demo.failNext({ match: 'issues/create-comment', commit: true, status: 503 });
  const statuses = [(await post('one')).status, (await post('two')).status, (await post('three')).status];
  assert.deepEqual(statuses, [502, 503, 201]);
  assert.deepEqual(await list(), ['two', 'three']);
});

test('a failure hits what it names, as often as it says', async () => {
  const { demo, post, list } = await start();
  demo.failNext({ match: /POST .*\/comments$/, status: 500, times: 2 });
  assert.deepEqual(await list(), []);
  const statuses = [(await post('one')).status, (await post('two')).status, (await post('three')).status];
  assert.deepEqual(statuses, [500, 500, 201]);
});

test('a truncated answer has its true status and half its body', async () => {
  const { demo, token } = await start();
  demo.failNext({ match: 'pulls/get', truncate: true });
  const answer = await send(demo, { path: '/api/v3/repos/city/loans/pulls/1', token });
  assert.equal(answer.status, 200);
  assert.throws(() => JSON.parse(answer.text), SyntaxError);
  assert.match(answer.text, /^\{"id":/);
});

test('a reset connection is no answer at all', async () => {
  const { demo, post, list } = await start();
  demo.failNext({ match: 'issues/create-comment', commit: true, reset: true });
  await assert.rejects(post('one'), /fetch failed/);
  assert.deepEqual(await list(), ['one']);
});

test('too much content in a minute meets the secondary limit, and time heals it', async () => {
  let present = Date.now();
  const { post } = await start({ now: () => present, limits: { contentPerMinute: 2, retryAfter: 7 } });
  const statuses = [(await post('one')).status, (await post('two')).status];
  const refused = await post('three');
  present += 60_001;
  statuses.push((await post('four')).status);
  assert.deepEqual(statuses, [201, 201, 201]);
  assert.equal(refused.status, 403);
  assert.equal(refused.headers.get('retry-after'), '7');
  assert.match(refused.text, /secondary rate limit/);
});

test('the primary limit is counted down and then refuses', async () => {
  const { post } = await start({ limits: { primary: 2 } });
  const first = await post('one');
  assert.equal(first.headers.get('x-ratelimit-remaining'), '1');
  await post('two');
  const refused = await post('three');
  assert.equal(refused.status, 403);
  assert.equal(refused.headers.get('x-ratelimit-remaining'), '0');
  assert.match(refused.text, /API rate limit exceeded/);
});

test('an unchanged answer to a conditional request is 304', async () => {
  const { demo, token } = await start();
  const path = '/api/v3/repos/city/loans';
  const etag = (await send(demo, { path, token })).headers.get('etag') ?? '';
  const again = await send(demo, { path, token, headers: { 'if-none-match': etag } });
  assert.deepEqual([again.status, again.text], [304, '']);
});

test('requests, content and round trips are counted since the mark', async () => {
  const { demo, post, list } = await start({ latency: 20 });
  demo.mark();
  await Promise.all([list(), list(), list()]);
  await post('one');
  assert.deepEqual(
    { ...demo.traffic(), bytes: 0 },
    { requests: 4, writes: 1, contentCreating: 1, roundTrips: 2, bytes: 0 },
  );
  assert.equal(demo.requests.at(-1)?.path, '/repos/{owner}/{repo}/issues/{issue_number}/comments');
});

const chains = [
  {
    name: 'one after the other',
    spans: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    trips: 3,
  },
  {
    name: 'all at once',
    spans: [
      [1, 6],
      [2, 5],
      [3, 4],
    ],
    trips: 1,
  },
  {
    name: 'a long one beside two short ones',
    spans: [
      [1, 6],
      [2, 3],
      [4, 5],
    ],
    trips: 2,
  },
  { name: 'none', spans: [], trips: 0 },
] as const;

for (const { name, spans, trips } of chains) {
  test(`counts round trips: ${name}`, () => {
    assert.equal(countRoundTrips(spans.map(([startedAt, finishedAt]) => ({ startedAt, finishedAt }))), trips);
  });
}
