import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyActions } from '../../src/github/apply-actions.ts';
import { readPosted } from '../../src/github/read-posted.ts';
import { GitHubTrouble } from '../../src/github/trouble.ts';
import { begin, pullOf, review, setUp } from './stage.ts';

test('only our own words are ours: neither a quotation of them nor a forged marker', async (t) => {
  const stage = await setUp(t);
  const checkRun = await begin(stage);
  await applyActions(stage.client, { pull: stage.pull, head: stage.pull.head, checkRun, own: stage.own }, [
    review(stage.pull, ['new.py', 3], ['a.py', 21]),
  ]);
  await stage.github.reviewComment({
    pull: stage.pull,
    author: 'mallory',
    path: 'new.py',
    line: 9,
    side: 'RIGHT',
    body: 'see <!-- f:stolen -->',
  });
  await stage.github.reviewComment({
    pull: stage.pull,
    author: stage.own.appSlug,
    path: 'new.py',
    line: 9,
    side: 'RIGHT',
    body: '<!-- f:namesake -->',
  });
  const [first] = pullOf(stage).threads;
  const id = first?.comments[0]?.id ?? 0;
  await stage.github.reply(id, { author: 'mallory', body: '<!-- f:reply -->' });
  await stage.github.resolveThread(id, 'mallory');
  const posted = await readPosted(stage.client, stage.pull, stage.own);
  assert.deepEqual([...posted.fingerprints], ['p0', 'p1']);
  assert.deepEqual(
    posted.comments.map(({ path, line, isResolved, resolvedBy, replies, fingerprints }) => ({
      path,
      line,
      isResolved,
      resolvedBy,
      replies: replies.map(({ author, body }) => [author.login, author.isBot, body]),
      fingerprints,
    })),
    [
      {
        path: 'new.py',
        line: 3,
        isResolved: true,
        resolvedBy: { login: 'mallory', isBot: false },
        replies: [['mallory', false, '<!-- f:reply -->']],
        fingerprints: ['p0'],
      },
      { path: 'a.py', line: 21, isResolved: false, resolvedBy: undefined, replies: [], fingerprints: ['p1'] },
    ],
  );
  assert.deepEqual([posted.comments[0]?.id, posted.head, posted.isOpen], [id, stage.pull.head, true]);
  assert.deepEqual(
    (await readPosted(stage.client, stage.pull, { ...stage.own, appSlug: 'another' })).fingerprints,
    new Set(),
  );
});

test('all pages are read', async (t) => {
  const stage = await setUp(t);
  const checkRun = await begin(stage);
  const places = Array.from({ length: 40 }, (_, at) => ['new.py', at + 1] as const);
  for (const name of ['x', 'y', 'z']) {
    const action = review(stage.pull, ...places);
    const comments = action.comments.map((comment, at) => ({ ...comment, body: `<!-- f:${name}${at} -->` }));
    await applyActions(stage.client, { pull: stage.pull, head: stage.pull.head, checkRun, own: stage.own }, [
      { ...action, comments },
    ]);
  }
  stage.github.mark();
  const posted = await readPosted(stage.client, stage.pull, stage.own);
  assert.deepEqual([posted.fingerprints.size, posted.comments.length, stage.github.traffic().requests], [120, 120, 2]);
});

test('an answer that was cut short is not taken for an empty one', async (t) => {
  const stage = await setUp(t);
  stage.github.failNext({ match: 'graphql', truncate: true, times: 9 });
  await assert.rejects(readPosted(stage.client, stage.pull, stage.own), (error) => error instanceof GitHubTrouble);
});

test('a review remembers what it had no room for, which does not count as said', async (t) => {
  const stage = await setUp(t);
  const checkRun = await begin(stage);
  const action = { ...review(stage.pull, ['new.py', 3]), body: 'Please look. <!-- held: q1,q2 -->' };
  await applyActions(stage.client, { pull: stage.pull, head: stage.pull.head, checkRun, own: stage.own }, [action]);
  const verify = (body: string): ReturnType<typeof stage.own.verify> => {
    const held = /held: ([\w,]+)/.exec(body)?.[1]?.split(',');
    return held ? { fingerprints: [], isSettled: false, held } : stage.own.verify(body, 'comment');
  };
  const posted = await readPosted(stage.client, stage.pull, { ...stage.own, verify });
  assert.deepEqual([...(posted.held ?? [])], ['q1', 'q2']);
  assert.deepEqual([...posted.fingerprints], ['p0']);
});
