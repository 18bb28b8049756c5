import { EngineTrap } from '../core/parsed.ts';
import type { Catalogue } from '../sdk/load.ts';
import { analyseFile } from './analyse.ts';
import type { Analyser } from './task.ts';

/** Analyses in the calling thread: for tests and tools. A file that breaks an engine breaks it for good here. */
export function createInThreadAnalyser(catalogue: Catalogue): Analyser {
  return {
    async analyse(task) {
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
    },
    close: () => Promise.resolve(),
  };
}
