import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { lockFolder } from '../../src/queue/lock-folder.ts';
import { makeFolder } from './support.ts';

const WATCH_MS = 300;

/** Leaves a lock in the folder that says something else than ours. */
async function changeLock(folder: string, change: object): Promise<string> {
  const path = join(folder, 'lock');
  await lockFolder(folder);
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), ...change }));
  return path;
}

describe('the lock of a folder', () => {
  test('refuses a second one until it is given back', async (t) => {
    const folder = await makeFolder(t);
    const unlock = await lockFolder(folder, WATCH_MS);
    await assert.rejects(lockFolder(folder, WATCH_MS), /in use by process/);
    await unlock();
    await (
      await lockFolder(folder, WATCH_MS)
    )();
  });

  test('lets one of many through', async (t) => {
    const folder = await makeFolder(t);
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder, WATCH_MS)));
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  test('lets one of many replace the lock of a process that has ended', async (t) => {
    const folder = await makeFolder(t);
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(child, 'exit');
    await changeLock(folder, { pid: child.pid, token: 'ended' });
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder, WATCH_MS)));
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  test('is replaced when the process id now belongs to a later process', async (t) => {
    const folder = await makeFolder(t);
    await changeLock(folder, { birth: 'earlier', token: 'earlier' });
    await (
      await lockFolder(folder, WATCH_MS)
    )();
  });

  test('of another container is replaced when it gives no sign of life', async (t) => {
    const folder = await makeFolder(t);
    await changeLock(folder, { space: 'elsewhere', token: 'elsewhere' });
    await (
      await lockFolder(folder, WATCH_MS)
    )();
  });

  test('of another container is respected as long as it is touched', async (t) => {
    const folder = await makeFolder(t);
    const path = await changeLock(folder, { space: 'elsewhere', token: 'elsewhere' });
    const locked = lockFolder(folder, 60_000);
    let second = 0;
    const beat = setInterval(() => {
      second += 1;
      // The folder goes with the test, perhaps in the middle of a beat.
      utimes(path, second, second).catch(() => {});
    }, 20);
    t.after(() => clearInterval(beat));
    await assert.rejects(locked, /in use by process/);
  });

  test('that is not readable is replaced', async (t) => {
    const folder = await makeFolder(t);
    await writeFile(join(folder, 'lock'), '{"pid": 1');
    await (
      await lockFolder(folder, WATCH_MS)
    )();
  });
});
