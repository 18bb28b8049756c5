import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { createSlots, SLOT, watchFile } from '../../src/review/file-clock.ts';

/** A thread that says these milliseconds of processor time, one after the other, and then the last for good. */
function threadThatSpends(...told: readonly number[]): { readonly worker: Worker; asked: number } {
  const thread = {
    asked: 0,
    worker: {
      threadId: 7,
      cpuUsage: async () => ({ user: (told[Math.min(thread.asked++, told.length - 1)] ?? 0) * 1_000, system: 0 }),
    } as unknown as Worker, // No more of it is used.
  };
  return thread;
}

function begun(spentBefore: number): SharedArrayBuffer {
  const slots = createSlots();
  const mark = new Int32Array(slots);
  mark[SLOT.thread] = 7;
  mark[SLOT.spent] = spentBefore;
  mark[SLOT.began] = 1;
  return slots;
}

test('a file is given up once its thread has spent its budget on it, and what the thread spent before does not count', async () => {
  const thread = threadThatSpends(1_005, 1_015, 1_031);
  const { signal } = watchFile(begun(1_000), 30, () => [thread.worker]);
  await once(signal, 'abort');
  assert.equal(thread.asked, 3);
});

test('a thread that waits for its turn is given twelve times as long', async () => {
  const thread = threadThatSpends(0);
  const { signal } = watchFile(begun(0), 10, () => [thread.worker]);
  await once(signal, 'abort');
  assert.equal(thread.asked, 12);
});

test('nothing is asked any more once the file is done', async () => {
  const thread = threadThatSpends(0);
  const { signal, stop } = watchFile(begun(0), 1, () => [thread.worker]);
  stop();
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(signal.aborted, false);
  assert.equal(thread.asked, 0);
});
