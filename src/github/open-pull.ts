import { z } from 'zod';
import { CONFIG_PATH } from '../config/config.ts';
import { BASELINE_PATH } from '../core/baseline.ts';
import { CAPTURE_LIMITS } from '../core/capture.ts';
import type { Person, Spoken } from '../core/actions.ts';
import type { Decoded } from '../core/decode.ts';
import type { PullRef } from '../core/flow.ts';
import { askGraphql, type GitHubClient } from './client.ts';
import { completeEntry, ENTRY_FIELDS, entryShape, type Entry, type Repository } from './file-entry.ts';
import { decodeConfig, readConfigText } from './read-config.ts';
import { conversationField, conversationShape, gatherConversation } from './read-conversation.ts';
import {
  FIRST_PAGE,
  gatherPosted,
  POSTED_FIELDS,
  POSTED_VARIABLES,
  postedShape,
  type Own,
  type PostedState,
} from './read-posted.ts';
import type { PullState } from './read-pull.ts';
import { personOf } from './spoken.ts';
import { Gone } from './trouble.ts';

/** All that a review begins with. */
export interface Opening {
  readonly state: PullState;
  /** What this App has said on the pull request. */
  readonly posted: PostedState;
  readonly author: Person;
  /** What the conversation may ask of us, oldest first. */
  readonly conversation: readonly Spoken[];
  /** The head may have check runs of ours under that name: only then need they be looked for. */
  readonly mayHaveRun: boolean;
  /** The file at the tip of the base branch; undefined where there is none. */
  readonly config: Decoded | undefined;
  /** The file in the account's `.github` repository; undefined where there is none, or none that we may read. */
  readonly accountConfig: Decoded | undefined;
  /** The baseline at the tip of the base branch; undefined where there is none. */
  readonly baseline: Decoded | undefined;
}

const entry = entryShape.nullable().optional();
const target = z.object({ file: entry, baseline: entry }).nullable();
const ref = z.object({ target }).nullable();

const suites = z.object({
  nodes: z.array(
    z.object({
      app: z.object({ slug: z.string() }).nullable(),
      checkRuns: z.object({ totalCount: z.number() }).nullable(),
    }),
  ),
});

const pullShape = postedShape.extend({
  baseRefOid: z.string(),
  baseRefName: z.string(),
  isDraft: z.boolean(),
  changedFiles: z.number(),
  title: z.string(),
  body: z.string(),
  labels: z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullable(),
  author: z.object({ __typename: z.string(), login: z.string() }).nullable(),
  comments: conversationShape,
  baseRef: ref,
  commits: z.object({
    nodes: z.array(z.object({ commit: z.object({ oid: z.string(), checkSuites: suites.nullable() }) })),
  }),
});

type Pull = z.infer<typeof pullShape>;

const answerShape = z.object({
  repository: z.object({ pullRequest: pullShape.nullable() }).nullable(),
  account: z.object({ defaultBranchRef: ref }).nullable().optional(),
});

/** Name of the repository that speaks for all of its account. */
export const ACCOUNT_REPOSITORY = '.github';

const TARGET = `target { ... on Commit { file(path: $config) ${ENTRY_FIELDS} } }`;

const OWN_TARGET = `target { ... on Commit {
  file(path: $config) ${ENTRY_FIELDS}
  baseline: file(path: "${BASELINE_PATH}") ${ENTRY_FIELDS}
} }`;

const QUERY = `query ($owner: String!, $repo: String!, $number: Int!, $config: String!, $check: String!, ${POSTED_VARIABLES}) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      ${POSTED_FIELDS}
      baseRefOid baseRefName isDraft changedFiles title body
      labels(first: 100) { nodes { name } }
      author { __typename login }
      ${conversationField()}
      baseRef { ${OWN_TARGET} }
      commits(last: 1) {
        nodes {
          commit {
            oid
            checkSuites(first: 100, filterBy: { checkName: $check }) {
              nodes { app { slug } checkRuns(first: 1, filterBy: { checkName: $check }) { totalCount } }
            }
          }
        }
      }
    }
  }
  account: repository(owner: $owner, name: "${ACCOUNT_REPOSITORY}") { defaultBranchRef { ${TARGET} } }
}`;

/**
 * Pull request, configuration, what was posted, and whether there is a check run already: one request.
 * @param about.check name of our check run.
 * @throws Gone where there is no such pull request for us.
 */
export async function openPull(
  client: GitHubClient,
  pull: PullRef,
  about: { own: Own; check: string },
): Promise<Opening> {
  const { owner, repo, number } = pull;
  const answer = await askGraphql(client, {
    what: 'pull request',
    query: QUERY,
    variables: { owner, repo, number, config: CONFIG_PATH, check: about.check, ...FIRST_PAGE },
    answer: answerShape,
    optional: ['account'],
  });
  const found = answer.repository?.pullRequest;
  if (!found) throw new Gone('GraphQL pull request: it is not there');
  const account = answer.account?.defaultBranchRef?.target?.file;
  return {
    state: stateOf(found),
    posted: await gatherPosted(client, { pull, own: about.own, first: found }),
    author: personOf(found.author),
    conversation: await gatherConversation(client, pull, found.comments),
    mayHaveRun: mayHaveRun(found, about.own.appSlug),
    // The branch may have been deleted; the commit that it ended with is still there.
    config: found.baseRef
      ? await textOf(client, pull, found.baseRef.target?.file)
      : await readConfigText(client, pull, { commit: found.baseRefOid }),
    accountConfig: await textOf(client, { owner, repo: ACCOUNT_REPOSITORY }, account),
    baseline: found.baseRef
      ? await textOf(client, pull, found.baseRef.target?.baseline)
      : await readConfigText(client, pull, { commit: found.baseRefOid, path: BASELINE_PATH }),
  };
}

function stateOf(found: Pull): PullState {
  return {
    head: found.headRefOid,
    base: found.baseRefOid,
    baseRef: found.baseRefName,
    isOpen: found.state === 'OPEN',
    isDraft: found.isDraft,
    changedFiles: found.changedFiles,
    facts: {
      title: found.title,
      body: found.body,
      labels: (found.labels?.nodes ?? []).map(({ name }) => name).sort(),
      authorIsBot: found.author?.__typename === 'Bot',
    },
  };
}

/** In doubt, when GitHub has not caught up with the head, yes. */
function mayHaveRun({ commits, headRefOid }: Pull, appSlug: string): boolean {
  const [last] = commits.nodes;
  if (last?.commit.oid !== headRefOid || !last.commit.checkSuites) return true;
  return last.commit.checkSuites.nodes.some(
    ({ app, checkRuns }) => app?.slug === appSlug && checkRuns?.totalCount !== 0,
  );
}

async function textOf(
  client: GitHubClient,
  repository: Repository,
  found: Entry | null | undefined,
): Promise<Decoded | undefined> {
  if (!found) return undefined;
  const { maxFileBytes } = CAPTURE_LIMITS;
  return decodeConfig(await completeEntry(client, { repository, entry: found, maxFileBytes }), CONFIG_PATH);
}
