import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { configSchema } from '../../src/config/schema.ts';
import { printProblem, readConfig } from '../../src/config/read.ts';
import { KNOWN } from './known.ts';

const PAGE = readFileSync(new URL('../../docs/configuring.md', import.meta.url), 'utf8');

function block(language: string): string {
  return new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(PAGE)?.[1] ?? assert.fail(`no ${language} block`);
}

test('the sample on the page is valid and shows every key', () => {
  const sample = block('yaml');
  assert.deepEqual(Object.keys(parse(sample)).toSorted(), Object.keys(configSchema(KNOWN).root.shape).toSorted());
  const { config, problems } = readConfig(sample, KNOWN);
  assert.deepEqual(problems.map(printProblem), []);
  assert.deepEqual(config, {
    preset: 'recommended',
    failOn: 'secrets',
    maxComments: 25,
    commentFrom: 'warning',
    onError: 'neutral',
    drafts: 'check',
    bots: 'check',
    labels: { wip: 'skip', 'needs review': 'comment' },
    notDismissible: ['ch16', 'ch17'],
    exclude: ['legacy/**', '*_pb2.py'],
    chapters: { ch07: 'off' },
    checks: {
      'ch05/source-without-tests': { level: 'error', options: {} },
      'ch01/module-too-long': { level: 'warning', options: { max_lines: 800 } },
    },
    overrides: [
      {
        paths: ['scripts/**', 'notebooks/**'],
        chapters: {},
        checks: { 'ch03/unused-import': { level: 'off', options: {} } },
      },
    ],
  });
});

test('the problem on the page is what the reader prints', () => {
  const text = '\n\n\n\n\nchecks:\n  ch05/source-without-test: error\n';
  assert.equal(readConfig(text, KNOWN).problems.map(printProblem).join('\n'), block('text').trimEnd());
});
