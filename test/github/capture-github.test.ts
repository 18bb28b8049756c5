import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Files } from '../../demo/github/git-store.ts';
import type { CaptureRequest } from '../../src/core/capture.ts';
import { captureGitHub } from '../../src/github/capture-github.ts';
import { readConfigText } from '../../src/github/read-config.ts';
import { readPull } from '../../src/github/read-pull.ts';
import { GitHubTrouble, Gone } from '../../src/github/trouble.ts';
import { createScene, type Scene } from './demo.ts';

const REQUEST: CaptureRequest = {
  wants: (path) => path.endsWith('.py'),
  needs: (path) => path === 'pyproject.toml',
  maxFileBytes: 1_000_000,
  maxContextFiles: 10,
};

function modules(count: number, value: number): Files {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`pkg/m${at}.py`, `a = ${at}\nb = ${value}\n`.repeat(20)]),
  );
}

async function capture({ client }: Scene, pull: { owner: string; repo: string; number: number }) {
  return (await captureGitHub(client, { pull, state: await readPull(client, pull) }, REQUEST)).snapshot;
}

async function openModules(t: TestContext, count: number, options: Parameters<typeof createScene>[2] = {}) {
  const scene = await createScene(t, { 'pyproject.toml': '[project]\n', ...modules(count, 1) }, options);
  const pull = await scene.openPull({ files: modules(count, 2) });
  await readPull(scene.client, pull); // Gets the installation's token, which is good for an hour.
  return { ...scene, pull };
}

// Pull request, comparison, tree, and one query for each 100 texts; both sides and pyproject.toml are read.
for (const [files, requests] of [
  [1, 4],
  [10, 4],
  [49, 4],
  [120, 6],
] as const) {
  test(`${files} changed file(s) are read with ${requests} requests`, async (t) => {
    const scene = await openModules(t, files);
    scene.github.mark();
    const snapshot = await capture(scene, scene.pull);
    assert.equal(snapshot.files.filter((file) => file.text !== undefined && file.before !== undefined).length, files);
    assert.deepEqual([...snapshot.context], [['pyproject.toml', '[project]\n']]);
    assert.equal(scene.github.traffic().requests, requests);
    assert.deepEqual(scene.github.violations, []);
  });
}

test('more files than a comparison lists are read page by page', async (t) => {
  const scene = await openModules(t, 301);
  scene.github.mark();
  const snapshot = await capture(scene, scene.pull);
  assert.equal(snapshot.files.length, 301);
  assert.deepEqual(
    snapshot.files.filter((file) => file.hunks.length === 0),
    [],
  );
  assert.equal(scene.github.traffic().requests, 3 + 4 + 7);
});

test('files are listed to the end, though GitHub still counts those of an older head', async (t) => {
  const scene = await openModules(t, 402);
  const state = { ...(await readPull(scene.client, scene.pull)), changedFiles: 3 };
  const { snapshot } = await captureGitHub(scene.client, { pull: scene.pull, state }, REQUEST);
  assert.equal(snapshot.files.length, 402);
});

test('pages that speak of a later head are not believed', async (t) => {
  const scene = await openModules(t, 301);
  const state = await readPull(scene.client, scene.pull);
  for (const files of [{ 'pkg/m7.py': 'a = 1\n' }, { 'pkg/later.py': 'a = 1\n' }, { 'pkg/m7.py': null }]) {
    await scene.github.push({ pull: scene.pull, files });
    await assert.rejects(captureGitHub(scene.client, { pull: scene.pull, state }, REQUEST), {
      name: 'GitHubTrouble',
      kind: 'server',
    });
  }
  assert.equal((await capture(scene, scene.pull)).files.length, 302);
});

test('a pull request without changed files is read', async (t) => {
  const scene = await createScene(t, { 'a.py': 'a = 1\n' });
  const pull = await scene.openPull({ files: { 'a.py': 'a = 2\n' } });
  await scene.github.push({ pull, files: { 'a.py': 'a = 1\n' } });
  const snapshot = await capture(scene, pull);
  assert.deepEqual([snapshot.files, snapshot.skips], [[], []]);
});

test('files beyond those that GitHub lists follow from the two trees', async (t) => {
  const scene = await createScene(
    t,
    { ...modules(6, 1), 'old.py': 'x = 1\n' },
    { limits: { pullFiles: 2, compareFiles: 2 } },
  );
  const pull = await scene.openPull({
    files: { ...modules(6, 2), 'pkg/m5.py': null, 'old.py': null, 'new.py': 'x = 1\n' },
  });
  const state = { ...(await readPull(scene.client, pull)), changedFiles: 3_007 };
  const { snapshot, places } = await captureGitHub(scene.client, { pull, state }, REQUEST);
  assert.deepEqual(
    snapshot.files.map(({ path, status, previousPath }) => [path, status, previousPath]),
    [
      ['new.py', 'renamed', 'old.py'],
      ...[0, 1, 2, 3, 4].map((at) => [`pkg/m${at}.py`, 'modified', undefined]),
      ['pkg/m5.py', 'removed', undefined],
    ],
  );
  assert.equal(snapshot.files.find(({ path }) => path === 'pkg/m4.py')?.text, modules(5, 2)['pkg/m4.py']);
  assert.deepEqual(places.get('pkg/m4.py'), []);
  assert.deepEqual(snapshot.skips, []);
});

