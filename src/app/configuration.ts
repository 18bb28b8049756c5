import type { Action, ConcludeCheckRun, ConfigProblem } from '../core/actions.ts';
import type { ReportChange } from '../core/compare-reports.ts';
import { BASELINE_PATH } from '../core/baseline.ts';
import type { Decoded } from '../core/decode.ts';
import type { Baseline, PullRef, Skip, Snapshot, Span } from '../core/flow.ts';
import { readBaseline } from '../config/baseline.ts';
import { type Config, CONFIG_PATH, defaultConfig, type Known } from '../config/config.ts';
import { readExtended, type ConfigPlace } from '../config/extend.ts';
import type { ReadResult } from '../config/read.ts';
import type { GitHubClient } from '../github/client.ts';
import { ACCOUNT_REPOSITORY, type Opening } from '../github/open-pull.ts';
import { inlineCode, plainProse, prose } from '../docs/markdown.ts';
import { digits } from '../docs/words.ts';
import { readConfigOf, readConfigText } from '../github/read-config.ts';
import { annotate } from '../publish/annotation.ts';
import { fitItems } from '../publish/fit.ts';
import { renderReportChange } from '../publish/report-change.ts';

export interface Found {
  /** Absent where a problem is an error. */
  readonly config: Config | undefined;
  readonly problems: readonly ConfigProblem[];
}

interface Subject {
  readonly pull: PullRef;
  readonly opening: Pick<Opening, 'config' | 'accountConfig'> & { readonly state: Pick<Opening['state'], 'base'> };
  readonly known: Known;
}

const TOP: Span = { line: 1, col: 1, endLine: 1, endCol: 1 };

/** The base branch's file, else the one of the account's `.github` repository, laid over what it extends; else the defaults. */
export async function findConfiguration(client: GitHubClient, { pull, opening, known }: Subject): Promise<Found> {
  const own = opening.config;
  const file = own ?? opening.accountConfig;
  if (!file) return { config: defaultConfig(), problems: [] };
  const place: ConfigPlace = { repo: own ? undefined : ACCOUNT_REPOSITORY, path: CONFIG_PATH };
  if ('why' in file) {
    const message = own
      ? `The configuration ${file.why}.`
      : `The configuration of ${pull.owner}/${ACCOUNT_REPOSITORY} ${file.why}.`;
    return { config: undefined, problems: [{ path: CONFIG_PATH, span: TOP, severity: 'error', message }] };
  }
  return readHere(client, { pull, known, commit: opening.state.base, place, text: file.text });
}

/** As `findConfiguration`, with the repository's own file at a commit. */
export async function configurationAt(
  client: GitHubClient,
  { pull, known, commit }: { readonly pull: PullRef; readonly known: Known; readonly commit: string },
): Promise<Found> {
  const config = await readConfigText(client, pull, { commit });
  const account = { owner: pull.owner, repo: ACCOUNT_REPOSITORY };
  const accountConfig = config ? undefined : await readConfigOf(client, account, CONFIG_PATH);
  return findConfiguration(client, { pull, known, opening: { config, accountConfig, state: { base: commit } } });
}

export interface FoundBaseline {
  readonly baseline: Baseline;
  /** Why the file counts for nothing, where it cannot be used: a review without it says more, never less. */
  readonly skips: readonly Skip[];
}

export function openBaseline(file: Decoded | undefined): FoundBaseline {
  if (!file) return { baseline: [], skips: [] };
  const read = 'why' in file ? { problem: `The baseline ${file.why}.` } : readBaseline(file.text);
  if ('baseline' in read) return { baseline: read.baseline, skips: [] };
  return { baseline: [], skips: [{ what: 'file', path: BASELINE_PATH, why: read.problem }] };
}

interface Text {
  readonly pull: PullRef;
  readonly known: Known;
  /** Where the repository's own files are read. */
  readonly commit: string;
  readonly place: ConfigPlace;
  readonly text: string;
}

/** A configuration's text with what it extends. */
export function readHere(client: GitHubClient, { pull, known, commit, place, text }: Text): Promise<ReadResult> {
  return readExtended({ place, text }, known, ({ repo, path }) =>
    repo === undefined || repo === pull.repo
      ? readConfigText(client, pull, { commit, path })
      : readConfigOf(client, { owner: pull.owner, repo }, path),
  );
}

/**
 * The configuration that a change proposes: read to say what is wrong with it and what it would do, never to go by. A change that
 * takes the file away proposes what holds without one. Undefined where the change leaves the file alone.
 */
export async function judgeProposed(
  client: GitHubClient,
  { pull, opening, known, snapshot }: Subject & { readonly snapshot: Snapshot },
): Promise<Found | undefined> {
  const { files, tree } = snapshot;
  const text = files.find(({ path }) => path === CONFIG_PATH)?.text;
  const wasHere = files.some(
    ({ path, previousPath = path, status }) => previousPath === CONFIG_PATH && status !== 'added',
  );
  if (text === undefined && wasHere && !tree.has(CONFIG_PATH))
    return findConfiguration(client, { pull, known, opening: { ...opening, config: undefined } });
  if (text === undefined) return undefined;
  return readHere(client, { pull, known, commit: snapshot.head, place: { repo: undefined, path: CONFIG_PATH }, text });
}

/** Of the problems that the summary names; all of them are annotations. With what else is put before a summary, it keeps within 65,535. */
const MOST_BYTES = 1_500;

/** What is to be said of a proposed configuration. */
export interface Proposed {
  readonly problems: readonly ConfigProblem[];
  /** What it would do to the review of the change itself, where it can be used. */
  readonly change?: ReportChange;
}

/**
 * The check run with what is wrong with the proposed configuration and what it would do. One that could not be used once merged
 * fails the check run; what it would find decides nothing.
 */
export function withProposed(action: Action, { problems, change }: Proposed): Action {
  if (action.kind !== 'conclude-check-run') return action;
  const changed = change ? { ...action, summary: `${renderReportChange(change)}\n\n${action.summary}` } : action;
  return problems.length === 0 ? changed : withProblems(changed, problems);
}

function withProblems(action: ConcludeCheckRun, problems: readonly ConfigProblem[]): ConcludeCheckRun {
  const fails = problems.some(({ severity }) => severity === 'error');
  const lines = problems.map(
    ({ path, span, message }) => `- ${inlineCode(`${path}:${span.line}:${span.col}`)} ${prose(message.slice(0, 300))}`,
  );
  const intro = fails
    ? 'The configuration in this change could not be used once it is merged. This review went by the one on the base branch.'
    : 'About the configuration in this change:';
  return {
    ...action,
    conclusion: fails ? 'failure' : action.conclusion,
    summary: [intro, fitItems(lines, MOST_BYTES, (left) => `- … and ${digits(left)} more.`), action.summary].join(
      '\n\n',
    ),
    annotations: [
      ...problems.map(({ path, span, severity, message }) =>
        annotate({ path, span, severity, title: 'Configuration of Chapter & Verse', message: plainProse(message) }),
      ),
      ...action.annotations,
    ],
  };
}
