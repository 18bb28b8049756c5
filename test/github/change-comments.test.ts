import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { leastPermissions } from '../../demo/github/options.ts';
import type { Action, EditComment } from '../../src/core/actions.ts';
import { applyActions } from '../../src/github/apply-actions.ts';
import { readPosted } from '../../src/github/read-posted.ts';
import { begin, conclusion, countOf, FAILURES, pullOf, review, setUp, type Stage } from './stage.ts';

/** A pull request with three comments of ours. */
async function withComments(t: TestContext, permissions: Record<string, 'read' | 'write'> = {}) {
  const stage = await setUp(t, { app: { permissions: { ...leastPermissions, ...permissions } } });
  const checkRun = await begin(stage);
  const target = { pull: stage.pull, head: stage.pull.head, checkRun, own: stage.own };
  await applyActions(stage.client, target, [review(stage.pull, ['new.py', 3], ['new.py', 7], ['a.py', 21])]);
  const { comments } = await readPosted(stage.client, stage.pull, stage.own);
  const apply = (actions: readonly Action[]): Promise<void> => applyActions(stage.client, target, actions);
  return { stage, comments, apply };
}

function bodiesOf(stage: Stage): readonly string[] {
  return pullOf(stage).threads.flatMap(({ comments }) => comments.map(({ body }) => body));
}

function editOf(comment: { readonly id: number; readonly thread: string } | undefined, body: string): EditComment {
  assert.ok(comment);
  return { kind: 'edit-comment', id: comment.id, body, thread: { id: comment.thread, resolve: true } };
}

test('a comment is taken back, and one that is gone already is as good', async (t) => {
  const { stage, comments, apply } = await withComments(t);
  const action = { kind: 'delete-comment', id: comments[0]?.id ?? 0 } as const;
  await apply([action]);
  assert.equal(pullOf(stage).threads.length, 2);
  await apply([action, { kind: 'delete-comment', id: comments[1]?.id ?? 0 }, conclusion(0)]);
  assert.equal(pullOf(stage).threads.length, 1);
  assert.equal(stage.github.world.repository('acme', 'app')?.checkRuns[0]?.conclusion, 'failure');
});

test('with the right to write contents, a comment is rewritten and its thread resolved, and both are undone', async (t) => {
  const { stage, comments, apply } = await withComments(t, { contents: 'write' });
  await apply([editOf(comments[0], 'Fixed.\n<!-- f:p0 --><!-- settled -->')]);
  const [settled] = (await readPosted(stage.client, stage.pull, stage.own)).comments;
  assert.deepEqual([settled?.isResolved, settled?.resolvedBy?.isBot, settled?.isSettled], [true, true, true]);
  await apply([
    { ...editOf(comments[0], 'Back.\n<!-- f:p0 -->'), thread: { id: settled?.thread ?? '', resolve: false } },
  ]);
  const [open] = (await readPosted(stage.client, stage.pull, stage.own)).comments;
  assert.deepEqual([open?.isResolved, open?.isSettled], [false, false]);
});

test('without it, all comments are rewritten all the same, and the right is asked for once', async (t) => {
  const { stage, comments, apply } = await withComments(t);
  stage.github.mark();
  await apply([...comments.map((comment, at) => editOf(comment, `Fixed ${at}.`)), conclusion(0)]);
  assert.deepEqual(bodiesOf(stage), ['Fixed 0.', 'Fixed 1.', 'Fixed 2.']);
  assert.ok(pullOf(stage).threads.every(({ resolvedBy }) => resolvedBy === undefined));
  // The pull request is looked at, the thread once, three comments, and the check run.
  assert.equal(stage.github.traffic().requests, 6);
  assert.equal(stage.github.traffic().contentCreating, 0);
});

test('what is not ours to change is left, and the rest is done', async (t) => {
  const { stage, comments, apply } = await withComments(t);
  await stage.github.reviewComment({ pull: stage.pull, author: 'mallory', path: 'new.py', line: 9, body: 'mine' });
  const foreign = pullOf(stage).threads.at(-1)?.comments[0]?.id ?? 0;
  await apply([
    { kind: 'delete-comment', id: foreign },
    { kind: 'edit-comment', id: foreign, body: 'ours' },
    { kind: 'edit-comment', id: comments[0]?.id ?? 0, body: '' },
    { kind: 'delete-comment', id: comments[1]?.id ?? 0 },
    conclusion(0),
  ]);
  assert.deepEqual(bodiesOf(stage), ['words 0\n<!-- f:p0 -->', 'words 2\n<!-- f:p2 -->', 'mine']);
  assert.equal(stage.github.world.repository('acme', 'app')?.checkRuns[0]?.status, 'completed');
});

for (const [what, fault] of FAILURES) {
  test(`changes come out the same although GitHub ${what}`, async (t) => {
    const { stage, comments, apply } = await withComments(t, { contents: 'write' });
    const actions = [{ kind: 'delete-comment', id: comments[0]?.id ?? 0 }, editOf(comments[1], 'Fixed.')] as const;
    for (const match of ['pulls/delete-review-comment', 'pulls/update-review-comment', 'graphql'])
      stage.github.failNext({ ...fault, match });
    // Where the job gives up, the queue has it done again.
    await apply(actions).catch((error: unknown) => {
      assert.ok(error instanceof Error && error.name === 'GitHubTrouble', String(error));
      return apply(actions);
    });
    assert.deepEqual(bodiesOf(stage), ['Fixed.', 'words 2\n<!-- f:p2 -->']);
  });
}

test('a limit stops the job before the check run says that all is done', async (t) => {
  const { stage, comments, apply } = await withComments(t);
  const limit = { status: 403, headers: { 'retry-after': '30' }, message: 'secondary rate limit', times: 9 };
  stage.github.failNext({ ...limit, match: 'pulls/delete-review-comment' });
  await assert.rejects(apply([{ kind: 'delete-comment', id: comments[0]?.id ?? 0 }, conclusion(0)]), {
    name: 'GitHubTrouble',
    kind: 'limit',
  });
  assert.equal(stage.github.world.repository('acme', 'app')?.checkRuns[0]?.status, 'in_progress');
});

test('a reaction stands once, and needs no more than the comment it is on', async (t) => {
  const { stage, comments, apply } = await withComments(t);
  await stage.github.comment({ pull: stage.pull, author: 'alice', body: '/cv recheck' });
  const [said] = pullOf(stage).comments;
  const onReview = { kind: 'react', on: 'review-comment', id: comments[0]?.id ?? 0, content: '+1' } as const;
  const onTalk = { kind: 'react', on: 'conversation-comment', id: said?.id ?? 0, content: '+1' } as const;
  await apply([onReview, onReview, onTalk, onTalk, conclusion(0)]);
  assert.equal(pullOf(stage).threads[0]?.comments[0]?.reactions.length, 1);
  assert.deepEqual(said?.reactions, []);
  assert.equal(countOf(stage, 'reactions/create-for-issue-comment'), 1);
});

test('with the right to write issues, a comment in the conversation gets its reaction', async (t) => {
  const { stage, apply } = await withComments(t, { issues: 'write' });
  await stage.github.comment({ pull: stage.pull, author: 'alice', body: '/cv recheck' });
  const [said] = pullOf(stage).comments;
  await apply([{ kind: 'react', on: 'conversation-comment', id: said?.id ?? 0, content: '+1' }]);
  assert.deepEqual(
    said?.reactions.map(({ content }) => content),
    ['+1'],
  );
});
