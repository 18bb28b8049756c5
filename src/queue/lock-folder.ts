import { randomUUID } from 'node:crypto';
import { readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { QueueError } from './queue-error.ts';

const holderShape = z.object({ token: z.string(), pid: z.int(), birth: z.string(), space: z.string() });

/** Who has the folder. `birth` tells a process from a later one with its id; ids mean something within one `space`. */
type Holder = z.infer<typeof holderShape>;

const BEAT_MS = 2000;

/** How long the lock of another container is watched for a beat: five, so that a busy holder is not taken for dead. */
const WATCH_MS = 10_000;

/** Long enough for two processes that replace a stale lock at the same moment to see who came last. */
const SETTLE_MS = 100;

/**
 * Keeps a second process out of a folder, since two PGlites on one folder destroy it. A lock whose process has ended
 * is replaced.
 * @returns a function that unlocks.
 * @throws {QueueError} when a living process has the folder.
 */
export async function lockFolder(folder: string, watchMs = WATCH_MS): Promise<() => Promise<void>> {
  const path = join(folder, 'lock');
  const mine: Holder = {
    token: randomUUID(),
    pid: process.pid,
    birth: await birthOf(process.pid),
    space: await ownSpace(),
  };
  if (!(await create(path, mine))) {
    const holder = await readHolder(path);
    if (await isHeld(path, { holder, mine, watchMs })) throw inUse(folder, holder);
    await replace(path, mine);
    if ((await readHolder(path))?.token !== mine.token) throw inUse(folder, await readHolder(path));
  }
  const beat = setInterval(() => {
    const now = new Date();
    // The folder may be gone, or full, for a moment: the next beat tries again.
    utimes(path, now, now).catch(() => {});
  }, BEAT_MS).unref();
  return async () => {
    clearInterval(beat);
    if ((await readHolder(path))?.token === mine.token) await rm(path, { force: true });
  };
}

function inUse(folder: string, holder: Holder | undefined): QueueError {
  const who = holder ? `process ${holder.pid}` : 'another process';
  return new QueueError(
    `The folder ${folder} is in use by ${who}. Stop it, or choose another folder. Only PostgreSQL can be shared.`,
  );
}

async function create(path: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function replace(path: string, holder: Holder): Promise<void> {
  const own = `${path}.${holder.token}`;
  await writeFile(own, JSON.stringify(holder));
  await rename(own, path);
  await sleep(SETTLE_MS);
}

async function isHeld(
  path: string,
  { holder, mine, watchMs }: { holder: Holder | undefined; mine: Holder; watchMs: number },
): Promise<boolean> {
  if (holder?.space === mine.space) return isAlive(holder.pid) && (await birthOf(holder.pid)) === holder.birth;
  // Another container, or a file cut short by a crash: its process id says nothing here, so wait for a sign of life.
  const seen = await lastBeat(path);
  for (let waited = 0; waited < watchMs; waited += SETTLE_MS) {
    await sleep(SETTLE_MS);
    if ((await lastBeat(path)) !== seen) return true;
  }
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  try {
    return holderShape.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function lastBeat(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
}

/** Start time of a process in clock ticks since boot (`man 5 proc_pid_stat`, field 22); empty without a /proc. */
async function birthOf(pid: number): Promise<string> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field is the program's name in parentheses and may hold spaces: count from its end.
  return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/** Where process ids are comparable: one boot of one machine, one process namespace. */
async function ownSpace(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return [hostname(), boot.trim(), namespace].join(' ');
}
