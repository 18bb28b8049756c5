import { chooseMode, type ChosenMode } from '../config/mode.ts';
import { defaultConfig, type Config } from '../config/config.ts';
import { findConfiguration, type Found } from './configuration.ts';
import { pullRunId, readPullRunId, type RunMode } from '../core/external-id.ts';
import type { ReviewJob } from '../core/job.ts';
import type { CheckRun } from '../github/check-runs.ts';
import type { GitHubClient } from '../github/client.ts';
import { openPull, type Opening } from '../github/open-pull.ts';
import type { Own } from '../github/read-posted.ts';
import type { Spot } from './own-runs.ts';
import { asksByComment } from './read-decisions.ts';
import { CHECK_NAME, knownOf, ownOf, type Workshop } from './workshop.ts';

/** One pull request on its way: who asks, what for, and as what it stands on GitHub. */
export interface Case {
  readonly workshop: Workshop;
  readonly job: ReviewJob;
  readonly client: GitHubClient;
  readonly own: Own;
  readonly opening: Opening;
  /** When the opening was asked for, by the machine's own clock in milliseconds. */
  readonly openedAt: number;
  /** The wish to look again, where it is about this head. */
  readonly request: string | undefined;
}

/** @throws Gone where there is no such pull request for us. */
export async function openCase(workshop: Workshop, job: ReviewJob): Promise<Case> {
  const client = await workshop.clientFor(job.installation);
  const own = await ownOf(workshop, job.pull);
  const openedAt = performance.now();
  const opening = await openPull(client, job.pull, { own, check: CHECK_NAME });
  // What a comment asks is about the pull request, whatever its head was when the event came; another wish may come from a job
  // that this one took the place of.
  const isAboutHead =
    job.head === '' ||
    [job.head, ...(job.stale ?? [])].includes(opening.state.head) ||
    (job.request !== undefined && asksByComment(job.request));
  return { workshop, job, client, own, opening, openedAt, request: isAboutHead ? job.request : undefined };
}

/** What the base branch says of this pull request. */
export interface Ruling {
  readonly found: Found;
  /** The defaults, where what was found cannot be used. */
  readonly config: Config;
  readonly chosen: ChosenMode;
}

export async function ruleOn({ workshop, job, client, opening }: Case): Promise<Ruling> {
  const found = await findConfiguration(client, { pull: job.pull, opening, known: knownOf(workshop) });
  const config = found.config ?? defaultConfig();
  return { found, config, chosen: chooseMode(config, opening.state) };
}

/** Where the check runs of a pull request are, on the head that was read or another one. */
export function spotOf(job: ReviewJob, appSlug: string, head: string): Spot {
  const { number } = job.pull;
  return { repository: job.pull, head, appSlug, isAbout: (id) => readPullRunId(id)?.number === number };
}

export function runIdOf({ job, request }: Pick<Case, 'job' | 'request'>, mode: RunMode): string {
  return pullRunId({ number: job.pull.number, mode, ...(request === undefined ? {} : { request }) });
}

/**
 * Whether completed runs, newest first, leave nothing to do. People see the newest: without a wish to look again it has to be of
 * this mode; a wish was answered if any run says so.
 */
export function isAnswered(runs: readonly CheckRun[], mode: RunMode, request: string | undefined): boolean {
  const read = runs.flatMap(({ externalId }) => readPullRunId(externalId) ?? []);
  if (request === undefined) return read[0]?.mode === mode;
  return read.some((run) => run.request === request && run.mode !== 'unreviewed');
}
