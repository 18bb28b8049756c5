import type { PullRef } from '../core/flow.ts';
import type { GitHubFile } from './list-files.ts';
import type { TreeFile } from './read-tree.ts';

/** A tree as far as it is known: `undefined` for a path of which only the name is. */
export type KnownTree = ReadonlyMap<string, TreeFile | undefined>;

/** What the last review of a pull request read of the repository's tree. */
interface Remembered {
  readonly mergeBase: string;
  /** Every path at the merge base. */
  readonly base: KnownTree;
  /** The changed files at head. */
  readonly changed: ReadonlyMap<string, TreeFile>;
}

/** Spares the next push of a pull request the request for its whole tree. In memory, for the pull requests reviewed last. */
export interface TreeMemory {
  has(pull: PullRef): boolean;
  /** The tree at a head that is these changes away from the merge base; undefined where that is another one. */
  derive(pull: PullRef, mergeBase: string, files: readonly GitHubFile[]): KnownTree | undefined;
  keep(
    pull: PullRef,
    mergeBase: string,
    seen: { readonly head: KnownTree; readonly files: readonly GitHubFile[] },
  ): void;
}

/** Paths kept, over all pull requests; about 200 bytes each. */
const MOST_PATHS = 200_000;

export function createTreeMemory(mostPaths = MOST_PATHS): TreeMemory {
  const kept = new Map<string, Remembered>();
  const keyOf = ({ owner, repo, number }: PullRef): string => `${owner}/${repo}#${number}`;
  return {
    has: (pull) => kept.has(keyOf(pull)),
    derive(pull, mergeBase, files) {
      const known = kept.get(keyOf(pull));
      return known?.mergeBase === mergeBase ? applyChanges(known, files) : undefined;
    },
    keep(pull, mergeBase, { head, files }) {
      const key = keyOf(pull);
      kept.delete(key);
      kept.set(key, { mergeBase, base: undoChanges(head, files), changed: changedOf(head, files) });
      let paths = [...kept.values()].reduce((sum, { base }) => sum + base.size, 0);
      for (const [oldest, { base }] of kept) {
        if (paths <= mostPaths) break;
        kept.delete(oldest);
        paths -= base.size;
      }
    },
  };
}

function changedOf(head: KnownTree, files: readonly GitHubFile[]): ReadonlyMap<string, TreeFile> {
  return new Map(
    files.flatMap(({ path }) => {
      const found = head.get(path);
      return found ? [[path, found] as const] : [];
    }),
  );
}

function undoChanges(head: KnownTree, files: readonly GitHubFile[]): KnownTree {
  const base = new Map(head);
  for (const { path, status } of files) if (status === 'added' || status === 'renamed') base.delete(path);
  for (const { path, previousPath, status } of files)
    if (status !== 'added') base.set(status === 'renamed' ? (previousPath ?? path) : path, undefined);
  return base;
}

function applyChanges({ base, changed }: Remembered, files: readonly GitHubFile[]): KnownTree {
  const head = new Map(base);
  for (const { path, previousPath, status } of files) {
    if (status === 'removed') head.delete(path);
    if (status === 'renamed' && previousPath !== undefined) head.delete(previousPath);
  }
  for (const { path, status, oid } of files) {
    if (status === 'removed') continue;
    const before = changed.get(path);
    // A link may have become a file of the same blob.
    head.set(path, before && before.oid === oid && before.mode !== '120000' ? before : undefined);
  }
  return head;
}
