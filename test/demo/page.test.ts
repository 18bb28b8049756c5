import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { installationClient, openExample, send, startDemo } from './support.ts';

async function page(demo: Awaited<ReturnType<typeof startDemo>>, path = '/city/loans/pull/1'): Promise<string> {
  const answer = await send(demo, { path });
  assert.equal(answer.status, 200);
  return answer.text;
}

test('the page shows checks, annotations, the diff and comments under their lines', async () => {
  const demo = await startDemo();
  const pull = await openExample(demo);
  const client = await installationClient(demo);
  const annotation = {
    path: 'loans.py',
    start_line: 10,
    end_line: 10,
    annotation_level: 'warning' as const,
    message: 'Say ten.',
  };
  const output = { title: 'One thing', summary: '| a |\n|---|\n| **b** |', annotations: [annotation] };
  await client.rest.checks.create({
    owner: 'city',
    repo: 'loans',
    name: 'Chapter & Verse',
    head_sha: pull.head,
    conclusion: 'neutral',
    output,
  });
  await demo.reviewComment({
    pull,
    author: 'bob',
    path: 'loans.py',
    line: 10,
    body: 'Rather:\n\n```suggestion\n10\n```\n\n<!-- mark -->',
  });
  const html = await page(demo);
  assert.match(html, /Chapter &amp; Verse[\s\S]*<td><strong>b<\/strong><\/td>[\s\S]*loans\.py:10[\s\S]*Say ten\./);
  assert.match(
    html,
    /id="loans\.py-R10">.*ten<\/td><\/tr><tr class="talk">[\s\S]*class="line del">- ten<\/span><span class="line add">\+ 10</,
  );
  assert.doesNotMatch(html, /mark/);
});

const attacks = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '[a](javascript:alert(1))',
  '![a](https://example.com/track.png)',
  '<details><summary><img src=x onerror=alert(1)></summary>',
  '```suggestion\n<script>\n```',
];

for (const attack of attacks) {
  test(`nothing of ${JSON.stringify(attack)} becomes a tag of its own`, async () => {
    const demo = await startDemo();
    await demo.createRepository({ owner: 'city', name: 'loans', base: { a: 'a\n' } });
    const name = attack.replaceAll('/', '').split('\n')[0] ?? '';
    const pull = await demo.openPull({
      owner: 'city',
      repo: 'loans',
      title: attack,
      body: attack,
      files: { [`${name}.py`]: `${attack}\n` },
      labels: [attack],
      branch: 'b',
    });
    await demo.comment({ pull, body: attack });
    await demo.reviewComment({ pull, path: `${name}.py`, line: 1, body: attack });
    const html = await page(demo);
    assert.doesNotMatch(html, /<script|<img|<[^>]+\sonerror=|href="javascript:/i);
  });
}

test('the page runs nothing and loads nothing', async () => {
  const demo = await startDemo();
  await openExample(demo);
  const { headers, text } = await send(demo, { path: '/city/loans/pull/1' });
  const policy = headers.get('content-security-policy') ?? '';
  const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  assert.equal(
    policy,
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  assert.doesNotMatch(text, /<link|<script| src=|@import|url\(/);
});

test('the front page leads to every pull request, and a check leads to its own', async () => {
  const demo = await startDemo();
  const pull = await openExample(demo);
  assert.match(await page(demo, '/'), /href="\/city\/loans\/pull\/1"/);
  const client = await installationClient(demo);
  const run = await client.rest.checks.create({ owner: 'city', repo: 'loans', name: 'n', head_sha: pull.head });
  const answer = await fetch(run.data.html_url ?? '', { redirect: 'manual' });
  assert.equal(answer.headers.get('location'), `/city/loans/pull/1#check-${run.data.id}`);
  assert.equal((await send(demo, { path: '/city/loans/pull/9' })).status, 404);
});
