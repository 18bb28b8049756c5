import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AUTHOR, comment, hear, says } from './heard.ts';

const IMPORT = 'ch03/unused-import';
const SECRET = 'ch16/secret-in-source';
const inTalk = (id: number) => ({ place: 'conversation', id }) as const;
const inThread = (id: number) => ({ place: 'reply', id }) as const;
const NOBODY = { byFingerprint: new Map(), byCheck: new Map(), answers: [] };

describe('what people decide', () => {
  test('nothing, where nobody said anything that matters', () => {
    const said = { conversation: [says('wanda', 'Nice!')], comments: [comment([says('wanda', 'Why?')])] };
    assert.deepEqual(hear(said), { decisions: NOBODY, reactions: [], refused: [] });
  });

  test('a reply settles the findings that the comment above it speaks of', () => {
    const other = comment([], { fingerprints: ['f9'] });
    const { byFingerprint } = hear({ comments: [comment([says('wanda', 'ignore: a fake key')]), other] }).decisions;
    const dismissal = { by: 'wanda', reason: 'a fake key', way: 'reply' };
    assert.deepEqual(
      [...byFingerprint],
      [
        ['f1', dismissal],
        ['f2', dismissal],
      ],
    );
  });

  test('of two replies the later one holds, wherever they stand in the list', () => {
    const replies = [says('walter', 'ignore: second', 2), says('wanda', 'ignore: first', 1)];
    assert.equal(hear({ comments: [comment(replies)] }).decisions.byFingerprint.get('f1')?.by, 'walter');
    const same = [says('walter', 'ignore: second', 1, { id: 9 }), says('wanda', 'ignore: first', 1, { id: 8 })];
    assert.equal(hear({ comments: [comment(same)] }).decisions.byFingerprint.get('f1')?.by, 'walter');
  });

  test('a command settles all findings of a check, by its present id or a former one', () => {
    for (const name of [IMPORT, 'ch03/import-unused', 'CH03/Unused-Import']) {
      const { decisions } = hear({ conversation: [says('wanda', `/cv ignore ${name} -- re-exported`)] });
      assert.deepEqual([...decisions.byCheck], [[IMPORT, { by: 'wanda', reason: 're-exported', way: 'command' }]]);
      assert.deepEqual(decisions.answers, [{ by: 'wanda', command: 'ignore', check: IMPORT }]);
    }
  });

  test('a command may stand under a comment of ours as well', () => {
    const { byCheck } = hear({ comments: [comment([says('wanda', `/cv ignore ${SECRET} -- revoked`)])] }).decisions;
    assert.deepEqual([...byCheck.keys()], [SECRET]);
  });

  test('a name of no check settles nothing, and the nearest one is offered', () => {
    const { decisions } = hear({
      conversation: [
        says('wanda', '/cv ignore ch03/unused-imports -- so', 1),
        says('wanda', '/cv explain event-loop-misuse', 2),
        says('wanda', '/cv explain something-else', 3),
      ],
    });
    assert.equal(decisions.byCheck.size, 0);
    assert.deepEqual(decisions.answers, [
      { by: 'wanda', command: 'ignore', unknown: 'ch03/unused-imports', nearest: IMPORT },
      { by: 'wanda', command: 'explain', unknown: 'event-loop-misuse', nearest: 'ch09/event-loop-misuse' },
      { by: 'wanda', command: 'explain', unknown: 'something-else' },
    ]);
  });
});

