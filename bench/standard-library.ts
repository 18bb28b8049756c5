import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';

export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** Folder of the standard library of this machine's Python. */
export function findStandardLibrary(): string {
  return execFileSync('python3', ['-I', '-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))'])
    .toString()
    .trim();
}

/** Every UTF-8 module of a folder but those of installed packages, sorted by path. */
export async function readModules(folder: string): Promise<readonly SourceText[]> {
  const paths: string[] = [];
  for await (const path of glob('**/*.py', { cwd: folder }))
    if (!/(^|\/)(site|dist)-packages\//.test(path)) paths.push(path);
  return paths.sort().flatMap((path) => {
    const text = readFileSync(join(folder, path)).toString('utf8');
    return text.includes('\uFFFD') ? [] : [{ path, text }];
  });
}

export function countLines(files: readonly SourceText[]): number {
  return files.reduce((sum, { text }) => sum + text.split('\n').length, 0);
}
