import type { FindingsCache } from '../core/findings-cache.ts';
import type { ReviewJob } from '../core/flow.ts';

/** Data beside a fixed sentence, as pino takes them. */
export interface QueueLog {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

export interface JobContext {
  /** Aborted when the attempt takes too long, when the queue stops, and when another process took the job over. */
  readonly signal: AbortSignal;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** When this attempt fails, the job is given up. */
  readonly lastAttempt: boolean;
}

/** Does one job. When it throws, the job is tried again later; `retryAfterSeconds` on the error says how much later. */
export type JobHandler = (job: ReviewJob, context: JobContext) => Promise<void>;

export interface WorkOptions {
  /** Jobs that run at the same time in this process. */
  readonly concurrency: number;
  /** A job was given up: conclude its check run. Called again when the process ends before the call is done. */
  readonly onDead: (job: ReviewJob, error: unknown) => Promise<void>;
  /** An attempt failed or was interrupted while a newer push waits: this job is dropped, the newer one runs. */
  readonly onSuperseded?: (job: ReviewJob) => Promise<void>;
  /** Seconds before the second, third, … attempt; one attempt more than there are delays. */
  readonly retryDelays?: readonly number[];
  /** When the signal of an attempt is aborted; at most 600, the default. */
  readonly timeoutSeconds?: number;
  /**
   * How often to look for jobs that nothing announces: those whose delay is over, and all of them where the server is
   * behind a pooler that does not pass LISTEN on. At least 0.5, by default 2.
   */
  readonly pollSeconds?: number;
}

export interface QueueStats {
  /** Jobs that wait, among them those between two attempts. */
  readonly queued: number;
  readonly active: number;
  /** Jobs given up in the last day. */
  readonly failed: number;
}

export interface ReviewQueue {
  /**
   * Resolves once the job is stored. At most one job of a pull request waits: an older one that waits is replaced, and
   * its place kept. A push while a job of the pull request runs leaves one more waiting.
   * @returns the jobs replaced, which will never run; their `head` may be the same.
   * @throws when the database cannot be reached: the sender must hear that the event was not taken.
   */
  enqueue(job: ReviewJob): Promise<readonly ReviewJob[]>;
  /** Starts to take jobs, never two of one pull request at the same time. To be called once. */
  work(handler: JobHandler, options: WorkOptions): Promise<void>;
  /** Resolves when nothing waits and nothing runs. A job between two attempts waits. */
  idle(): Promise<void>;
  /** Takes no more jobs, waits for the running ones (20 s), puts back those not done, and closes the database. */
  stop(options?: { readonly graceSeconds?: number }): Promise<void>;
  stats(): Promise<QueueStats>;
  /** In the same database. */
  readonly findings: FindingsCache;
}
