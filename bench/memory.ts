import { runChild } from './child.ts';
import { findStandardLibrary } from './standard-library.ts';
import { printTable, round } from './table.ts';

const CLI = new URL('../src/cli.ts', import.meta.url);
const SERVER = new URL('./server-child.ts', import.meta.url);

/** Largest resident set of the command line over the standard library, and of the server through one review of ten files. */
export async function measureMemory(): Promise<void> {
  const library = findStandardLibrary();
  const command = await runChild(CLI, ['check', library, '--format', 'json']);
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
