import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaptureRequest } from '../../src/core/capture.ts';
import type { ChangedFile, Hunk } from '../../src/core/flow.ts';
import { parsePatch } from '../../src/core/patch.ts';
import { captureRange } from '../../src/git/capture-range.ts';
import { captureGitHub } from '../../src/github/capture-github.ts';
import type { Places } from '../../src/github/list-files.ts';
import { readPull } from '../../src/github/read-pull.ts';
import { anchorOf } from '../../src/publish/anchor.ts';
import { createScene, type Scene } from '../github/demo.ts';
import { createRandom, generateChange, KINDS, type Random } from './changes.ts';

const SEED = 20_261_122;
const PULLS = 26;
const FILES = 20;

const REQUEST: CaptureRequest = {
  wants: (path) => path.endsWith('.py'),
  needs: (path) => path.endsWith('pyproject.toml'),
  maxFileBytes: 20_000,
  maxContextFiles: 10,
};

/** What GitHub may do, beside giving all it has. */
const LIMITS = [{}, { patchBytes: 0 }, { patchBytes: 300 }, { graphqlTextBytes: 200 }, { compareFiles: 7 }] as const;

for (const detectCopies of [false, true]) {
  for (let from = 0; from < PULLS / 2; from += 1) {
    const number = from * 2 + Number(detectCopies);
    const limits = LIMITS[number % LIMITS.length];
    test(`change ${number}, ${JSON.stringify(limits)}${detectCopies ? ', copies found' : ''}: GitHub and git agree`, async (t) => {
      const random = createRandom(SEED + number);
      const { base, change } = generateChange(random, FILES, number * FILES);
      const scene = await createScene(t, base, { detectCopies, limits: limits ?? {} });
      const pull = await scene.openPull({ files: change });
      const state = await readPull(scene.client, pull);
      const { snapshot, places } = await captureGitHub(scene.client, { pull, state }, REQUEST);
      const { pull: _facts, ...seen } = snapshot;
      const local = await captureRange({ repo: scene.folder, base: 'main', head: pull.head }, REQUEST);
      assert.ok(local.files.length >= FILES, `${local.files.length} files`);
      assert.deepEqual(seen, local);
      await assertHunksOfGit(scene, snapshot);
      await assertAnchorsTaken(scene, { random, pull, files: snapshot.files, places });
      assert.deepEqual(scene.github.violations, []);
    });
  }
}

test('the changes are of all kinds, and at least five hundred', () => {
  assert.ok(PULLS * FILES >= 500);
  assert.ok(FILES >= KINDS.length);
});

/** Files whose two texts are known, against `git diff` of their blobs: nothing of ours has a hand in it. */
async function assertHunksOfGit(
  scene: Scene,
  { files, base, head }: { files: readonly ChangedFile[]; base: string; head: string },
): Promise<void> {
  const store = scene.github.world.repository('acme', 'app')?.store;
  assert.ok(store);
  for (const file of files) {
    if (file.before === undefined || file.text === undefined) continue;
    const sides = [`${base}:${file.previousPath ?? file.path}`, `${head}:${file.path}`];
    const patch = (await store.git('diff', '--no-color', '--text', '--unified=3', ...sides)).toString('latin1');
    assert.deepEqual(file.hunks, parsePatch(patch), file.path);
  }
}

interface Commenting {
  readonly random: Random;
  readonly pull: { readonly number: number; readonly head: string };
  readonly files: readonly ChangedFile[];
  readonly places: Places;
}

/** Every anchor that the plan would choose, for findings anywhere in the changed files, in one review. */
async function assertAnchorsTaken({ client }: Scene, { random, pull, files, places }: Commenting): Promise<void> {
  const comments = files.flatMap((file) => {
    const placed = { ...file, hunks: places.get(file.path) ?? file.hunks };
    const count = file.text?.split('\n').length ?? 0;
    return linesToTry(random, placed.hunks, count).flatMap(([line, endLine]) => {
      const anchor = anchorOf(placed, findingAt(file.path, line, endLine));
      if (!anchor) return [];
      const start = anchor.start < anchor.end ? { start_line: anchor.start, start_side: 'RIGHT' } : {};
      return [{ path: file.path, line: anchor.end, side: 'RIGHT', ...start, body: 'words' }];
    });
  });
  if (comments.length === 0) return;
  const route = 'POST /repos/{owner}/{repo}/pulls/{number}/reviews';
  const { number, head } = pull;
  await client.request(route, {
    owner: 'acme',
    repo: 'app',
    number,
    commit_id: head,
    event: 'COMMENT',
    body: 'words',
    comments,
  });
}

/** The edges of every hunk and of what was added, and some lines at random. */
function linesToTry(random: Random, hunks: readonly Hunk[], count: number): readonly (readonly [number, number])[] {
  if (count === 0) return [];
  const edges = hunks.flatMap(({ newStart, newLines, added }) => [
    newStart,
    newStart + newLines - 1,
    newStart + newLines,
    ...added.flatMap(({ start, end }) => [start, end]),
  ]);
  const some = Array.from({ length: 5 }, () => 1 + random.below(count));
  return [...edges, ...some]
    .filter((line) => line >= 1 && line <= count)
    .map((line) => [line, Math.min(count, line + random.below(6))]);
}

function findingAt(path: string, line: number, endLine: number): Parameters<typeof anchorOf>[1] {
  const span = { line, col: 1, endLine, endCol: 2 };
  return {
    check: 'ch03/unused-import',
    severity: 'warning',
    path,
    span,
    message: 'words',
    fingerprint: '0'.repeat(16),
    blocking: false,
  };
}
