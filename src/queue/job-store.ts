import type { Db, JobWithMetadata, PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Job } from '../core/job.ts';
import type { Database } from './database.ts';
import { jobKey, readJob, writeJob } from './job-payload.ts';
import type { QueueStats, Standing } from './review-queue.ts';
import { QUEUE } from './start-boss.ts';
import { mayTakeOver, takeOver, withHead } from './take-over.ts';

/** A job that a worker holds. */
export type Claim = JobWithMetadata<unknown>;

/** What became of a job: it waits again, a newer one with its key runs instead and knows of its head, or it was no longer ours. */
export type HandedBack = 'again' | 'superseded' | 'lost';

/** The rules of one waiting and one running job for each key, over pg-boss. */
export interface JobStore {
  /** @returns the waiting jobs with the same key that this one took the place of. */
  put(job: Job): Promise<readonly Job[]>;
  /** The job with this key that waits and has never run, marked as announced; undefined where there is none, or it was marked before. */
  announce(job: Job): Promise<Job | undefined>;
  /** The jobs with the key of this one. */
  standing(job: Job): Promise<Standing>;
  /**
   * Lets a claimed job wait for `delaySeconds`, unless a newer job of the same pull request waits already.
   * @param head SHA that the job found, where its check run may be unfinished.
   */
  handBack(claim: Claim, delaySeconds: number, head?: string): Promise<HandedBack>;
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
      const key = jobKey(job);
      return database.transaction(key, (db) => putOnly(job, { boss, table, key, db }));
    },
    async announce(job) {
      const key = jobKey(job);
      return database.transaction(key, (db) => markAnnounced({ boss, table, key, db }));
    },
    async standing(job) {
      const found = oldestFirst(await boss.findJobs<unknown>(QUEUE, { key: jobKey(job) }));
      const inState = (...states: readonly string[]) =>
        found.filter(({ state }) => states.includes(state)).flatMap(({ data }) => jobOf(data));
      return { waiting: inState('created', 'retry'), active: inState('active') };
    },
    async handBack(claim, delaySeconds, head) {
      const key = claim.singletonKey ?? '';
      return database.transaction(key, (db) =>
        handBackUnlessNewer(claim, { boss, table, key, db, delaySeconds, head }),
      );
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
  readonly table: string;
  readonly key: string;
  readonly db: Db;
}

/** Wishes to look again that wait side by side; beyond, the newest takes the place of the one before. */
const MOST_WISHES = 5;

async function putOnly(job: Job, { boss, table, key, db }: Scope): Promise<readonly Job[]> {
  const waiting = oldestFirst(await boss.findJobs<unknown>(QUEUE, { key, queued: true, db }));
  // A job that never started keeps its place in the queue; one that failed before makes way for a fresh one.
  const untried = waiting.filter(isUntried);
  const others = waiting.filter((each) => !isUntried(each)).map(({ id }) => id);
  // pg-boss's own deleteJob() would also delete one that a worker took a moment ago.
  const dropped = await db.executeSql(
    `DELETE FROM ${table} WHERE name = $1 AND id = ANY($2::uuid[]) AND state < 'active' RETURNING data`,
    [QUEUE, others],
  );
  const tried = storedRows.parse(dropped.rows).flatMap(({ data }) => jobOf(data));
  const replaced: Job[] = [];
  let afresh = job;
  for (const older of tried) {
    if (!mayTakeOver(afresh, older)) continue;
    replaced.push(older);
    afresh = takeOver(afresh, older);
  }
  const kept = tried.filter((older) => !replaced.includes(older));
  for (const wish of kept) await boss.send(QUEUE, writeJob(wish), { singletonKey: key, db });
  const inPlace =
    untried.find(({ data }) => jobOf(data).some((older) => mayTakeOver(afresh, older))) ??
    (untried.length + kept.length < MOST_WISHES ? undefined : untried.at(-1));
  const [older] = jobOf(inPlace?.data);
  const data = writeJob(older ? takeOver(afresh, older) : afresh);
  const update = inPlace && (await boss.update(QUEUE, data, { id: inPlace.id, startAfter: 0, db }));
  if (update?.updated) return [...(older ? [older] : []), ...replaced];
  await boss.send(QUEUE, writeJob(afresh), { singletonKey: key, db });
  return replaced;
}

