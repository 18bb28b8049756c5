import type { Job, ReviewJob } from '../core/job.ts';

/** Heads remembered; who pushes more often than this while a job waits has their oldest check runs closed at once or not at all. */
const MOST_STALE = 20;

/** Not where that would lose a wish: whoever wrote a comment may have no right to ask, and must not take away what others asked. */
export function mayTakeOver(newer: Job, older: Job): boolean {
  return older.request === undefined || newer.request === undefined || older.request === newer.request;
}

/**
 * The newer of two jobs with one key, with what must not be lost of the older one: the wish to look again, a check run that was
 * announced, and its head. That may have an unfinished check run even where the older job never ran: a job that ran for another
 * event, and found that head, leaves its run to the one that waits for it.
 */
export function takeOver(newer: Job, older: Job): Job {
  const request = newer.request ?? older.request;
  const wish = request === undefined ? {} : { request };
  if (newer.kind !== 'pull' || older.kind !== 'pull') {
    const { announced } = older;
    return { ...newer, ...wish, ...(announced ? { announced } : {}) };
  }
  const { announced, ...rest } = newer;
  const head = newer.head || older.head;
  const stale = [...(older.stale ?? []), older.head, ...(newer.stale ?? [])];
  return {
    ...rest,
    ...wish,
    head,
    ...(announced || (older.announced && older.head === head) ? { announced: true } : {}),
    ...staleOf(stale, head),
  };
}

/** Heads on which a check run may have been announced, by this process or another one. */
export function announcedHeads(jobs: readonly Job[]): ReadonlySet<string> {
  const heads = jobs.flatMap((job) => {
    const stale = job.kind === 'pull' ? (job.stale ?? []) : [];
    return job.announced ? [job.head, ...stale] : stale;
  });
  return new Set(heads);
}

/** A job that knows of one head more: the one that it found. */
export function withHead(job: Job, head: string | undefined): Job {
  if (head === undefined || job.kind !== 'pull') return job;
  return { ...job, ...staleOf([...(job.stale ?? []), head], job.head) };
}

function staleOf(heads: readonly string[], head: string): Pick<ReviewJob, 'stale'> {
  const stale = heads.filter((each) => each !== '' && each !== head);
  return stale.length > 0 ? { stale: [...new Set(stale)].slice(-MOST_STALE) } : {};
}
