import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action } from '../../src/core/actions.ts';
import { applyActions } from '../../src/github/apply-actions.ts';
import { captureGitHub } from '../../src/github/capture-github.ts';
import { beginCheckRun } from '../../src/github/check-runs.ts';
import { readConfigText } from '../../src/github/read-config.ts';
import { readPosted } from '../../src/github/read-posted.ts';
import { readPull } from '../../src/github/read-pull.ts';
import { createScene } from './demo.ts';

function modules(count: number, value: number) {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`pkg/m${at}.py`, `a = ${at}\nb = ${value}\n`.repeat(20)]),
  );
}

const REQUEST = {
  wants: (path: string) => path.endsWith('.py'),
  needs: (path: string) => path === 'pyproject.toml',
  maxFileBytes: 1_000_000,
  maxContextFiles: 10,
};

for (const [files, requests] of [
  [1, 9],
  [10, 9],
  [49, 9],
  [50, 10],
] as const) {
  test(`a review of ${files} file(s), from the first look to the last comment, takes ${requests} requests`, async (t) => {
    const { github, client, openPull } = await createScene(t, {
      'pyproject.toml': '[project]\n',
      ...modules(files, 1),
    });
    const pull = await openPull({ files: modules(files, 2) });
    await readPull(client, pull); // Gets the installation's token, which is good for an hour.
    github.mark();

    const state = await readPull(client, pull);
    const [checkRun, config] = await Promise.all([
      beginCheckRun(client, pull, { head: state.head, name: 'Chapter & Verse', externalId: '1' }),
      readConfigText(client, pull, { commit: state.base }),
    ]);
    const own = { appSlug: checkRun.appSlug ?? '', verify: () => undefined };
    const [{ snapshot }, posted] = await Promise.all([
      captureGitHub(client, { pull, state }, REQUEST),
      readPosted(client, pull, own),
    ]);
    const actions: readonly Action[] = [
      { kind: 'conclude-check-run', conclusion: 'neutral', title: 'T', summary: 'S', annotations: [] },
      { kind: 'post-review', commit: state.head, body: 'B', comments: [{ path: 'pkg/m0.py', line: 2, body: 'C' }] },
    ];
    await applyActions(client, { pull, head: state.head, checkRun, own, seen: posted }, actions);

    assert.equal(config, undefined);
    assert.equal(snapshot.files.length, files);
    const { requests: made, contentCreating } = github.traffic();
    assert.deepEqual({ made, contentCreating }, { made: requests, contentCreating: 1 });
    assert.deepEqual(github.violations, []);
  });
}
