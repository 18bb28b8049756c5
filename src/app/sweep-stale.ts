import type { ReviewJob } from '../core/job.ts';
import { beginCheckRun } from '../github/check-runs.ts';
import { concludeCheckRun } from '../github/conclude-check-run.ts';
import type { GitHubClient } from '../github/client.ts';
import { Gone, Refused } from '../github/trouble.ts';
import { concludeUnfinished } from './own-runs.ts';
import { runIdOf, spotOf, type Case } from './pull-case.ts';
import { readPullRunId } from '../core/external-id.ts';
import { supersededOutput } from '../publish/not-reviewed.ts';
import { CHECK_NAME } from './workshop.ts';

/** How wishes begin that ask for a new check run on the very commit that they name. */
export const RERUN = 'rerun-';

/**
 * Concludes what earlier jobs left unfinished on heads that are no longer the head. No request where no job came before.
 * @throws GitHubTrouble: the job is to be done again.
 */
export async function sweepStale({ workshop, job, client, own, opening }: Case): Promise<void> {
  const { head } = opening.state;
  const heads = new Set([...(job.stale ?? []), job.head].filter((each) => each !== '' && each !== head));
  if (heads.size === 0) return;
  await workshop.alone(job, async () => {
    for (const old of heads)
      await sweep(client, job, { old, head, appSlug: own.appSlug }).catch((error: unknown) => {
        // A commit that is no longer there has nobody who waits for it.
        if (!(error instanceof Gone || error instanceof Refused)) throw error;
      });
  });
}

async function sweep(
  client: GitHubClient,
  job: ReviewJob,
  { old, head, appSlug }: { readonly old: string; readonly head: string; readonly appSlug: string },
): Promise<void> {
  const output = supersededOutput(head);
  const runs = await concludeUnfinished(client, spotOf(job, appSlug, old), {
    externalId: runIdOf({ job, request: undefined }, 'unreviewed'),
    output,
  });
  const { request } = job;
  if (old !== job.head || !request?.startsWith(RERUN)) return;
  const isAnswered = runs.some(
    (run) => run.status !== 'completed' || readPullRunId(run.externalId)?.request === request,
  );
  if (isAnswered) return;
  // Whoever had the check of an old commit run again is told where the answer is.
  const externalId = runIdOf({ job, request }, 'unreviewed');
  const run = await beginCheckRun(client, job.pull, { head: old, name: CHECK_NAME, externalId });
  await concludeCheckRun(client, { pull: job.pull, run }, output);
}
