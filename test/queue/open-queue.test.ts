import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, after, describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { openPostgres } from '../../src/queue/postgres.ts';
import { openQueue } from '../../src/queue/open-queue.ts';
import { collect, jobFor, makeFolder, randomSchema, serverAddresses } from './support.ts';
import type { LogLine } from './support.ts';

interface Place {
  readonly dataDir?: string;
  readonly databaseUrl?: string;
  readonly schema?: string;
}

// The first start in a folder takes seconds, so it happens once; the tests get copies.
let template = '';
before(async () => {
  template = await mkdtemp(join(tmpdir(), 'queue-template-'));
  await (await openQueue({ dataDir: template, log: collect([]) })).stop();
});
after(() => rm(template, { recursive: true, force: true }));

async function makeQueueFolder(t: TestContext): Promise<string> {
  const folder = await makeFolder(t);
  await cp(template, folder, { recursive: true });
  return folder;
}

async function makeServerPlace(t: TestContext, databaseUrl: string): Promise<Place> {
  const schema = randomSchema();
  t.after(async () => {
    const database = await openPostgres(databaseUrl);
    await database.sql.executeSql(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    await database.close();
  });
  return { databaseUrl, schema };
}

const places: readonly { readonly name: string; readonly make: (t: TestContext) => Promise<Place> }[] = [
  { name: 'a folder', make: async (t) => ({ dataDir: await makeQueueFolder(t) }) },
  ...serverAddresses().map((url) => ({ name: 'a server', make: (t: TestContext) => makeServerPlace(t, url) })),
];

async function killWhen(reached: 'store' | 'work', place: Place): Promise<void> {
  const script = join(import.meta.dirname, 'crash-child.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(place), reached], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [said] = await Promise.race([once(child.stdout, 'data'), ended]);
  child.kill('SIGKILL');
  await ended;
  assert.equal(String(said), 'reached');
}

for (const { name, make } of places) {
  describe(`a queue in ${name}`, () => {
    test('has a job stored for good once enqueue() resolved, though the process was killed', async (t) => {
      const place = await make(t);
      await killWhen('store', place);
      const queue = await openQueue({ ...place, log: collect([]) });
      const seen: string[] = [];
      await queue.work(async (job) => void seen.push(job.head), { concurrency: 1, onDead: async () => {} });
      await queue.idle();
      await queue.stop();
      assert.deepEqual(seen, ['stored']);
    });

    test('keeps waiting jobs over an orderly stop', async (t) => {
      const place = await make(t);
      const first = await openQueue({ ...place, log: collect([]) });
      await first.enqueue(jobFor(1));
      await first.stop();
      const second = await openQueue({ ...place, log: collect([]) });
      assert.deepEqual(await second.stats(), { queued: 1, active: 0, failed: 0 });
      await second.stop();
    });
  });
}

describe('a folder', () => {
  test('gives a job whose process was killed to the next process at once', async (t) => {
    const dataDir = await makeQueueFolder(t);
    await killWhen('work', { dataDir });
    const log: LogLine[] = [];
    const queue = await openQueue({ dataDir, log: collect(log) });
    const seen: unknown[] = [];
    await queue.work(async (job, { attempt }) => void seen.push([job.head, attempt]), {
      concurrency: 1,
      onDead: async () => {},
    });
    await queue.idle();
    await queue.stop();
    assert.deepEqual(seen, [['stored', 2]]);
    assert.deepEqual(
      log.map(({ message }) => message),
      ['A job was cut short by the end of the last process'],
    );
  });

  test('is refused while another queue has it, and free again afterwards', async (t) => {
    const dataDir = await makeQueueFolder(t);
    const first = await openQueue({ dataDir, log: collect([]) });
    await assert.rejects(openQueue({ dataDir, log: collect([]) }), {
      name: 'QueueError',
      message: new RegExp(`${dataDir} is in use by process ${process.pid}`),
    });
    await first.enqueue(jobFor(1));
    await first.stop();
    const second = await openQueue({ dataDir, log: collect([]) });
    assert.equal((await second.stats()).queued, 1);
    await second.stop();
  });

  test('that a process left half made is made anew', async (t) => {
    const dataDir = await makeFolder(t);
    await mkdir(join(dataDir, 'postgres'));
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '18\n');
    const queue = await openQueue({ dataDir, log: collect([]) });
    await queue.enqueue(jobFor(1));
    await queue.stop();
  });

  test('with the database of another PostgreSQL is refused and left alone', async (t) => {
    const dataDir = await makeFolder(t);
    await mkdir(join(dataDir, 'postgres'));
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '12\n');
    await writeFile(join(dataDir, 'complete'), '');
    const open = (): Promise<unknown> => openQueue({ dataDir, log: collect([]) });
    await assert.rejects(open, /cannot be opened; it was made by PostgreSQL 12\. .*Move the folder away/);
    await assert.rejects(open, /cannot be opened/, 'the lock was given back');
  });

  for (const [what, below, code] of [
    ['is a file', '', 'EEXIST'],
    ['is below a file', 'folder', 'ENOTDIR'],
  ] as const) {
    test(`that ${what} is refused`, async (t) => {
      const file = join(await makeFolder(t), 'file');
      await writeFile(file, '');
      const message = new RegExp(`^The folder ${join(file, below)} cannot be written \\(${code}\\)`);
      await assert.rejects(openQueue({ dataDir: join(file, below), log: collect([]) }), {
        name: 'QueueError',
        message,
      });
    });
  }
});

