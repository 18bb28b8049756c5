import { assembleSnapshot, planReads, type Side, type StoredFile } from '../core/assemble.ts';
import type { CaptureRequest } from '../core/capture.ts';
import type { PullRef, Snapshot } from '../core/flow.ts';
import type { GitHubClient } from './client.ts';
import { listFiles } from './list-files.ts';
import { readBlobs, type BlobRead } from './read-blobs.ts';
import type { PullState } from './read-pull.ts';
import { readTree, type Tree } from './read-tree.ts';

/** Guess for files of which only the version before the change exists. */
const TYPICAL_BYTES = 20_000;

/**
 * The change of a pull request at the head that `state` names. The same commits give the same snapshot as a range in a clone.
 * Two requests, and one for each 50 files to be read on each side.
 */
export async function captureGitHub(
  client: GitHubClient,
  { pull, state }: { pull: PullRef; state: PullState },
  request: CaptureRequest,
): Promise<Snapshot> {
  const [list, tree] = await Promise.all([listFiles(client, pull, state), readTree(client, pull, state.head)]);
  const files = list.files.map((file) =>
    file.status !== 'removed' && tree.files.get(file.path)?.mode === '160000' ? { ...file, submodule: true } : file,
  );
  // A tree that GitHub cut short lacks some of them.
  const paths = new Set([
    ...tree.files.keys(),
    ...files.filter((file) => file.status !== 'removed').map((file) => file.path),
  ]);
  const reads = planReads({ files, tree: paths }, request);

  const known = knownFiles(tree, reads.head, request.maxFileBytes);
  const sizeOf = (path: string) => tree.files.get(path)?.size ?? TYPICAL_BYTES;
  const renamed = new Map(files.map((file) => [file.previousPath ?? file.path, file.path]));
  const wanted: readonly (BlobRead & { readonly side: Side })[] = [
    ...reads.base.map((path) => ({
      side: 'base' as const,
      commit: list.mergeBase,
      path,
      size: sizeOf(renamed.get(path) ?? path),
    })),
    ...reads.head
      .filter((path) => !known.has(path))
      .map((path) => ({ side: 'head' as const, commit: state.head, path, size: sizeOf(path) })),
  ];
  const found = await readBlobs(client, pull, { reads: wanted, maxFileBytes: request.maxFileBytes });
  const stored = { base: new Map<string, StoredFile>(), head: new Map(known) };
  for (const [at, { side, path }] of wanted.entries()) {
    const file = found[at];
    if (file) stored[side].set(path, file);
  }
  const skips = [...list.skips, ...tree.skips];
  return assembleSnapshot(
    { base: list.mergeBase, head: state.head, pull: state.facts, files, tree: paths, reads, stored, skips },
    request,
  );
}

/** Files of which the tree says enough: nobody reads links, submodules, and what is too large. */
function knownFiles(tree: Tree, paths: readonly string[], maxFileBytes: number): ReadonlyMap<string, StoredFile> {
  const known = new Map<string, StoredFile>();
  for (const path of paths) {
    const file = tree.files.get(path);
    if (file && (!file.mode.startsWith('100') || file.size > maxFileBytes))
      known.set(path, { mode: file.mode, size: file.size });
  }
  return known;
}
