import { PgBoss } from 'pg-boss';
import manifest from 'pg-boss/package.json' with { type: 'json' };
import { z } from 'zod';
import type { Database } from './database.ts';
import { QueueError } from './queue-error.ts';
import type { QueueLog } from './review-queue.ts';

export const QUEUE = 'review';

/** The longest that one attempt may take, in seconds. */
export const LONGEST_ATTEMPT = 600;

const DAY = 86_400;

const OPTIONS = {
  notify: true,
  // The queue itself decides when to give up: a job that pg-boss marks as failed would hold back its pull request.
  retryLimit: 1_000_000,
  // For what only pg-boss sees: a process that ended, a handler that ignores its signal. Seconds, with jitter.
  retryDelay: 5,
  retryBackoff: true,
  retryDelayMax: 3600,
  expireInSeconds: LONGEST_ATTEMPT + 60,
  deleteAfterSeconds: DAY,
  retentionSeconds: 14 * DAY,
};

/** @throws {QueueError} when a newer version of this program made the schema. */
export async function startBoss(
  database: Database,
  { schema, log }: { schema: string; log: QueueLog },
): Promise<PgBoss> {
  await refuseNewer(database, schema);
  const boss = new PgBoss({
    ...database.boss,
    schema,
    useListenNotify: true,
    schedule: false,
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
    maintenanceIntervalSeconds: 3600,
    flowIntervalSeconds: 3600,
  });
  boss.on('error', (error) => log.error({ reason: database.explain(error) }, 'The queue met an error'));
  boss.on('warning', ({ message }) => log.warn({ reason: message }, 'The queue gave a warning'));
  try {
    await boss.start();
    await boss.createQueue(QUEUE, { ...OPTIONS, policy: 'key_strict_fifo' });
    // In this process the one who would miss a heartbeat is the one who would look for it.
    await boss.updateQueue(QUEUE, { ...OPTIONS, heartbeatSeconds: database.exclusive ? null : 60 });
    // Fills pg-boss's cache of queues: inside a transaction it would wait for the one connection that PGlite has.
    await boss.findJobs(QUEUE, { key: '' });
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw new QueueError(
      `The queue's tables in schema "${schema}" cannot be made or read: ${database.explain(error)}.`,
    );
  }
  return boss;
}

async function refuseNewer({ sql }: Database, schema: string): Promise<void> {
  const table = `${schema}.version`;
  const there = await sql.executeSql('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
  if (!z.array(z.object({ there: z.boolean() })).parse(there.rows)[0]?.there) return;
  const { rows } = await sql.executeSql(`SELECT version FROM ${table}`);
  const version = z.array(z.object({ version: z.int() })).parse(rows)[0]?.version ?? 0;
  if (version <= manifest.pgboss.schema) return;
  throw new QueueError(
    `The schema "${schema}" was made by a newer version of this program (it has version ${version}, ` +
      `this one knows ${manifest.pgboss.schema}). Update the program, or name another schema.`,
  );
}
