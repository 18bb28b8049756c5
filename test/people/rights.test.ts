import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { listToAsk, MOST_ASKED } from '../../src/people/rights.ts';
import type { Heard } from '../../src/people/said.ts';
import { AUTHOR, comment, says } from './heard.ts';

function asked(heard: Partial<Heard>): readonly string[] {
  return listToAsk({ author: AUTHOR, conversation: [], comments: [], ...heard });
}

describe('GitHub is asked whether somebody may write', () => {
  test('only where something depends on it', () => {
    const conversation = [says('wanda', 'I like it'), says('olivia', '/cv recheck\n/cv explain x\n/cv help\n/cv what')];
    const comments = [comment([says('walter', 'ignore this')], { isResolved: true, resolvedBy: AUTHOR })];
    assert.deepEqual(asked({ conversation, comments }), []);
  });

  test('once for each person, whatever they say and where', () => {
    const conversation = [
      says('wanda', '/cv recheck', 1),
      says('olivia', '/cv pause', 2),
      says('wanda', '/cv pause', 3),
    ];
    const comments = [
      comment([says('wanda', 'ignore: so', 4)]),
      comment([], { isResolved: true, resolvedBy: { login: 'walter', isBot: false } }),
    ];
    assert.deepEqual(asked({ conversation, comments }), ['wanda', 'olivia', 'walter']);
  });

  test('for so many people at most, of whom those count who spoke last', () => {
    const conversation = Array.from({ length: MOST_ASKED + 5 }, (_, at) =>
      says(`person${at}`, '/cv pause', 0, { id: at }),
    );
    const people = asked({ conversation });
    assert.deepEqual([people.length, people[0], people.at(-1)], [MOST_ASKED, `person${MOST_ASKED + 4}`, 'person5']);
  });
});
