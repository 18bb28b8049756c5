import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface ChildRun {
  /** Milliseconds from the start to the exit. */
  readonly total: number;
  /** Milliseconds to the first byte on standard output. */
  readonly firstOutput: number;
  /** Largest resident set seen, in MB. */
  readonly peak: number;
}

/** Runs a module of ours as a program of its own and watches it. Its exit code does not matter. */
export async function runChild(module: URL, args: readonly string[]): Promise<ChildRun> {
  const started = performance.now();
  const child = spawn(process.execPath, [module.pathname, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  let firstOutput = 0;
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, residentPeak(child.pid ?? 0));
  }, 20);
  child.stdout.on('data', () => {
    firstOutput ||= performance.now() - started;
  });
  await new Promise((resolve) => child.once('close', resolve));
  clearInterval(watch);
  return { total: performance.now() - started, firstOutput, peak };
}

/** The kernel's own record of the largest resident set; 0 where there is none (not Linux, or the process has ended). */
export function residentPeak(pid: number): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}
