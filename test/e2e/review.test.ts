import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createScene } from './scene.ts';

const BASE = {
  'pyproject.toml': '[project]\nname = "shop"\nversion = "1.0"\nrequires-python = ">=3.11"\n',
  'src/shop/__init__.py': '',
  'src/shop/rates.py': 'import requests\n\n\ndef rates(url):\n    return requests.get(url, timeout=5).json()\n',
};

const WITHOUT_TIMEOUT = {
  'src/shop/rates.py':
    'import requests\n\n\ndef rates(url):\n    return requests.get(url, timeout=5).json()\n\n\ndef news(url):\n    return requests.get(url).json()\n',
};

test('a pull request gets one concluded check run and one review, whose comment stands on the line and offers the mend', async (t) => {
  const scene = await createScene(t, BASE);
  const pull = await scene.openPull(WITHOUT_TIMEOUT);

  const [run, ...otherRuns] = scene.checkRuns();
  assert.deepEqual(otherRuns, []);
  assert.equal(run?.sha, pull.head);
  assert.equal(run.status, 'completed');
  assert.equal(run.conclusion, 'neutral');
  assert.deepEqual(
    scene.reviews().map(({ state }) => state),
    ['COMMENTED'],
  );
  const timeout = scene.comments().filter(({ body }) => body.includes('ch06/http-call-without-timeout'));
  assert.deepEqual(
    timeout.map(({ thread }) => [thread.path, thread.current.line]),
    [['src/shop/rates.py', 9]],
  );
  assert.match(timeout[0]?.body ?? '', /```suggestion\n {4}return requests\.get\(url, timeout=10\)\.json\(\)\n```/);
  assert.deepEqual(scene.github.violations, []);
});

test('a second delivery of the same event adds nothing', async (t) => {
  const scene = await createScene(t, BASE);
  await scene.openPull(WITHOUT_TIMEOUT);
  const before = { runs: scene.checkRuns().length, reviews: scene.reviews().length, comments: scene.comments().length };
  const delivery = scene.github.deliveries.find(({ event }) => event === 'pull_request');
  assert.ok(delivery);

  await scene.github.redeliver(delivery.guid);
  await scene.settle();

  assert.deepEqual(
    { runs: scene.checkRuns().length, reviews: scene.reviews().length, comments: scene.comments().length },
    before,
  );
  assert.ok(before.comments > 0);
});

test('a push that leaves the finding alone says nothing twice', async (t) => {
  const scene = await createScene(t, BASE);
  const pull = await scene.openPull(WITHOUT_TIMEOUT);
  const said = scene.comments().length;

  const head = await scene.github.push({ pull, files: { 'README.md': '# Shop\n' } });
  await scene.settle();

  assert.equal(scene.comments().length, said);
  const newest = scene.checkRuns().find(({ sha }) => sha === head);
  assert.equal(newest?.conclusion, 'neutral');
});

test('a configuration that cannot be used fails the check run, with its place', async (t) => {
  const scene = await createScene(t, {
    ...BASE,
    '.github/chapter-and-verse.yml': 'preset: recommended\nmax_comment: 3\n',
  });
  await scene.openPull(WITHOUT_TIMEOUT);
  const [run] = scene.checkRuns();
  assert.equal(run?.conclusion, 'failure');
  assert.deepEqual(
    run.annotations.map(({ path, startLine }) => [path, startLine]),
    [['.github/chapter-and-verse.yml', 2]],
  );
  assert.match(run.annotations[0]?.message ?? '', /max_comments/);
  assert.deepEqual(scene.comments(), []);
});

test('what cannot be read is said in the check run, and the rest is reviewed', async (t) => {
  const scene = await createScene(t, BASE);
  await scene.openPull({
    ...WITHOUT_TIMEOUT,
    'src/shop/broken.py': 'def f(:\n',
    'src/shop/latin.py': 'name = "caf\u00E9"\n',
    'src/shop/empty.py': '',
    'pyproject.toml': '[project\n',
    Dockerfile: 'FRM python:3.12\n',
    'ci.yml': 'a: [1\n',
  });
  const [run] = scene.checkRuns();
  assert.equal(run?.status, 'completed');
  assert.ok(scene.comments().some(({ body }) => body.includes('ch06/http-call-without-timeout')));
  for (const path of ['src/shop/broken.py', 'pyproject.toml'])
    assert.ok(run.summary?.includes(path), `${path} is named in ${run.summary}`);
});
