import { EngineTrap } from '../core/parsed.ts';
import { loadCatalogue } from '../sdk/load.ts';
import { analyseFile } from './analyse.ts';
import { STAGES } from './gathering.ts';
import type { FileResult, FileTask } from './task.ts';

export interface ThreadTask {
  readonly task: FileTask;
  /** One 32-bit integer: the index in `STAGES` of the engine at work, so that the pool knows which one broke or overran. */
  readonly stage: SharedArrayBuffer;
}

/**
 * The entry of a worker thread. An engine whose instance is no longer to be trusted ends the thread, which has this one task
 * only; the pool starts another and tries the file again without that engine.
 */
export default async function analyseInThread({ task, stage }: ThreadTask): Promise<FileResult> {
  const mark = new Int32Array(stage);
  try {
    return await analyseFile(task, await loadCatalogue(), (engine) => {
      Atomics.store(mark, 0, STAGES.indexOf(engine));
    });
  } catch (error) {
    if (error instanceof EngineTrap) process.exit(1);
    throw error;
  }
}
