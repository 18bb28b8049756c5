import { Client, Pool, type PoolClient } from 'pg';
import type { Db } from 'pg-boss';
import type { Database } from './database.ts';
import { QueueError } from './queue-error.ts';

const NAME = 'chapter-and-verse';
const CONNECT_MS = 10_000;
/** What runs alone asks GitHub, and its pacing may take a minute. */
const PATIENCE = 120_000;
/** Ours, and a `statement_timeout` of the server's: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const WAITED_LONG = new Set(['55P03', '57014']);

/**
 * A PostgreSQL server. Several processes may share it.
 * @param patience milliseconds for which one waits that is to be alone.
 * @throws {QueueError} when the address cannot be read, the server cannot be reached, or it refuses.
 */
export async function openPostgres(databaseUrl: string, patience = PATIENCE): Promise<Database> {
  const hide = hidePassword(checkUrl(databaseUrl));
  const connection = { connectionString: databaseUrl, application_name: NAME, connectionTimeoutMillis: CONNECT_MS };
  await tryConnection(new Client(connection), hide);
  const pool = new Pool({ ...connection, max: 2 });
  // A connection that breaks while idle; the next query opens another one and reports what it meets.
  pool.on('error', () => {});
  // Those who wait for their turn must not keep events from being stored.
  const turns = new Pool({ ...connection, max: 6 });
  turns.on('error', () => {});
  return {
    boss: { ...connection, max: 5 },
    exclusive: false,
    sql: { executeSql: (text, values) => pool.query(text, values) },
    transaction: (key, use) => inTransaction(pool, { key, use }),
    alone: (key, use) => inTurn(turns, { key, use, patience }),
    explain: (error) => hide(reason(error)),
    close: async () => void (await Promise.all([pool.end(), turns.end()])),
  };
}

function checkUrl(databaseUrl: string): URL {
  const bad = new QueueError('The database address is not of the form postgres://user:password@host:5432/database.');
  // The parser's own error holds the whole address.
  if (!URL.canParse(databaseUrl)) throw bad;
  const url = new URL(databaseUrl);
  if (!/^postgres(ql)?:$/.test(url.protocol)) throw bad;
  // An unescaped # or / in the password ends the host; the rest would be taken for the database, and be shown.
  if (!url.username && databaseUrl.includes('@')) {
    throw new QueueError(
      'The password in the database address holds a character that must be percent-encoded, such as # / ? or @.',
    );
  }
  return url;
}

function hidePassword(url: URL): (text: string) => string {
  const secrets = [url.password, decode(url.password), url.searchParams.get('password') ?? ''].filter(Boolean);
  return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function tryConnection(client: Client, hide: (text: string) => string): Promise<void> {
  const server = `PostgreSQL at ${client.host}:${client.port}`;
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new QueueError(hide(refusal(error, { server, user: client.user ?? '', database: client.database ?? '' })));
  } finally {
    await client.end().catch(() => {});
  }
}

function refusal(
  error: unknown,
  { server, user, database }: { server: string; user: string; database: string },
): string {
  switch (code(error)) {
    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    case '28P01':
    case '28000':
      return `${server} refused the user "${user}". Check the user, the password and the server's access rules.`;
    case '3D000':
      return `${server} has no database "${database}". Create it, or correct the address.`;
    case '53300':
      return `${server} has no connection left. Raise its limit or lower the number of processes.`;
    default:
      return `${server} cannot be reached: ${reason(error)}. Check that it runs, and that the address is right.`;
  }
}

async function inTransaction<T>(pool: Pool, { key, use }: { key: string; use: (sql: Db) => Promise<T> }): Promise<T> {
  return withConnection(pool, async (client) => {
    await client.query('BEGIN');
    await lock(client, key);
    const result = await use({ executeSql: (text, values) => client.query(text, values) });
    await client.query('COMMIT');
    return result;
  });
}

interface Turn<T> {
  readonly key: string;
  readonly use: () => Promise<T>;
  readonly patience: number;
}

/** What is done elsewhere while this connection holds the lock stays done if the connection breaks. */
async function inTurn<T>(pool: Pool, { key, use, patience }: Turn<T>): Promise<T> {
  let used: Promise<T> | undefined;
  try {
    await withConnection(pool, async (client) => {
      // A lock of the transaction, not of the session: it works behind a pooler too.
      await client.query(
        `BEGIN; SET LOCAL lock_timeout = ${patience}; SET LOCAL idle_in_transaction_session_timeout = 0`,
      );
      await lock(client, `turn ${key}`);
      await (used = use());
      await client.query('COMMIT');
    });
  } catch (error) {
    // Whoever has the lock hangs. Two that look at the same time are better than none.
    if (!used && !WAITED_LONG.has(code(error))) throw error;
  }
  return used ?? use();
}

async function lock(client: PoolClient, key: string): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${NAME} ${key}`]);
}

async function withConnection<T>(pool: Pool, use: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // pg raises this on the client, not on the pool, while it is in use; unheard it would end the process.
  const onError = (error: Error): void => void (broken = error);
  client.on('error', onError);
  try {
    return await use(client);
  } catch (error) {
    await client.query('ROLLBACK').catch(() => (broken = new Error('not rolled back')));
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** One line about an error. A host with several addresses fails with one error for each and no message of its own. */
function reason(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reason(error.errors[0]);
  return error instanceof Error ? error.message || code(error) : String(error);
}

function code(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
