import { assembleSnapshot, planReads, type Reads, type Side, type StoredFile } from '../core/assemble.ts';
import type { CaptureRequest } from '../core/capture.ts';
import type { PullFacts, PullRef, Skip, Snapshot } from '../core/flow.ts';
import type { RepositoryRef } from '../core/job.ts';
import type { BlobMemory } from './blob-memory.ts';
import type { GitHubClient } from './client.ts';
import { compareTrees } from './compare-trees.ts';
import { LISTED_FILES, listFiles, listRange, type GitHubFile, type FileList, type Places } from './list-files.ts';
import { readBlobs, type BlobRead } from './read-blobs.ts';
import type { PullState } from './read-pull.ts';
import { readTree } from './read-tree.ts';
import type { KnownTree, TreeMemory } from './tree-memory.ts';

/** What earlier reviews read; without it everything is read anew. */
export interface CaptureMemory {
  readonly blobs: BlobMemory;
  readonly trees: TreeMemory;
}

export interface GitHubCapture {
  readonly snapshot: Snapshot;
  /** Where GitHub takes comments, for files where that is elsewhere than the snapshot's hunks say. */
  readonly places: Places;
}

interface Subject {
  readonly pull: PullRef;
  readonly state: PullState;
  readonly memory?: CaptureMemory | undefined;
}

/** Guess for files whose size no listing names. */
const TYPICAL_BYTES = 20_000;

/**
 * The change of a pull request at the head that `state` names. The same commits give the same snapshot as a range in a clone.
 * Two requests, and one for each 100 texts to be read; fewer where memory knows the rest from an earlier push.
 */
export async function captureGitHub(
  client: GitHubClient,
  subject: Subject,
  request: CaptureRequest,
): Promise<GitHubCapture> {
  const { pull, state, memory } = subject;
  const listing = await listChange(client, subject);
  return readListed(client, { repository: pull, head: state.head, facts: state.facts, memory, listing }, request);
}

/** A change between two commits of a repository, as a merge queue has it. */
export interface RangeSubject {
  readonly repository: RepositoryRef;
  /** SHA. */
  readonly base: string;
  /** SHA; the base is one of its ancestors. */
  readonly head: string;
  readonly memory?: CaptureMemory | undefined;
}

/** As `captureGitHub`, of what the head adds to the base. */
export async function captureRange(
  client: GitHubClient,
  { repository, base, head, memory }: RangeSubject,
  request: CaptureRequest,
): Promise<GitHubCapture> {
  const [list, tree] = await Promise.all([
    listRange(client, repository, { base, head }),
    readTree(client, repository, head),
  ]);
  const why = `changed files were left out: GitHub lists ${list.files.length}`;
  const listing = list.isCut
    ? await listBeyond(client, { repository, list, tree, why })
    : { ...list, tree: tree.files, skips: tree.skips };
  return readListed(client, { repository, head, memory, listing }, request);
}

interface Listed {
  readonly repository: RepositoryRef;
  readonly head: string;
  readonly facts?: PullFacts;
  readonly memory: CaptureMemory | undefined;
  readonly listing: Listing;
}

async function readListed(
  client: GitHubClient,
  { repository, head, facts, memory, listing }: Listed,
  request: CaptureRequest,
): Promise<GitHubCapture> {
  const { mergeBase, tree } = listing;
  // A tree that GitHub cut short lacks some of them.
  const paths = new Set([
    ...tree.keys(),
    ...listing.files.flatMap(({ path, status }) => (status === 'removed' ? [] : path)),
  ]);
  const reads = planReads({ files: listing.files, tree: paths }, request);
  const known = knownFiles(tree, reads.head, request.maxFileBytes);
  const wanted = listReads({ ...listing, head, reads, known });
  const found = await readBlobs(client, repository, {
    reads: wanted,
    maxFileBytes: request.maxFileBytes,
    memory: memory?.blobs,
  });
  const stored = { base: new Map<string, StoredFile>(), head: new Map(known) };
  for (const [at, { side, path }] of wanted.entries()) {
    const file = found[at];
    if (file) stored[side].set(path, file);
  }
  const modeOf = (path: string) => tree.get(path)?.mode ?? stored.head.get(path)?.mode;
  const files = listing.files.map((file) =>
    file.status !== 'removed' && modeOf(file.path) === '160000' ? { ...file, submodule: true } : file,
  );
  const { skips, places } = listing;
  const about = { base: mergeBase, head, ...(facts ? { pull: facts } : {}) };
  const captured = { ...about, files, tree: paths, reads, stored, skips };
  return { snapshot: assembleSnapshot(captured, request), places };
}

