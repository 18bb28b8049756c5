import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const UNFINISHED = 'unfinished-';

/**
 * Makes an empty database, in a process of its own: it takes half a gigabyte, which ends with that process. Elsewhere first, so
 * that a half-made one never has the name of a whole one, and an orphan of an earlier start writes into a folder of its own.
 * @param dataDir where the database will be; its parent folder is there.
 */
export async function makeDatabase(home: string, dataDir: string): Promise<void> {
  for (const name of await readdir(home))
    if (name.startsWith(UNFINISHED)) await rm(join(home, name), { recursive: true, force: true });
  const folder = await mkdtemp(join(home, UNFINISHED));
  await runMaker(join(folder, 'postgres'));
  await rm(dataDir, { recursive: true, force: true });
  await rename(join(folder, 'postgres'), dataDir);
  await rm(folder, { recursive: true, force: true });
}

async function runMaker(folder: string): Promise<void> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const maker = fileURLToPath(new URL(`./database-maker.${extension}`, import.meta.url));
  const child = spawn(process.execPath, [maker, folder], { env: {}, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(child, 'close');
  if (child.exitCode !== 0)
    throw new Error(`The process that makes it ended with ${child.signalCode ?? child.exitCode}: ${said.slice(-500)}`);
}
