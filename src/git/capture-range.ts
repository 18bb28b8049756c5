import { assembleSnapshot, planReads, type ListedFile, type StoredFile } from '../core/assemble.ts';
import type { CaptureRequest } from '../core/capture.ts';
import type { Snapshot } from '../core/flow.ts';
import { followLeads } from '../core/follow-leads.ts';
import { listChanges, type GitChange, type StoredId } from './list-changes.ts';
import { listCommit, listWorkTree, type PathIds } from './list-tree.ts';
import { readBlobs } from './read-blobs.ts';
import { readWorkFiles } from './read-work-files.ts';
import { resolveRange, type RangeNames } from './resolve-range.ts';
import { runGit } from './run-git.ts';

/**
 * The change between the merge base and head, or the working tree: staged, unstaged and new files that nothing ignores.
 * The same commits give the same snapshot as a pull request of them.
 * @throws GitError with what to do, where the names or the history do not lead to a change.
 */
export async function captureRange(names: RangeNames, request: CaptureRequest): Promise<Snapshot> {
  const range = await resolveRange(names);
  const work = range.head === undefined;
  const repo = work ? await topOf(names.repo) : names.repo;
  const changes = await listChanges(repo, range, request.maxFileBytes);
  const ids = range.head === undefined ? await listWorkTree(repo) : await listCommit(repo, range.head);
  const tree = new Set(ids.keys());
  const files = [...changes.map((change) => change.listed), ...(work ? untracked(ids, changes) : [])];
  const planned = planReads({ files, tree }, request);

  const before = new Map(
    changes.flatMap(({ listed, before: id }) => (id ? [[listed.previousPath ?? listed.path, id] as const] : [])),
  );
  const after = new Map([
    ...ids,
    ...changes.flatMap(({ listed, after: id }) => (id ? [[listed.path, id] as const] : [])),
  ]);
  const read = (paths: readonly string[]) => readHead(repo, { work, ids: after, paths }, request.maxFileBytes);
  const first = { listing: { files, tree }, reads: planned, head: await read(planned.head) };
  const { reads, head } = await followLeads(first, request, read);
  const base = await readBlobs(repo, pick(before, reads.base), request.maxFileBytes);
  return assembleSnapshot(
    { base: range.base, head: range.head ?? '', files, tree, reads, stored: { base, head } },
    request,
  );
}

async function topOf(folder: string): Promise<string> {
  const output = await runGit(folder, ['rev-parse', '--show-toplevel']);
  return output.toString().replace(/\n$/, '');
}

interface HeadReads {
  readonly work: boolean;
  readonly ids: PathIds;
  readonly paths: readonly string[];
}

function readHead(
  repo: string,
  { work, ids, paths }: HeadReads,
  maxFileBytes: number,
): Promise<ReadonlyMap<string, StoredFile>> {
  return work ? readWorkFiles(repo, paths, maxFileBytes) : readBlobs(repo, pick(ids, paths), maxFileBytes);
}

function pick(ids: PathIds, paths: readonly string[]): ReadonlyMap<string, StoredId> {
  return new Map(
    paths.flatMap((path) => {
      const id = ids.get(path);
      return id ? [[path, id] as const] : [];
    }),
  );
}

function untracked(tree: PathIds, changes: readonly GitChange[]): readonly ListedFile[] {
  const known = new Set(changes.map((change) => change.listed.path));
  const fresh = [...tree].filter(([path, id]) => id.oid === '' && !known.has(path));
  return fresh.map(([path, id]) => ({ path, status: 'added', ...(id.mode === '160000' ? { submodule: true } : {}) }));
}
