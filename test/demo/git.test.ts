import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDemoGitHub } from '../../demo/github/server.ts';
import { installationClient, installationToken, numbered, openExample, send, startDemo } from './support.ts';
import type { DemoGitHub } from '../../demo/github/server.ts';
import type { Files } from '../../demo/github/git-store.ts';

const repo = { owner: 'city', repo: 'loans' };

async function openWith(demo: DemoGitHub, base: Files, files: Files) {
  await demo.createRepository({ owner: 'city', name: 'loans', base });
  return demo.openPull({ ...repo, title: 'T', files });
}

test('the same calls give the same SHAs', async () => {
  const heads = [];
  for (let round = 0; round < 2; round += 1) {
    const demo = await createDemoGitHub();
    const pull = await openExample(demo);
    heads.push([pull.base, pull.head, await demo.push({ pull, files: { 'new.py': 'newer\n' } })]);
    await demo.close();
  }
  assert.deepEqual(heads[0], heads[1]);
});

test('changed files have the status, names and patches that GitHub gives', async () => {
  const demo = await startDemo();
  const long = numbered(30);
  await openWith(
    demo,
    {
      'edit.py': 'a\n',
      'gone.py': 'b\n',
      'old name.py': long,
      'mode.sh': 'echo\n',
      'pic.png': new Uint8Array([0, 1]),
      kind: 'text\n',
      'é.py': '1\n',
    },
    {
      'edit.py': 'A\n',
      'gone.py': null,
      'old name.py': null,
      'dir/new name.py': `${long}31\n`,
      'mode.sh': { mode: '100755', text: 'echo\n' },
      'pic.png': new Uint8Array([0, 2]),
      kind: { mode: '120000', text: 'edit.py' },
      'é.py': '2\n',
      'added.py': 'n\n',
      'empty.py': '',
    },
  );
  const client = await installationClient(demo);
  const { data } = await client.rest.pulls.listFiles({ ...repo, pull_number: 1 });
  const rows = data.map((file) => [
    file.filename,
    file.status,
    file.previous_filename,
    file.changes,
    file.patch?.split('\n').length,
  ]);
  assert.deepEqual(rows, [
    ['added.py', 'added', undefined, 1, 2],
    ['dir/new name.py', 'renamed', 'old name.py', 1, 5],
    ['edit.py', 'modified', undefined, 2, 3],
    ['empty.py', 'added', undefined, 0, undefined],
    ['gone.py', 'removed', undefined, 1, 2],
    ['kind', 'changed', undefined, 2, 5],
    ['mode.sh', 'modified', undefined, 0, undefined],
    ['pic.png', 'modified', undefined, 0, undefined],
    ['é.py', 'modified', undefined, 2, 3],
  ]);
});

test('copies are found where they are asked for', async () => {
  const demo = await startDemo({ detectCopies: true });
  await openWith(demo, { 'a.py': numbered(20) }, { 'a.py': `${numbered(20)}x\n`, 'b.py': numbered(20) });
  const client = await installationClient(demo);
  const { data } = await client.rest.pulls.listFiles({ ...repo, pull_number: 1 });
  assert.deepEqual(
    data.map((file) => [file.filename, file.status, file.previous_filename]),
    [
      ['a.py', 'modified', undefined],
      ['b.py', 'copied', 'a.py'],
    ],
  );
});

test('a patch that is too large is left out, and no comment can stand there', async () => {
  const demo = await startDemo({ limits: { patchLines: 10 } });
  await openWith(demo, { 'a.py': 'a\n' }, { 'a.py': numbered(20) });
  const client = await installationClient(demo);
  const { data } = await client.rest.pulls.listFiles({ ...repo, pull_number: 1 });
  assert.equal(data[0]?.patch, undefined);
  const review = client.rest.pulls.createReview({
    ...repo,
    pull_number: 1,
    event: 'COMMENT',
    comments: [{ path: 'a.py', line: 1, body: 'c' }],
  });
  await assert.rejects(review, /diff too large/);
});

test("lists come in pages with links, and stop at GitHub's limit", async () => {
  const demo = await startDemo({ limits: { pullFiles: 45 } });
  const files = Object.fromEntries(
    Array.from({ length: 50 }, (_each, index) => [`f${String(index).padStart(2, '0')}.py`, 'x\n']),
  );
  await openWith(demo, { 'a.py': 'a\n' }, files);
  const token = await installationToken(demo);
  const path = '/api/v3/repos/city/loans/pulls/1/files';
  const first = await send(demo, { path, token });
  assert.equal(JSON.parse(first.text).length, 30);
  assert.match(first.headers.get('link') ?? '', /<http[^>]*page=2>; rel="next", <http[^>]*page=2>; rel="last"/);
  const second = await send(demo, { path: `${path}?page=2`, token });
  assert.equal(JSON.parse(second.text).length, 15);
  assert.match(second.headers.get('link') ?? '', /page=1>; rel="prev"/);
  assert.doesNotMatch(second.headers.get('link') ?? '', /rel="next"/);
  const client = await installationClient(demo);
  const all = await client.paginate(client.rest.pulls.listFiles, { ...repo, pull_number: 1, per_page: 20 });
  assert.equal(new Set(all.map((file) => file.filename)).size, 45);
});

