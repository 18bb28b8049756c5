import type { Job } from '../core/job.ts';

/** Heads remembered; who pushes more often than this while a job waits has their oldest check runs closed at once or not at all. */
const MOST_STALE = 20;

/**
 * The newer of two jobs with one key, with what must not be lost of the older one: the wish to look again, a check run that was
 * announced, and heads that have a check run which nobody else would conclude.
 * @param started the older one has run, so that its head may have an unfinished check run.
 */
export function takeOver(newer: Job, older: Job, started: boolean): Job {
  const request = newer.request ?? older.request;
  const wish = request === undefined ? {} : { request };
  if (newer.kind !== 'pull' || older.kind !== 'pull') {
    const { announced } = older;
    return { ...newer, ...wish, ...(announced ? { announced } : {}) };
  }
  const { announced, ...rest } = newer;
  const head = newer.head || older.head;
  const mayHaveRun = started || older.announced === true;
  const stale = [...(older.stale ?? []), ...(mayHaveRun ? [older.head] : []), ...(newer.stale ?? [])].filter(
    (each) => each !== '' && each !== head,
  );
  return {
    ...rest,
    ...wish,
    head,
    ...(announced || (older.announced && older.head === head) ? { announced: true } : {}),
    ...(stale.length > 0 ? { stale: [...new Set(stale)].slice(-MOST_STALE) } : {}),
  };
}
