import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultConfig } from '../../src/config/config.ts';
import { chooseMode } from '../../src/config/mode.ts';

const PLAIN = { isDraft: false, facts: { labels: [], authorIsBot: false } };

test('a pull request of which nothing is said is commented on', () => {
  assert.deepEqual(chooseMode(defaultConfig(), PLAIN), { mode: 'comment' });
});

test('a draft, and what a bot opens, is checked without comments', () => {
  assert.deepEqual(chooseMode(defaultConfig(), { ...PLAIN, isDraft: true }), {
    mode: 'check',
    because: { key: 'drafts' },
  });
  assert.equal(chooseMode(defaultConfig(), { ...PLAIN, facts: { labels: [], authorIsBot: true } }).mode, 'check');
});

test('of all modes that apply the quietest holds, and names its statement', () => {
  const config = { drafts: 'check', bots: 'comment', labels: { wip: 'skip', loud: 'comment' } } as const;
  const pull = { isDraft: true, facts: { labels: ['loud', 'WIP'], authorIsBot: true } };
  assert.deepEqual(chooseMode(config, pull), { mode: 'skip', because: { key: 'labels', label: 'WIP' } });
  const { labels, ...rest } = config;
  assert.deepEqual(chooseMode({ ...rest, labels: { loud: labels.loud } }, pull).because, { key: 'drafts' });
});

test('a label cannot make a review louder', () => {
  const config = { ...defaultConfig(), drafts: 'skip', labels: { loud: 'comment' } } as const;
  assert.equal(chooseMode(config, { isDraft: true, facts: { labels: ['loud'], authorIsBot: false } }).mode, 'skip');
});
