import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultConfig } from '../../src/config/config.ts';
import { mergeConfig, renamedChecks } from '../../src/config/merge.ts';
import { configSchema } from '../../src/config/schema.ts';
import { KNOWN } from './known.ts';

test('a file over another one: chapters, checks and options by key, lists as a whole', () => {
  const schema = configSchema(KNOWN);
  const renamed = renamedChecks(KNOWN.checks);
  const under = mergeConfig(
    defaultConfig(),
    schema.root.parse({
      preset: 'strict',
      max_comments: 3,
      comment_from: 'error',
      on_error: 'failure',
      drafts: 'skip',
      bots: 'skip',
      labels: { wip: 'skip', Docs: 'check' },
      not_dismissible: ['ch16'],
      exclude: ['a', 'b'],
      chapters: { ch03: 'off', ch07: 'error' },
      checks: {
        'ch01/module-too-long': { level: 'error', max_lines: 60, count_comments: true },
        'ch03/unused-import': 'notice',
      },
      overrides: [{ paths: ['a'] }],
    }),
    renamed,
  );
  const over = schema.root.parse({
    fail_on: 'never',
    drafts: 'comment',
    labels: { WIP: 'comment' },
    not_dismissible: ['ch03/import-unused'],
    exclude: ['c'],
    chapters: { ch07: 'off' },
    checks: { 'ch01/module-too-long': { max_lines: 70 }, 'ch03/import-unused': 'off' },
  });
  assert.deepEqual(mergeConfig(under, over, renamed), {
    preset: 'strict',
    failOn: 'never',
    maxComments: 3,
    commentFrom: 'error',
    onError: 'failure',
    drafts: 'comment',
    bots: 'skip',
    labels: { wip: 'comment', docs: 'check' },
    notDismissible: ['ch03/unused-import'],
    exclude: ['c'],
    chapters: { ch03: 'off', ch07: 'off' },
    checks: {
      'ch01/module-too-long': { level: 'error', options: { max_lines: 70, count_comments: true } },
      'ch03/unused-import': { level: 'off', options: {} },
    },
    overrides: [{ paths: ['a'], chapters: {}, checks: {} }],
  });
});
