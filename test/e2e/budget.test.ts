import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBlobMemory } from '../../src/github/blob-memory.ts';
import { createTreeMemory } from '../../src/github/tree-memory.ts';
import { reviewPull } from '../../src/app/review-pull.ts';
import type { ReviewJob } from '../../src/core/job.ts';
import { createScene } from '../github/demo.ts';
import { attempt, createWorkshop } from './workshop.ts';

const FILES = 10;

function modules(body: string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: FILES }, (_, at) => [`shop/m${at}.py`, body]));
}

const QUIET = 'import requests\n\n\ndef get(url):\n    return requests.get(url, timeout=5)\n';
const LOUD = `${QUIET}\n\ndef news(url):\n    return requests.get(url)\n`;

test('requests of a review keep within what was promised, and one of a push creates content at most', async (t) => {
  // Answers that take a while overlap, as they do over a network.
  const scene = await createScene(t, { 'pyproject.toml': '[project]\n', ...modules(QUIET) }, { latency: 200 });
  const { github } = scene;
  const memory = { blobs: createBlobMemory(), trees: createTreeMemory() };
  const workshop = { ...createWorkshop(github, scene.client), memory };
  const pull = await scene.openPull({ files: modules(LOUD) });
  const review = async (head: string) => {
    const job: ReviewJob = { v: 1, kind: 'pull', installation: 1, pull, head, delivery: 'd' };
    github.mark();
    const before = github.requests.length;
    await reviewPull(workshop, job, attempt());
    const { requests, roundTrips, contentCreating } = github.traffic();
    // On a machine that takes more than five seconds for it, the head is looked at again first.
    const looks = github.requests.slice(before).filter(({ operation }) => operation === 'pulls/get').length;
    return { requests: requests - looks, roundTrips: roundTrips - looks, contentCreating };
  };
  await scene.client.request('GET /repos/{owner}/{repo}', { owner: 'acme', repo: 'app' }); // Gets the token.

  const first = await review(pull.head);
  assert.ok(first.requests <= 8 && first.roundTrips <= 5, JSON.stringify(first));
  assert.equal(first.contentCreating, 1);

  const quiet = await review(await github.push({ pull, files: { 'shop/m0.py': `${LOUD}\n\nPRICE = 3\n` } }));
  assert.ok(quiet.requests <= 6 && quiet.roundTrips <= 5, JSON.stringify(quiet));
  assert.equal(quiet.contentCreating, 0);

  const worse = `${LOUD}\n\ndef more(url):\n    return requests.post(url)\n`;
  const head = await github.push({ pull, files: { 'shop/m1.py': worse } });
  const loud = await review(head);
  assert.ok(loud.requests <= 6 && loud.roundTrips <= 5, JSON.stringify(loud));
  assert.equal(loud.contentCreating, 1);

  const again = await review(head);
  assert.ok(again.requests <= 2, JSON.stringify(again));
  assert.deepEqual(github.violations, []);
});
