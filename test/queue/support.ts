import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { TestContext } from 'node:test';
import type { Job, ReviewJob } from '../../src/core/job.ts';
import { createReviewQueue } from '../../src/queue/create-review-queue.ts';
import type { Database } from '../../src/queue/database.ts';
import { openPglite } from '../../src/queue/pglite.ts';
import { openPostgres } from '../../src/queue/postgres.ts';
import type { QueueLog, ReviewQueue, WorkOptions } from '../../src/queue/review-queue.ts';

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly data: object;
  readonly message: string;
}

/** One database for all tests of a file; each test gets a schema of its own. */
export interface TestDatabase extends Database {
  readonly name: string;
  /** Opens a queue that ends with the test. Two of one schema stand for two processes, or for one that came back. */
  openQueue(
    t: TestContext,
    options?: { readonly schema?: string },
  ): Promise<{ queue: ReviewQueue; log: LogLine[]; schema: string }>;
}

/** PGlite in memory, and the PostgreSQL server that `DATABASE_URL` names, if it names one. */
export const testDatabases: readonly TestDatabase[] = [
  createTestDatabase('PGlite', () => openPglite()),
  ...serverAddresses().map((url) => createTestDatabase('PostgreSQL', () => openPostgres(url))),
];

export function serverAddresses(): readonly string[] {
  return process.env.DATABASE_URL ? [process.env.DATABASE_URL] : [];
}

function createTestDatabase(name: string, open: () => Promise<Database>): TestDatabase {
  let opened: Promise<Database> | undefined;
  let database: Database | undefined;
  const schemas = new Set<string>();
  after(async () => {
    for (const schema of schemas) await database?.sql.executeSql(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    await database?.close();
  });
  const ready = (): Database => {
    if (!database) throw new Error('openQueue() comes first');
    return database;
  };
  return {
    name,
    get boss() {
      return ready().boss;
    },
    get exclusive() {
      return ready().exclusive;
    },
    get sql() {
      return ready().sql;
    },
    transaction: (key, use) => ready().transaction(key, use),
    alone: (key, use) => ready().alone(key, use),
    explain: (error) => ready().explain(error),
    close: async () => {},
    async openQueue(t, { schema = randomSchema() } = {}) {
      opened ??= open();
      database = await opened;
      const log: LogLine[] = [];
      const queue = await createReviewQueue({ ...database, close: async () => {} }, { schema, log: collect(log) });
      schemas.add(schema);
      t.after(() => queue.stop({ graceSeconds: 1 }));
      return { queue, log, schema };
    },
  };
}

export function randomSchema(): string {
  return `test_${randomUUID().replaceAll('-', '')}`;
}

export function collect(lines: LogLine[]): QueueLog {
  const at = (level: LogLine['level']) => (data: object, message: string) => void lines.push({ level, data, message });
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

export async function makeFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'queue-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export function jobFor(number: number, head = 'a1'): ReviewJob {
  return {
    v: 1,
    kind: 'pull',
    installation: 7,
    pull: { owner: 'Octo', repo: 'app', number },
    head,
    delivery: `delivery-${number}-${head}`,
  };
}

/** The pull request's number of a job that is about one; 0 for others. */
export function numberOf(job: Job): number {
  return job.kind === 'pull' ? job.pull.number : 0;
}

/** A promise with its handle: tests wait for what happens instead of for time to pass. */
export function createSignal<T = void>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  const { promise, resolve } = Promise.withResolvers<T>();
  return { promise, resolve };
}

/** Runs the first job until it is told to end, and collects those that run after it. */
export async function holdFirst(queue: ReviewQueue, options: WorkOptions) {
  const started = createSignal();
  const end = createSignal<Error | undefined>();
  const later: Job[] = [];
  let first = true;
  await queue.work(
    async (job) => {
      if (!first) return void later.push(job);
      first = false;
      started.resolve();
      const error = await end.promise;
      if (error) throw error;
    },
    { ...options, concurrency: 1 },
  );
  await started.promise;
  return { end: end.resolve, later };
}
