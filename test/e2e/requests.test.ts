import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createScene } from './scene.ts';
import type { Scene } from './scene.ts';

let scene: Scene;
before(async () => {
  scene = await createScene();
  // Asks who we are, and for the installation's token: once in an hour.
  await (await scene.openRepository({})).openPull({ 'a.py': 'a = 1\n' });
});
after(() => scene.close());

const CALL = '\n\ndef rates(url):\n    return requests.get(url).json()\n';

function modules(count: number, extra: string): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`shop/part${at}.py`, `import requests\n\nPART = ${at}\n${extra}`]),
  );
}

/** Requests since the last mark, batches of annotations after the first not counted. */
function countRequests(from: number): number {
  const updates = scene.github.requests.slice(from).filter(({ operation }) => operation === 'checks/update').length;
  return scene.github.traffic().requests - Math.max(0, updates - 1);
}

// What the issue allows. A machine so slow that the head is read again before comments are posted needs one more than another.
for (const { files, first, second } of [
  { files: 10, first: 8, second: 6 },
  { files: 100, first: 12, second: 6 },
  { files: 310, first: 24, second: 10 },
])
  test(`a review of ${files} files takes at most ${first} requests, and ${second} after a push that changes one`, async () => {
    const { openPull, openPushed } = await open(files);
    const toReview = await openPull();
    assert.ok(toReview <= first, `first review: ${toReview}`);
    const toReviewAgain = await openPushed();
    assert.ok(toReviewAgain <= second, `after the push: ${toReviewAgain}`);
    assertAllowed();
  });

async function open(files: number): Promise<{ openPull(): Promise<number>; openPushed(): Promise<number> }> {
  const stage = await scene.openRepository({ 'pyproject.toml': '[project]\nname = "shop"\n', ...modules(files, '') });
  let number = 0;
  const cost = async (act: () => Promise<string>): Promise<number> => {
    scene.github.mark();
    const from = scene.github.requests.length;
    const head = await act();
    await stage.settle();
    assert.equal(stage.checkRuns().find(({ sha }) => sha === head)?.status, 'completed');
    return countRequests(from);
  };
  return {
    openPull: () =>
      cost(async () => {
        const pull = await stage.openPull(modules(files, CALL));
        ({ number } = pull);
        return pull.head;
      }),
    openPushed: () =>
      cost(() =>
        scene.github.push({
          pull: { owner: stage.owner, repo: stage.repo, number },
          files: { 'shop/part0.py': `import requests\n\nPART = 0\nMORE = 1\n${CALL}` },
        }),
      ),
  };
}

function assertAllowed(): void {
  assert.deepEqual(scene.github.violations, []);
}
