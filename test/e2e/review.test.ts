import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createScene } from './scene.ts';

const scene = await createScene();
after(() => scene.close());

const BASE = {
  'pyproject.toml': '[project]\nname = "shop"\nversion = "1.0"\nrequires-python = ">=3.11"\n',
  'src/shop/__init__.py': '',
  'src/shop/rates.py': 'import requests\n\n\ndef rates(url):\n    return requests.get(url, timeout=5).json()\n',
};

const WITHOUT_TIMEOUT = {
  'src/shop/rates.py':
    'import requests\n\n\ndef rates(url):\n    return requests.get(url, timeout=5).json()\n\n\ndef news(url):\n    return requests.get(url).json()\n',
};

test('a pull request gets one concluded check run and one review, whose comment stands on the line and offers the mend', async () => {
  const stage = await scene.openRepository(BASE);
  const pull = await stage.openPull(WITHOUT_TIMEOUT);

  const [run, ...otherRuns] = stage.checkRuns();
  assert.deepEqual(otherRuns, []);
  assert.equal(run?.sha, pull.head);
  assert.equal(run.status, 'completed');
  assert.equal(run.conclusion, 'neutral');
  assert.deepEqual(
    stage.reviews().map(({ state }) => state),
    ['COMMENTED'],
  );
  const timeout = stage.comments().filter(({ body }) => body.includes('ch06/http-call-without-timeout'));
  assert.deepEqual(
    timeout.map(({ thread }) => [thread.path, thread.current.line]),
    [['src/shop/rates.py', 9]],
  );
  assert.match(timeout[0]?.body ?? '', /```suggestion\n {4}return requests\.get\(url, timeout=10\)\.json\(\)\n```/);
  assert.deepEqual(scene.github.violations, []);
});

test('a second delivery of the same event adds nothing', async () => {
  const stage = await scene.openRepository(BASE);
  await stage.openPull(WITHOUT_TIMEOUT);
  const before = { runs: stage.checkRuns().length, reviews: stage.reviews().length, comments: stage.comments().length };
  const delivery = scene.github.deliveries.findLast(({ event }) => event === 'pull_request');
  assert.ok(delivery);

  await scene.github.redeliver(delivery.guid);
  await stage.settle();

  assert.deepEqual(
    { runs: stage.checkRuns().length, reviews: stage.reviews().length, comments: stage.comments().length },
    before,
  );
  assert.ok(before.comments > 0);
});

test('a push that leaves the finding alone says nothing twice', async () => {
  const stage = await scene.openRepository(BASE);
  const pull = await stage.openPull(WITHOUT_TIMEOUT);
  const said = stage.comments().length;

  const head = await scene.github.push({ pull, files: { 'README.md': '# Shop\n' } });
  await stage.settle();

  assert.equal(stage.comments().length, said);
  const newest = stage.checkRuns().find(({ sha }) => sha === head);
  assert.equal(newest?.conclusion, 'neutral');
});

test('a configuration that cannot be used fails the check run, with its place', async () => {
  const stage = await scene.openRepository({
    ...BASE,
    '.github/chapter-and-verse.yml': 'preset: recommended\nmax_comment: 3\n',
  });
  await stage.openPull(WITHOUT_TIMEOUT);
  const [run] = stage.checkRuns();
  assert.equal(run?.conclusion, 'failure');
  assert.deepEqual(
    run.annotations.map(({ path, startLine }) => [path, startLine]),
    [['.github/chapter-and-verse.yml', 2]],
  );
  assert.match(run.annotations[0]?.message ?? '', /max_comments/);
  assert.deepEqual(stage.comments(), []);
});

test('what cannot be read is said in the check run, and the rest is reviewed', async () => {
  const stage = await scene.openRepository(BASE);
  await stage.openPull({
    ...WITHOUT_TIMEOUT,
    'src/shop/broken.py': 'def f(:\n',
    'src/shop/latin.py': 'name = "caf\u00E9"\n',
    'src/shop/empty.py': '',
    'pyproject.toml': '[project\n',
    Dockerfile: 'FRM python:3.12\n',
    'ci.yml': 'a: [1\n',
  });
  const [run] = stage.checkRuns();
  assert.equal(run?.status, 'completed');
  assert.ok(stage.comments().some(({ body }) => body.includes('ch06/http-call-without-timeout')));
  for (const path of ['src/shop/broken.py', 'pyproject.toml'])
    assert.ok(run.summary?.includes(path), `${path} is named in ${run.summary}`);
});
