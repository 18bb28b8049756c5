import type { ConcludeCheckRun, ConfigProblem } from './core/actions.ts';
import type { CheckId, PullRef, ReviewJob } from './core/flow.ts';
import type { ChapterInfo, CheckInfo } from './core/check-info.ts';
import { CONFIG_PATH, defaultConfig } from './config/config.ts';
import type { Config } from './config/config.ts';
import { readConfig } from './config/read.ts';
import { settingsFor } from './config/settings.ts';
import { applyActions } from './github/apply-actions.ts';
import { captureGitHub } from './github/capture-github.ts';
import { beginCheckRun, findCheckRuns } from './github/check-runs.ts';
import type { CheckRun } from './github/check-runs.ts';
import type { GitHubClient } from './github/client.ts';
import { concludeCheckRun } from './github/conclude-check-run.ts';
import { readConfigText } from './github/read-config.ts';
import { readPosted } from './github/read-posted.ts';
import type { Own } from './github/read-posted.ts';
import { readPull } from './github/read-pull.ts';
import type { PullState } from './github/read-pull.ts';
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
}

export const CHECK_NAME = 'Chapter & Verse';

/** One pull request on its way: who asks, what for, and as what it stands on GitHub. */
interface Case {
  readonly workshop: Workshop;
  readonly client: GitHubClient;
  readonly pull: PullRef;
  readonly state: PullState;
  readonly run: CheckRun;
}

/**
 * Job → capture → review → plan → apply, for the head that the pull request has now. Doing it again says nothing twice.
 * @throws GitHubTrouble and whatever is our own fault: the queue tries again.
 */
export async function reviewPull(workshop: Workshop, job: ReviewJob, signal: AbortSignal): Promise<void> {
  const about = { delivery: job.delivery, pull: `${job.pull.owner}/${job.pull.repo}#${job.pull.number}` };
  try {
    const client = await workshop.clientFor(job.installation);
    const state = await readPull(client, job.pull);
    if (!state.isOpen) return workshop.log.info(about, 'pull request is closed: nothing reviewed');
    const run = await openCheckRun(workshop, client, job.pull, state.head);
    if (run.status === 'completed')
      return workshop.log.info({ ...about, head: state.head }, 'head was reviewed before');
    const item: Case = { workshop, client, pull: job.pull, state, run };
    signal.throwIfAborted();
    const conclusion = await reviewCase(item, signal).catch((error: unknown) => giveWay(item, error));
    workshop.log.info({ ...about, head: state.head, conclusion }, 'review finished');
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    workshop.log.warn({ ...about, why: error.message }, 'nothing to review: it is gone, or not for us');
  }
}

/** The unfinished or finished run of this head if there is one, else a new one. */
async function openCheckRun(workshop: Workshop, client: GitHubClient, pull: PullRef, head: string): Promise<CheckRun> {
  const externalId = `pull/${pull.number}`;
  const [runs, slug] = await Promise.all([findCheckRuns(client, pull, { head, name: CHECK_NAME }), workshop.appSlug()]);
  const own = runs.find((run) => run.appSlug === slug && run.externalId === externalId);
  return own ?? beginCheckRun(client, pull, { head, name: CHECK_NAME, externalId });
}

async function reviewCase(item: Case, signal: AbortSignal): Promise<string> {
  const { workshop, client, pull, state, run } = item;
  const { catalogue } = workshop;
  const found = await readConfiguration(item);
  if (!found.config) {
    await concludeCheckRun(client, { pull, run }, configProblemsOutput(found.problems));
    return 'failure';
  }
  const { config } = found;
  const settings = settingsFor(
    config,
    catalogue.checks.map(({ info }) => info),
  );
  const snapshot = await captureGitHub(client, { pull, state }, captureRequest(catalogue, settings));
  signal.throwIfAborted();
  const report = await review({ snapshot, catalogue, settings, failOn: config.failOn, analyser: workshop.analyser });
  signal.throwIfAborted();
  const own = { appSlug: await workshop.appSlug(), verify: verifier(workshop.key, pull) };
  const posted = await readPosted(client, pull, own);
  const actions = planActions({
    ...bookOf(workshop),
    report,
    files: snapshot.files,
    maxComments: config.maxComments,
    failOn: config.failOn,
    posted,
    pull,
    key: workshop.key,
    version: VERSION,
  });
  await applyActions(client, { pull, head: state.head, checkRun: run, own, seen: posted }, actions);
  return report.conclusion;
}

function verifier(key: string, pull: PullRef): Own['verify'] {
  return (body, kind) => (kind === 'review' ? readMarkers(body, key, pull) : readMarker(body, key, pull));
}

async function readConfiguration({
  workshop,
  client,
  pull,
  state,
}: Case): Promise<{ config: Config | undefined; problems: readonly ConfigProblem[] }> {
  const file = await readConfigText(client, pull, state.base);
  if (!file) return { config: defaultConfig(), problems: [] };
  if ('why' in file) {
    const span = { line: 1, col: 1, endLine: 1, endCol: 1 };
    return {
      config: undefined,
      problems: [{ path: CONFIG_PATH, span, severity: 'error', message: `The configuration ${file.why}.` }],
    };
  }
  const { checks, chapters } = workshop.catalogue;
  return readConfig(file.text, { checks: checks.map(({ info }) => info), chapters });
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
  const kind =
    error instanceof Superseded ? 'superseded' : error instanceof PermissionMissing ? 'no-permission' : undefined;
  if (!kind) throw error;
  workshop.log.warn({ pull: `${pull.owner}/${pull.repo}#${pull.number}`, why: kind }, 'review gave way');
  await concludeCheckRun(client, { pull, run }, errorOutput(kind));
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
