import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { OpenedPull } from '../../demo/github/handles.ts';
import { createScene, type Stage } from './scene.ts';
import { BASE, CONFIG } from './shop.ts';

const scene = await createScene();
after(() => scene.close());
const { github } = scene;

const STRICT = { ...BASE, [CONFIG]: 'fail_on: warning\n' };
const NEWS = 'import requests\n\n\ndef news(url):\n    return requests.get(url).json()\n';
const [FIRST, SECOND, THIRD] = ['src/shop/news.py', 'src/shop/headlines.py', 'src/feeds/headlines.py'];
/** So much more that git, and GitHub, see a new file and no renamed one. */
const MUCH = `"""News.\n\n${Array.from({ length: 80 }, (_, at) => `Source ${at} is read once a day.\n`).join('')}"""\n\n`;

async function setUp(): Promise<{ stage: Stage; pull: OpenedPull; id: number }> {
  const stage = await scene.openRepository(STRICT, { wanda: 'write' });
  const pull = await stage.openPull({ [FIRST]: NEWS, 'tests/test_news.py': 'from shop.news import news\n' });
  const [comment, ...others] = stage.comments();
  assert.ok(comment && others.length === 0, stage.checkRuns()[0]?.summary ?? 'no check run');
  return { stage, pull, id: comment.id };
}

async function rename(
  { stage, pull }: { stage: Stage; pull: OpenedPull },
  [from, to]: readonly [string, string],
  { text = NEWS, force = false }: { readonly text?: string; readonly force?: boolean } = {},
) {
  const files = force ? { [to]: text } : { [from]: null, [to]: text };
  const head = await github.push({ pull, files, force });
  await stage.settle();
  return { ends: stage.endsAt(head), summary: stage.checkRuns().at(-1)?.summary ?? '' };
}

function ids(stage: Stage): readonly number[] {
  return stage.comments().map((comment) => comment.id);
}

function reviews(stage: Stage): number {
  return stage.reviews().filter(({ viaApp }) => viaApp).length;
}

for (const [how, options] of [
  ['', {}],
  [' and rewritten', { text: MUCH + NEWS }],
  [' in a force-push', { force: true }],
  [' and rewritten in a force-push', { text: MUCH + NEWS, force: true }],
] as const) {
  test(`a finding in a new file that is renamed${how} keeps its comment, and gets no second one`, async () => {
    const { stage, pull, id } = await setUp();
    for (const [from, to] of [
      [FIRST, SECOND],
      [SECOND, THIRD],
    ] as const) {
      const { ends, summary } = await rename({ stage, pull }, [from, to], options);
      assert.deepEqual(ends, ['completed failure'], to);
      assert.match(summary, /It has a comment on its line/);
    }
    assert.deepEqual([ids(stage), reviews(stage)], [[id], 1]);

    // Mended under its new name, its comment goes.
    const mended = { [THIRD]: NEWS.replace('.get(url)', '.get(url, timeout=5)') };
    await github.push({ pull, files: mended });
    await stage.settle();
    assert.deepEqual(ids(stage), []);
    assert.equal(stage.checkRuns().at(-1)?.conclusion, 'success');
    assert.deepEqual(github.violations, []);
  });

  test(`what people settled in a new file stays settled when it is renamed${how}`, async () => {
    const { stage, pull, id } = await setUp();
    await github.reply(id, { author: 'wanda', body: 'ignore: the proxy ends it' });
    await stage.settle();
    for (const [from, to] of [
      [FIRST, SECOND],
      [SECOND, THIRD],
    ] as const) {
      const { ends, summary } = await rename({ stage, pull }, [from, to], options);
      assert.deepEqual(ends, ['completed success'], to);
      assert.match(summary, /wanda[^]*the proxy ends it/);
    }
    assert.equal(reviews(stage), 1);

    const other = await setUp();
    await github.resolveThread(other.id, 'octocat');
    await other.stage.settle();
    const { ends } = await rename(other, [FIRST, SECOND], options);
    assert.deepEqual([ends, reviews(other.stage)], [['completed success'], 1]);
  });
}

test('a copy is no rename: what was settled in the one counts in the other', async () => {
  const { stage, pull, id } = await setUp();
  await github.reply(id, { author: 'wanda', body: 'ignore: the proxy ends it' });
  await stage.settle();
  const head = await github.push({ pull, files: { [SECOND]: NEWS } });
  await stage.settle();
  assert.deepEqual(stage.endsAt(head), ['completed failure']);
  assert.equal(reviews(stage), 2);
});
