import { z } from 'zod';
import type { FindingsCache } from '../core/findings-cache.ts';
import type { Database } from './database.ts';
import type { QueueLog } from './review-queue.ts';

/** Days after which an entry that nobody asked for goes. */
const KEPT_DAYS = 14;
/** Entries in one statement. */
const BATCH = 500;

const rowsShape = z.array(z.object({ key: z.string(), value: z.string() }));

interface Surroundings {
  readonly schema: string;
  readonly log: QueueLog;
}

/**
 * The findings cache as a table beside the queue's. It holds hashes, sealed values and days: no path, no name, no source text.
 * @throws where the table cannot be made.
 */
export async function createFindingsTable(database: Database, { schema, log }: Surroundings): Promise<FindingsCache> {
  const table = `${schema}.findings`;
  // Two processes that start at the same time would both find no table.
  await database.transaction('findings table', async (sql) => {
    await sql.executeSql(
      `CREATE TABLE IF NOT EXISTS ${table} (key text PRIMARY KEY, value text NOT NULL, used date NOT NULL DEFAULT current_date)`,
    );
    await sql.executeSql(`DELETE FROM ${table} WHERE used < current_date - ${KEPT_DAYS}`);
  });
  const orNothing = async (work: Promise<unknown>): Promise<void> => {
    await work.catch((error: unknown) => log.warn({ reason: database.explain(error) }, 'The findings cache failed'));
  };
  return {
    async read(keys) {
      const found = new Map<string, string>();
      for (const some of inBatches(keys)) await orNothing(readSome(database, { table, keys: some, found }));
      return found;
    },
    async write(entries) {
      for (const some of inBatches([...entries])) {
        const values = [some.map(([key]) => key), some.map(([, value]) => value)];
        await orNothing(
          database.sql.executeSql(
            `INSERT INTO ${table} (key, value) SELECT * FROM unnest($1::text[], $2::text[])
             ON CONFLICT (key) DO UPDATE SET value = excluded.value, used = current_date`,
            values,
          ),
        );
      }
    },
  };
}

interface Reading {
  readonly table: string;
  readonly keys: readonly string[];
  readonly found: Map<string, string>;
}

async function readSome({ sql }: Database, { table, keys, found }: Reading): Promise<void> {
  const { rows } = await sql.executeSql(`SELECT key, value FROM ${table} WHERE key = ANY($1::text[])`, [keys]);
  for (const { key, value } of rowsShape.parse(rows)) found.set(key, value);
  if (rows.length > 0)
    await sql.executeSql(
      `UPDATE ${table} SET used = current_date WHERE key = ANY($1::text[]) AND used < current_date`,
      [keys],
    );
}

function inBatches<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, at) => items.slice(at * BATCH, (at + 1) * BATCH));
}
