import type { ReviewJob } from '../core/flow.ts';
import { readJob } from './job-payload.ts';
import type { Claim, HandedBack, JobStore } from './job-store.ts';
import { RETRY_DELAYS, retryDelay } from './retry-delay.ts';
import type { JobHandler, QueueLog, WorkOptions } from './review-queue.ts';
import { LONGEST_ATTEMPT } from './start-boss.ts';

export interface Attempts {
  /** Runs one attempt and settles the job. Throws only when the outcome cannot be stored; pg-boss then tries again. */
  run(claim: Claim, options: WorkOptions & { readonly handler: JobHandler }): Promise<void>;
  /** Puts back the jobs of all attempts that run, and aborts them. Whatever they do afterwards counts for nothing. */
  interrupt(): Promise<void>;
}

interface Attempt {
  readonly claim: Claim;
  readonly job: ReviewJob;
  readonly options: WorkOptions & { readonly handler: JobHandler };
  readonly interruption: AbortController;
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
      const current: Attempt = { claim, job: read.job, options, interruption: new AbortController() };
      running.add(current);
      let stored = true;
      try {
        await attempt(current, around);
      } catch (error) {
        stored = false;
        log.error({ pull: read.job.pull, reason: explain(error) }, 'The outcome of a job could not be stored');
      }
      running.delete(current);
      // pg-boss stores what it catches, with all causes: it gets an error that says nothing of anybody's code.
      if (!stored) throw new Error('not stored');
    },
    async interrupt() {
      for (const current of running) {
        const outcome = await store.handBack(current.claim, 0);
        log.warn({ pull: current.job.pull, outcome }, 'A job was interrupted');
        current.interruption.abort(new Error('The queue stops.'));
        await reportSuperseded(outcome, { current, around });
      }
    },
  };
}

async function attempt(current: Attempt, around: Surroundings): Promise<void> {
  const { claim, job, options, interruption } = current;
  const { handler, retryDelays = RETRY_DELAYS, timeoutSeconds = LONGEST_ATTEMPT } = options;
  const number = claim.retryCount + 1;
  if (number > retryDelays.length + 1) {
    // Every earlier attempt took its process with it, so that no failure was counted: do not let it take another one.
    return settle(current, { around, error: new Error('The process ended during every attempt.') });
  }
  const signal = AbortSignal.any([claim.signal, interruption.signal, AbortSignal.timeout(timeoutSeconds * 1000)]);
  try {
    await handler(job, { signal, attempt: number, lastAttempt: number > retryDelays.length });
  } catch (error) {
    if (!interruption.signal.aborted) await settle(current, { around, error });
  }
}

async function settle(current: Attempt, { around, error }: { around: Surroundings; error: unknown }): Promise<void> {
  const { claim, job, options } = current;
  const { store, log, explain } = around;
  const { retryDelays = RETRY_DELAYS, onDead } = options;
  const number = claim.retryCount + 1;
  const facts = { pull: job.pull, delivery: job.delivery, attempt: number, reason: explain(error) };
  if (number > retryDelays.length) {
    log.error(facts, 'A job failed for the last time and is given up');
    await report(around, async () => onDead(job, error));
    return store.giveUp(claim);
  }
  const delaySeconds = retryDelay(error, number, retryDelays);
  const outcome = await store.handBack(claim, delaySeconds);
  log.warn({ ...facts, delaySeconds, outcome }, 'A job failed');
  await reportSuperseded(outcome, { current, around });
}

async function reportSuperseded(
  outcome: HandedBack,
  { current, around }: { current: Attempt; around: Surroundings },
): Promise<void> {
  if (outcome === 'superseded') await report(around, async () => current.options.onSuperseded?.(current.job));
}

/** The job is settled whether or not those who are told of it fail. */
async function report({ log, explain }: Surroundings, tell: () => Promise<void>): Promise<void> {
  try {
    await tell();
  } catch (error) {
    log.error({ reason: explain(error) }, 'The end of a job could not be reported');
  }
}
