import type { Job } from '../core/job.ts';
import { jobKey, readJob } from './job-payload.ts';
import type { Claim, JobStore } from './job-store.ts';
import { REPORT_DELAYS, RETRY_DELAYS, isFinal, retryDelay } from './retry-delay.ts';
import { LeftToNewer, NewerJob } from './review-queue.ts';
import type { JobHandler, QueueLog, WorkOptions } from './review-queue.ts';
import { LONGEST_ATTEMPT } from './start-boss.ts';

export interface Attempts {
  /** Runs one attempt and settles the job. Throws only when the outcome cannot be stored; pg-boss then tries again. */
  run(claim: Claim, options: WorkOptions & { readonly handler: JobHandler }): Promise<void>;
  /** Aborts the attempt, if one runs here, that has become useless now that this job waits. */
  giveWay(newer: Job): void;
  /** Puts back the jobs of all attempts that run, and aborts them. Whatever they do afterwards counts for nothing. */
  interrupt(): Promise<void>;
}

interface Attempt {
  readonly claim: Claim;
  readonly job: Job;
  readonly options: WorkOptions & { readonly handler: JobHandler };
  readonly interruption: AbortController;
  readonly supersession: AbortController;
}

interface Surroundings {
  readonly store: JobStore;
  readonly log: QueueLog;
  readonly explain: (error: unknown) => string;
}

export function createAttempts(around: Surroundings): Attempts {
  const { store, log, explain } = around;
  const running = new Set<Attempt>();
  return {
    async run(claim, options) {
      const read = readJob(claim.data);
      if ('problem' in read) {
        log.error({ job: claim.id, problem: read.problem }, 'A queued job cannot be read and is given up');
        return store.giveUp(claim);
      }
      const { job } = read;
      const controllers = { interruption: new AbortController(), supersession: new AbortController() };
      const current: Attempt = { claim, job, options, ...controllers };
      running.add(current);
      let stored = true;
      try {
        await attempt(current, around);
      } catch (error) {
        stored = false;
        log.error({ key: jobKey(job), reason: explain(error) }, 'The outcome of a job could not be stored');
      }
      running.delete(current);
      // pg-boss stores what it catches, with all causes: it gets an error that says nothing of anybody's code.
      if (!stored) throw new Error('not stored');
    },
    giveWay(newer) {
      for (const { job, supersession } of running)
        if (makesUseless(newer, job)) supersession.abort(new NewerJob(newer));
    },
    async interrupt() {
      for (const current of running) {
        const outcome = await store.handBack(current.claim, 0);
        log.warn({ key: jobKey(current.job), outcome }, 'A job was interrupted');
        current.interruption.abort(new Error('The queue stops.'));
      }
    },
  };
}

/** A wish to look again leaves the one that runs alone: it is about the same head, and what it does need not be done twice. */
function makesUseless(newer: Job, running: Job): boolean {
  if (newer.kind !== 'pull' || jobKey(newer) !== jobKey(running)) return false;
  return newer.closed === true || (newer.head !== '' && newer.head !== running.head);
}

async function attempt(current: Attempt, around: Surroundings): Promise<void> {
  const { claim, job, options, interruption, supersession } = current;
  const { handler, retryDelays = RETRY_DELAYS, timeoutSeconds = LONGEST_ATTEMPT } = options;
  const number = claim.retryCount + 1;
  if (number > retryDelays.length + 1) {
    // Every earlier attempt took its process with it, so that no failure was counted: do not let it take another one.
    return settle(current, { around, error: new Error('The process ended during every attempt.') });
  }
  const signal = AbortSignal.any([
    claim.signal,
    interruption.signal,
    supersession.signal,
    AbortSignal.timeout(timeoutSeconds * 1000),
  ]);
  const waiting = async (): Promise<readonly Job[]> => (await around.store.standing(job)).waiting;
  try {
    // What waits already has nothing to say of a head that is read from now on: two wishes would give way to each other for ever.
    const before = new Set((await waiting()).map(({ delivery }) => delivery));
    const newer = async (): Promise<Job | undefined> =>
      (await waiting()).findLast(({ delivery }) => !before.has(delivery));
    const lastAttempt = number > retryDelays.length;
    const retryIn = (error: unknown): number | undefined =>
      lastAttempt || isFinal(error) ? undefined : retryDelay(error, number, retryDelays);
    await handler(job, { signal, newer, attempt: number, lastAttempt, retryIn });
  } catch (error) {
    if (!interruption.signal.aborted) await settle(current, { around, error });
  }
}

async function settle(current: Attempt, { around, error }: { around: Surroundings; error: unknown }): Promise<void> {
  const { claim, job, options, supersession } = current;
  const { store, log, explain } = around;
  const { retryDelays = RETRY_DELAYS } = options;
  const number = claim.retryCount + 1;
  const facts = { key: jobKey(job), delivery: job.delivery, attempt: number, reason: explain(error) };
  if (error instanceof LeftToNewer) {
    const outcome = await store.handBack(claim, 0, error.head);
    return log.info({ ...facts, outcome }, 'A job makes way for a newer one');
  }
  const isLast = number > retryDelays.length || isFinal(error);
  if (isLast && !supersession.signal.aborted) return end(current, { around, error });
  const delaySeconds = retryDelay(error, number, retryDelays);
  const outcome = await store.handBack(claim, delaySeconds);
  log.warn({ ...facts, delaySeconds, outcome }, 'A job failed');
}

/** The job is given up once that is known where people look; until then it waits, so that no check run is left unconcluded. */
async function end(current: Attempt, { around, error }: { around: Surroundings; error: unknown }): Promise<void> {
  const { claim, job, options } = current;
  const { store, log, explain } = around;
  const { retryDelays = RETRY_DELAYS, reportDelays = REPORT_DELAYS, onDead } = options;
  const number = claim.retryCount + 1;
  const facts = { key: jobKey(job), delivery: job.delivery, attempt: number, reason: explain(error) };
  if (await report(around, async () => onDead(job, error))) {
    log.error(facts, 'A job failed for the last time and is given up');
    return store.giveUp(claim);
  }
  const delaySeconds = reportDelays[Math.max(0, number - 1 - retryDelays.length)];
  if (delaySeconds === undefined) {
    log.error(facts, 'A job is given up, and nobody could be told');
    return store.giveUp(claim);
  }
  const outcome = await store.handBack(claim, delaySeconds);
  log.error({ ...facts, delaySeconds, outcome }, 'A job failed for the last time');
}

/** Whether it could be told. */
async function report({ log, explain }: Surroundings, tell: () => Promise<void>): Promise<boolean> {
  try {
    await tell();
    return true;
  } catch (error) {
    log.error({ reason: explain(error) }, 'The end of a job could not be reported');
    return false;
  }
}
