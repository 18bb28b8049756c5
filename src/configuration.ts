import type { Action, ConfigProblem } from './core/actions.ts';
import type { PullRef, Snapshot, Span } from './core/flow.ts';
import { type Config, CONFIG_PATH, defaultConfig, type Known } from './config/config.ts';
import { readExtended, type ConfigPlace } from './config/extend.ts';
import type { ReadResult } from './config/read.ts';
import type { GitHubClient } from './github/client.ts';
import { ACCOUNT_REPOSITORY, type Opening } from './github/open-pull.ts';
import { inlineCode, plainProse, prose } from './docs/markdown.ts';
import { readConfigOf, readConfigText } from './github/read-config.ts';
import { annotate } from './publish/annotation.ts';

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

/** The configuration that a change proposes: read to say what is wrong with it, never to go by. Undefined where there is none. */
export async function judgeProposed(
  client: GitHubClient,
  { pull, known, snapshot }: { readonly pull: PullRef; readonly known: Known; readonly snapshot: Snapshot },
): Promise<ReadResult | undefined> {
  const text = snapshot.files.find(({ path }) => path === CONFIG_PATH)?.text;
  if (text === undefined) return undefined;
  return readHere(client, { pull, known, commit: snapshot.head, place: { repo: undefined, path: CONFIG_PATH }, text });
}

/** Problems named in the summary; all of them are annotations. */
const MOST_NAMED = 10;

/** The check run with what is wrong with the proposed configuration; one that could not be used once merged fails it. */
export function withProposed(action: Action, problems: readonly ConfigProblem[]): Action {
  if (action.kind !== 'conclude-check-run' || problems.length === 0) return action;
  const fails = problems.some(({ severity }) => severity === 'error');
  const lines = problems
    .slice(0, MOST_NAMED)
    .map(
      ({ path, span, message }) =>
        `- ${inlineCode(`${path}:${span.line}:${span.col}`)} ${prose(message.slice(0, 300))}`,
    );
  const intro = fails
    ? 'The configuration in this change could not be used once it is merged. This review went by the one on the base branch.'
    : 'About the configuration in this change:';
  return {
    ...action,
    conclusion: fails ? 'failure' : action.conclusion,
    summary: [intro, lines.join('\n'), action.summary].join('\n\n'),
    annotations: [
      ...problems.map(({ path, span, severity, message }) =>
        annotate({ path, span, severity, title: 'Configuration of Chapter & Verse', message: plainProse(message) }),
      ),
      ...action.annotations,
    ],
  };
}
