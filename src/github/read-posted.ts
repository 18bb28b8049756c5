import { z } from 'zod';
import type { Person, Posted, PostedComment, Spoken } from '../core/actions.ts';
import type { PullRef } from '../core/flow.ts';
import { askGraphql, type GitHubClient } from './client.ts';
import { authorShape as author, COMMENT_FIELDS, commentShape, spokenOf } from './spoken.ts';
import { readLater } from './read-later.ts';
import { Gone } from './trouble.ts';

/** How to tell our own words from anybody else's. */
export interface Own {
  /** `<slug>` of the App; its comments are signed `<slug>[bot]`. */
  readonly appSlug: string;
  /** What the marker of a comment's or a review's own body says; undefined where there is none or it is not ours. */
  verify(
    body: string,
    kind: 'comment' | 'review',
  ):
    | (Pick<PostedComment, 'fingerprints' | 'placeless' | 'isSettled'> & { readonly held?: readonly string[] })
    | undefined;
}

/** What this App has said on a pull request, together with the head at that moment. */
export interface PostedState extends Posted {
  /** SHA */
  readonly head: string;
  readonly isOpen: boolean;
}

const page = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

const reviewsShape = z.object({ pageInfo: page, nodes: z.array(z.object({ body: z.string(), author })) });

const threadsShape = z.object({
  pageInfo: page,
  nodes: z.array(
    z.object({
      id: z.string(),
      isResolved: z.boolean(),
      resolvedBy: author,
      path: z.string(),
      line: z.number().nullable(),
      comments: z.object({ totalCount: z.number(), nodes: z.array(commentShape) }),
    }),
  ),
});

/** The part of a pull request that says what was posted on it. */
export const postedShape = z.object({
  headRefOid: z.string(),
  state: z.string(),
  reviews: reviewsShape.optional(),
  reviewThreads: threadsShape.optional(),
});

/** Fields of `PullRequest` for `postedShape`, for a page of each list. Our comments stand first in their threads: we answer nobody. */
export const POSTED_FIELDS = `headRefOid
      state
      reviews(first: 100, after: $reviews) @include(if: $moreReviews) {
        pageInfo { hasNextPage endCursor }
        nodes { body author { __typename login } }
      }
      reviewThreads(first: 100, after: $threads) @include(if: $moreThreads) {
        pageInfo { hasNextPage endCursor }
        nodes { id isResolved resolvedBy { __typename login } path line comments(first: 50) { totalCount nodes { ${COMMENT_FIELDS} } } }
      }`;

/** Variables that `POSTED_FIELDS` takes, declared, and their values for the first page. */
export const POSTED_VARIABLES = '$reviews: String, $threads: String, $moreReviews: Boolean!, $moreThreads: Boolean!';
export const FIRST_PAGE: Cursors = { reviews: null, threads: null, moreReviews: true, moreThreads: true };

const answerShape = z.object({ repository: z.object({ pullRequest: postedShape.nullable() }).nullable() });

const QUERY = `query ($owner: String!, $repo: String!, $number: Int!, ${POSTED_VARIABLES}) {
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) { ${POSTED_FIELDS} } }
}`;

/** Requests for what stands further down in long threads, in one review: anybody who may comment can make a thread long. */
const MOST_LATER = 20;

type Author = z.infer<typeof author>;

/**
 * Everything that this App has posted, by its verified marker and its account, on all pages: one request for each hundred, and one for
 * each further hundred of a long thread of ours, twenty at most. A quotation of ours by somebody else is not ours.
 */
export async function readPosted(client: GitHubClient, pull: PullRef, own: Own): Promise<PostedState> {
  return gatherPosted(client, { pull, own, first: await readPage(client, pull, FIRST_PAGE) });
}

interface Gathering {
  readonly pull: PullRef;
  readonly own: Own;
  /** The first page, however it was read. */
  readonly first: Page;
}

