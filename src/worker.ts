import type { ConcludeCheckRun, ConfigProblem } from './core/actions.ts';
import type { CaptureRequest } from './core/capture.ts';
import type { CheckId, PullRef, ReviewJob, Snapshot } from './core/flow.ts';
import type { ChapterInfo, CheckInfo } from './core/check-info.ts';
import { defaultConfig } from './config/config.ts';
import type { Config } from './config/config.ts';
import { findConfiguration, judgeProposed, withProposed, type Found } from './configuration.ts';
import { settingsFor } from './config/settings.ts';
import { applyActions } from './github/apply-actions.ts';
import { captureGitHub } from './github/capture-github.ts';
import type { CaptureMemory, GitHubCapture } from './github/capture-github.ts';
import { beginCheckRun, findCheckRuns } from './github/check-runs.ts';
import type { CheckRun } from './github/check-runs.ts';
import type { GitHubClient } from './github/client.ts';
import { concludeCheckRun } from './github/conclude-check-run.ts';
import { openPull } from './github/open-pull.ts';
import type { Opening } from './github/open-pull.ts';
import type { Own } from './github/read-posted.ts';
import { GitHubTrouble, Gone, PermissionMissing, Superseded } from './github/trouble.ts';
import { readMarker, readMarkers } from './publish/marker.ts';
import { configProblemsOutput, errorOutput } from './publish/no-review.ts';
import type { ErrorKind } from './publish/no-review.ts';
import { planActions } from './publish/plan.ts';
import type { QueueLog } from './queue/review-queue.ts';
import { review } from './review/review.ts';
import { captureRequest } from './review/selection.ts';
import type { Analyser } from './review/task.ts';
import type { Catalogue } from './sdk/load.ts';
import { VERSION } from './version.ts';
import { weighProposed } from './weigh-proposed.ts';

/** What every job needs and none of them owns. */
export interface Workshop {
  /** A client with the rights of one installation. */
  clientFor(installation: number): Promise<GitHubClient>;
  /** Our App's slug on this GitHub; its comments are signed `<slug>[bot]`. */
  appSlug(): Promise<string>;
  readonly catalogue: Catalogue;
  readonly analyser: Analyser;
  /** Secret that signs our comments' markers. */
  readonly key: string;
  /** Where the checks' pages are. */
  readonly docsUrl: string;
  readonly log: QueueLog;
  /** What earlier reviews read of repositories. */
  readonly memory?: CaptureMemory;
}

export const CHECK_NAME = 'Chapter & Verse';

/** One pull request on its way: who asks, what for, and as what it stands on GitHub. */
interface Case {
  readonly workshop: Workshop;
  readonly client: GitHubClient;
  readonly pull: PullRef;
  readonly own: Own;
  readonly opening: Opening;
  /** When the opening was asked for, by the machine's own clock in milliseconds. */
  readonly openedAt: number;
  /** Being made, or looked for, while the change is read. */
  readonly run: Promise<CheckRun>;
}

/** Milliseconds for which a head that was read counts as the head: a webhook of a later push takes about as long to come. */
const HEAD_IS_FRESH = 5_000;

/**
 * Job → capture → review → plan → apply, for the head that the pull request has now. Doing it again says nothing twice.
 * @throws GitHubTrouble and whatever is our own fault: the queue tries again.
 */
export async function reviewPull(workshop: Workshop, job: ReviewJob, signal: AbortSignal): Promise<void> {
  const { pull } = job;
  const about = { delivery: job.delivery, pull: `${pull.owner}/${pull.repo}#${pull.number}` };
  const client = await workshop.clientFor(job.installation);
  const own = { appSlug: await workshop.appSlug(), verify: verifier(workshop.key, pull) };
  const openedAt = performance.now();
  const opening = await openPull(client, pull, { own, check: CHECK_NAME }).catch((error: unknown) => {
    if (!(error instanceof Gone)) throw error;
    workshop.log.warn({ ...about, why: error.message }, 'nothing to review: it is gone, or not for us');
    return undefined;
  });
  if (!opening) return;
  const { head, isOpen } = opening.state;
  if (!isOpen) return workshop.log.info(about, 'pull request is closed: nothing reviewed');
  const run = openCheckRun(client, pull, { own, opening });
  if (opening.mayHaveRun && (await run).status === 'completed')
    return workshop.log.info({ ...about, head }, 'head was reviewed before');
  const item: Case = { workshop, client, pull, own, opening, openedAt, run };
  const conclusion = await reviewCase(item, signal).catch((error: unknown) => giveWay(item, error));
  workshop.log.info({ ...about, head, conclusion }, 'review finished');
}

/** The unfinished or finished run of this head if there is one, else a new one. */
async function openCheckRun(
  client: GitHubClient,
  pull: PullRef,
  { own, opening }: Pick<Case, 'own' | 'opening'>,
): Promise<CheckRun> {
  const { head } = opening.state;
  const externalId = `pull/${pull.number}`;
  const runs = opening.mayHaveRun ? await findCheckRuns(client, pull, { head, name: CHECK_NAME }) : [];
  const mine = runs.find((run) => run.appSlug === own.appSlug && run.externalId === externalId);
  return mine ?? beginCheckRun(client, pull, { head, name: CHECK_NAME, externalId });
}

