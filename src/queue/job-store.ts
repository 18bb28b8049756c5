import type { Db, JobWithMetadata, PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { ReviewJob } from '../core/flow.ts';
import type { Database } from './database.ts';
import { pullKey, readJob, writeJob } from './job-payload.ts';
import type { QueueStats } from './review-queue.ts';
import { QUEUE } from './start-boss.ts';

/** A job that a worker holds. */
export type Claim = JobWithMetadata<unknown>;

/** What became of a job: it waits again, a newer one of its pull request runs instead, or it was no longer ours. */
export type HandedBack = 'again' | 'superseded' | 'lost';

/** The rules of one waiting and one running job for each pull request, over pg-boss. */
export interface JobStore {
  /** @returns the waiting jobs of the same pull request that this one took the place of. */
  put(job: ReviewJob): Promise<readonly ReviewJob[]>;
  /** Lets a claimed job wait for `delaySeconds`, unless a newer job of the same pull request waits already. */
  handBack(claim: Claim, delaySeconds: number): Promise<HandedBack>;
  /** Ends a claimed job for good. It is counted as failed for a day. */
  giveUp(claim: Claim): Promise<void>;
  /** Jobs that are marked as running, in whatever process. */
  active(): Promise<readonly Claim[]>;
  stats(): Promise<QueueStats>;
}

const storedRows = z.array(z.object({ data: z.unknown() }));
const countRows = z.array(z.object({ state: z.string(), jobs: z.int() }));

export function createJobStore(boss: PgBoss, { database, schema }: { database: Database; schema: string }): JobStore {
  const table = `${schema}.job`;
  return {
    async put(job) {
      const key = pullKey(job.pull);
      return database.transaction(key, (db) => putOnly(job, { boss, table, key, db }));
    },
    async handBack(claim, delaySeconds) {
      const key = claim.singletonKey ?? '';
      return database.transaction(key, (db) => handBackUnlessNewer(claim, { boss, key, db, delaySeconds }));
    },
    async giveUp(claim) {
      // Not `fail`: pg-boss lets a failed job hold back every later one of its key.
      await boss.cancel(QUEUE, claim);
    },
    async active() {
      return (await boss.findJobs<unknown>(QUEUE)).filter(({ state }) => state === 'active');
    },
    async stats() {
      const { rows } = await database.sql.executeSql(
        `SELECT state::text, count(*)::int AS jobs FROM ${table} WHERE name = $1 GROUP BY state`,
        [QUEUE],
      );
      const counts = new Map(countRows.parse(rows).map(({ state, jobs }) => [state, jobs]));
      const count = (state: string): number => counts.get(state) ?? 0;
      return { queued: count('created') + count('retry'), active: count('active'), failed: count('cancelled') };
    },
  };
}

interface Scope {
  readonly boss: PgBoss;
  readonly key: string;
  readonly db: Db;
}

async function putOnly(
  job: ReviewJob,
  { boss, table, key, db }: Scope & { table: string },
): Promise<readonly ReviewJob[]> {
  const data = writeJob(job);
  const waiting = await boss.findJobs(QUEUE, { key, queued: true, db });
  // A job that never started keeps its place in the queue; one that failed before makes way for a fresh one.
  const untried = waiting.find(({ state }) => state === 'created');
  const others = waiting.filter((other) => other !== untried).map(({ id }) => id);
  // pg-boss's own deleteJob() would also delete one that a worker took a moment ago.
  const dropped = await db.executeSql(
    `DELETE FROM ${table} WHERE name = $1 AND id = ANY($2::uuid[]) AND state < 'active' RETURNING data`,
    [QUEUE, others],
  );
  const update = untried && (await boss.update(QUEUE, data, { id: untried.id, startAfter: 0, db }));
  if (!update?.updated) await boss.send(QUEUE, data, { singletonKey: key, db });
  const replaced = [...(update?.updated ? [untried] : []), ...storedRows.parse(dropped.rows)];
  return replaced.map((row) => readJob(row?.data)).flatMap((read) => ('job' in read ? [read.job] : []));
}

async function handBackUnlessNewer(
  claim: Claim,
  { boss, key, db, delaySeconds }: Scope & { delaySeconds: number },
): Promise<HandedBack> {
  const ofPull = await boss.findJobs(QUEUE, { key, db });
  const isOurs = (job: Claim): boolean => job.id === claim.id && job.retryCount === claim.retryCount;
  if (!ofPull.some((job) => job.state === 'active' && isOurs(job))) return 'lost';
  if (ofPull.some(({ state }) => state === 'created' || state === 'retry')) {
    await boss.deleteJob(QUEUE, claim, { db });
    return 'superseded';
  }
  // The reason is not stored: it could hold a line of somebody's code.
  await boss.fail(QUEUE, claim, null, { db });
  await boss.update(QUEUE, undefined, { id: claim.id, startAfter: delaySeconds, db });
  return 'again';
}
