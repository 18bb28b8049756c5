const HOUR = 3600;

/**
 * Seconds between an attempt that failed and the next one: 30 s, doubling to half an hour, then hourly, 23 h in all.
 * Outages of GitHub have lasted for hours; after a day nobody waits for the review any more.
 */
export const RETRY_DELAYS: readonly number[] = [
  30,
  60,
  120,
  240,
  480,
  960,
  1920,
  ...Array.from({ length: 22 }, () => HOUR),
];

const LONGEST_WAIT = 24 * HOUR;

/** Seconds to wait after the failed `attempt`, 1 being the first. An error may ask otherwise in `retryAfterSeconds`. */
export function retryDelay(error: unknown, attempt: number, delays: readonly number[]): number {
  return askedDelay(error) ?? delays[Math.min(attempt, delays.length) - 1] ?? 0;
}

/**
 * Seconds to wait after a process ended during a job: none the first time, then more and more, so that a job that kills
 * its process cannot kill every next one.
 */
export function crashDelay(earlierAttempts: number): number {
  return earlierAttempts === 0 ? 0 : Math.min(HOUR, 30 * 2 ** (earlierAttempts - 1));
}

function askedDelay(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('retryAfterSeconds' in error)) return undefined;
  const asked = error.retryAfterSeconds;
  return typeof asked === 'number' && asked >= 0 ? Math.min(asked, LONGEST_WAIT) : undefined;
}

/** Seconds between two attempts to tell people that a job is given up: for two days, as outages of GitHub end sooner. */
export const REPORT_DELAYS: readonly number[] = [60, 600, ...Array.from({ length: 47 }, () => HOUR)];

/** The error says that trying again would not help. */
export function isFinal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'isFinal' in error && error.isFinal === true;
}
