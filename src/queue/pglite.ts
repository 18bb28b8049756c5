import { existsSync } from 'node:fs';
import { access, constants, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { Transaction } from '@electric-sql/pglite';
import { fromPglite } from 'pg-boss';
import { compilePglite } from './compile-pglite.ts';
import type { Database } from './database.ts';
import { lockFolder } from './lock-folder.ts';
import { makeDatabase } from './make-database.ts';
import { QueueError } from './queue-error.ts';

const DAY_MS = 86_400_000;

/** The queue holds a few hundred rows. With PostgreSQL's default of 128 MB, PGlite takes 135 MB more memory. */
const START = [...PGlite.defaultStartParams, '-c', 'shared_buffers=8MB'];

/**
 * PostgreSQL inside this process. What it stores survives the end of the process, however sudden; it is not flushed to
 * the disk at each commit (PGlite runs with `fsync` off), so that a power failure can lose or damage it.
 * @param folder where it is kept; in memory without one.
 * @throws {QueueError} when the folder cannot be written, is in use, or holds a database that cannot be opened.
 */
export async function openPglite(folder?: string): Promise<Database> {
  if (folder === undefined)
    return wrap(await PGlite.create({ startParams: START, ...compilePglite() }), async () => {});
  const home = resolve(folder);
  await prepare(home);
  const unlock = await lockFolder(home);
  try {
    return wrap(await openFolder(home), unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function prepare(home: string): Promise<void> {
  try {
    await mkdir(home, { recursive: true });
    await access(home, constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new QueueError(`The folder ${home} cannot be written${code}. Check its owner, or choose another folder.`);
  }
}

async function openFolder(home: string): Promise<PGlite> {
  const dataDir = join(home, 'postgres');
  const complete = join(home, 'complete');
  try {
    // Without that mark nothing was promised yet: what is there is what an older version of this program left half made.
    if (!existsSync(complete)) await makeDatabase(home, dataDir);
    const pglite = await PGlite.create({ dataDir, startParams: START, ...compilePglite() });
    await writeFile(complete, '');
    return pglite;
  } catch (cause) {
    const made = (await readFile(join(dataDir, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
    throw new QueueError(
      `The database in ${home} cannot be opened${made && `; it was made by PostgreSQL ${made}`}. ` +
        'It may be damaged, or made by another version of this program. Move the folder away to begin anew.',
      { cause },
    );
  }
}

function wrap(pglite: PGlite, unlock: () => Promise<void>): Database {
  // PGlite has no autovacuum; without this the files grow with every job for as long as the process runs.
  const sweep = setInterval(() => void pglite.exec('VACUUM').catch(() => {}), DAY_MS).unref();
  return {
    boss: { db: fromPglite(pglite), backend: 'pglite', monitorVacuum: false, reindex: false },
    exclusive: true,
    sql: { executeSql: (text, values) => execute(pglite, text, values) },
    // One connection: its transactions run one after another whatever their keys.
    transaction: (_key, use) =>
      pglite.transaction((tx) => use({ executeSql: (text, values) => execute(tx, text, values) })),
    alone: createTurns(),
    explain: (error) => (error instanceof Error ? error.message : String(error)),
    async close() {
      clearInterval(sweep);
      await pglite.close();
      await unlock();
    },
  };
}

/** One after another for each key. Only this process can use the folder. */
function createTurns(): Database['alone'] {
  const last = new Map<string, Promise<unknown>>();
  return async (key, use) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(() => use());
    const end = Promise.allSettled([turn]);
    last.set(key, end);
    try {
      return await turn;
    } finally {
      if (last.get(key) === end) last.delete(key);
    }
  };
}

/** `query` takes one statement, `exec` takes several without values; pg-boss sends both kinds. */
async function execute(on: PGlite | Transaction, text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
  if (values?.length) return on.query(text, values);
  return { rows: (await on.exec(text)).flatMap((result) => result.rows) };
}
