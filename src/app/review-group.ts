import { CONFIG_PATH } from '../config/config.ts';
import { chooseMode } from '../config/mode.ts';
import { settingsFor } from '../config/settings.ts';
import { configurationAt, openBaseline, type Found } from './configuration.ts';
import { BASELINE_PATH } from '../core/baseline.ts';
import { groupRunId, readGroupRunId, readPullRunId } from '../core/external-id.ts';
import { type Decisions, NOTHING_DECIDED } from '../core/decisions.ts';
import type { Conclusion, PullRef } from '../core/flow.ts';
import type { GroupJob } from '../core/job.ts';
import { captureRange } from '../github/capture-github.ts';
import type { CheckRun } from '../github/check-runs.ts';
import type { GitHubClient } from '../github/client.ts';
import { concludeCheckRun } from '../github/conclude-check-run.ts';
import { openPull, type Opening } from '../github/open-pull.ts';
import { readCommit } from '../github/read-commit.ts';
import { readConfigText } from '../github/read-config.ts';
import { Gone } from '../github/trouble.ts';
import { findOwnRuns, openOwnRun, type Spot } from './own-runs.ts';
import { configProblemsOutput } from '../publish/no-review.ts';
import { followRenames } from '../publish/follow-renames.ts';
import { groupOutput, skippedOutput } from '../publish/not-reviewed.ts';
import { planActions } from '../publish/plan.ts';
import { readDecisions } from './read-decisions.ts';
import { review } from '../review/review.ts';
import { captureRequest } from '../review/selection.ts';
import { VERSION } from '../version.ts';
import { about, bookOf, CHECK_NAME, knownOf, ownOf, unlessAborted, type Attempt, type Workshop } from './workshop.ts';

/**
 * Concludes a merge queue's group under the name that branch protection knows: with the pull request's own result where the group is
 * that alone, else with a review of what the group adds to the commit that it stands on. Nothing is said but the check run.
 * @throws GitHubTrouble and whatever is our own fault: the queue tries again.
 */
export async function reviewGroup(workshop: Workshop, job: GroupJob, attempt: Attempt): Promise<void> {
  const client = await workshop.clientFor(job.installation);
  const appSlug = await workshop.appSlug();
  try {
    const run = await workshop.alone(job, () =>
      openOwnRun(client, groupSpotOf(job, appSlug), {
        externalId: groupRunId({ ...job, state: 'reviewed' }),
        look: true,
        isDone: (runs) => isDone(runs, job.request),
      }),
    );
    const outcome = run ? await concludeGroup({ workshop, job, client, appSlug, run }, attempt) : 'done before';
    workshop.log.info({ ...about(job), outcome }, 'group finished');
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    workshop.log.info({ ...about(job), why: error.message }, 'the merge queue has thrown the group away');
  }
}

export function groupSpotOf({ repository, head }: GroupJob, appSlug: string): Spot {
  return { repository, head, appSlug, isAbout: (id) => readGroupRunId(id) !== undefined };
}

function isDone(runs: readonly CheckRun[], request: string | undefined): boolean {
  return runs.some(({ externalId }) => {
    const read = readGroupRunId(externalId);
    return read?.state === 'reviewed' && (request === undefined || read.request === request);
  });
}

interface Group {
  readonly workshop: Workshop;
  readonly job: GroupJob;
  readonly client: GitHubClient;
  readonly appSlug: string;
  readonly run: CheckRun;
}

async function concludeGroup(group: Group, attempt: Attempt): Promise<Conclusion> {
  const { job, client, run } = group;
  const pull = { ...job.repository, number: job.number ?? 0 };
  const opening = job.number === undefined ? undefined : await openNamed(group, pull);
  const known = opening && (await resultOf(group, pull, opening.state.head));
  const output = known
    ? groupOutput(pull.number, known)
    : await reviewRange(group, { pull, opening, signal: attempt.signal });
  await concludeCheckRun(client, { pull: job.repository, run }, output);
  return output.conclusion;
}

/** The pull request that the group's branch is named after; undefined where there is none of that number. */
async function openNamed({ workshop, client }: Group, pull: PullRef): Promise<Opening | undefined> {
  try {
    return await openPull(client, pull, { own: await ownOf(workshop, pull), check: CHECK_NAME });
  } catch (error) {
    if (error instanceof Gone) return undefined;
    throw error;
  }
}