interface Listing extends Omit<FileList, 'isCut'> {
  readonly tree: KnownTree;
  readonly skips: readonly Skip[];
}

/** The changed files and the tree at head, at the same time unless the tree may follow from what is known. */
async function listChange(client: GitHubClient, { pull, state, memory }: Subject): Promise<Listing> {
  const mayDerive = memory?.trees.has(pull) ?? false;
  const [list, whole] = await Promise.all([
    listFiles(client, pull, state),
    mayDerive ? undefined : readTree(client, pull, state.head),
  ]);
  const { mergeBase, places } = list;
  const derived = mayDerive && !list.isCut ? memory?.trees.derive(pull, mergeBase, list.files) : undefined;
  if (derived) return { mergeBase, places, files: list.files, tree: derived, skips: [] };
  const tree = whole ?? (await readTree(client, pull, state.head));
  if (list.isCut) {
    const why = `${state.changedFiles - LISTED_FILES} changed files were left out: GitHub lists ${LISTED_FILES}`;
    return listBeyond(client, { repository: pull, list, tree, why });
  }
  if (tree.skips.length === 0) memory?.trees.keep(pull, mergeBase, { head: tree.files, files: list.files });
  return { mergeBase, places, files: list.files, tree: tree.files, skips: tree.skips };
}

interface Beyond {
  readonly repository: RepositoryRef;
  readonly list: FileList;
  readonly tree: Awaited<ReturnType<typeof readTree>>;
  /** What is to be said where the trees are not whole either. */
  readonly why: string;
}

/** More changed files than GitHub lists: the others follow from the two trees, if those are whole. */
async function listBeyond(client: GitHubClient, { repository, list, tree, why }: Beyond): Promise<Listing> {
  const { mergeBase } = list;
  const base = await readTree(client, repository, mergeBase);
  if (base.skips.length + tree.skips.length > 0)
    return { ...list, tree: tree.files, skips: [...tree.skips, { what: 'file', why }] };
  const listed = new Set(list.files.flatMap(({ path, previousPath }) => [path, previousPath ?? path]));
  const others = compareTrees(base.files, tree.files).filter(
    ({ path, previousPath }) => !listed.has(path) && !listed.has(previousPath ?? path),
  );
  const places = new Map([...list.places, ...others.map(({ path }) => [path, []] as const)]);
  return { mergeBase, places, files: [...list.files, ...others], tree: tree.files, skips: [] };
}

interface Plan {
  readonly mergeBase: string;
  readonly head: string;
  readonly files: readonly GitHubFile[];
  readonly tree: KnownTree;
  readonly reads: Reads;
  readonly known: ReadonlyMap<string, StoredFile>;
}

function listReads({
  mergeBase,
  head,
  files,
  tree,
  reads,
  known,
}: Plan): readonly (BlobRead & { readonly side: Side })[] {
  const sizeOf = (path: string) => tree.get(path)?.size ?? TYPICAL_BYTES;
  const renamed = new Map(files.map((file) => [file.previousPath ?? file.path, file.path]));
  const toRead = new Set(reads.head);
  // Only its mode tells a submodule from a file.
  const unclear = files.filter(
    ({ path, status }) => status !== 'removed' && !toRead.has(path) && tree.has(path) && !tree.get(path),
  );
  return [
    ...reads.base.map((path) => ({
      side: 'base' as const,
      commit: mergeBase,
      path,
      size: sizeOf(renamed.get(path) ?? path),
    })),
    ...reads.head
      .filter((path) => !known.has(path))
      .map((path) => ({ side: 'head' as const, commit: head, path, size: sizeOf(path), ...identityOf(tree, path) })),
    ...unclear.map(({ path }) => ({ side: 'head' as const, commit: head, path, size: 0, withoutContents: true })),
  ];
}

function identityOf(tree: KnownTree, path: string): Partial<Pick<BlobRead, 'oid' | 'mode'>> {
  const found = tree.get(path);
  return found ? { oid: found.oid, mode: found.mode } : {};
}

/** Files of which the tree says enough: nobody reads links, submodules, and what is too large. */
function knownFiles(tree: KnownTree, paths: readonly string[], maxFileBytes: number): ReadonlyMap<string, StoredFile> {
  const known = new Map<string, StoredFile>();
  for (const path of paths) {
    const file = tree.get(path);
    if (file && (!file.mode.startsWith('100') || file.size > maxFileBytes))
      known.set(path, { mode: file.mode, size: file.size });
  }
  return known;
}
