import { lstat, readdir, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { assembleSnapshot, planReads, type ListedFile } from '../core/assemble.ts';
import type { CaptureRequest } from '../core/capture.ts';
import type { Snapshot } from '../core/flow.ts';
import { followLeads } from '../core/follow-leads.ts';
import { listWorkTree, type PathIds } from './list-tree.ts';
import { readWorkFiles } from './read-work-files.ts';
import { GitError, runGit } from './run-git.ts';

export interface FolderNames {
  /** Files and folders, absolute or relative to the current folder. */
  readonly paths: readonly string[];
  /** Folder that the snapshot's paths start from; the repository around the first path where absent, or else that path itself. */
  readonly repo?: string | undefined;
}

/** GitHub's bound on a pull request says nothing of a repository; this one keeps a machine's memory. */
const MOST_FILES = 50_000;

/**
 * Whole files as if all of them were new, 50,000 at most whatever the request allows in one change. In a git repository what is ignored is left out, unless it is named itself;
 * elsewhere folders are walked without the ones that tools fill. Links are not followed.
 * @throws GitError where a path is not there or lies outside the root.
 */
export async function captureFolder(names: FolderNames, ofChange: CaptureRequest): Promise<Snapshot> {
  const request = { ...ofChange, maxChangedFiles: MOST_FILES };
  const [first] = names.paths;
  if (first === undefined) throw new GitError('there is nothing to look at: name a file or a folder');
  const { root, all } = await openRoot(names.repo ?? first);
  const chosen = new Set<string>();
  for (const path of names.paths) {
    const inside = await placeIn(root, path);
    const found = [...all.keys()].filter((each) => inside === '' || each === inside || each.startsWith(`${inside}/`));
    for (const each of found.length > 0 ? found : await walkIgnored(root, inside)) chosen.add(each);
  }
  const files: ListedFile[] = [...chosen].map((path) => ({
    path,
    status: 'added',
    ...(all.get(path)?.mode === '160000' ? { submodule: true } : {}),
  }));
  const tree = new Set([...all.keys(), ...chosen]);
  const planned = planReads({ files, tree }, request);
  const readHead = (wanted: readonly string[]) => readWorkFiles(root, wanted, request.maxFileBytes);
  const seen = { listing: { files, tree }, reads: planned, head: await readHead(planned.head) };
  const { reads, head } = await followLeads(seen, request, readHead);
  return assembleSnapshot({ base: '', head: '', files, tree, reads, stored: { base: new Map(), head } }, request);
}

/** The real folder that paths are relative to, and every path in it. */
async function openRoot(start: string): Promise<{ root: string; all: PathIds }> {
  const found = await lstat(start).catch(() => undefined);
  if (!found) throw new GitError(`${start} is not there`);
  const folder = await realpath(found.isDirectory() ? start : dirname(resolve(start)));
  const top = await runGit(folder, ['rev-parse', '--show-toplevel']).catch(() => undefined);
  if (!top) return { root: folder, all: await walk(folder) };
  const root = await realpath(top.toString().replace(/\n$/, ''));
  return { root, all: await listWorkTree(root) };
}

/** What is named is wanted, ignored or not. */
async function walkIgnored(root: string, inside: string): Promise<readonly string[]> {
  const full = join(root, inside);
  if (!(await lstat(full)).isDirectory()) return [inside];
  return [...(await walk(full)).keys()].map((path) => (inside === '' ? path : `${inside}/${path}`));
}

async function placeIn(root: string, path: string): Promise<string> {
  const found = await lstat(path).catch(() => undefined);
  if (!found) throw new GitError(`${path} is not there`);
  const full = resolve(path);
  // The folder's real name is needed, and the file's own, since the file may be a link.
  const real = found.isDirectory()
    ? await realpath(full)
    : join(await realpath(dirname(full)), full.slice(dirname(full).length).replace(/^[/\\]/, ''));
  const inside = relative(root, real).split(sep).join('/');
  if (inside === '..' || inside.startsWith('../')) throw new GitError(`${path} lies outside ${root}`);
  return inside;
}

/** Folders that tools fill. */
const SKIPPED = new Set(['.git', 'node_modules', '.venv', '__pycache__']);

/** Every path below a folder that is in no repository. */
async function walk(root: string): Promise<PathIds> {
  const paths = new Map<string, { mode: string; oid: string }>();
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) paths.set(path, { mode: '100644', oid: '' });
      else if (!SKIPPED.has(entry.name)) folders.push(path);
    }
  }
  return paths;
}
