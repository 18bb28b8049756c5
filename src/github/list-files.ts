import { z } from 'zod';
import type { ListedFile } from '../core/assemble.ts';
import type { FileStatus, Hunk, PullRef } from '../core/flow.ts';
import type { RepositoryRef } from '../core/job.ts';
import { parsePatch } from '../core/patch.ts';
import { ask, type GitHubClient } from './client.ts';
import { mapLimited } from './map-limited.ts';
import type { PullState } from './read-pull.ts';
import { Gone } from './trouble.ts';

/** A changed file as GitHub lists it. */
export interface GitHubFile extends ListedFile {
  /** Blob at head, or the one that was removed; a submodule's commit. */
  readonly oid?: string;
}

/** The changed files of a pull request, from where it left the base branch. */
export interface FileList {
  readonly mergeBase: string;
  readonly files: readonly GitHubFile[];
  /** Where GitHub takes comments, for files where that is elsewhere than the change's own hunks say. */
  readonly places: Places;
  /** GitHub lists no more of them than these. */
  readonly isCut: boolean;
}

export type Places = ReadonlyMap<string, readonly Hunk[]>;

/** Files that compare gives, all in one answer. */
const COMPARE_FILES = 300;
const PAGE = 100;
/** GitHub lists no more. */
export const LISTED_FILES = 3_000;

const fileShape = z.object({
  sha: z.string().nullish(),
  filename: z.string(),
  previous_filename: z.string().optional(),
  status: z.string(),
  patch: z.string().optional(),
  additions: z.number(),
  deletions: z.number(),
});

type FileAnswer = z.infer<typeof fileShape>;

const compareShape = z.object({
  merge_base_commit: z.object({ sha: z.string() }),
  files: z.array(fileShape).default([]),
});

/**
 * One request for up to 300 files; beyond, one more for each 100, up to 3,000.
 * The comparison is with the base branch and not with the SHA that the pull request remembers, which is older than commits of
 * the base branch that were merged into the head: those would count as the author's work.
 */
export async function listFiles(client: GitHubClient, pull: PullRef, state: PullState): Promise<FileList> {
  const isLarge = state.changedFiles >= COMPARE_FILES;
  const [comparison, pages] = await Promise.all([
    compare(client, pull, state),
    isLarge ? listPages(client, pull, state.changedFiles) : [],
  ]);
  const { length } = comparison.files;
  const all = length < COMPARE_FILES && length >= state.changedFiles;
  const found = all
    ? comparison.files
    : isLarge
      ? pages
      : await listPages(client, pull, Math.max(state.changedFiles, length));
  return {
    mergeBase: comparison.merge_base_commit.sha,
    files: found.flatMap((file) => toListed(file)),
    places: new Map(found.flatMap((file) => placesOf(file))),
    isCut: state.changedFiles > LISTED_FILES,
  };
}

/** The files that a commit adds to, or takes from, one of its ancestors: as many as one answer has, and whether there may be more. */
export async function listRange(
  client: GitHubClient,
  repository: RepositoryRef,
  range: { readonly base: string; readonly head: string },
): Promise<FileList> {
  const { merge_base_commit, files } = await compareCommits(client, repository, range);
  return {
    mergeBase: merge_base_commit.sha,
    files: files.flatMap((file) => toListed(file)),
    places: new Map(files.flatMap((file) => placesOf(file))),
    isCut: files.length >= COMPARE_FILES,
  };
}

async function compare(
  client: GitHubClient,
  pull: PullRef,
  { base, baseRef, head }: PullState,
): Promise<z.infer<typeof compareShape>> {
  try {
    return await compareCommits(client, pull, { base: baseRef, head });
  } catch (error) {
    if (error instanceof Gone) return compareCommits(client, pull, { base, head }); // The base branch was deleted.
    throw error;
  }
}

function compareCommits(
  client: GitHubClient,
  { owner, repo }: RepositoryRef,
  { base, head }: { readonly base: string; readonly head: string },
): Promise<z.infer<typeof compareShape>> {
  return ask(client, {
    route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
    // All files are on the first page, whatever its size: one commit is the least that can be asked for.
    parameters: { owner, repo, basehead: `${base}...${head}`, per_page: 1, page: 1 },
    answer: compareShape,
  });
}

/** Pages of list-files, to GitHub's end. */
async function listPages(client: GitHubClient, pull: PullRef, count: number): Promise<readonly FileAnswer[]> {
  const pages = Array.from({ length: Math.ceil(Math.min(count, LISTED_FILES) / PAGE) }, (_, index) => index + 1);
  const found = await mapLimited(pages, 5, (page) => listPage(client, pull, page));
  return found.flat();
}

function listPage(
  client: GitHubClient,
  { owner, repo, number }: PullRef,
  page: number,
): Promise<readonly FileAnswer[]> {
  const route = 'GET /repos/{owner}/{repo}/pulls/{number}/files';
  return ask(client, { route, parameters: { owner, repo, number, per_page: PAGE, page }, answer: z.array(fileShape) });
}

/** Where GitHub accepts comments now: hunks by path, of the files whose patch it gives. */
export async function listPlaces(
  client: GitHubClient,
  pull: PullRef,
  changedFiles: number,
): Promise<ReadonlyMap<string, readonly Hunk[]>> {
  const found = await listPages(client, pull, Math.max(changedFiles, 1));
  return new Map(
    found.flatMap((file) => (file.patch === undefined ? [] : [[file.filename, readPatch(file) ?? []] as const])),
  );
}

const STATUSES: Readonly<Record<string, FileStatus>> = {
  added: 'added',
  // The patch of a copy is against its source; to its reader all of it is new.
  copied: 'added',
  modified: 'modified',
  changed: 'modified',
  renamed: 'renamed',
  removed: 'removed',
};

function toListed(file: FileAnswer): readonly GitHubFile[] {
  const status = STATUSES[file.status];
  if (!status) return []; // `unchanged`
  const hunks = status === 'modified' || status === 'renamed' ? readPatch(file) : undefined;
  return [
    {
      path: file.filename,
      ...(status === 'renamed' && file.previous_filename !== undefined ? { previousPath: file.previous_filename } : {}),
      status,
      ...(hunks && hunks.length > 0 ? { hunks } : {}),
      ...(file.sha ? { oid: file.sha } : {}),
    },
  ];
}

/** A patch that GitHub leaves out has no place for a comment, and that of a copy is against its source. */
function placesOf(file: FileAnswer): readonly (readonly [string, readonly Hunk[]])[] {
  if (file.status === 'copied') return [[file.filename, readPatch(file) ?? []]];
  const isLeftOut = file.additions + file.deletions > 0 && readPatch(file) === undefined;
  return isLeftOut ? [[file.filename, []]] : [];
}

/** Hunks of a patch that is whole by GitHub's own count of lines; a large one may be missing or cut. */
function readPatch({ patch, additions, deletions }: FileAnswer): readonly Hunk[] | undefined {
  if (patch === undefined) return undefined;
  try {
    const hunks = parsePatch(patch);
    const count = (side: 'added' | 'removed') =>
      hunks.flatMap((hunk) => hunk[side]).reduce((sum, range) => sum + range.end - range.start + 1, 0);
    return count('added') === additions && count('removed') === deletions ? hunks : undefined;
  } catch {
    return undefined;
  }
}
