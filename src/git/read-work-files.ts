import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StoredFile } from '../core/assemble.ts';

/**
 * Files below a root folder, as they lie on the disk. Links are named, never followed, neither as the file nor as a folder above it,
 * so that nothing outside the root is read. Paths that are not there are left out.
 */
export async function readWorkFiles(
  root: string,
  paths: readonly string[],
  maxFileBytes: number,
): Promise<ReadonlyMap<string, StoredFile>> {
  const files = new Map<string, StoredFile>();
  const realRoot = await realpath(root);
  for (const path of paths) {
    const stored = await readOne(realRoot, path, maxFileBytes);
    if (stored) files.set(path, stored);
  }
  return files;
}

async function readOne(realRoot: string, path: string, maxFileBytes: number): Promise<StoredFile | undefined> {
  const full = join(realRoot, path);
  try {
    if ((await realpath(dirname(full))) !== dirname(full)) return { mode: '120000', size: 0 };
    const found = await lstat(full);
    if (found.isSymbolicLink()) return { mode: '120000', size: 0 };
    if (found.isDirectory()) return { mode: '160000', size: 0 };
    if (!found.isFile()) return undefined;
    if (found.size > maxFileBytes) return { mode: '100644', size: found.size };
    return await readRegular(full, maxFileBytes);
  } catch {
    return undefined; // Gone since it was listed, or not readable: the caller reports a path without contents.
  }
}

async function readRegular(full: string, maxFileBytes: number): Promise<StoredFile> {
  const file = await open(full, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await file.stat();
    return size > maxFileBytes ? { mode: '100644', size } : { mode: '100644', size, bytes: await file.readFile() };
  } finally {
    await file.close();
  }
}
