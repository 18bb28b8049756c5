import type { FindingsCache } from '../core/findings-cache.ts';
import type { Job } from '../core/job.ts';

/** Data beside a fixed sentence, as pino takes them. */
export interface QueueLog {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

/** Why an attempt is aborted: a newer job of its key waits, for another head, or because the pull request was closed. */
export class NewerJob extends Error {
  override readonly name = 'NewerJob';
  readonly job: Job;

  constructor(job: Job) {
    super('A newer job of the same pull request waits.');
    this.job = job;
  }
}

/**
 * Thrown by a handler that stops for the sake of a newer job of its key: that one is told of the head, on which a check run may be
 * unfinished, and takes over the wish to look again. Never the last failure of a job. Where none waits, the job is done again.
 */
export class LeftToNewer extends Error {
  override readonly name = 'LeftToNewer';
  /** SHA that was read. */
  readonly head: string;

  constructor(head: string) {
    super("What is left to do is a newer job's.");
    this.head = head;
  }
}

export interface JobContext {
  /**
   * Aborted when the attempt takes too long, when the queue stops, when another process took the job over, and with `NewerJob`
   * when this process is told of a newer push.
   */
  readonly signal: AbortSignal;
  /**
   * The job that came since this attempt began and waits to take its place, whichever process was told of it; undefined where there
   * is none.
   */
  newer(): Promise<Job | undefined>;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** When this attempt fails, the job is given up. */
  readonly lastAttempt: boolean;
  /** Seconds after which the job would be tried again if the handler threw this; undefined where it would be given up. */
  retryIn(error: unknown): number | undefined;
}

/**
 * Does one job. When it throws, the job is tried again later; `retryAfterSeconds` on the error says how much later, and
 * `isFinal: true` that there is no use in it: the job is given up.
 */
export type JobHandler = (job: Job, context: JobContext) => Promise<void>;

export interface WorkOptions {
  /** Jobs that run at the same time in this process. */
  readonly concurrency: number;
  /**
   * A job is to be given up: conclude its check run. Called again when the process ends before the call is done, and after each
   * of `reportDelays` when it fails; the job waits so long.
   */
  readonly onDead: (job: Job, error: unknown) => Promise<void>;
  /** Seconds before the second, third, … attempt; one attempt more than there are delays. */
  readonly retryDelays?: readonly number[];
  /** Seconds before a failed `onDead` is called for the second, third, … time. */
  readonly reportDelays?: readonly number[];
  /** When the signal of an attempt is aborted; at most 600, the default. */
  readonly timeoutSeconds?: number;
  /**
   * How often to look for jobs that nothing announces: those whose delay is over, and all of them where the server is
   * behind a pooler that does not pass LISTEN on. At least 0.5, by default 2.
   */
  readonly pollSeconds?: number;
}

/** Jobs with one key, oldest first. */
export interface Standing {
  readonly waiting: readonly Job[];
  readonly active: readonly Job[];
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
   * Resolves once the job is stored. One job of a pull request waits: an older one that waits is replaced, its place kept, and its
   * `request` too. Jobs with different ones wait side by side, five at most. A push while a job of the pull request runs leaves
   * one more waiting, and aborts the running one.
   * @returns the jobs replaced, which will never run; their `head` may be the same.
   * @throws when the database cannot be reached: the sender must hear that the event was not taken.
   */
  enqueue(job: Job): Promise<readonly Job[]>;
  /**
   * Marks the job with the key of this one that waits and has never run as announced, so that whoever runs it looks for its check
   * run. Never twice, in whatever process.
   * @returns that job; undefined where there is none to be announced.
   */
  announce(job: Job): Promise<Job | undefined>;
  /**
   * Runs `use` while nobody else does so for a job with this key, in whatever process: two that look for a check run and find none
   * would both make one.
   * @param use may ask whether one may have been announced on a head. Its requests end by themselves.
   */
  alone<T>(job: Job, use: (isAnnounced: (head: string) => Promise<boolean>) => Promise<T>): Promise<T>;
  /** What waits and runs now with the key of this job. */
  standing(job: Job): Promise<Standing>;
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
