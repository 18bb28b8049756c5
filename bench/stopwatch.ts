/** One run: what passed on the clock, and what the processor did for it, in milliseconds. On a busy machine only the latter tells. */
export interface Time {
  readonly wall: number;
  readonly cpu: number;
}

/** Processor time of the calling thread, or of all threads together. */
export async function measureTime(work: () => Promise<void> | void, threads: 'own' | 'all'): Promise<Time> {
  const used = threads === 'own' ? process.threadCpuUsage : process.cpuUsage;
  const [started, before] = [performance.now(), used.call(process)];
  await work();
  const after = used.call(process);
  return {
    wall: performance.now() - started,
    cpu: (after.user - before.user + after.system - before.system) / 1000,
  };
}

export function best(values: readonly number[]): number {
  return Math.min(...values);
}

/** The upper one of the two in the middle, where their number is even. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
