import { defaultConfig } from '../config/config.ts';
import { configurationAt } from './configuration.ts';
import type { ConcludeCheckRun } from '../core/actions.ts';
import { groupRunId, readGroupRunId } from '../core/external-id.ts';
import type { GroupJob, Job, ReviewJob } from '../core/job.ts';
import { beginCheckRun } from '../github/check-runs.ts';
import { concludeCheckRun } from '../github/conclude-check-run.ts';
import type { GitHubClient } from '../github/client.ts';
import { GitHubTrouble, Gone, PermissionMissing } from '../github/trouble.ts';
import { concludeUnfinished, type Spot } from './own-runs.ts';
import { isAnswered, openCase, ruleOn, runIdOf, spotOf } from './pull-case.ts';
import { errorOutput, type ErrorKind } from '../publish/no-review.ts';
import { groupSpotOf } from './review-group.ts';
import { sweepStale } from './sweep-stale.ts';
import { about, CHECK_NAME, knownOf, type Workshop } from './workshop.ts';

/** A job is given up: its check run is concluded all the same, so that nobody waits for it; without one, one is made. */
export async function concludeDead(workshop: Workshop, job: Job, error: unknown): Promise<void> {
  const output = errorOutput(kindOf(error));
  if (job.kind === 'pull') return concludePull(workshop, job, output);
  if (job.kind === 'group') return concludeGroup(workshop, job, output);
  // Nobody knows what it was about, and the check run that was to run again has its result still.
  workshop.log.error(about(job), 'the checks of a commit were not run again');
}

function kindOf(error: unknown): ErrorKind {
  if (error instanceof GitHubTrouble) return 'github-trouble';
  if (error instanceof PermissionMissing) return 'no-permission';
  // `AbortSignal.timeout` says the former, a stop for other reasons the latter.
  const isLate = error instanceof Error && ['TimeoutError', 'AbortError'].includes(error.name);
  return isLate ? 'out-of-time' : 'own-error';
}

async function concludePull(workshop: Workshop, job: ReviewJob, output: ConcludeCheckRun): Promise<void> {
  // Reading the pull request may be what went wrong; then the head that the event named has to do.
  const item = await openCase(workshop, job).catch((error: unknown) => (error instanceof Gone ? 'gone' : undefined));
  if (item === 'gone') return;
  const head = item?.opening.state.head ?? job.head;
  if (head === '') throw new Error('nobody knows the head of the pull request');
  const ruling = item && (await ruleOn(item).catch(() => undefined));
  const { onError } = ruling?.config ?? defaultConfig();
  const client = item?.client ?? (await workshop.clientFor(job.installation));
  const named = item ?? { job, request: job.request };
  const spot = spotOf(job, await workshop.appSlug(), head);
  await workshop.alone(job, () =>
    concludeAt(client, spot, {
      externalId: runIdOf(named, 'unreviewed'),
      output: item?.opening.state.isOpen === false ? errorOutput('closed') : { ...output, conclusion: onError },
      isDone: (runs) => isAnswered(runs, ruling?.chosen.mode ?? 'comment', named.request),
    }),
  );
  if (item) await sweepStale(item);
}

async function concludeGroup(workshop: Workshop, job: GroupJob, output: ConcludeCheckRun): Promise<void> {
  const client = await workshop.clientFor(job.installation);
  const pull = { ...job.repository, number: job.number ?? 0 };
  const found = await configurationAt(client, { pull, known: knownOf(workshop), commit: job.base }).catch(
    () => undefined,
  );
  const { onError } = found?.config ?? defaultConfig();
  const spot = groupSpotOf(job, await workshop.appSlug());
  const end: End = {
    externalId: groupRunId({ ...job, state: 'unreviewed' }),
    output: { ...output, conclusion: onError },
    isDone: (runs) => runs.some(({ externalId }) => readGroupRunId(externalId)?.state === 'reviewed'),
  };
  await workshop
    .alone(job, () => concludeAt(client, spot, end))
    .catch((error: unknown) => {
      // The queue has thrown the group away.
      if (!(error instanceof Gone)) throw error;
    });
}

interface End {
  readonly externalId: string;
  readonly output: ConcludeCheckRun;
  readonly isDone: (runs: Awaited<ReturnType<typeof concludeUnfinished>>) => boolean;
}

async function concludeAt(client: GitHubClient, spot: Spot, { externalId, output, isDone }: End): Promise<void> {
  const runs = await concludeUnfinished(client, spot, { externalId, output });
  // Done a moment ago, or by a call of which the queue did not hear the end.
  const isSaid = runs.some(({ status }) => status !== 'completed') || runs[0]?.externalId === externalId;
  if (isSaid || isDone(runs)) return;
  const run = await beginCheckRun(client, spot.repository, { head: spot.head, name: CHECK_NAME, externalId });
  await concludeCheckRun(client, { pull: spot.repository, run }, output);
}
