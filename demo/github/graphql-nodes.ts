import { graphqlError, requireAccess, visible } from './graphql-access.ts';
import { connection } from './graphql-connection.ts';
import { findExpression, gitNode } from './graphql-git.ts';
import { association } from './shapes/association.ts';
import { pullPage } from './shapes/pull.ts';
import { repositoryPage } from './shapes/repository.ts';
import { allPulls } from './world.ts';
import type { GraphqlContext } from './graphql-access.ts';
import type { FileChange } from './git-diff.ts';
import type { Page } from './graphql-connection.ts';
import type { Account, IssueComment, Pull, Repository, Review, ReviewComment, Thread, Words } from './model.ts';

export function actorNode(account: Account) {
  // GraphQL gives a bot's login without the suffix that REST shows.
  const login = account.type === 'Bot' ? account.login.replace(/\[bot\]$/, '') : account.login;
  return { __typename: account.type, id: `U_${account.id}`, databaseId: account.id, login };
}

function wordsNode(words: Words) {
  return {
    databaseId: words.id,
    fullDatabaseId: String(words.id),
    author: actorNode(words.author),
    body: words.body,
    createdAt: words.createdAt,
    editor: words.editor === undefined ? null : actorNode(words.editor),
    isMinimized: words.minimized !== undefined,
    minimizedReason: words.minimized?.toLowerCase() ?? null,
  };
}

export function issueCommentNode(comment: IssueComment) {
  return { __typename: 'IssueComment', id: `IC_${comment.id}`, ...wordsNode(comment) };
}

export function reviewNode(review: Review) {
  const commit = (): unknown => gitNode(review.pull.repository, review.commit);
  return { __typename: 'PullRequestReview', id: `PRR_${review.id}`, ...wordsNode(review), state: review.state, commit };
}

export function reviewCommentNode(context: GraphqlContext, comment: ReviewComment) {
  const { thread } = comment;
  return {
    __typename: 'PullRequestReviewComment',
    id: `PRRC_${comment.id}`,
    ...wordsNode(comment),
    authorAssociation: association(comment.pull.repository, comment.author),
    path: thread.path,
    line: thread.outdated ? null : (thread.current.line ?? null),
    outdated: thread.outdated,
    url: `${pullPage(context.world, comment.pull)}#discussion_r${comment.id}`,
    pullRequestReview: () => reviewNode(comment.review),
    replyTo: () =>
      comment.inReplyTo === undefined || !thread.comments[0] ? null : reviewCommentNode(context, thread.comments[0]),
  };
}

export function threadNode(context: GraphqlContext, thread: Thread) {
  const { original, current } = thread;
  return {
    __typename: 'PullRequestReviewThread',
    id: `PRRT_${thread.id}`,
    isResolved: thread.resolvedBy !== undefined,
    isCollapsed: thread.resolvedBy !== undefined || thread.outdated,
    isOutdated: thread.outdated,
    resolvedBy: thread.resolvedBy === undefined ? null : actorNode(thread.resolvedBy),
    path: thread.path,
    subjectType: thread.subject.toUpperCase(),
    diffSide: original.side,
    line: thread.outdated ? null : (current.line ?? null),
    startLine: thread.outdated ? null : (current.startLine ?? null),
    originalLine: original.line ?? null,
    originalStartLine: original.startLine ?? null,
    viewerCanResolve: context.actor.kind !== 'installation' || context.actor.permissions.contents === 'write',
    comments: (page: Page) => connection(thread.comments, page, (comment) => reviewCommentNode(context, comment)),
  };
}

function fileNode(file: FileChange) {
  const kinds = {
    added: 'ADDED',
    modified: 'MODIFIED',
    removed: 'DELETED',
    renamed: 'RENAMED',
    copied: 'COPIED',
    changed: 'CHANGED',
  } as const;
  return { path: file.path, additions: file.additions, deletions: file.deletions, changeType: kinds[file.status] };
}

