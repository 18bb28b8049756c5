import { setTimeout as wait } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

/**
 * What a thread and the pool tell each other about the file at work, as 32-bit integers in shared memory:
 * the index of the engine at work; 1 once the thread is ready and began; the thread's id; and the milliseconds of processor time
 * that it had spent when it began.
 */
export const SLOT = { stage: 0, began: 1, thread: 2, spent: 3 } as const;

export function createSlots(): SharedArrayBuffer {
  return new SharedArrayBuffer(4 * Object.keys(SLOT).length);
}

/** A new thread may take so long to load the checks; milliseconds. */
const READY_BUDGET = 120_000;
/** A machine that has ten times as much to do as it can must not change what is found. */
const MOST_WAITED = 12;
/** A thread that does not answer for so long is asked again; milliseconds. */
const ANSWER_BUDGET = 2_000;

/**
 * Aborts once the thread has spent so many milliseconds of processor time on its file: what a file costs is its own, how long it
 * takes depends on whatever else the machine does. Where a thread cannot be asked, time itself counts, twelve times as long.
 */
export function watchFile(
  slots: SharedArrayBuffer,
  budget: number,
  threads: () => readonly Worker[],
): { readonly signal: AbortSignal; stop(): void } {
  const overrun = new AbortController();
  const stopping = new AbortController();
  const { signal } = stopping;
  const watch = async (): Promise<void> => {
    const mark = new Int32Array(slots);
    await Atomics.waitAsync(mark, SLOT.began, 0, READY_BUDGET).value;
    let spent = 0;
    for (let waited = 0; waited < budget * MOST_WAITED && spent < budget;) {
      const pause = Math.max(budget - spent, 1);
      await wait(pause, undefined, { signal, ref: false });
      waited += pause;
      const thread = threads().find(({ threadId }) => threadId === mark[SLOT.thread]);
      spent = (await spentBy(thread, signal)) - (mark[SLOT.spent] ?? 0);
    }
    overrun.abort();
  };
  watch().catch(() => {
    // The file was done before.
  });
  return { signal: overrun.signal, stop: () => stopping.abort() };
}

/** Milliseconds of processor time of a thread since its start; 0 where it does not answer. */
async function spentBy(thread: Worker | undefined, signal: AbortSignal): Promise<number> {
  const nothing = { user: 0, system: 0 };
  const asked = thread?.cpuUsage().catch(() => nothing);
  const { user, system } =
    (await Promise.race([asked, wait(ANSWER_BUDGET, nothing, { signal, ref: false })])) ?? nothing;
  return (user + system) / 1_000;
}
