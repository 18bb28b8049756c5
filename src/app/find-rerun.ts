import { readGroupRunId, readPullRunId } from '../core/external-id.ts';
import type { Job, RerunJob } from '../core/job.ts';
import { findOpenPullsAt } from '../github/open-pulls-at.ts';
import { findOwnRuns } from './own-runs.ts';
import { about, type Workshop } from './workshop.ts';

/** Where found jobs go. */
export type Enqueue = (job: Job) => Promise<unknown>;

/**
 * Finds what the checks of a commit were about, and has it done again: what our own check runs there name, else the one open pull
 * request with that head. With several of them there is no telling which is meant: then nothing is done, and the log says so.
 */
export async function findRerun(workshop: Workshop, job: RerunJob, enqueue: Enqueue): Promise<void> {
  const { v, installation, delivery, request, repository, head } = job;
  const client = await workshop.clientFor(installation);
  const appSlug = await workshop.appSlug();
  const runs = await findOwnRuns(client, { repository, head, appSlug, isAbout: () => true });
  const shared = { v, installation, delivery, request } as const;
  const group = runs.map(({ externalId }) => readGroupRunId(externalId)).find((each) => each !== undefined);
  if (group) {
    const { base, number } = group;
    await enqueue({ ...shared, kind: 'group', repository, head, base, ...(number === undefined ? {} : { number }) });
  }
  const named = new Set(runs.flatMap(({ externalId }) => readPullRunId(externalId)?.number ?? []));
  const numbers = named.size > 0 || group ? [...named] : await findOpenPullsAt(client, repository, head);
  if (named.size === 0 && !group && numbers.length !== 1) {
    const why = numbers.length === 0 ? 'no open pull request has this head' : 'several pull requests have this head';
    workshop.log.warn({ ...about(job), numbers, why }, 'nothing was run again');
    return;
  }
  for (const number of numbers) await enqueue({ ...shared, kind: 'pull', pull: { ...repository, number }, head });
}