test('a comparison starts at the merge base and holds files on its first page only', async () => {
  const demo = await startDemo({ limits: { compareFiles: 2 } });
  const pull = await openWith(demo, { 'a.py': 'a\n' }, { 'b.py': '1\n', 'c.py': '2\n', 'd.py': '3\n' });
  await demo.commitTo({ ...repo, files: { 'later.py': 'x\n' } });
  const client = await installationClient(demo);
  const { data } = await client.rest.repos.compareCommitsWithBasehead({ ...repo, basehead: `main...${pull.head}` });
  assert.deepEqual(
    [data.merge_base_commit.sha, data.status, data.ahead_by, data.behind_by],
    [pull.base, 'diverged', 1, 1],
  );
  assert.deepEqual(
    data.files?.map((file) => file.filename),
    ['b.py', 'c.py'],
  );
  const second = await client.rest.repos.compareCommitsWithBasehead({
    ...repo,
    basehead: `main...${pull.head}`,
    page: 2,
  });
  assert.deepEqual(second.data.files, []);
});

test('contents are served as JSON, raw, as objects and as directories', async () => {
  const demo = await startDemo({ limits: { contentBytes: 100 } });
  await openWith(
    demo,
    { 'dir/a b.py': 'text é\n', 'big.txt': numbered(100), link: { mode: '120000', text: 'big.txt' } },
    { 'x.py': '' },
  );
  const client = await installationClient(demo);
  const small = await client.rest.repos.getContent({ ...repo, path: 'dir/a b.py' });
  assert.ok(!Array.isArray(small.data) && small.data.type === 'file');
  assert.equal(Buffer.from(small.data.content, 'base64').toString(), 'text é\n');
  const token = await installationToken(demo);
  const get = (path: string, accept: string) =>
    send(demo, { path: `/api/v3/repos/city/loans/contents/${path}`, token, headers: { accept } });
  assert.equal((await get('dir/a%20b.py', 'application/vnd.github.raw+json')).text, 'text é\n');
  assert.equal((await get('big.txt', 'application/vnd.github+json')).status, 403);
  assert.equal((await get('big.txt', 'application/vnd.github.raw+json')).text, numbered(100));
  const object = JSON.parse((await get('big.txt', 'application/vnd.github.object+json')).text);
  assert.deepEqual([object.encoding, object.content, object.size], ['none', '', numbered(100).length]);
  assert.deepEqual(
    JSON.parse((await get('dir', 'application/vnd.github.object+json')).text).entries.map(
      (each: { path: string }) => each.path,
    ),
    ['dir/a b.py'],
  );
  assert.deepEqual(
    JSON.parse((await get('', '*/*')).text).map((each: { name: string; type: string }) => [each.name, each.type]),
    [
      ['big.txt', 'file'],
      ['dir', 'dir'],
      ['link', 'symlink'],
    ],
  );
});

test("trees and blobs are git's own, and a long tree says that it is cut", async () => {
  const demo = await startDemo({ limits: { treeEntries: 3 } });
  const pull = await openWith(demo, { 'd/a.py': 'a\n', 'b.py': 'b\n' }, { 'b.py': 'B\n' });
  const client = await installationClient(demo);
  const whole = await client.rest.git.getTree({ ...repo, tree_sha: pull.head, recursive: '1' });
  assert.deepEqual(
    [whole.data.truncated, whole.data.tree.map((row) => [row.path, row.type])],
    [
      false,
      [
        ['b.py', 'blob'],
        ['d', 'tree'],
        ['d/a.py', 'blob'],
      ],
    ],
  );
  await demo.commitTo({ ...repo, files: { 'e.py': 'e\n' } });
  assert.equal((await client.rest.git.getTree({ ...repo, tree_sha: 'main', recursive: '1' })).data.truncated, true);
  const blob = await client.rest.git.getBlob({ ...repo, file_sha: whole.data.tree[0]?.sha ?? '' });
  assert.equal(Buffer.from(blob.data.content, 'base64').toString(), 'B\n');
});

test('the base of a pull request is what it was at the last push, though its branch moves on', async () => {
  const demo = await startDemo();
  const pull = await openExample(demo);
  const moved = await demo.commitTo({ ...repo, files: { 'later.py': 'x\n' } });
  const client = await installationClient(demo);
  const base = async (): Promise<string> => (await client.rest.pulls.get({ ...repo, pull_number: 1 })).data.base.sha;
  assert.equal(await base(), pull.base);
  await demo.push({ pull, files: { 'new.py': 'newer\n' } });
  assert.equal(await base(), moved);
  const { data } = await client.rest.pulls.listFiles({ ...repo, pull_number: 1 });
  assert.deepEqual(
    data.map((file) => file.filename),
    ['loans.py', 'new.py'],
  );
});

test('a merge moves the base, and the pull request keeps its files', async () => {
  const demo = await startDemo();
  const pull = await openExample(demo);
  const merge = await demo.mergePull(pull);
  const client = await installationClient(demo);
  const { data } = await client.rest.pulls.get({ ...repo, pull_number: 1 });
  assert.deepEqual([data.state, data.merged, data.merge_commit_sha, data.base.sha], ['closed', true, merge, pull.base]);
  assert.deepEqual(
    (await client.rest.pulls.listFiles({ ...repo, pull_number: 1 })).data.map((file) => file.filename),
    ['loans.py', 'new.py'],
  );
  assert.equal((await client.rest.git.getRef({ ...repo, ref: 'heads/main' })).data.object.sha, merge);
  assert.deepEqual(demo.violations, []);
});
