import { createPlaces } from '../core/at-once.ts';
import { groupRunId, pullRunId, readPullRunId } from '../core/external-id.ts';
import type { GroupJob, Job, ReviewJob } from '../core/job.ts';
import { beginCheckRun, type CheckRun } from '../github/check-runs.ts';
import { findOwnRuns, type Spot } from './own-runs.ts';
import { spotOf } from './pull-case.ts';
import type { ReviewQueue } from '../queue/review-queue.ts';
import { asksByComment } from './read-decisions.ts';
import { announcedHeads } from '../queue/take-over.ts';
import { groupSpotOf } from './review-group.ts';
import { about, CHECK_NAME, type Workshop } from './workshop.ts';

/** Milliseconds that a job may wait before people are shown that it does: a worker that is free takes it sooner. */
const PATIENCE = 1_500;

export interface Announcer {
  /** To be told of every job that was stored. Returns at once. */
  watch(job: Job): void;
  /** Announces nothing more, and resolves when what is being announced has been. */
  stop(): Promise<void>;
}

type Announced = ReviewJob | GroupJob;
type Waiting = Pick<ReviewQueue, 'announce' | 'standing' | 'enqueue'>;

/**
 * Announcements at the same time: each of them keeps a connection of the database while it asks GitHub. With half a second for each
 * that is several times what GitHub lets one installation create.
 */
const AT_ONCE = 4;

/**
 * Makes a queued check run for a job that waits because all workers are busy. The job is marked in the queue first, so that whoever
 * runs it looks for the run, and waits for it if it is being made.
 */
export function createAnnouncer(queue: Waiting, workshop: Workshop, patience = PATIENCE): Announcer {
  const timers = new Set<NodeJS.Timeout>();
  const underWay = new Set<Promise<void>>();
  const places = createPlaces(AT_ONCE);
  let isStopped = false;
  const start = (job: Job): void => {
    const work = places(async () => (isStopped ? undefined : announce(queue, workshop, job)))
      .catch((error: unknown) => workshop.log.warn({ ...about(job), err: error }, 'a waiting job was not announced'))
      .finally(() => underWay.delete(work));
    underWay.add(work);
  };
  return {
    watch(job) {
      if (job.kind === 'rerun') return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        start(job);
      }, patience).unref();
      timers.add(timer);
    },
    async stop() {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(underWay);
    },
  };
}

async function announce(queue: Waiting, workshop: Workshop, watched: Job): Promise<void> {
  const job = await workshop.alone(watched, () => makeRun(queue, workshop, watched));
  if (!job) return;
  const { waiting } = await queue.standing(job);
  if (announcedHeads(waiting).has(job.head)) return;
  // It runs by now, or is done: should it have had its turn first, as where the database was away, the next one will see the run.
  const { announced: _announced, request: _request, ...again } = job;
  await queue.enqueue(again);
}

/** @returns the job whose run was made. */
async function makeRun(queue: Waiting, workshop: Workshop, watched: Job): Promise<Announced | undefined> {
  const job = await queue.announce(watched);
  if (!job || job.kind === 'rerun') return undefined;
  const client = await workshop.clientFor(job.installation);
  const spot = spotFor(job, await workshop.appSlug());
  // The worker may find that nothing is to be done, which nobody has to be told of.
  if (!needsAnnouncing(await findOwnRuns(client, spot), job)) return undefined;
  const { repository, head } = spot;
  const externalId = idFor(job);
  await beginCheckRun(client, repository, { head, name: CHECK_NAME, externalId, status: 'queued' });
  return job;
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

/** Whether people are to be shown that a job waits, by the check runs that are there: none says so yet, or may be all that there is to say. */
export function needsAnnouncing(runs: readonly CheckRun[], { request = '' }: Announced): boolean {
  if (runs.some(({ status }) => status !== 'completed')) return false;
  // Whoever wrote a comment may have no right to ask: nobody knows before it is read.
  if (request === '' || asksByComment(request)) return runs.length === 0;
  return !runs.some(({ externalId }) => readPullRunId(externalId)?.request === request);
}
