import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

export interface BenchDatabase {
  readonly name: string;
  /** An empty place, as the server's environment names it. */
  make(): Promise<{ readonly dataDir?: string; readonly databaseUrl?: string; remove(): Promise<void> }>;
}

/** The embedded database in a folder, and the server that `DATABASE_URL` names, if it names one. */
export function benchDatabases(): readonly BenchDatabase[] {
  const url = process.env.DATABASE_URL;
  return [{ name: 'embedded', make: makeFolder }, ...(url ? [{ name: 'PostgreSQL', make: () => makeOn(url) }] : [])];
}

async function makeFolder() {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-'));
  return { dataDir, remove: () => rm(dataDir, { recursive: true, force: true }) };
}

async function makeOn(url: string) {
  const name = `bench_${randomUUID().replaceAll('-', '')}`;
  const run = async (statement: string): Promise<void> => {
    const client = new Client(url);
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await run(`CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { databaseUrl: own.href, remove: () => run(`DROP DATABASE ${name} WITH (FORCE)`) };
}
