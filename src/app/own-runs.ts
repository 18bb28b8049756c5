import type { ConcludeCheckRun } from '../core/actions.ts';
import type { RepositoryRef } from '../core/job.ts';
import { beginCheckRun, findCheckRuns, resumeCheckRun } from '../github/check-runs.ts';
import type { CheckRun } from '../github/check-runs.ts';
import type { GitHubClient } from '../github/client.ts';
import { concludeCheckRun } from '../github/conclude-check-run.ts';
import { replacedOutput } from '../publish/not-reviewed.ts';
import { CHECK_NAME } from './workshop.ts';

/** Where check runs of ours are looked for. */
export interface Spot {
  readonly repository: RepositoryRef;
  /** SHA. */
  readonly head: string;
  readonly appSlug: string;
  /** Whether an external id is about the same pull request or group. */
  readonly isAbout: (externalId: string) => boolean;
}

/** Our check runs there, newest first. */
export async function findOwnRuns(client: GitHubClient, spot: Spot): Promise<readonly CheckRun[]> {
  const { repository, head, appSlug, isAbout } = spot;
  const found = await findCheckRuns(client, repository, { head, name: CHECK_NAME });
  return found.filter((run) => run.appSlug === appSlug && isAbout(run.externalId)).sort((a, b) => b.id - a.id);
}

export interface Wanted {
  readonly externalId: string;
  /** There may be runs already: they are looked for. */
  readonly look: boolean;
  /** Whether these runs, newest first and all completed, leave nothing to do. */
  readonly isDone: (runs: readonly CheckRun[]) => boolean;
}

/**
 * The check run to conclude: an unfinished one if there is one, whoever left it, else a new one. At most one job of a pull request
 * runs at a time, so that an unfinished run belongs to nobody else. To be called alone.
 * @returns undefined where nothing is to be done.
 */
export async function openOwnRun(
  client: GitHubClient,
  spot: Spot,
  { externalId, look, isDone }: Wanted,
): Promise<CheckRun | undefined> {
  const { repository, head } = spot;
  const runs = look ? await findOwnRuns(client, spot) : [];
  const [unfinished, ...others] = runs.filter(({ status }) => status !== 'completed');
  // People see the newest run of a name: that one has to have the result.
  for (const run of others) await concludeCheckRun(client, { pull: repository, run }, replacedOutput());
  if (unfinished) return adopt(client, repository, { ...unfinished, externalId }, unfinished);
  if (isDone(runs)) return undefined;
  return beginCheckRun(client, repository, { head, name: CHECK_NAME, externalId });
}

async function adopt(
  client: GitHubClient,
  repository: RepositoryRef,
  wanted: CheckRun,
  found: CheckRun,
): Promise<CheckRun> {
  if (found.status === 'in_progress' && found.externalId === wanted.externalId) return found;
  return resumeCheckRun(client, repository, wanted);
}

/** Concludes the unfinished runs there, under the external id that says that they came to nothing. */
export async function concludeUnfinished(
  client: GitHubClient,
  spot: Spot,
  { externalId, output }: { readonly externalId: string; readonly output: ConcludeCheckRun },
): Promise<readonly CheckRun[]> {
  const runs = await findOwnRuns(client, spot);
  for (const run of runs)
    if (run.status !== 'completed')
      await concludeCheckRun(client, { pull: spot.repository, run: { ...run, externalId } }, output);
  return runs;
}