const CONCLUSIONS: readonly Conclusion[] = ['success', 'neutral', 'failure'];

/**
 * The conclusion of the pull request's own review, where the group is its unchanged head and nothing else: the merge of that head
 * with the commit that the group stands on, or the same files as that head has.
 */
async function resultOf(
  { job, client, appSlug }: Group,
  { number }: PullRef,
  head: string,
): Promise<Conclusion | undefined> {
  const { repository } = job;
  const group = await readCommit(client, repository, job.head);
  const isMerge = group.parents.length === 2 && group.parents[0] === job.base && group.parents[1] === head;
  if (!isMerge && !(await hasSameFiles(client, { job, group, head }))) return undefined;
  const isAbout = (id: string): boolean => readPullRunId(id)?.number === number;
  const runs = await findOwnRuns(client, { repository, head, appSlug, isAbout });
  const latest = runs.find(({ status }) => status === 'completed');
  // One that came to nothing is no result to go by.
  if (!latest || readPullRunId(latest.externalId)?.mode === 'unreviewed') return undefined;
  return CONCLUSIONS.find((each) => each === latest.conclusion);
}

/** A squashed or rebased head that was up to date with the commit that the group stands on. */
async function hasSameFiles(
  client: GitHubClient,
  { job, group, head }: { readonly job: GroupJob; readonly group: { readonly tree: string }; readonly head: string },
): Promise<boolean> {
  const own = await readCommit(client, job.repository, head);
  return own.tree === group.tree && own.parents.includes(job.base);
}

interface Range {
  readonly pull: PullRef;
  readonly opening: Opening | undefined;
  readonly signal: AbortSignal;
}

/** People's decisions on the pull request that the group is named after hold in the group too. */
async function reviewRange({ workshop, job, client }: Group, { pull, opening, signal }: Range) {
  const { catalogue, analyser, key } = workshop;
  const known = knownOf(workshop);
  const found: Found = await configurationAt(client, { pull, known, commit: job.base });
  if (!found.config) return configProblemsOutput(found.problems);
  const { config } = found;
  const chosen = opening && chooseMode(config, opening.state);
  // What is not reviewed by itself must not fail for having been put behind another one.
  if (chosen?.mode === 'skip' && chosen.because) return skippedOutput(chosen.because, CONFIG_PATH);
  const settings = settingsFor(config, known.checks);
  const range = { repository: job.repository, base: job.base, head: job.head, memory: workshop.memory };
  const [{ snapshot }, file] = await unlessAborted(
    signal,
    Promise.all([
      captureRange(client, range, captureRequest(catalogue, settings)),
      readConfigText(client, pull, { commit: job.base, path: BASELINE_PATH }),
    ]),
  );
  const { baseline, skips } = openBaseline(file);
  const reviewed = await unlessAborted(
    signal,
    review({ snapshot, catalogue, settings, failOn: config.failOn, analyser, baseline }),
  );
  const unnamed = { ...reviewed, skips: [...skips, ...reviewed.skips] };
  const report = opening ? followRenames(unnamed, opening.posted, snapshot.tree) : unnamed;
  const { checks } = known;
  const heard = opening && (await readDecisions(client, { pull, opening, checks, log: workshop.log }));
  const planned = planActions({
    ...bookOf(workshop),
    report,
    files: snapshot.files,
    mode: 'group',
    maxComments: config.maxComments,
    commentFrom: config.commentFrom,
    failOn: config.failOn,
    decisions: heard ? inGroup(heard.decisions) : NOTHING_DECIDED,
    notDismissible: config.notDismissible,
    posted: { fingerprints: new Set(), comments: [] },
    pull,
    key,
    version: VERSION,
  });
  const output = planned.find((action) => action.kind === 'conclude-check-run');
  if (!output) throw new Error('a plan without a conclusion');
  return output;
}

/** A group gets no comments, so that there is nothing to pause. */
function inGroup({ pausedBy: _pausedBy, ...decisions }: Decisions): Decisions {
  return decisions;
}
