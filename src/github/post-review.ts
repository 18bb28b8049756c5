import { Buffer } from 'node:buffer';
import { z } from 'zod';
import type { PostReview, ReviewComment } from '../core/actions.ts';
import type { Hunk, PullRef } from '../core/flow.ts';
import { ask, type GitHubClient } from './client.ts';
import { listPlaces } from './list-files.ts';
import { readPull } from './read-pull.ts';
import { readPosted, type Own } from './read-posted.ts';
import { isUncertain, Refused, Superseded } from './trouble.ts';

interface Target {
  readonly pull: PullRef;
  readonly own: Own;
}

/** Characters and bytes that a body may have, less what the joins take. */
const BODY_BYTES = 60_000;

/**
 * Posts a review, once. It is one request, so that its readers get one message.
 *
 * After a failure that may have posted it (a 502 often has), what stands there is read first and only what is missing is posted,
 * once more. GitHub refuses a whole review for one comment that has no place in the diff, and does not say for which: then the
 * places are read from GitHub, and comments without one go into the review's body, marker and all, so that no finding is lost and
 * the next run knows that it was said.
 */
export async function postReview(client: GitHubClient, target: Target, review: PostReview): Promise<void> {
  try {
    await createReview(client, target, review);
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 422) throw error;
    await createReview(client, target, await withPlaces(client, target.pull, review)).catch(async (again: unknown) => {
      if (!(again instanceof Refused) || again.status !== 422 || review.comments.length === 0) throw again;
      await createReview(client, target, withoutPlaces(review, review.comments, []));
    });
  }
}

async function createReview(client: GitHubClient, target: Target, review: PostReview): Promise<void> {
  try {
    await send(client, target.pull, review);
  } catch (error) {
    if (!isUncertain(error)) throw error;
    const missing = await missingOf(client, target, review);
    if (missing) await send(client, target.pull, missing);
  }
}

/** The part of a review that is not on the pull request; undefined if all of it is. */
async function missingOf(
  client: GitHubClient,
  { pull, own }: Target,
  review: PostReview,
): Promise<PostReview | undefined> {
  const posted = await readPosted(client, pull, own);
  if (posted.head !== review.commit) throw new Superseded('the pull request has a newer head', posted.head);
  const isPosted = (body: string, kind: 'comment' | 'review') =>
    isSaid(own.verify(body, kind)?.fingerprints ?? [], posted.fingerprints);
  const comments = review.comments.filter((comment) => !isPosted(comment.body, 'comment'));
  if (comments.length === review.comments.length && !isPosted(review.body, 'review')) return review;
  return comments.length > 0 ? { ...review, comments } : undefined;
}

function isSaid(carried: readonly string[], posted: ReadonlySet<string>): boolean {
  return carried.length > 0 && carried.every((each) => posted.has(each));
}

async function send(client: GitHubClient, { owner, repo, number }: PullRef, review: PostReview): Promise<void> {
  await ask(client, {
    route: 'POST /repos/{owner}/{repo}/pulls/{number}/reviews',
    parameters: {
      owner,
      repo,
      number,
      commit_id: review.commit,
      event: 'COMMENT',
      body: review.body,
      comments: review.comments.map(toWire),
    },
    answer: z.object({ id: z.number() }),
    once: true,
  });
}

/** A range of one line is refused, so it goes as a line. */
function toWire({ path, line, startLine, body }: ReviewComment): object {
  const range = startLine !== undefined && startLine < line ? { start_line: startLine, start_side: 'RIGHT' } : {};
  return { path, body, line, side: 'RIGHT', ...range };
}

/** @throws Superseded if the head moved, which is the likeliest reason for places that are gone. */
async function withPlaces(client: GitHubClient, pull: PullRef, review: PostReview): Promise<PostReview> {
  const state = await readPull(client, pull);
  if (state.head !== review.commit) throw new Superseded('the pull request has a newer head', state.head);
  const places = await listPlaces(client, pull, state.changedFiles);
  const stands = (comment: ReviewComment) => (places.get(comment.path) ?? []).some((hunk) => covers(hunk, comment));
  return withoutPlaces(
    review,
    review.comments.filter((comment) => !stands(comment)),
    review.comments.filter(stands),
  );
}

function covers(hunk: Hunk, { line, startLine = line }: ReviewComment): boolean {
  return hunk.newLines > 0 && startLine >= hunk.newStart && line < hunk.newStart + hunk.newLines;
}

/** The review with some comments as part of its body. One that would make it too long is left to the check run, which has them all. */
function withoutPlaces(
  review: PostReview,
  moved: readonly ReviewComment[],
  comments: readonly ReviewComment[],
): PostReview {
  let body = review.body;
  for (const { path, line, body: words } of moved) {
    const next = `${body}\n\n---\n\n${inCode(`${path}:${line}`)}\n\n${words}`;
    if (Buffer.byteLength(next) <= BODY_BYTES) body = next;
  }
  return { ...review, body: body.trim(), comments };
}

/** A path in Markdown, in more backticks than it has. */
function inCode(text: string): string {
  const flat = text.replace(/\s+/g, ' ');
  const fence = '`'.repeat(Math.max(0, ...[...flat.matchAll(/`+/g)].map((match) => match[0].length)) + 1);
  return `${fence} ${flat} ${fence}`;
}