async function markAnnounced({ boss, table, key, db }: Scope): Promise<Job | undefined> {
  const waiting = await boss.findJobs(QUEUE, { key, queued: true, db });
  const untried = waiting.find(isUntried);
  const [job] = jobOf(untried?.data);
  if (!untried || !job || job.announced || job.head === '') return undefined;
  return (await rewrite(untried.id, { ...job, announced: true }, { table, db })) ? job : undefined;
}

async function handBackUnlessNewer(
  claim: Claim,
  { boss, table, key, db, delaySeconds, head }: Scope & { delaySeconds: number; head: string | undefined },
): Promise<HandedBack> {
  const ofKey = await boss.findJobs(QUEUE, { key, db });
  const isOurs = (job: Claim): boolean => job.id === claim.id && job.retryCount === claim.retryCount;
  if (!ofKey.some((job) => job.state === 'active' && isOurs(job))) return 'lost';
  const waiting = ofKey.find(({ state }) => state === 'created' || state === 'retry');
  const [claimed] = jobOf(claim.data);
  const older = claimed && withHead(claimed, head);
  const [newer] = jobOf(waiting?.data);
  if (waiting && older && newer) {
    await rewrite(waiting.id, takeOver(newer, older), { table, db });
    await boss.deleteJob(QUEUE, claim, { db });
    if (!mayTakeOver(newer, older)) await waitBeside(claim, older, { boss, table, key, db, delaySeconds });
    return 'superseded';
  }
  // The reason is not stored: it could hold a line of somebody's code.
  await boss.fail(QUEUE, claim, null, { db });
  const data = older && head !== undefined ? writeJob(older) : undefined;
  await boss.update(QUEUE, data, { id: claim.id, startAfter: delaySeconds, db });
  return 'again';
}

/**
 * Lets a wish that failed wait for its next attempt beside another one. pg-boss would hold everything of the key back for one that it
 * tries again itself, so it is a job of its own; it keeps count of its attempts, or two wishes would fail by turns for ever.
 */
async function waitBeside(
  claim: Claim,
  wish: Job,
  { boss, table, key, db, delaySeconds }: Scope & { delaySeconds: number },
): Promise<void> {
  const id = await boss.send(QUEUE, writeJob(wish), { singletonKey: key, startAfter: delaySeconds, db });
  await db.executeSql(`UPDATE ${table} SET retry_count = $3 WHERE name = $1 AND id = $2::uuid`, [
    QUEUE,
    id,
    claim.retryCount + 1,
  ]);
}

/** It has never run. */
function isUntried({ state, retryCount }: Claim): boolean {
  return state === 'created' && retryCount === 0;
}

function oldestFirst(jobs: readonly Claim[]): readonly Claim[] {
  return jobs.toSorted((a, b) => a.createdOn.getTime() - b.createdOn.getTime());
}

/** False where a worker has taken it in the meantime. */
async function rewrite(id: string, job: Job, { table, db }: Pick<Scope, 'table' | 'db'>): Promise<boolean> {
  const { rows } = await db.executeSql(
    `UPDATE ${table} SET data = $3::jsonb WHERE name = $1 AND id = $2::uuid AND state < 'active' RETURNING id`,
    [QUEUE, id, JSON.stringify(writeJob(job))],
  );
  return rows.length > 0;
}

/** None where it cannot be read. */
function jobOf(data: unknown): readonly Job[] {
  const read = readJob(data);
  return 'job' in read ? [read.job] : [];
}
