import { createPlaces } from '../core/at-once.ts';
import { EngineTrap } from '../core/parsed.ts';
import type { Catalogue } from '../sdk/load.ts';
import { analyseFile } from './analyse.ts';
import type { Analyser, FileResult, FileTask } from './task.ts';

/**
 * Analyses in the calling thread: for tests and tools. A file that breaks an engine breaks it for good here. One file after another,
 * as in a thread of the pool: what is remembered of a file is remembered of the last one.
 */
export function createInThreadAnalyser(catalogue: Catalogue): Analyser {
  const inTurn = createPlaces(1);
  return {
    analyse: (task) => inTurn(() => analyse(task, catalogue)),
    close: () => Promise.resolve(),
  };
}

async function analyse(task: FileTask, catalogue: Catalogue): Promise<FileResult> {
  try {
    return await analyseFile(task, catalogue);
  } catch (error) {
    if (!(error instanceof EngineTrap)) throw error;
    const again = await analyseFile({ ...task, without: [...task.without, error.engine] }, catalogue);
    return {
      ...again,
      skips: [...again.skips, { what: error.engine, path: task.path, why: 'the engine broke on this file' }],
    };
  }
}
