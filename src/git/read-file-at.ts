import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode, type Decoded } from '../core/decode.ts';
import { runGit } from './run-git.ts';

const LINK = { why: 'is a symbolic link; only files are read' } as const;

/**
 * A file as it is in a commit; undefined where the commit has none of that name.
 * @throws GitError where there is no such commit.
 */
export async function readFileAt(repo: string, commit: string, path: string): Promise<Decoded | undefined> {
  const listed = await runGit(repo, ['ls-tree', '-z', '--full-tree', commit, '--', path]);
  const [, mode, type, oid] = /^(\d+) (\w+) ([0-9a-f]+)\t/.exec(listed.toString()) ?? [];
  if (type !== 'blob' || !oid) return undefined;
  return mode === '120000' ? LINK : decode(await runGit(repo, ['cat-file', 'blob', oid]), path);
}

/** A file of the working tree; undefined where there is none. */
export async function readWorkFile(repo: string, path: string): Promise<Decoded | undefined> {
  const file = join(repo, path);
  const found = await lstat(file).catch(() => undefined);
  if (!found) return undefined;
  return found.isFile() ? decode(await readFile(file), path) : LINK;
}
