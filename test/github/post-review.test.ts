import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyActions } from '../../src/github/apply-actions.ts';
import { readPosted } from '../../src/github/read-posted.ts';
import { Superseded } from '../../src/github/trouble.ts';
import { begin, conclusion, countOf, FAILURES, pullOf, review, setUp } from './stage.ts';

for (const [what, fault] of FAILURES) {
  test(`one review is posted although GitHub ${what}`, async (t) => {
    const stage = await setUp(t);
    const checkRun = await begin(stage);
    stage.github.failNext({ ...fault, match: 'pulls/create-review' });
    await applyActions(stage.client, { pull: stage.pull, head: stage.pull.head, checkRun, own: stage.own }, [
      review(stage.pull, ['new.py', 3], ['a.py', 21]),
    ]);
    assert.equal(pullOf(stage).reviews.length, 1);
    assert.equal(pullOf(stage).threads.length, 2);
  });
}

test('a review that GitHub does not take twice in a row is trouble for later, after two attempts', async (t) => {
  const stage = await setUp(t);
  const checkRun = await begin(stage);
  stage.github.failNext({ match: 'pulls/create-review', times: 9 });
  const target = { pull: stage.pull, head: stage.pull.head, checkRun, own: stage.own };
  await assert.rejects(applyActions(stage.client, target, [review(stage.pull, ['new.py', 3])]), {
    name: 'GitHubTrouble',
    kind: 'server',
  });
  assert.equal(countOf(stage, 'pulls/create-review'), 2);
});

test('comments without a place go into the body, and the others stay where they belong', async (t) => {
  const stage = await setUp(t);
  const checkRun = await begin(stage);
  const action = review(stage.pull, ['new.py', 7, 3], ['a.py', 1], ['nowhere`.py', 1], ['a.py', 22, 2]);
  await applyActions(stage.client, { pull: stage.pull, head: stage.pull.head, checkRun, own: stage.own }, [action]);
  const [posted, ...more] = pullOf(stage).reviews;
  assert.deepEqual(more, []);
  assert.deepEqual(
    pullOf(stage).threads.map((thread) => [thread.path, thread.current.startLine, thread.current.line]),
    [['new.py', 3, 7]],
  );
  assert.equal(
    posted?.body,
    [
      'Please look.',
      '---',
      '` a.py:1 `',
      'words 1\n<!-- f:p1 -->',
      '---',
      '`` nowhere`.py:1 ``',
      'words 2\n<!-- f:p2 -->',
      '---',
      '` a.py:22 `',
      'words 3\n<!-- f:p3 -->',
    ].join('\n\n'),
  );
});

test('what is in a body counts as posted', async (t) => {
  const stage = await setUp(t);
  const checkRun = await begin(stage);
  const action = review(stage.pull, ['new.py', 7], ['a.py', 1], ['b.py', 1]);
  await applyActions(stage.client, { pull: stage.pull, head: stage.pull.head, checkRun, own: stage.own }, [action]);
  const own = {
    ...stage.own,
    verify: (body: string) => ({
      fingerprints: [...body.matchAll(/<!-- f:(\w+) -->/g)].map((match) => match[1] ?? ''),
      isSettled: false,
    }),
  };
  const posted = await readPosted(stage.client, stage.pull, own);
  assert.deepEqual([...posted.fingerprints].sort(), ['p0', 'p1', 'p2']);
});

test('a range of one line is sent as a line', async (t) => {
  const stage = await setUp(t);
  const checkRun = await begin(stage);
  await applyActions(stage.client, { pull: stage.pull, head: stage.pull.head, checkRun, own: stage.own }, [
    review(stage.pull, ['new.py', 3, 3]),
  ]);
  assert.deepEqual(
    pullOf(stage).threads.map((thread) => thread.current.startLine),
    [undefined],
  );
});

test('nothing is written for a head that is no longer the head, or when the pull request is closed', async (t) => {
  const stage = await setUp(t);
  const checkRun = await begin(stage);
  const target = { pull: stage.pull, head: stage.pull.head, checkRun, own: stage.own };
  const actions = [conclusion(1), review(stage.pull, ['new.py', 3])];
  const head = await stage.github.push({ pull: stage.pull, files: { 'c.py': 'x\n' } });
  stage.github.mark();
  await assert.rejects(
    applyActions(stage.client, target, actions),
    (error) => error instanceof Superseded && error.head === head,
  );
  const posted = await readPosted(stage.client, stage.pull, stage.own);
  await assert.rejects(applyActions(stage.client, { ...target, seen: posted }, actions), Superseded);
  await stage.github.closePull(stage.pull);
  await assert.rejects(applyActions(stage.client, { ...target, head }, actions), Superseded);
  assert.equal(stage.github.traffic().writes, 0);
});
