import { createReviewQueue } from './create-review-queue.ts';
import type { Database } from './database.ts';
import { openPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';
import type { QueueLog, ReviewQueue } from './review-queue.ts';

export interface QueuePlace {
  /** `postgres://…`: a server, which several processes may share. */
  readonly databaseUrl?: string;
  /** A folder for PGlite, when there is no server. With neither, jobs are kept in memory and end with the process. */
  readonly dataDir?: string;
  /** Schema of the queue's tables. */
  readonly schema?: string;
  readonly log: QueueLog;
}

/** @throws {QueueError} when the place cannot be used; the message says what to do and holds no password. */
export async function openQueue({
  databaseUrl,
  dataDir,
  schema = 'chapter_and_verse',
  log,
}: QueuePlace): Promise<ReviewQueue> {
  const database: Database = databaseUrl ? await openPostgres(databaseUrl) : await openPglite(dataDir);
  try {
    return await createReviewQueue(database, { schema, log });
  } catch (error) {
    await database.close();
    throw error;
  }
}
