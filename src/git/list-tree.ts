import type { StoredId } from './list-changes.ts';
import { runGit, splitNul } from './run-git.ts';

/** Path → where it is stored. The object id is empty for a file that git does not know. */
export type PathIds = ReadonlyMap<string, StoredId>;

/** Every path of a commit. */
export async function listCommit(repo: string, commit: string): Promise<PathIds> {
  const ids = new Map<string, StoredId>();
  for (const field of splitNul(await runGit(repo, ['ls-tree', '-r', '-z', '--full-tree', commit]))) {
    const [mode = '', , oid = ''] = field.slice(0, field.indexOf('\t')).split(' ');
    ids.set(field.slice(field.indexOf('\t') + 1), { mode, oid });
  }
  return ids;
}

/** Every path of a working tree that nothing ignores, deleted ones left out. `top` is its uppermost folder. */
export async function listWorkTree(top: string): Promise<PathIds> {
  const [tracked, fresh, deleted] = await Promise.all([
    runGit(top, ['ls-files', '-z', '--stage']),
    runGit(top, ['ls-files', '-z', '--others', '--exclude-standard']),
    runGit(top, ['ls-files', '-z', '--deleted']),
  ]);
  const ids = new Map<string, StoredId>();
  for (const field of splitNul(tracked)) {
    const [mode = '', oid = ''] = field.slice(0, field.indexOf('\t')).split(' ');
    ids.set(field.slice(field.indexOf('\t') + 1), { mode, oid });
  }
  for (const path of splitNul(deleted)) ids.delete(path);
  for (const path of splitNul(fresh)) {
    // A folder with a slash is another repository that was put here without being made a submodule.
    ids.set(path.replace(/\/$/, ''), { mode: path.endsWith('/') ? '160000' : '100644', oid: '' });
  }
  return ids;
}
