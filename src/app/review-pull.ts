import type { Action, ConcludeCheckRun } from '../core/actions.ts';
import type { ReviewJob } from '../core/job.ts';
import { CONFIG_PATH } from '../config/config.ts';
import { withProposed } from './configuration.ts';
import { applyActions } from '../github/apply-actions.ts';
import type { CheckRun } from '../github/check-runs.ts';
import { concludeCheckRun } from '../github/conclude-check-run.ts';
import { GitHubTrouble, Gone, PermissionMissing, Refused, Superseded, Unrelated } from '../github/trouble.ts';
import { inspect, readChange } from './inspect-pull.ts';
import { concludeUnfinished, openOwnRun } from './own-runs.ts';
import { isAnswered, openCase, ruleOn, runIdOf, spotOf, type Case, type Ruling } from './pull-case.ts';
import { configProblemsOutput, errorOutput, type ErrorKind } from '../publish/no-review.ts';
import { skippedOutput, supersededOutput } from '../publish/not-reviewed.ts';
import { planActions } from '../publish/plan.ts';
import { LeftToNewer, NewerJob } from '../queue/review-queue.ts';
import { asksByComment, hearNobody, readDecisions, type HeardDecisions } from './read-decisions.ts';
import { sweepStale } from './sweep-stale.ts';
import { VERSION } from '../version.ts';
import { about, bookOf, knownOf, unlessAborted, type Attempt, type Workshop } from './workshop.ts';

/** Milliseconds for which a head that was read counts as the head: a webhook of a later push takes about as long to come. */
const HEAD_IS_FRESH = 5_000;

/**
 * Job → capture → review → plan → apply, for the head that the pull request has now. Doing it again says nothing twice.
 * @throws GitHubTrouble and whatever is our own fault: the queue tries again.
 */
export async function reviewPull(workshop: Workshop, job: ReviewJob, attempt: Attempt): Promise<void> {
  const item = await openCase(workshop, job).catch((error: unknown) => {
    if (!(error instanceof Gone)) throw error;
    workshop.log.warn({ ...about(job), why: error.message }, 'nothing to review: it is gone, or not for us');
    return undefined;
  });
  if (!item) return;
  const { head, isOpen } = item.opening.state;
  const outcome = await (isOpen ? reviewOpen(item, attempt) : closeRuns(item));
  workshop.log.info({ ...about(job), head, outcome }, 'review finished');
  await sweepStale(item);
}

/** Nothing is said on a pull request that was closed; what had been begun is ended. */
async function closeRuns(item: Case): Promise<string> {
  const { job, client, own, opening } = item;
  if (opening.mayHaveRun || job.announced)
    await concludeUnfinished(client, spotOf(job, own.appSlug, opening.state.head), {
      externalId: runIdOf(item, 'unreviewed'),
      output: errorOutput('closed'),
    });
  return 'closed';
}

/** A review with its check run, which is being made, or looked for, while the change is read. */
interface Review {
  readonly item: Case;
  readonly ruling: Ruling;
  /** What people said of it. */
  readonly heard: HeardDecisions;
  readonly run: Promise<CheckRun | undefined>;
}

async function reviewOpen(opened: Case, attempt: Attempt): Promise<string> {
  const { workshop, job, client, own, opening } = opened;
  const ruling = await ruleOn(opened);
  const { mode: wanted, because } = ruling.chosen;
  const heard = wanted === 'skip' ? hearNobody(opened.request) : await hear(opened);
  // What somebody asks who may not changes nothing: there is no new check run for it either.
  const item: Case = heard.isHeard ? opened : { ...opened, request: undefined };
  const { request } = item;
  const { pausedBy } = heard.decisions;
  // What a pause leaves out is said once comments go on: a run of its own kind makes that another look.
  const mode = pausedBy === undefined || wanted !== 'comment' ? wanted : 'paused';
  const mayHaveRun = opening.mayHaveRun || job.announced === true;
  const { head } = opening.state;
  const run = workshop.alone(job, async (isAnnounced) =>
    openOwnRun(client, spotOf(job, own.appSlug, head), {
      externalId: runIdOf(item, mode),
      look: mayHaveRun || (await isAnnounced(head)),
      isDone: (runs) => isAnswered(runs, mode, request),
    }),
  );
  const begun: Review = { item, ruling, heard, run };
  // Its failure is met where it is awaited.
  run.catch(() => {});
  try {
    // A look that may find the work done comes first; a run that is made now need not be waited for.
    if (mayHaveRun && !(await run)) return 'done before';
    if (mode === 'skip' && because) return await conclude(begun, skippedOutput(because, CONFIG_PATH));
    return await reviewCase(begun, attempt);
  } catch (error) {
    return giveWay(begun, error, attempt);
  }
}

/** What people decided, by what stands on the pull request now. */
function hear({ workshop, job, client, opening, request }: Case): Promise<HeardDecisions> {
  const { checks } = knownOf(workshop);
  const wish = request === undefined ? {} : { request };
  return readDecisions(client, { pull: job.pull, opening, checks, log: workshop.log, ...wish });
}

