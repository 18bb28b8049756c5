import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installationClient, numbered, openExample, startDemo } from './support.ts';
import type { Octokit } from '@octokit/rest';

const pullOf = { owner: 'city', repo: 'loans', pull_number: 1 };
const lines = numbered(40);
const changed = lines.replace('\n10\n', '\nten\n').replace('\n30\n', '\nthirty\n');

async function start() {
  const demo = await startDemo();
  const pull = await openExample(demo);
  return { demo, pull, client: await installationClient(demo) };
}

async function comment(client: Octokit, at: { line: number; start_line?: number; side?: string }): Promise<void> {
  await client.rest.pulls.createReview({
    ...pullOf,
    event: 'COMMENT',
    comments: [{ path: 'loans.py', body: 'c', ...at }],
  });
}

async function places(client: Octokit) {
  const { data } = await client.rest.pulls.listReviewComments(pullOf);
  return data.map((each) => [each.line, each.original_line]);
}

test("a review's comments are listed with their place and the part of the hunk above", async () => {
  const { client, pull } = await start();
  const review = await client.rest.pulls.createReview({
    ...pullOf,
    event: 'COMMENT',
    body: 'Two things',
    comments: [
      { path: 'loans.py', line: 11, start_line: 9, side: 'RIGHT', start_side: 'RIGHT', body: 'one' },
      { path: 'loans.py', line: 30, side: 'LEFT', body: 'two' },
    ],
  });
  assert.deepEqual(
    [review.data.state, review.data.commit_id, review.data.user?.login],
    ['COMMENTED', pull.head, 'chapter-and-verse[bot]'],
  );
  const { data } = await client.rest.pulls.listCommentsForReview({ ...pullOf, review_id: review.data.id });
  assert.deepEqual(
    data.map((each) => [each.line, each.start_line, each.side]),
    [
      [11, 9, 'RIGHT'],
      [30, null, 'LEFT'],
    ],
  );
  assert.equal(data[0]?.diff_hunk, '@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11');
});

const pushes: readonly { name: string; text: string; line: number | null }[] = [
  { name: 'moves down with lines added above', text: `0\n00\n${changed}`, line: 12 },
  { name: 'moves up with lines removed above', text: changed.replace('1\n2\n', ''), line: 8 },
  { name: 'stays when something below changes', text: changed.replace('\n20\n', '\ntwenty\n'), line: 10 },
  {
    name: 'moves with the lines between two other changes',
    text: `0\n${changed.replace('\n25\n', '\ntwenty-five\n')}`,
    line: 11,
  },
  { name: 'is outdated when its line changes', text: changed.replace('\nten\n', '\nTEN\n'), line: null },
  { name: 'is outdated when its line leaves the diff', text: changed.replace('\nten\n', '\n10\n'), line: null },
  { name: 'is outdated when the file is as it was', text: lines, line: null },
];

for (const { name, text, line } of pushes) {
  test(`after a push, a comment ${name}`, async () => {
    const { client, demo, pull } = await start();
    await comment(client, { line: 10 });
    const head = await demo.push({ pull, files: { 'loans.py': text } });
    assert.deepEqual(await places(client), [[line, 10]]);
    const { data } = await client.rest.pulls.listReviewComments(pullOf);
    assert.equal(data[0]?.commit_id, line === null ? pull.head : head);
    assert.equal(data[0]?.original_commit_id, pull.head);
  });
}

test('a comment follows its file to a new name', async () => {
  const { client, demo, pull } = await start();
  await comment(client, { line: 10 });
  await demo.push({ pull, files: { 'loans.py': null, 'lending.py': changed } });
  const { data } = await client.rest.pulls.listReviewComments(pullOf);
  assert.deepEqual([data[0]?.path, data[0]?.line], ['lending.py', 10]);
});

test('after a force push, reviews point to the new head and comments follow the lines', async () => {
  const { client, demo, pull } = await start();
  await comment(client, { line: 10 });
  const head = await demo.push({ pull, files: { 'loans.py': `0\n${changed}` }, force: true });
  assert.deepEqual(await places(client), [[11, 10]]);
  const { data } = await client.rest.pulls.listReviews(pullOf);
  assert.equal(data[0]?.commit_id, head);
  const stale = client.rest.pulls.createReview({
    ...pullOf,
    commit_id: pull.head,
    event: 'COMMENT',
    comments: [{ path: 'loans.py', line: 10, body: 'c' }],
  });
  await assert.rejects(stale, /not part of the pull request/);
});

test('an older commit of the pull request can still be commented on', async () => {
  const { client, demo, pull } = await start();
  await demo.push({ pull, files: { 'loans.py': `0\n${changed}` } });
  const made = await client.rest.pulls.createReviewComment({
    ...pullOf,
    commit_id: pull.head,
    path: 'loans.py',
    line: 10,
    body: 'c',
  });
  assert.equal(made.data.original_commit_id, pull.head);
});

test('comments are answered, edited and deleted, each only by its author', async () => {
  const { client, demo, pull } = await start();
  await comment(client, { line: 10 });
  const [own] = (await client.rest.pulls.listReviewComments(pullOf)).data;
  const id = Number(own?.id);
  const reply = await demo.reply(id, { author: 'alice', body: 'Why?' });
  const answer = await client.rest.pulls.createReplyForReviewComment({ ...pullOf, comment_id: id, body: 'So.' });
  assert.equal(answer.data.in_reply_to_id, id);
  await assert.rejects(client.rest.pulls.createReplyForReviewComment({ ...pullOf, comment_id: reply, body: 'x' }), {
    status: 422,
  });
  const edited = await client.rest.pulls.updateReviewComment({ ...pullOf, comment_id: id, body: 'c2' });
  assert.equal(edited.data.body, 'c2');
  await assert.rejects(client.rest.pulls.updateReviewComment({ ...pullOf, comment_id: reply, body: 'x' }), {
    status: 403,
  });
  await assert.rejects(client.rest.pulls.deleteReviewComment({ ...pullOf, comment_id: reply }), { status: 403 });
  await client.rest.pulls.deleteReviewComment({ ...pullOf, comment_id: id });
  await assert.rejects(client.rest.pulls.getReviewComment({ ...pullOf, comment_id: id }), { status: 404 });
  assert.deepEqual(demo.violations, []);
  assert.equal(pull.number, 1);
});

test('a comment on a whole file has no line and outlives pushes', async () => {
  const { client, demo, pull } = await start();
  const made = await client.rest.pulls.createReviewComment({
    ...pullOf,
    commit_id: pull.head,
    path: 'loans.py',
    body: 'f',
    subject_type: 'file',
  });
  assert.deepEqual([made.data.subject_type, made.data.line], ['file', null]);
  await demo.push({ pull, files: { 'loans.py': `0\n${changed}` } });
  assert.deepEqual(await places(client), [[null, null]]);
});

test('a reaction is given once', async () => {
  const { client } = await start();
  await comment(client, { line: 10 });
  const [own] = (await client.rest.pulls.listReviewComments(pullOf)).data;
  const react = () =>
    client.rest.reactions.createForPullRequestReviewComment({ ...pullOf, comment_id: Number(own?.id), content: '+1' });
  const statuses: number[] = [(await react()).status, (await react()).status];
  assert.deepEqual(statuses, [201, 200]);
});
