import { idFor, needsAnnouncing, spotFor } from './announce.ts';
import type { Job } from '../core/job.ts';
import { beginCheckRun, describeCheckRun } from '../github/check-runs.ts';
import type { GitHubTrouble } from '../github/trouble.ts';
import { findOwnRuns } from './own-runs.ts';
import { waitingOutput } from '../publish/waiting.ts';
import { about, CHECK_NAME, type Workshop } from './workshop.ts';

/**
 * Tells people who wait for a check run why, and when it is tried again. As much as GitHub lets us: the trouble may be the same here,
 * and then nothing is said. Never throws.
 * @param seconds until the next attempt.
 */
export async function sayWaiting(
  workshop: Workshop,
  job: Job,
  { trouble, seconds }: { readonly trouble: GitHubTrouble; readonly seconds: number },
): Promise<void> {
  // Whom GitHub asks for patience should not ask more of it.
  if (job.kind === 'rerun' || job.head === '' || trouble.kind === 'limit') return;
  try {
    const client = await workshop.clientFor(job.installation);
    const spot = spotFor(job, await workshop.appSlug());
    const { repository, head } = spot;
    const run = await workshop.alone(job, async () => {
      const runs = await findOwnRuns(client, spot);
      const unfinished = runs.find(({ status }) => status !== 'completed');
      if (unfinished || !needsAnnouncing(runs, job)) return unfinished;
      return beginCheckRun(client, repository, { head, name: CHECK_NAME, externalId: idFor(job) });
    });
    if (!run) return;
    const { status } = trouble;
    const until = new Date(Date.now() + seconds * 1000).toISOString();
    const words = waitingOutput({ until, ...(status === undefined ? {} : { status }) });
    await describeCheckRun(client, repository, { id: run.id, ...words });
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    workshop.log.warn({ ...about(job), why }, 'nobody could be told that a review waits for GitHub');
  }
}
