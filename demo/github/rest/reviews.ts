import { placeComment } from '../anchors.ts';
import { author, listAnswer, pullOf } from '../call.ts';
import { numberOf, recordsOf, textOf } from '../json.ts';
import { notFound, Refusal, unprocessable } from '../refusal.ts';
import { reviewCommentShape, reviewShape } from '../shapes/words.ts';
import { addReview, addThread } from '../threads.ts';
import { checkBody, longestBody } from './bodies.ts';
import type { AnchorProblem, Wish } from '../anchors.ts';
import type { Answer, Call, Routes } from '../call.ts';
import type { JsonRecord } from '../json.ts';
import type { Pull, PullDiff, Review, ReviewComment } from '../model.ts';
import type { NewThread } from '../threads.ts';

/** GitHub does not say which comment it means. */
const sentences: Readonly<Record<AnchorProblem, string>> = {
  path: 'Path could not be resolved',
  line: 'Line could not be resolved',
  side: 'Side could not be resolved',
  'start-order': 'Pull request review thread start line must precede the end line.',
  'start-hunk': 'Pull request review thread start line must be part of the same hunk as the line.',
  'too-large': 'Pull request review thread path diff too large',
};

const states = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const;

export function wishOf(body: JsonRecord): Wish {
  return {
    path: textOf(body, 'path') ?? '',
    line: numberOf(body, 'line'),
    side: textOf(body, 'side'),
    startLine: numberOf(body, 'start_line'),
    startSide: textOf(body, 'start_side'),
    position: numberOf(body, 'position'),
  };
}

/** The diff at the commit to comment on: the head unless told. The commit must be one of the pull request's. */
export async function diffAt(call: Call, pull: Pull): Promise<{ commit: string; diff: PullDiff } | undefined> {
  const commit = textOf(call.body, 'commit_id') ?? pull.head;
  const whole = await call.world.pullDiff(pull);
  const commits = await call.world.commitsBetween(pull.repository, whole.mergeBase, pull.head);
  if (!commits.includes(commit)) return undefined;
  return { commit, diff: commit === pull.head ? whole : await call.world.pullDiff(pull, commit) };
}

/** Checks all comments before any is kept: a review is all or nothing. */
function placeAll(
  call: Call,
  at: { commit: string; diff: PullDiff },
  comments: readonly JsonRecord[],
): { thread: NewThread; body: string }[] {
  const problems = new Set<string>();
  const placed = comments.flatMap((comment) => {
    const body = textOf(comment, 'body') ?? '';
    if (body.trim() === '') problems.add("Pull request review comment body can't be blank");
    if ([...body].length > longestBody)
      problems.add(`Pull request review comment body is too long (maximum is ${longestBody} characters)`);
    const wish = wishOf(comment);
    const found = placeComment(call.world, at.diff, wish);
    if (found.problem !== undefined) {
      problems.add(sentences[found.problem]);
      return [];
    }
    const { anchor, diffHunk } = found;
    const place = {
      originalCommit: at.commit,
      originalBase: at.diff.mergeBase,
      originalPath: wish.path,
      original: anchor,
    };
    return [{ thread: { subject: 'line' as const, diffHunk, ...place }, body }];
  });
  if (problems.size > 0) throw unprocessable([...problems].join(', '));
  return placed;
}

function checkReview(call: Call, pull: Pull, comments: readonly JsonRecord[]): void {
  const event = textOf(call.body, 'event');
  const body = textOf(call.body, 'body') ?? '';
  const who = author(call).author;
  if ([...body].length > longestBody) throw unprocessable(`Body is too long (maximum is ${longestBody} characters)`);
  if (event === 'REQUEST_CHANGES' && body === '') throw unprocessable('Body can not be blank');
  if (event === 'COMMENT' && body === '' && comments.length === 0)
    throw unprocessable('Could not comment pull request review.');
  if ((event === 'APPROVE' || event === 'REQUEST_CHANGES') && who === pull.author) {
    throw unprocessable(
      event === 'APPROVE'
        ? 'Can not approve your own pull request'
        : 'Can not request changes on your own pull request',
    );
  }
  if (event === undefined && pull.reviews.some((review) => review.state === 'PENDING' && review.author === who)) {
    throw unprocessable('User can only have one pending review per pull request');
  }
}

async function create(call: Call): Promise<Answer> {
  const pull = pullOf(call);
  const comments = recordsOf(call.body, 'comments');
  checkReview(call, pull, comments);
  const at = await diffAt(call, pull);
  if (!at)
    throw new Refusal(422, {
      message: 'Unprocessable Entity',
      errors: ['The commit_id is not part of the pull request'],
    });
  const placed = placeAll(call, at, comments);
  const event = textOf(call.body, 'event');
  const state = event === 'APPROVE' || event === 'REQUEST_CHANGES' || event === 'COMMENT' ? states[event] : 'PENDING';
  const review = addReview(call.world, pull, {
    ...author(call),
    body: textOf(call.body, 'body') ?? '',
    state,
    commit: at.commit,
  });
  const made = placed.map((each) => addThread(call.world, review, each));
  pull.updatedAt = call.world.timestamp();
  if (state !== 'PENDING') for (const each of made) await call.events.reviewComment(each, 'created');
  return { body: reviewShape(call.world, review) };
}

function reviewOf(call: Call): Review {
  const found = pullOf(call).reviews.find((review) => review.id === Number(call.params.review_id));
  if (!found) throw notFound();
  return found;
}

function update(call: Call): Answer {
  const review = reviewOf(call);
  if (review.author !== author(call).author)
    throw new Refusal(403, { message: 'Resource not accessible by integration' });
  review.body = checkBody(textOf(call.body, 'body'), 'PullRequestReview');
  review.updatedAt = call.world.timestamp();
  return { body: reviewShape(call.world, review) };
}

/** A review's comments lack the line fields in GitHub's description; the description's own fields are served. */
export function commentsOfReview(review: Review): ReviewComment[] {
  return review.pull.threads.flatMap((thread) => thread.comments).filter((comment) => comment.review === review);
}

const read = [{ pull_requests: 'read' }] as const;
const write = [{ pull_requests: 'write' }] as const;

export const reviewRoutes: Routes = {
  'pulls/list-reviews': {
    needs: read,
    handle(call) {
      const own = author(call).author;
      const visible = pullOf(call).reviews.filter((review) => review.state !== 'PENDING' || review.author === own);
      return listAnswer(call, visible, (review) => reviewShape(call.world, review));
    },
  },
  'pulls/create-review': { needs: write, createsContent: true, handle: create },
  'pulls/get-review': { needs: read, handle: (call) => ({ body: reviewShape(call.world, reviewOf(call)) }) },
  'pulls/update-review': { needs: write, handle: update },
  'pulls/list-comments-for-review': {
    needs: read,
    handle: (call) =>
      listAnswer(call, commentsOfReview(reviewOf(call)), (comment) => reviewCommentShape(call.world, comment)),
  },
};