describe('a server', () => {
  const secret = 'hunter2';

  for (const [what, url, message] of [
    ['that is another product', `mysql://u:${secret}@127.0.0.1/db`, /not of the form postgres:/],
    ['that is no address', `postgres://u:${secret}@127.0.0.1:port/db`, /not of the form postgres:/],
    ['with an unescaped slash in the password', `postgres://u:12/${secret}@127.0.0.1/db`, /must be percent-encoded/],
    ['with an unescaped hash in the password', `postgres://u:12#${secret}@127.0.0.1/db`, /must be percent-encoded/],
    [
      'where nobody listens',
      `postgres://u:${secret}@127.0.0.1:1/db`,
      /^PostgreSQL at 127\.0\.0\.1:1 cannot be reached: connect ECONNREFUSED/,
    ],
    [
      'whose name nobody knows',
      `postgres://u:${secret}@host.invalid:5432/db`,
      /^PostgreSQL at host\.invalid:5432 cannot be reached/,
    ],
  ] as const) {
    test(`${what} is refused without a word of the password`, async () => {
      await assert.rejects(openQueue({ databaseUrl: url, log: collect([]) }), (error: Error) => {
        assert.match(error.message, message);
        assert.doesNotMatch(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`, new RegExp(secret));
        return true;
      });
    });
  }

  for (const [code, message] of [
    ['28P01', /refused the user "u"/],
    ['3D000', /has no database "db"/],
    ['53300', /has no connection left/],
    ['XX000', /cannot be reached: the server said \*\*\*/],
  ] as const) {
    test(`that answers ${code} is refused without a word of the password`, async (t) => {
      // What a PostgreSQL server says as it ends a connection:
      // https://www.postgresql.org/docs/current/protocol-error-fields.html
      const server = createServer((socket) => {
        socket.once('data', () => {
          const fields = Buffer.from(`SFATAL\0C${code}\0Mthe server said ${secret}\0\0`);
          const head = Buffer.alloc(5);
          head.write('E');
          head.writeInt32BE(fields.length + 4, 1);
          socket.end(Buffer.concat([head, fields]));
        });
      }).listen(0, '127.0.0.1');
      t.after(() => server.close());
      await once(server, 'listening');
      const address = server.address();
      assert.ok(address && typeof address === 'object');
      const databaseUrl = `postgres://u:${secret}@127.0.0.1:${address.port}/db`;
      await assert.rejects(openQueue({ databaseUrl, log: collect([]) }), (error: Error) => {
        assert.match(error.message, message);
        assert.doesNotMatch(`${error.stack} ${String(error.cause)}`, new RegExp(secret));
        return true;
      });
    });
  }
});
