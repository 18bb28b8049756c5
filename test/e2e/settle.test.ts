import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { OpenedPull } from '../../demo/github/handles.ts';
import { createScene, type Stage } from './scene.ts';

const scene = await createScene();
after(() => scene.close());

const BASE = {
  'pyproject.toml': '[project]\nname = "shop"\nversion = "1.0"\nrequires-python = ">=3.11"\n',
  'src/shop/rates.py': 'import requests\n\n\ndef rates(url):\n    return requests.get(url, timeout=5).json()\n',
  'tests/test_rates.py': 'from shop.rates import rates\n\n\ndef test_rates():\n    assert rates\n',
};
const WITHOUT = `${BASE['src/shop/rates.py']}\n\ndef news(url):\n    return requests.get(url).json()\n`;
const WITH = WITHOUT.replace('requests.get(url)', 'requests.get(url, timeout=5)');

async function push(stage: Stage, pull: OpenedPull, text: string): Promise<string> {
  const head = await scene.github.push({ pull, files: { 'src/shop/rates.py': text } });
  await stage.settle();
  return head;
}

function summaryAt(stage: Stage, head: string): string {
  return stage.checkRuns().find(({ sha }) => sha === head)?.summary ?? '';
}

function about(stage: Stage, check = 'ch06/http-call-without-timeout') {
  return stage.comments().filter(({ body, viaApp }) => viaApp && body.includes(check));
}

test('a comment goes with its finding, comes with it again, and costs a push one request that creates content at most', async () => {
  const stage = await scene.openRepository(BASE);
  const pull = await stage.openPull({ 'src/shop/rates.py': WITHOUT });
  assert.equal(about(stage).length, 1);

  scene.github.mark();
  const fixed = await push(stage, pull, WITH);
  assert.equal(about(stage).length, 0);
  assert.match(summaryAt(stage, fixed), /Settled since the last review: 1 fixed\./);
  assert.equal(scene.github.traffic().contentCreating, 0);

  scene.github.mark();
  await push(stage, pull, WITHOUT);
  assert.equal(about(stage).length, 1);
  assert.equal(scene.github.traffic().contentCreating, 1);
  assert.deepEqual(scene.github.violations, []);
});

test('a comment that somebody answered stays, says how it ended, and is the one that is opened again', async () => {
  const stage = await scene.openRepository(BASE);
  const pull = await stage.openPull({ 'src/shop/rates.py': WITHOUT });
  const [comment] = about(stage);
  assert.ok(comment);
  await scene.github.reply(comment.id, { author: 'alice', body: 'Is five seconds enough?' });
  const said = stage.comments().length;

  const fixed = await push(stage, pull, WITH);
  assert.match(comment.body, new RegExp(`^Fixed in ${fixed.slice(0, 7)}\\.\n\n> This call waits for ever`));
  assert.doesNotMatch(comment.body, /suggestion/);

  // Nothing more to say of it.
  await push(stage, pull, `${WITH}\n`);
  assert.match(comment.body, new RegExp(`^Fixed in ${fixed.slice(0, 7)}\\.`));

  const back = await push(stage, pull, WITHOUT);
  assert.match(comment.body, new RegExp(`^This call waits .* It is back with ${back.slice(0, 7)}, on line 9\\.`));
  assert.equal(stage.comments().length, said);
  assert.deepEqual(scene.github.violations, []);
});

test('a comment whose finding is suppressed in the code goes, and the check run gives the reason', async () => {
  const stage = await scene.openRepository(BASE);
  const pull = await stage.openPull({ 'src/shop/rates.py': WITHOUT });
  const reason = 'the proxy ends it';
  const head = await push(
    stage,
    pull,
    WITHOUT.replace('requests.get(url).json()', `$&  # cv: ignore[ch06/http-call-without-timeout] -- ${reason}`),
  );
  assert.equal(about(stage).length, 0);
  assert.match(
    summaryAt(stage, head),
    /### Suppressed in the code\n\n- `src\/shop\/rates\.py:9` .*: the proxy ends it\n/,
  );
});

test('a comment on a file that can no longer be read stays', async () => {
  const stage = await scene.openRepository(BASE);
  const pull = await stage.openPull({ 'src/shop/rates.py': WITHOUT });
  await push(stage, pull, WITHOUT.replace('def news', 'def news('));
  assert.equal(about(stage).length, 1);
});