/** Ends a review that says nothing of the change. */
async function conclude({ item, heard, run }: Review, output: ConcludeCheckRun): Promise<string> {
  const { job, client, own, opening } = item;
  const { pull } = job;
  const checkRun = await run;
  const target = { pull, head: opening.state.head, own, seen: opening.posted };
  if (checkRun) await applyActions(client, { ...target, checkRun }, [...heard.reactions, output]);
  return output.conclusion;
}

async function reviewCase(begun: Review, { signal, newer }: Attempt): Promise<string> {
  const { item, ruling, heard, run } = begun;
  const { workshop, job, client, own, opening } = item;
  const { pull } = job;
  const subject = { item, ruling, decisions: heard.decisions };
  const [checkRun, reading] = await unlessAborted(signal, Promise.all([run, readChange(subject)]));
  if (!checkRun) return 'done before';
  if ('problems' in reading) return conclude(begun, configProblemsOutput(reading.problems));
  const { report, files, proposed } = await unlessAborted(signal, inspect(subject, reading));
  const { posted, state } = opening;
  const { config, chosen } = ruling;
  const planned = planActions({
    ...bookOf(workshop),
    report,
    files,
    mode: chosen.mode === 'comment' ? 'comment' : 'check',
    maxComments: config.maxComments,
    commentFrom: config.commentFrom,
    failOn: config.failOn,
    decisions: heard.decisions,
    notDismissible: config.notDismissible,
    posted,
    pull,
    key: workshop.key,
    version: VERSION,
  });
  const actions = [...heard.reactions, ...planned.map((action) => withProposed(action, proposed))];
  await refuseOld(state.head, { signal, newer });
  // A check run speaks of its own commit, whatever came after it; words are for the head as it is now.
  const speaks = actions.some(({ kind }) => kind !== 'conclude-check-run');
  const isFresh = !speaks || performance.now() - item.openedAt < HEAD_IS_FRESH;
  await applyActions(client, { pull, head: state.head, checkRun, own, ...(isFresh ? { seen: posted } : {}) }, actions);
  return conclusionOf(actions) ?? report.conclusion;
}

function conclusionOf(actions: readonly Action[]): string | undefined {
  return actions.find((action) => action.kind === 'conclude-check-run')?.conclusion;
}

/** Right before the first write: whether this process, or another one, was told of a newer head. */
async function refuseOld(head: string, { signal, newer }: Attempt): Promise<void> {
  signal.throwIfAborted();
  const next = await newer();
  if (next?.kind === 'pull' && (next.closed || (next.head !== '' && next.head !== head))) throw new NewerJob(next);
}

/** What no further attempt would change ends here, with a concluded check run; the rest is thrown on. */
async function giveWay(begun: Review, error: unknown, { signal }: Attempt): Promise<string> {
  const { item, ruling } = begun;
  const { head } = item.opening.state;
  const reason: unknown = signal.reason;
  const newer = error instanceof NewerJob ? error : reason;
  if (newer instanceof NewerJob) {
    // Its event may be an old one that came late: it will read which head is the newest, and finds the check run as it is. That
    // has to be there by then.
    await begun.run.catch(() => {});
    throw new LeftToNewer(head);
  }
  // The pull request was there a moment ago. What is missing has not reached all of GitHub's machines yet, or comes back.
  if (error instanceof Gone) throw new GitHubTrouble('server', error.message);
  if (error instanceof Superseded && error.head === head) return abandon(begun, errorOutput('closed'));
  if (error instanceof Superseded) return leaveWish(begun, await abandon(begun, supersededOutput(error.head)));
  const kind = kindOf(error);
  if (!kind) throw error;
  const { workshop, job } = item;
  workshop.log.error({ ...about(job), why: messageOf(error) }, 'GitHub refuses this review');
  return abandon(begun, { ...errorOutput(kind), conclusion: ruling.config.onError }, error);
}

/** @throws LeftToNewer where somebody asked for this review in a comment: a newer head is theirs too. */
function leaveWish({ item: { request, opening } }: Review, outcome: string): string {
  if (request !== undefined && asksByComment(request)) throw new LeftToNewer(opening.state.head);
  return outcome;
}

function kindOf(error: unknown): ErrorKind | undefined {
  if (error instanceof PermissionMissing) return 'no-permission';
  if (error instanceof Unrelated) return 'unrelated';
  return error instanceof Refused ? 'own-error' : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

/** Concludes the check run of a review that came to nothing, under the external id that says so. */
async function abandon({ item, run }: Review, output: ConcludeCheckRun, cause?: unknown): Promise<string> {
  const found = await run.catch((error: unknown) => {
    throw cause ?? error;
  });
  const externalId = runIdOf(item, 'unreviewed');
  if (found) await concludeCheckRun(item.client, { pull: item.job.pull, run: { ...found, externalId } }, output);
  return output.title;
}