async function reviewCase(item: Case, signal: AbortSignal): Promise<string> {
  const { workshop, client, pull, own, opening } = item;
  const { catalogue } = workshop;
  const [checkRun, seen] = await Promise.all([item.run, look(item)]);
  signal.throwIfAborted();
  if (!('capture' in seen)) {
    await concludeCheckRun(client, { pull, run: checkRun }, configProblemsOutput(seen.problems));
    return 'failure';
  }
  const { config, settings, capture, recapture, proposed } = seen;
  const { snapshot, places } = capture;
  const report = await review({ snapshot, catalogue, settings, failOn: config.failOn, analyser: workshop.analyser });
  const held = { config, report };
  const change =
    proposed?.config &&
    (await weighProposed({
      catalogue,
      analyser: workshop.analyser,
      held,
      proposed: proposed.config,
      snapshot,
      capture: recapture,
    }));
  signal.throwIfAborted();
  const { posted, state } = opening;
  const planned = planActions({
    ...bookOf(workshop),
    report,
    files: snapshot.files.map((file) => ({ ...file, hunks: places.get(file.path) ?? file.hunks })),
    maxComments: config.maxComments,
    failOn: config.failOn,
    posted,
    pull,
    key: workshop.key,
    version: VERSION,
  });
  const about = { problems: proposed?.problems ?? [], ...(change ? { change } : {}) };
  const actions = planned.map((action) => withProposed(action, about));
  // A check run speaks of its own commit, whatever came after it; words are for the head as it is now.
  const speaks = actions.some(({ kind }) => kind === 'post-review');
  const isFresh = !speaks || performance.now() - item.openedAt < HEAD_IS_FRESH;
  await applyActions(client, { pull, head: state.head, checkRun, own, ...(isFresh ? { seen: posted } : {}) }, actions);
  return actions.find((action) => action.kind === 'conclude-check-run')?.conclusion ?? report.conclusion;
}

type Seen =
  | {
      readonly config: Config;
      readonly settings: ReturnType<typeof settingsFor>;
      readonly capture: GitHubCapture;
      /** Reads the change again, for other files. */
      recapture(request: CaptureRequest): Promise<Snapshot>;
      /** The configuration that the change itself proposes, if it does. */
      readonly proposed: Found | undefined;
    }
  | { readonly problems: readonly ConfigProblem[] };

/** Configuration and change, or why there is no looking at it. */
async function look({ workshop, client, pull, opening }: Case): Promise<Seen> {
  const { catalogue, memory } = workshop;
  const known = { checks: catalogue.checks.map(({ info }) => info), chapters: catalogue.chapters };
  const found = await findConfiguration(client, { pull, opening, known });
  // A file that cannot be used must not stand in the way of the change that mends it.
  const config = found.config ?? defaultConfig();
  const settings = settingsFor(config, known.checks);
  const subject = { pull, state: opening.state, memory };
  const capture = await captureGitHub(client, subject, captureRequest(catalogue, settings));
  const proposed = await judgeProposed(client, { pull, opening, known, snapshot: capture.snapshot });
  if (!found.config && !proposed?.config) return { problems: found.problems };
  const recapture = async (request: CaptureRequest) => (await captureGitHub(client, subject, request)).snapshot;
  return { config, settings, capture, recapture, proposed };
}

function verifier(key: string, pull: PullRef): Own['verify'] {
  return (body, kind) => (kind === 'review' ? readMarkers(body, key, pull) : readMarker(body, key, pull));
}

function bookOf({ catalogue, docsUrl }: Workshop): {
  checks: Map<CheckId, CheckInfo>;
  chapters: Map<number, ChapterInfo>;
  docsUrl: string;
} {
  return {
    checks: new Map(catalogue.checks.map(({ info }) => [info.id, info])),
    chapters: new Map(catalogue.chapters.map((chapter) => [chapter.number, chapter])),
    docsUrl,
  };
}

/** What no further attempt would change ends here, with a concluded check run; the rest is thrown on. */
async function giveWay({ workshop, client, pull, run }: Case, error: unknown): Promise<string> {
  // The pull request was there a moment ago. What is missing has not reached all of GitHub's machines yet, or comes back.
  if (error instanceof Gone) throw new GitHubTrouble('server', error.message);
  const kind =
    error instanceof Superseded ? 'superseded' : error instanceof PermissionMissing ? 'no-permission' : undefined;
  if (!kind) throw error;
  workshop.log.warn({ pull: `${pull.owner}/${pull.repo}#${pull.number}`, why: kind }, 'review gave way');
  await concludeCheckRun(client, { pull, run: await run }, errorOutput(kind));
  return 'neutral';
}

/** The last attempt failed: the check run is concluded all the same, so that nobody waits for it. */
export async function concludeDead(workshop: Workshop, job: ReviewJob, error: unknown): Promise<void> {
  await concludeUnfinished(workshop, job, errorOutput(kindOf(error)));
}

function kindOf(error: unknown): ErrorKind {
  if (error instanceof GitHubTrouble) return 'github-trouble';
  return error instanceof Error && error.name === 'AbortError' ? 'out-of-time' : 'own-error';
}

/** A newer push took the place of this job, which will never run. */
export async function concludeSuperseded(workshop: Workshop, job: ReviewJob): Promise<void> {
  await concludeUnfinished(workshop, job, errorOutput('superseded'));
}

async function concludeUnfinished(
  workshop: Workshop,
  { installation, pull, head }: ReviewJob,
  output: ConcludeCheckRun,
): Promise<void> {
  const client = await workshop.clientFor(installation);
  const slug = await workshop.appSlug();
  for (const run of await findCheckRuns(client, pull, { head, name: CHECK_NAME })) {
    if (run.appSlug === slug && run.status !== 'completed') await concludeCheckRun(client, { pull, run }, output);
  }
}
