import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GitHubTrouble } from '../../src/github/trouble.ts';
import { reviewPull } from '../../src/app/review-pull.ts';
import { createScene as createGitHub } from '../github/demo.ts';
import { attempt, createWorkshop } from './workshop.ts';

const LONG = `${'# a comment that takes room\n'.repeat(20)}import requests\n\n\ndef rates(url):\n    return requests.get(url, timeout=5).json()\n`;
const NEWS = '\n\ndef news(url):\n    return requests.get(url).json()\n';

const READS = ['graphql', 'repos/compare-commits-with-basehead', 'git/get-tree', 'git/get-blob'];
const FAULTS = [
  { status: 403 },
  { status: 404 },
  { status: 500 },
  { status: 502 },
  { status: 429, headers: { 'retry-after': '1' } },
  { truncate: true },
  { reset: true },
];

for (const operation of READS)
  for (const fault of FAULTS)
    for (const which of operation === 'graphql' ? [1, 2] : [1])
      test(`${JSON.stringify(fault)} on ${operation} (${which}) never ends in "nothing found"`, async (t) => {
        // Texts are cut, so that each of them is read again by REST.
        const scene = await createGitHub(
          t,
          { 'pyproject.toml': '[project]\n', 'rates.py': LONG },
          { limits: { graphqlTextBytes: 100 } },
        );
        const pull = await scene.openPull({ files: { 'rates.py': LONG + NEWS } });
        const workshop = createWorkshop(scene.github, scene.client);
        let seen = 0;
        // More often than the client repeats by itself.
        scene.github.failNext({
          ...fault,
          match: (target) => target.operation === operation && (seen += 1) >= which,
          times: 5,
        });
        const job = { v: 1, kind: 'pull', installation: 1, pull, head: pull.head, delivery: 'd' } as const;
        const run = () => reviewPull(workshop, job, attempt());
        const failed = await run().then(
          () => false,
          (error: unknown) => {
            assert.ok(
              error instanceof GitHubTrouble || (error instanceof Error && error.name === 'PermissionMissing'),
              String(error),
            );
            return true;
          },
        );
        const runs = () => scene.github.world.repository('acme', 'app')?.checkRuns ?? [];
        for (const { conclusion } of runs()) assert.notEqual(conclusion, 'success');
        scene.github.clearFaults();
        if (failed) await run();
        assert.equal(runs().length, 1);
        for (const { status, conclusion } of runs()) assert.deepEqual([status, conclusion], ['completed', 'neutral']);
      });
