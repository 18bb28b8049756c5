import { groupRunId, pullRunId } from '../core/external-id.ts';
import type { GroupJob, Job, ReviewJob } from '../core/job.ts';
import { beginCheckRun } from '../github/check-runs.ts';
import { needsAnnouncing } from './announced-run.ts';
import { findOwnRuns, type Spot } from './own-runs.ts';
import { spotOf } from './pull-case.ts';
import type { ReviewQueue } from '../queue/review-queue.ts';
import { groupSpotOf } from './review-group.ts';
import { about, CHECK_NAME, type Workshop } from './workshop.ts';

/** Milliseconds that a job may wait before people are shown that it does: a worker that is free takes it sooner. */
const PATIENCE = 1_500;

export interface Announcer {
  /** To be told of every job that was stored. Returns at once. */
  watch(job: Job): void;
  /** Resolves when what is being announced for the key of this job has been. */
  settled(job: Job): Promise<void>;
  /** Announces nothing more. */
  stop(): Promise<void>;
}

type Announced = ReviewJob | GroupJob;
type Waiting = Pick<ReviewQueue, 'announce' | 'standing' | 'enqueue'>;

/**
 * Makes a queued check run for a job that waits because all workers are busy. The job is marked in the queue first, so that its
 * worker looks for the run; afterwards the queue is asked again, so that a run which came too late has a job that concludes it.
 */
export function createAnnouncer(queue: Waiting, workshop: Workshop, patience = PATIENCE): Announcer {
  const timers = new Set<NodeJS.Timeout>();
  const underWay = new Set<Promise<void>>();
  const start = (job: Job): void => {
    const work = announce(queue, workshop, job)
      .catch((error: unknown) => workshop.log.warn({ ...about(job), err: error }, 'a waiting job was not announced'))
      .finally(() => underWay.delete(work));
    underWay.add(work);
  };
  const settled = async (): Promise<void> => void (await Promise.all(underWay));
  return {
    watch(job) {
      if (job.kind === 'rerun') return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        start(job);
      }, patience).unref();
      timers.add(timer);
    },
    settled,
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      await settled();
    },
  };
}

async function announce(queue: Waiting, workshop: Workshop, watched: Job): Promise<void> {
  const job = await queue.announce(watched);
  if (!job || job.kind === 'rerun') return;
  const client = await workshop.clientFor(job.installation);
  const spot = spotFor(job, await workshop.appSlug());
  const { repository, head } = spot;
  // The worker may find that nothing is to be done, which nobody has to be told of.
  const runs = await findOwnRuns(client, spot);
  if (!needsAnnouncing(runs, job)) return;
  const externalId = idFor(job);
  await beginCheckRun(client, repository, { head, name: CHECK_NAME, externalId, status: 'queued' });
  const { waiting } = await queue.standing(job);
  if (waiting.some((each) => each.head === head)) return;
  // Its worker was faster, or another job took its place, and may not have seen the run: the next one will, whatever the head is by then.
  const { announced: _announced, request: _request, ...again } = job;
  await queue.enqueue(again);
}

/** Where the check runs of a job are, by what its event named. */
export function spotFor(job: Announced, appSlug: string): Spot {
  return job.kind === 'group' ? groupSpotOf(job, appSlug) : spotOf(job, appSlug, job.head);
}

/** The external id of a check run before anybody has looked at what it is about. */
export function idFor(job: Announced): string {
  if (job.kind === 'group') return groupRunId({ ...job, state: 'unreviewed' });
  return pullRunId({ number: job.pull.number, mode: 'queued' });
}