describe('a thread', () => {
  const resolved = { isResolved: true, resolvedBy: { login: 'wanda', isBot: false } };

  test('that a person resolved settles its findings without a reason', () => {
    const { byFingerprint } = hear({ comments: [comment([], resolved)] }).decisions;
    assert.deepEqual(byFingerprint.get('f2'), { by: 'wanda', reason: '', way: 'thread' });
  });

  test('that the author of the pull request resolved counts: GitHub lets them', () => {
    const byAuthor = comment([], { isResolved: true, resolvedBy: { login: 'Olivia', isBot: false } });
    assert.equal(hear({ comments: [byAuthor] }).decisions.byFingerprint.get('f1')?.by, 'Olivia');
  });

  test('that is open again, or that a program or somebody without the right resolved, settles nothing', () => {
    const open = [
      comment([], { isResolved: false, resolvedBy: { login: 'wanda', isBot: false } }),
      comment([], { isResolved: true }),
      comment([], { isResolved: true, resolvedBy: { login: 'wanda', isBot: true } }),
      comment([], { isResolved: true, resolvedBy: { login: 'mallory', isBot: false } }),
      comment([], { isResolved: true, resolvedBy: { login: '', isBot: false } }),
    ];
    assert.deepEqual(hear({ comments: open }).decisions, NOBODY);
  });

  test('whose comment says itself that it is settled decides nothing when somebody resolves it', () => {
    const settled = comment([], { ...resolved, isSettled: true });
    assert.deepEqual(hear({ comments: [settled] }).decisions, NOBODY);
  });

  test('with a reason in it is settled for that reason, resolved or edited as it may be', () => {
    for (const state of [resolved, { isSettled: true }, {}]) {
      const { byFingerprint } = hear({ comments: [comment([says('walter', 'ignore: a test')], state)] }).decisions;
      assert.deepEqual(byFingerprint.get('f1'), { by: 'walter', reason: 'a test', way: 'reply' });
    }
  });
});

describe('reviews are paused', () => {
  const paused = says('wanda', '/cv pause', 1);

  test('by whoever said so last, until somebody says otherwise', () => {
    assert.equal(hear({ conversation: [paused] }).decisions.pausedBy, 'wanda');
    assert.equal(hear({ conversation: [paused, says('walter', '/cv pause', 2)] }).decisions.pausedBy, 'walter');
    assert.equal(hear({ conversation: [paused, says('walter', '/cv resume', 2)] }).decisions.pausedBy, undefined);
    assert.equal(hear({ conversation: [says('wanda', '/cv resume', 0), paused] }).decisions.pausedBy, 'wanda');
  });

  test('in the order of time between the conversation and replies', () => {
    const resume = (minute: number) => comment([says('wanda', '/cv resume', minute)]);
    assert.equal(hear({ conversation: [paused], comments: [resume(2)] }).decisions.pausedBy, undefined);
    assert.equal(hear({ conversation: [paused], comments: [resume(0)] }).decisions.pausedBy, 'wanda');
  });

  test('but for the one look that somebody asks for', () => {
    const recheck = says('olivia', '/cv recheck', 2);
    const conversation = [paused, recheck];
    assert.equal(hear({ conversation }, inTalk(recheck.id)).decisions.pausedBy, undefined);
    assert.equal(hear({ conversation }, 'rerun').decisions.pausedBy, undefined);
    assert.equal(hear({ conversation }).decisions.pausedBy, 'wanda', 'the next push');
    assert.equal(hear({ conversation }, inTalk(paused.id)).decisions.pausedBy, 'wanda', 'another comment');
  });

  test('still, where the one who asks may not', () => {
    const recheck = says('mallory', '/cv recheck', 2);
    assert.equal(hear({ conversation: [paused, recheck] }, inTalk(recheck.id)).decisions.pausedBy, 'wanda');
  });

  test('and a look undoes nothing that was ignored', () => {
    const conversation = [says('wanda', `/cv ignore ${IMPORT} -- so`, 1), says('wanda', '/cv recheck', 2)];
    assert.equal(hear({ conversation }).decisions.byCheck.size, 1);
  });
});

