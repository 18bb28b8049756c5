import { threadId } from 'node:worker_threads';
import { EngineTrap } from '../core/parsed.ts';
import { loadCatalogue } from '../sdk/load.ts';
import { analyseFile } from './analyse.ts';
import { SLOT } from './file-clock.ts';
import { STAGES } from './gathering.ts';
import type { FileResult } from './task.ts';
import { unwire } from './wire.ts';
import type { WiredTask } from './wire.ts';

export interface ThreadTask {
  readonly task: WiredTask;
  /** See `SLOT`. */
  readonly slots: SharedArrayBuffer;
}

/**
 * The entry of a worker thread. An engine whose instance is no longer to be trusted ends the thread, which has this one task
 * only; the pool starts another and tries the file again without that engine.
 */
export default async function analyseInThread({ task, slots }: ThreadTask): Promise<FileResult> {
  const mark = new Int32Array(slots);
  const catalogue = await loadCatalogue();
  const { user, system } = process.threadCpuUsage();
  Atomics.store(mark, SLOT.thread, threadId);
  Atomics.store(mark, SLOT.spent, Math.round((user + system) / 1_000));
  Atomics.store(mark, SLOT.began, 1);
  Atomics.notify(mark, SLOT.began);
  try {
    return await analyseFile(unwire(task), catalogue, (engine) => {
      Atomics.store(mark, SLOT.stage, STAGES.indexOf(engine));
    });
  } catch (error) {
    if (error instanceof EngineTrap) process.exit(1);
    throw error;
  }
}
