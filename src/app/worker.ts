import { concludeDead } from './conclude-dead.ts';
import type { Job } from '../core/job.ts';
import { findRerun, type Enqueue } from './find-rerun.ts';
import { GitHubTrouble, PermissionMissing } from '../github/trouble.ts';
import { LeftToNewer } from '../queue/review-queue.ts';
import type { JobContext, JobHandler, WorkOptions } from '../queue/review-queue.ts';
import { announcedHeads } from '../queue/take-over.ts';
import { reviewGroup } from './review-group.ts';
import { reviewPull } from './review-pull.ts';
import { sayWaiting } from './say-waiting.ts';
import type { Workshop } from './workshop.ts';

/** Attempts at what fails through a fault of ours: it seldom goes away by itself, and people wait for the check run. */
const OWN_ATTEMPTS = 3;

/** Seconds that one attempt may take; what is slower is given up, and says so. */
const MOST_SECONDS = 480;

export interface Surroundings {
  readonly workshop: Workshop;
  readonly enqueue: Enqueue;
}

/** What the queue is to do with its jobs. */
export function createWorker({ workshop, enqueue }: Surroundings): {
  readonly handler: JobHandler;
  readonly options: Pick<WorkOptions, 'onDead' | 'timeoutSeconds'>;
} {
  const work = (job: Job, context: JobContext): Promise<void> => {
    if (job.kind === 'group') return reviewGroup(workshop, job, context);
    return job.kind === 'rerun' ? findRerun(workshop, job, enqueue) : reviewPull(workshop, job, context);
  };
  return {
    async handler(job, context) {
      // Who is making its check run, or had begun to before another job took the place of its own, has made it by then.
      if (announcedHeads([job]).size > 0) await workshop.alone(job, async () => {});
      try {
        await work(job, context);
      } catch (error) {
        const thrown = isHopeless(error, context) ? new Hopeless(error) : error;
        const seconds = context.retryIn(thrown);
        if (error instanceof GitHubTrouble && seconds !== undefined && !context.signal.aborted)
          await sayWaiting(workshop, job, { trouble: error, seconds });
        throw thrown;
      }
    },
    options: {
      timeoutSeconds: MOST_SECONDS,
      onDead: (job, error) => concludeDead(workshop, job, error instanceof Hopeless ? error.cause : error),
    },
  };
}

/** Tells the queue that trying again would not help. */
class Hopeless extends Error {
  override readonly name = 'Hopeless';
  readonly isFinal = true;

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : 'unknown', { cause });
  }
}

function isHopeless(error: unknown, { attempt }: JobContext): boolean {
  if (error instanceof GitHubTrouble || error instanceof LeftToNewer) return false;
  if (error instanceof PermissionMissing) return true;
  if (error instanceof Error && error.name === 'TimeoutError') return true;
  return attempt >= OWN_ATTEMPTS;
}
