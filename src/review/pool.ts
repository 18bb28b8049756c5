import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { Skip } from '../core/flow.ts';
import { createSlots, SLOT, watchFile } from './file-clock.ts';
import { STAGES } from './gathering.ts';
import type { Stage } from './gathering.ts';
import type { Analyser, FileResult, FileTask } from './task.ts';
import type { ThreadTask } from './thread.ts';
import { wire } from './wire.ts';

export interface PoolOptions {
  /** Threads at most; each holds up to about 300 MB once Ruff is warm. Default: the processors, four at most. */
  readonly threads?: number;
  /** Milliseconds of processor time that one side of one file may take. */
  readonly fileBudget?: number;
}

/** Deep nesting needs stack; a heap of this size bounds what one file can do to the process. Megabytes. */
const LIMITS = { stackSizeMb: 16, maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 4 } as const;
const FILE_BUDGET = 10_000;
/** A file is given up after this many engines broke on it. */
const MOST_TRIES = 3;

/** Worker threads that are thrown away when an engine in them breaks or overruns its time; the file is then tried without it. */
export function createPool(options: PoolOptions = {}): Analyser {
  const threads = options.threads ?? Math.min(availableParallelism(), 4);
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const pool = new Piscina<ThreadTask, FileResult>({
    filename: fileURLToPath(new URL(`./thread.${extension}`, import.meta.url)),
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: 30_000,
    concurrentTasksPerWorker: 1,
    resourceLimits: LIMITS,
    env: {},
  });
  const gate = createGate(threads);
  const attempt = async (task: FileTask): Promise<FileResult | { readonly broke: Stage; readonly why: string }> => {
    const slots = createSlots();
    const { signal, stop } = watchFile(slots, options.fileBudget ?? FILE_BUDGET, () => pool.threads);
    try {
      return await pool.run({ task: wire(task), slots }, { signal });
    } catch {
      const broke = STAGES[new Int32Array(slots)[SLOT.stage] ?? 0] ?? 'text';
      return { broke, why: signal.aborted ? 'took too long on this file' : 'broke on this file' };
    } finally {
      stop();
    }
  };
  return {
    analyse: (task) => gate(() => persist(task, attempt)),
    close: () => pool.destroy(),
  };
}

async function persist(
  task: FileTask,
  attempt: (task: FileTask) => Promise<FileResult | { readonly broke: Stage; readonly why: string }>,
): Promise<FileResult> {
  const skips: Skip[] = [];
  const without = [...task.without];
  while (skips.length < MOST_TRIES) {
    const result = await attempt({ ...task, without });
    if (!('broke' in result)) return { ...result, skips: [...result.skips, ...skips] };
    skips.push({ what: result.broke, path: task.path, why: result.why });
    if (without.includes(result.broke)) break;
    without.push(result.broke);
  }
  return { findings: [], facts: {}, comments: [], noqa: [], parses: false, skips };
}

/** Lets `width` jobs run at once, in the order in which they came: a file's time starts when a thread is free for it. */
function createGate(width: number): <T>(job: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (job) => {
    if (running >= width) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await job();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