test('files beyond those that GitHub lists are counted where a tree is cut short', async (t) => {
  const { client, pull } = await openModules(t, 5, { limits: { treeEntries: 3 } });
  const state = { ...(await readPull(client, pull)), changedFiles: 3_007 };
  const { snapshot } = await captureGitHub(client, { pull, state }, REQUEST);
  assert.ok(snapshot.skips.some(({ why }) => why === '7 changed files were left out: GitHub lists 3000'));
});

test('a tree that GitHub cut short is said, and changed files are read all the same', async (t) => {
  const scene = await openModules(t, 10, { limits: { treeEntries: 4 } });
  const snapshot = await capture(scene, scene.pull);
  assert.equal(snapshot.files.filter((file) => file.text !== undefined).length, 10);
  assert.equal(snapshot.tree.size >= 10, true);
  assert.deepEqual(
    snapshot.skips.map((skip) => skip.what),
    ['tree'],
  );
});

test('a query that GitHub fails at is halved until it works', async (t) => {
  const scene = await openModules(t, 10);
  const whole = await capture(scene, scene.pull);
  for (const fault of [{ status: 502 }, { truncate: true }, { reset: true }]) {
    scene.github.failNext({ ...fault, match: 'graphql', times: 3 });
    assert.deepEqual(await capture(scene, scene.pull), whole);
  }
});

test('one file that GitHub cannot give ends in trouble, not in a review without it', async (t) => {
  const scene = await openModules(t, 3);
  scene.github.failNext({ match: 'graphql', status: 502, times: 99 });
  await assert.rejects(capture(scene, scene.pull), GitHubTrouble);
  scene.github.clearFaults();
  for (const match of ['repos/compare-commits-with-basehead', 'git/get-tree']) {
    scene.github.failNext({ match, truncate: true, times: 1 });
    await assert.rejects(capture(scene, scene.pull), { name: 'GitHubTrouble', kind: 'shape' });
  }
});

test('a blob whose contents do not have its hash is not believed', async (t) => {
  const scene = await openModules(t, 1, { limits: { graphqlTextBytes: 5 } });
  const client: typeof scene.client = {
    graphql: scene.client.graphql,
    async request(route, parameters) {
      const answer = await scene.client.request(route, parameters);
      return route.includes('/git/blobs/') ? { data: { content: 'AAAA', encoding: 'base64' } } : answer;
    },
  };
  await assert.rejects(capture({ ...scene, client }, scene.pull), { name: 'GitHubTrouble', kind: 'shape' });
});

test("commits of the base branch that were merged into the head are not the author's", async (t) => {
  const scene = await createScene(t, { 'a.py': 'a = 1\n', 'b.py': 'b = 1\n' });
  const pull = await scene.openPull({ branch: 'change', files: { 'a.py': 'a = 2\n' } });
  const before = await readPull(scene.client, pull);
  const theirs = await scene.github.commitTo({ owner: 'acme', repo: 'app', files: { 'b.py': 'b = 2\n' } });
  // A pull request may go on naming the base that it was opened on.
  const head = await scene.github.push({ pull, files: { 'b.py': 'b = 2\n' } });
  const store = scene.github.world.repository('acme', 'app')?.store;
  assert.ok(store);
  const tree = (await store.git('rev-parse', `${head}^{tree}`)).toString().trim();
  const merged = (
    await store.git(
      '-c',
      'user.name=x',
      '-c',
      'user.email=x@example.com',
      'commit-tree',
      tree,
      '-p',
      pull.head,
      '-p',
      theirs,
      '-m',
      'merge',
    )
  )
    .toString()
    .trim();
  const { snapshot } = await captureGitHub(scene.client, { pull, state: { ...before, head: merged } }, REQUEST);
  assert.deepEqual(
    snapshot.files.map((file) => file.path),
    ['a.py'],
  );
  assert.equal(snapshot.base, theirs);
});

test('the base branch may be gone', async (t) => {
  const scene = await openModules(t, 1);
  const state = { ...(await readPull(scene.client, scene.pull)), baseRef: 'deleted/branch' };
  const { snapshot } = await captureGitHub(scene.client, { pull: scene.pull, state }, REQUEST);
  assert.equal(snapshot.files.length, 1);
});

test('a pull request from a fork is read like any other', async (t) => {
  const scene = await createScene(t, { 'a.py': 'a = 1\n' });
  const pull = await scene.openPull({ files: { 'a.py': 'a = 2\n' }, fromFork: true, author: 'someone', draft: true });
  const state = await readPull(scene.client, pull);
  assert.deepEqual([state.isDraft, state.isOpen, state.facts.authorIsBot], [true, true, false]);
  assert.equal((await capture(scene, pull)).files[0]?.text, 'a = 2\n');
  const other = await scene.openPull({ files: { 'a.py': 'a = 3\n' }, author: 'robot[bot]' });
  assert.equal((await readPull(scene.client, other)).facts.authorIsBot, true);
});

test('the configuration is the one at the commit that is asked for', async (t) => {
  const path = '.github/chapter-and-verse.yml';
  const scene = await createScene(t, { 'a.py': '', [path]: 'preset: strict\n' });
  const pull = await scene.openPull({ files: { [path]: 'preset: all\n' } });
  const gone = await scene.github.push({ pull, files: { [path]: null } });
  assert.deepEqual(await readConfigText(scene.client, pull, { commit: pull.base }), { text: 'preset: strict\n' });
  assert.deepEqual(await readConfigText(scene.client, pull, { commit: pull.head }), { text: 'preset: all\n' });
  assert.equal(await readConfigText(scene.client, pull, { commit: gone }), undefined);
  await assert.rejects(readConfigText(scene.client, pull, { commit: '0'.repeat(40) }), Gone);
});
