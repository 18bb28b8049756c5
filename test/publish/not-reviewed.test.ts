import assert from 'node:assert/strict';
import { test } from 'node:test';
import MarkdownIt from 'markdown-it';
import { groupOutput, skippedOutput, supersededOutput } from '../../src/publish/not-reviewed.ts';

const markdown = new MarkdownIt({ html: true, linkify: true });

for (const label of ['`x`', '<b>hi</b>', '@team #12', '[a](b)', '![](x)', '<!-- x -->', 'a\nb', '\u202Ex', '``` ~~~'])
  test(`the label ${JSON.stringify(label)} is shown as it is, and nothing of it comes to life`, () => {
    const { summary } = skippedOutput({ key: 'labels', label }, 'c.yml');
    const html = markdown.render(summary);
    assert.match(html, /^<p>(?:(?!<(?!\/?code>|\/p>)).)*<\/p>\n$/s);
  });

test('a superseded head names the one that took its place', () => {
  const head = '0123456789'.repeat(4);
  const output = supersededOutput(head);
  assert.equal(output.title, 'Superseded by 0123456');
  assert.ok(output.summary.includes(`\`${head}\``));
  assert.equal(output.conclusion, 'neutral');
});

test('a group has the conclusion that it is given', () => {
  assert.equal(groupOutput(7, 'failure').conclusion, 'failure');
});
