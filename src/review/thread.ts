import { EngineTrap } from '../core/parsed.ts';
import { loadCatalogue } from '../sdk/load.ts';
import { analyseFile } from './analyse.ts';
import { STAGES } from './gathering.ts';
import type { FileResult } from './task.ts';
import { unwire } from './wire.ts';
import type { WiredTask } from './wire.ts';

export interface ThreadTask {
  readonly task: WiredTask;
  /**
   * Two 32-bit integers: the index in `STAGES` of the engine at work, so that the pool knows which one broke or overran, and 1 from
   * when the work on the file began: a new thread first has to get ready.
   */
  readonly stage: SharedArrayBuffer;
}

/**
 * The entry of a worker thread. An engine whose instance is no longer to be trusted ends the thread, which has this one task
 * only; the pool starts another and tries the file again without that engine.
 */
export default async function analyseInThread({ task, stage }: ThreadTask): Promise<FileResult> {
  const mark = new Int32Array(stage);
  const catalogue = await loadCatalogue();
  Atomics.store(mark, 1, 1);
  Atomics.notify(mark, 1);
  try {
    return await analyseFile(unwire(task), catalogue, (engine) => {
      Atomics.store(mark, 0, STAGES.indexOf(engine));
    });
  } catch (error) {
    if (error instanceof EngineTrap) process.exit(1);
    throw error;
  }
}