describe('who may', () => {
  const everything = `/cv recheck\n/cv explain ${IMPORT}\n/cv ignore ${IMPORT} -- so\n/cv pause\n/cv resume\n/cv help\nignore: so`;
  const kinds = (by: string, more = {}): readonly string[] =>
    hear({ comments: [comment([says(by, everything, 0, more)])] }).refused.map(({ word }) => word.kind);

  test('everything: people who may write', () => assert.deepEqual(kinds('wanda'), []));

  test('have a look and a word explained: whoever opened the pull request', () => {
    assert.deepEqual(kinds('olivia'), ['ignore', 'pause', 'resume', 'dismiss']);
    const { decisions } = hear({ comments: [comment([says('olivia', everything)])] });
    assert.deepEqual({ ...decisions, answers: [] }, NOBODY);
    assert.deepEqual(
      decisions.answers.map(({ command }) => command),
      ['recheck', 'explain', 'help'],
    );
  });

  test('nothing: everybody else, and nothing comes of it', () => {
    const { decisions, reactions, refused } = hear(
      { comments: [comment([says('mallory', everything)])] },
      inThread(1_000),
    );
    assert.deepEqual([decisions, reactions, refused.length], [NOBODY, [], 7]);
  });

  for (const [who, more] of [
    ['a program', { author: { login: 'wanda', isBot: true } }],
    ['a program that opened the pull request', { author: { login: 'olivia', isBot: true } }],
    ['somebody whose account is gone', { author: { login: '', isBot: false } }],
    ['somebody into whose mouth another one put it', { isEditedByOther: true }],
  ] as const)
    test(`${who} is not heard at all`, () => {
      const heard = { comments: [comment([says('wanda', everything, 0, more)])] };
      assert.deepEqual(hear(heard, inThread(1_000)), { decisions: NOBODY, reactions: [], refused: [] });
    });

  test('a program that opened the pull request makes no author of a person of that name', () => {
    const author = { ...AUTHOR, isBot: true };
    assert.deepEqual(hear({ author, conversation: [says('olivia', '/cv recheck')] }).decisions, NOBODY);
  });
});

describe('the comment that asked for this review', () => {
  const reactionsTo = (body: string, by = 'wanda') => hear({ conversation: [says(by, body)] }, inTalk(1_000)).reactions;

  test('is shown that it was heard, once', () => {
    assert.deepEqual(reactionsTo('/cv pause\n/cv help'), [
      { kind: 'react', on: 'conversation-comment', id: 1_000, content: '+1' },
    ]);
    const reply = comment([says('wanda', 'ignore: so', 3)]);
    assert.deepEqual(hear({ comments: [reply] }, inThread(1_003)).reactions, [
      { kind: 'react', on: 'review-comment', id: 1_003, content: '+1' },
    ]);
  });

  test('is shown that not all of it was done', () => {
    for (const body of ['/cv paws', '/cv pause\n/cv ignore ch03/nothing-like-it -- so', '/cv explain x'])
      assert.deepEqual(
        reactionsTo(body).map(({ content }) => content),
        ['-1'],
        body,
      );
  });

  test('is the only one', () => {
    assert.deepEqual(hear({ conversation: [says('wanda', '/cv pause')] }).reactions, []);
    assert.deepEqual(hear({ conversation: [says('wanda', '/cv pause')] }, 'rerun').reactions, []);
    assert.deepEqual(hear({ conversation: [says('wanda', '/cv pause')] }, inTalk(999)).reactions, []);
    assert.deepEqual(hear({ conversation: [says('wanda', '/cv pause')] }, inThread(1_000)).reactions, []);
  });
});

describe('answers', () => {
  test('to what is no command are the grammar', () => {
    assert.deepEqual(hear({ conversation: [says('wanda', '/cv please')] }).decisions.answers, [
      { by: 'wanda', command: 'help' },
    ]);
  });

  test('are given once to each question, to whoever asked last', () => {
    const conversation = [
      says('wanda', `/cv explain ${IMPORT}`, 1),
      says('wanda', `/cv explain ${SECRET}`, 2),
      says('walter', `/cv explain ${IMPORT}`, 3),
    ];
    assert.deepEqual(hear({ conversation }).decisions.answers, [
      { by: 'wanda', command: 'explain', check: SECRET },
      { by: 'walter', command: 'explain', check: IMPORT },
    ]);
  });

  test('are the newest ten', () => {
    const conversation = Array.from({ length: 12 }, (_, minute) =>
      says('wanda', `/cv explain ch99/x${minute}z`, minute),
    );
    const { answers } = hear({ conversation }).decisions;
    assert.deepEqual([answers.length, answers[0]?.unknown, answers.at(-1)?.unknown], [10, 'ch99/x2z', 'ch99/x11z']);
  });
});
