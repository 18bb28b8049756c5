import { setTimeout as sleep } from 'node:timers/promises';
import type { PgBoss } from 'pg-boss';
import { createAttempts } from './attempts.ts';
import type { Database } from './database.ts';
import { createFindingsTable } from './findings-table.ts';
import { jobKey } from './job-payload.ts';
import { createJobStore } from './job-store.ts';
import type { JobStore } from './job-store.ts';
import { QueueError } from './queue-error.ts';
import { crashDelay } from './retry-delay.ts';
import type { QueueLog, ReviewQueue } from './review-queue.ts';
import { QUEUE, startBoss } from './start-boss.ts';
import { announcedHeads } from './take-over.ts';

/** @param options.schema lower-case letters, digits and underscores. */
export async function createReviewQueue(
  database: Database,
  { schema, log }: { readonly schema: string; readonly log: QueueLog },
): Promise<ReviewQueue> {
  if (!/^[a-z_][a-z0-9_]{0,49}$/.test(schema)) {
    throw new QueueError('The name of the schema may have lower-case letters, digits and underscores, 50 at most.');
  }
  const boss = await startBoss(database, { schema, log });
  const findings = await createFindingsTable(database, { schema, log });
  const store = createJobStore(boss, { database, schema });
  if (database.exclusive) await resumeInterrupted(store, log);
  const attempts = createAttempts({ store, log, explain: database.explain });
  let stopping: Promise<void> | undefined;
  const assertOpen = (): void => {
    if (stopping) throw new QueueError('The queue is stopped.');
  };
  return {
    async enqueue(job) {
      assertOpen();
      const replaced = await store.put(job);
      attempts.giveWay(job);
      return replaced;
    },
    async announce(job) {
      assertOpen();
      return store.announce(job);
    },
    async alone(job, use) {
      const isAnnounced = async (head: string): Promise<boolean> =>
        announcedHeads([job, ...(await store.standing(job)).waiting]).has(head);
      return database.alone(jobKey(job), () => use(isAnnounced));
    },
    async standing(job) {
      return store.standing(job);
    },
    async work(handler, options) {
      assertOpen();
      const { pollSeconds = 2 } = options;
      const polling = { pollingIntervalSeconds: pollSeconds, notifyPollingIntervalSeconds: pollSeconds };
      for (let worker = 0; worker < options.concurrency; worker++) {
        const id: string = await boss.work(QUEUE, { includeMetadata: true, ...polling }, async ([claim]) => {
          if (claim) await attempts.run(claim, { handler, ...options });
          // A worker sleeps after each job unless it is told that there may be more.
          boss.notifyWorker(id);
        });
      }
    },
    async idle() {
      for (let now = await store.stats(); now.queued + now.active > 0; now = await store.stats()) await sleep(20);
    },
    async stop({ graceSeconds = 20 } = {}) {
      stopping ??= stopWorking(boss, { database, graceSeconds, interrupt: attempts.interrupt });
      return stopping;
    },
    async stats() {
      return store.stats();
    },
    findings,
  };
}

/** For a database that only this process uses: what is marked as running was cut short when the last process ended. */
async function resumeInterrupted(store: JobStore, log: QueueLog): Promise<void> {
  for (const claim of await store.active()) {
    const outcome = await store.handBack(claim, crashDelay(claim.retryCount));
    log.warn(
      { job: claim.id, attempt: claim.retryCount + 1, outcome },
      'A job was cut short by the end of the last process',
    );
  }
}

interface StopOptions {
  readonly database: Database;
  readonly graceSeconds: number;
  readonly interrupt: () => Promise<void>;
}

async function stopWorking(boss: PgBoss, { database, graceSeconds, interrupt }: StopOptions): Promise<void> {
  const grace = new AbortController();
  const drained = boss.offWork(QUEUE, { wait: true }).then(() => grace.abort());
  await Promise.race([drained, sleep(graceSeconds * 1000, undefined, { signal: grace.signal }).catch(() => {})]);
  try {
    await interrupt();
    await boss.stop({ graceful: false });
  } finally {
    await database.close();
  }
}
