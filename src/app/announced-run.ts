import { readPullRunId } from '../core/external-id.ts';
import type { GroupJob, ReviewJob } from '../core/job.ts';
import type { CheckRun } from '../github/check-runs.ts';
import { asksByComment } from './read-decisions.ts';

/** Whether people are to be shown that a job waits, by the check runs that are there: none says so yet, or may be all that there is to say. */
export function needsAnnouncing(runs: readonly CheckRun[], { request = '' }: ReviewJob | GroupJob): boolean {
  if (runs.some(({ status }) => status !== 'completed')) return false;
  // Whoever wrote a comment may have no right to ask: nobody knows before it is read.
  if (request === '' || asksByComment(request)) return runs.length === 0;
  return !runs.some(({ externalId }) => readPullRunId(externalId)?.request === request);
}
