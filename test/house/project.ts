import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's own folder, with a slash at the end. */
export const ROOT: string = fileURLToPath(new URL('../../', import.meta.url));

/** What is not written by us, or not kept. */
const NOT_OURS = new Set(['.git', 'node_modules', 'dist', 'coverage', '.data', 'package-lock.json']);

export function readOurs(path: string): Promise<string> {
  return readFile(join(ROOT, path), 'utf8');
}

/** Paths of our files below a folder, relative to the root, with forward slashes, sorted. */
export async function listOurs(folder = '.'): Promise<readonly string[]> {
  const entries = await readdir(join(ROOT, folder), { withFileTypes: true });
  const lists = entries.map(async (entry): Promise<readonly string[]> => {
    if (NOT_OURS.has(entry.name)) return [];
    const path = relative(ROOT, join(ROOT, folder, entry.name)).replaceAll(sep, '/');
    if (entry.isDirectory()) return listOurs(path);
    return entry.isFile() ? [path] : [];
  });
  return (await Promise.all(lists)).flat().sort();
}

/** Line numbers of the matches, as `path:line`. */
export async function findLines(paths: readonly string[], pattern: RegExp): Promise<readonly string[]> {
  const found = paths.map(async (path) => {
    const lines = (await readOurs(path)).split('\n');
    return lines.flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : []));
  });
  return (await Promise.all(found)).flat();
}