/** As `readPosted`, from a first page on: no further request unless there are more. */
export async function gatherPosted(client: GitHubClient, { pull, own, first }: Gathering): Promise<PostedState> {
  const fingerprints = new Set<string>();
  const held = new Set<string>();
  const comments: PostedComment[] = [];
  const long = new Map<string, number>();
  const isOurs = (who: Author) => who?.__typename === 'Bot' && who.login.replace(/\[bot\]$/, '') === own.appSlug;
  for (let found = first; ;) {
    for (const review of found.reviews?.nodes ?? []) {
      const said = isOurs(review.author) ? own.verify(review.body, 'review') : undefined;
      for (const each of said?.fingerprints ?? []) fingerprints.add(each);
      for (const each of said?.held ?? []) held.add(each);
    }
    for (const thread of found.reviewThreads?.nodes ?? []) {
      const comment = commentOf(thread, own, isOurs);
      if (!comment) continue;
      if (!comment.isSettled) for (const each of comment.fingerprints) fingerprints.add(each);
      comments.push(comment);
      const unread = thread.comments.totalCount - thread.comments.nodes.length;
      if (unread > 0) long.set(thread.id, unread);
    }
    const at = nextPage(found);
    if (!at.moreReviews && !at.moreThreads) {
      const whole = await completeLong(client, { comments, long, isOurs });
      return { head: found.headRefOid, isOpen: found.state === 'OPEN', fingerprints, comments: whole, held };
    }
    found = await readPage(client, pull, at);
  }
}

interface Incomplete {
  readonly comments: readonly PostedComment[];
  /** Thread → number of comments at its end that were not read. */
  readonly long: ReadonlyMap<string, number>;
  readonly isOurs: (who: Author) => boolean;
}

/** Reads what stands further down in long threads: the last word may decide. */
async function completeLong(
  client: GitHubClient,
  { comments, long, isOurs }: Incomplete,
): Promise<readonly PostedComment[]> {
  let room = MOST_LATER;
  const later = new Map<string, readonly Spoken[]>();
  for (const [thread, unread] of long) {
    if (room === 0) break;
    const { nodes, requests } = await readLater(client, { thread, unread, room });
    room -= requests;
    later.set(
      thread,
      nodes.flatMap((each) => (isOurs(each.author) ? [] : spokenOf(each))),
    );
  }
  return comments.map((comment) => {
    const more = later.get(comment.thread);
    return more ? { ...comment, replies: [...comment.replies, ...more] } : comment;
  });
}

type Thread = z.infer<typeof threadsShape>['nodes'][number];

/** The comment of ours that a thread starts with; undefined where it is not ours. */
function commentOf(thread: Thread, own: Own, isOurs: (who: Author) => boolean): PostedComment | undefined {
  const [opening, ...answers] = thread.comments.nodes;
  const marked = opening && isOurs(opening.author) ? own.verify(opening.body, 'comment') : undefined;
  if (!opening || !marked || opening.databaseId === null) return undefined;
  const { id, path, line, isResolved, resolvedBy } = thread;
  return {
    id: opening.databaseId,
    thread: id,
    body: opening.body,
    fingerprints: marked.fingerprints,
    ...(marked.placeless ? { placeless: marked.placeless } : {}),
    isSettled: marked.isSettled,
    path,
    line: line ?? undefined,
    isResolved,
    ...(resolvedBy ? { resolvedBy: resolverOf(resolvedBy, own) } : {}),
    replies: answers.flatMap((answer) => (isOurs(answer.author) ? [] : spokenOf(answer))),
  };
}

/** GitHub's schema has a `User` here, whoever it was: an App is then known by its login alone. */
function resolverOf(who: NonNullable<Author>, own: Own): Person {
  const isBot = who.__typename === 'Bot' || who.login.endsWith('[bot]') || who.login === own.appSlug;
  return { login: who.login, isBot };
}

interface Cursors {
  readonly reviews: string | null;
  readonly threads: string | null;
  readonly moreReviews: boolean;
  readonly moreThreads: boolean;
}

type Page = z.infer<typeof postedShape>;

function nextPage({ reviews, reviewThreads }: Page): Cursors {
  return {
    reviews: reviews?.pageInfo.endCursor ?? null,
    threads: reviewThreads?.pageInfo.endCursor ?? null,
    moreReviews: reviews?.pageInfo.hasNextPage ?? false,
    moreThreads: reviewThreads?.pageInfo.hasNextPage ?? false,
  };
}

async function readPage(client: GitHubClient, { owner, repo, number }: PullRef, cursors: Cursors): Promise<Page> {
  const answer = await askGraphql(client, {
    what: 'comments',
    query: QUERY,
    variables: { owner, repo, number, ...cursors },
    answer: answerShape,
  });
  const found = answer.repository?.pullRequest;
  if (!found) throw new Gone('GraphQL comments: the pull request is not there');
  return found;
}
