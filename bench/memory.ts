import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChild } from './child.ts';
import { findStandardLibrary } from './standard-library.ts';
import { printTable, round } from './table.ts';

const CLI = new URL('../src/cli.ts', import.meta.url);
const SERVER = new URL('./server-child.ts', import.meta.url);

/** Installed packages are no part of the library, and every machine has others. */
const CONFIG = "exclude: ['**/site-packages/**', '**/dist-packages/**']\n";

/** Largest resident set of the command line over the standard library, and of the server through one review of ten files. */
export async function measureMemory(): Promise<void> {
  const library = findStandardLibrary();
  const command = await checkLibrary(library);
  const server = await runChild(SERVER, []);
  printTable(
    'Peak memory',
    ['', 'MB', 'seconds'],
    [
      [`chapter-and-verse check ${library}`, round(command.peak), round(command.total / 1000, 1)],
      ['server: start, one review of 10 files, stop', round(server.peak), round(server.total / 1000, 1)],
    ],
  );
}

async function checkLibrary(library: string): ReturnType<typeof runChild> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-memory-'));
  try {
    const config = join(folder, 'config.yml');
    writeFileSync(config, CONFIG);
    return await runChild(CLI, ['check', library, '--format', 'json', '--config', config]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
