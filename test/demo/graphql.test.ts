import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installationToken, openExample, send, startDemo } from './support.ts';
import type { DemoGitHub } from '../../demo/github/server.ts';
import type { DemoGitHubOptions } from '../../demo/github/options.ts';

async function start(options: DemoGitHubOptions = {}) {
  const demo = await startDemo(options);
  const pull = await openExample(demo);
  return { demo, pull, token: await installationToken(demo) };
}

async function ask(demo: DemoGitHub, token: string, query: string) {
  const answer = await send(demo, { method: 'POST', path: '/api/graphql', token, body: { query } });
  assert.equal(answer.status, 200);
  return JSON.parse(answer.text);
}

test('blobs come by id and by expression', async () => {
  const { demo, pull, token } = await start();
  const query = `{ repository(owner: "city", name: "loans") {
    a: object(expression: "${pull.head}:new.py") { ... on Blob { oid text byteSize isTruncated isBinary } }
    b: object(oid: "${pull.head}") { ... on Commit { messageHeadline tree { entries { name type } } } }
    c: object(expression: "${pull.head}:none.py") { oid } } }`;
  const { data } = await ask(demo, token, query);
  assert.deepEqual(data.repository.a, {
    oid: '3e757656cf36eca53338e520d134963a44f793f8',
    text: 'new\n',
    byteSize: 4,
    isTruncated: false,
    isBinary: false,
  });
  assert.deepEqual(
    data.repository.b.tree.entries.map((each: { name: string }) => each.name),
    ['keep.py', 'loans.py', 'new.py'],
  );
  assert.equal(data.repository.c, null);
});

test('long texts are cut at whole characters, and binary ones have no text', async () => {
  const { demo, token } = await start({ limits: { graphqlTextBytes: 10 } });
  await demo.commitTo({
    owner: 'city',
    repo: 'loans',
    files: { long: 'é'.repeat(20), odd: `a${'é'.repeat(20)}`, bin: new Uint8Array([0, 1, 2]) },
  });
  const blob = (name: string) =>
    `${name}: object(expression: "main:${name}") { ... on Blob { text byteSize isTruncated isBinary } }`;
  const { data } = await ask(
    demo,
    token,
    `{ repository(owner: "city", name: "loans") { ${blob('long')} ${blob('odd')} ${blob('bin')} } }`,
  );
  assert.deepEqual(data.repository.long, { text: 'é'.repeat(5), byteSize: 40, isTruncated: true, isBinary: false });
  assert.deepEqual(data.repository.odd, {
    text: `a${'é'.repeat(4)}`,
    byteSize: 41,
    isTruncated: true,
    isBinary: false,
  });
  assert.deepEqual(data.repository.bin, { text: null, byteSize: 3, isTruncated: false, isBinary: true });
});

const threads = `reviewThreads(first: 10) { totalCount pageInfo { hasNextPage endCursor } nodes { id isResolved isOutdated resolvedBy { login }
  comments(first: 10) { nodes { databaseId body author { login __typename } } } } }`;

test('threads tell who resolved them, and whether the code has moved on', async () => {
  const { demo, pull, token } = await start();
  const first = await demo.reviewComment({ pull, author: 'bob', path: 'loans.py', line: 10, body: 'Hm' });
  await demo.reviewComment({ pull, author: 'chapter-and-verse[bot]', path: 'new.py', line: 1, body: 'Hm?' });
  await demo.reply(first, { author: 'alice', body: 'Oh' });
  await demo.resolveThread(first, 'alice');
  await demo.push({ pull, files: { 'new.py': 'other\n' } });
  const { data } = await ask(
    demo,
    token,
    `{ repository(owner: "city", name: "loans") { pullRequest(number: 1) { state isDraft headRefOid ${threads} } } }`,
  );
  const [one, two] = data.repository.pullRequest.reviewThreads.nodes;
  assert.deepEqual(
    [one.isResolved, one.isOutdated, one.resolvedBy.login, one.comments.nodes.length],
    [true, false, 'alice', 2],
  );
  assert.deepEqual([two.isResolved, two.isOutdated, two.resolvedBy], [false, true, null]);
  // GraphQL names a bot without the suffix that REST gives it.
  assert.deepEqual(two.comments.nodes[0].author, { login: 'chapter-and-verse', __typename: 'Bot' });
});

test('resolving a thread takes contents: write', async () => {
  const { demo, pull, token } = await start();
  const comment = await demo.reviewComment({ pull, path: 'loans.py', line: 10, body: 'Hm' });
  const { data } = await ask(
    demo,
    token,
    `{ repository(owner: "city", name: "loans") { pullRequest(number: 1) { ${threads} } } }`,
  );
  const [{ id, comments }] = data.repository.pullRequest.reviewThreads.nodes;
  assert.equal(comments.nodes[0].databaseId, comment);
  const mutation = `mutation { resolveReviewThread(input: { threadId: "${id}" }) { thread { isResolved resolvedBy { login } } } }`;
  const refused = await ask(demo, token, mutation);
  assert.deepEqual([refused.data.resolveReviewThread, refused.errors[0].type], [null, 'FORBIDDEN']);
  demo.setPermissions('city', { ...demo.world.app.permissions, contents: 'write' });
  const done = await ask(demo, await installationToken(demo), mutation);
  assert.deepEqual(done.data.resolveReviewThread.thread, {
    isResolved: true,
    resolvedBy: { login: 'chapter-and-verse' },
  });
});

test('a comment is hidden with a reason', async () => {
  const { demo, pull, token } = await start();
  const comment = await demo.reviewComment({ pull, path: 'loans.py', line: 10, body: 'Hm' });
  const mutation = `mutation { minimizeComment(input: { subjectId: "PRRC_${comment}", classifier: OUTDATED }) { minimizedComment { isMinimized minimizedReason } } }`;
  const { data } = await ask(demo, token, mutation);
  assert.deepEqual(data.minimizeComment.minimizedComment, { isMinimized: true, minimizedReason: 'outdated' });
});

const refusals: readonly { name: string; query: string; type: string }[] = [
  { name: 'an unknown repository', query: '{ repository(owner: "city", name: "none") { id } }', type: 'NOT_FOUND' },
  {
    name: 'an unknown pull request',
    query: '{ repository(owner: "city", name: "loans") { pullRequest(number: 9) { id } } }',
    type: 'NOT_FOUND',
  },
  {
    name: 'an unknown thread',
    query: 'mutation { resolveReviewThread(input: { threadId: "PRRT_9" }) { clientMutationId } }',
    type: 'NOT_FOUND',
  },
  {
    name: 'more than a hundred nodes',
    query:
      '{ repository(owner: "city", name: "loans") { pullRequest(number: 1) { labels(first: 101) { totalCount } } } }',
    type: 'UNPROCESSABLE',
  },
];

for (const { name, query, type } of refusals) {
  test(`GraphQL refuses ${name}`, async () => {
    const { demo, token } = await start();
    const answer = await ask(demo, token, query);
    assert.equal(answer.errors[0].type, type);
  });
}

test('the rate limit is told', async () => {
  const { demo, token } = await start();
  const { data } = await ask(demo, token, '{ rateLimit { limit remaining cost } viewer { login } }');
  assert.deepEqual(data, {
    rateLimit: { limit: 5000, remaining: 4999, cost: 1 },
    viewer: { login: 'chapter-and-verse' },
  });
});