function pullNode(context: GraphqlContext, pull: Pull) {
  const { world } = context;
  const label = (each: Pull['labels'][number]) => ({
    id: `LA_${each.id}`,
    name: each.name,
    color: 'ededed',
    description: null,
  });
  return {
    __typename: 'PullRequest',
    id: `PR_${pull.id}`,
    databaseId: pull.id,
    number: pull.number,
    title: pull.title,
    body: pull.body ?? '',
    state: pull.merged === undefined ? pull.state.toUpperCase() : 'MERGED',
    isDraft: pull.draft,
    merged: pull.merged !== undefined,
    url: pullPage(world, pull),
    author: actorNode(pull.author),
    baseRefName: pull.baseBranch,
    baseRefOid: pull.base,
    headRefName: pull.headBranch,
    headRefOid: pull.head,
    isCrossRepository: pull.headRepository !== pull.repository,
    changedFiles: async () => (await world.pullDiff(pull)).files.length,
    baseRef: () => refNode(context, pull.repository, pull.baseBranch),
    commits: async (page: Page) => {
      const { mergeBase } = await world.pullDiff(pull);
      const shas = await world.commitsBetween(pull.repository, mergeBase, pull.head);
      return connection(shas, page, (sha) => ({ id: `PURC_${sha}`, commit: () => gitNode(pull.repository, sha) }));
    },
    files: async (page: Page) => connection((await world.pullDiff(pull)).files, page, fileNode),
    labels: (page: Page) => connection(pull.labels, page, label),
    comments: (page: Page) => connection(pull.comments, page, issueCommentNode),
    reviews: (page: Page) =>
      connection(
        pull.reviews.filter((each) => each.state !== 'PENDING'),
        page,
        reviewNode,
      ),
    reviewThreads: (page: Page) => connection(pull.threads, page, (thread) => threadNode(context, thread)),
  };
}

/** Null for a branch that is gone. */
async function refNode(context: GraphqlContext, repository: Repository, branch: string) {
  const sha = await repository.store.resolve(`refs/heads/${branch}`);
  if (sha === undefined) return null;
  const target = (): unknown => {
    requireAccess(context, { contents: 'read' });
    return gitNode(repository, sha, context.world.limits.graphqlTextBytes);
  };
  return { __typename: 'Ref', id: `REF_${branch}`, name: branch, prefix: 'refs/heads/', target };
}

function repositoryNode(context: GraphqlContext, repository: Repository) {
  const { world } = context;
  return {
    __typename: 'Repository',
    id: `R_${repository.id}`,
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: `${repository.owner.login}/${repository.name}`,
    owner: actorNode(repository.owner),
    isPrivate: repository.private,
    defaultBranchRef: () => refNode(context, repository, repository.defaultBranch),
    url: repositoryPage(world, repository),
    object({ oid, expression }: { oid?: string | null; expression?: string | null }) {
      requireAccess(context, { contents: 'read' });
      const limit = world.limits.graphqlTextBytes;
      if (oid != null) return gitNode(repository, oid, limit);
      return expression == null ? null : findExpression(repository, expression, limit);
    },
    pullRequest({ number }: { number: number }) {
      requireAccess(context, { pull_requests: 'read' });
      const pull = repository.pulls.get(number);
      if (!pull) throw graphqlError('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`);
      return pullNode(context, pull);
    },
  };
}

/** Everything with a node id that mutations and `node` can name. */
export function findNode(context: GraphqlContext, id: string): unknown {
  const pulls = allPulls(context.world).filter((pull) => visible(context.actor, pull.repository));
  const [kind, number] = id.split('_');
  const wanted = Number(number);
  for (const pull of pulls) {
    if (kind === 'PR' && pull.id === wanted) return pullNode(context, pull);
    const review = kind === 'PRR' ? pull.reviews.find((each) => each.id === wanted) : undefined;
    if (review) return reviewNode(review);
    const comment = kind === 'IC' ? pull.comments.find((each) => each.id === wanted) : undefined;
    if (comment) return issueCommentNode(comment);
    for (const thread of pull.threads) {
      if (kind === 'PRRT' && thread.id === wanted) return threadNode(context, thread);
      const found = kind === 'PRRC' ? thread.comments.find((each) => each.id === wanted) : undefined;
      if (found) return reviewCommentNode(context, found);
    }
  }
  return undefined;
}

/** The fields of `Query`. */
export function createNodes(context: GraphqlContext) {
  return {
    id: 'Q_1',
    viewer: () => actorNode(context.actor.kind === 'user' ? context.actor.account : context.world.app.bot),
    rateLimit() {
      const { limit, remaining, reset, used } = context.rateLimit();
      return { cost: 1, limit, remaining, used, nodeCount: 1, resetAt: new Date(reset * 1000).toISOString() };
    },
    node({ id }: { id: string }) {
      const found = findNode(context, id);
      if (found === undefined)
        throw graphqlError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
      return found;
    },
    repository({ owner, name }: { owner: string; name: string }) {
      const found = context.world.repository(owner, name);
      if (!found || !visible(context.actor, found))
        throw graphqlError('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`);
      return repositoryNode(context, found);
    },
  };
}
