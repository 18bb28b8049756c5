import { placeComment } from '../anchors.ts';
import { author, listAnswer, pullOf, repositoryOf } from '../call.ts';
import { numberOf, textOf } from '../json.ts';
import { invalidRequest, missingPermission, notFound, validationFailed } from '../refusal.ts';
import { reviewCommentShape } from '../shapes/words.ts';
import { addReview, addThread, addToThread, removeComment } from '../threads.ts';
import { findReviewComment } from '../world.ts';
import { checkBody } from './bodies.ts';
import { diffAt, wishOf } from './reviews.ts';
import type { AnchorProblem } from '../anchors.ts';
import type { Answer, Call, Routes } from '../call.ts';
import type { JsonRecord } from '../json.ts';
import type { Pull, Review, ReviewComment } from '../model.ts';
import type { NewThread } from '../threads.ts';
import type { Refusal } from '../refusal.ts';

const resource = 'PullRequestReviewComment';

function fieldError(field: string, complaint: string): JsonRecord {
  const name = `pull_request_review_thread.${field}`;
  return { resource, code: 'custom', field: name, message: `${name} ${complaint}` };
}

const noHunk: JsonRecord = { resource, code: 'missing_field', field: 'pull_request_review_thread.diff_hunk' };

const errors: Readonly<Record<AnchorProblem, readonly JsonRecord[]>> = {
  path: [{ resource, code: 'invalid', field: 'pull_request_review_thread.path' }, noHunk],
  line: [fieldError('line', 'must be part of the diff'), noHunk],
  side: [fieldError('side', 'must be LEFT or RIGHT')],
  'start-order': [fieldError('start_line', 'must precede the end line.')],
  'start-hunk': [fieldError('start_line', 'must be part of the same hunk as the line.')],
  'too-large': [fieldError('path', 'diff too large')],
};

/** One comment outside a review is a review of its own, with an empty body. */
function ownReview(call: Call, pull: Pull, commit: string): Review {
  return addReview(call.world, pull, { ...author(call), body: '', state: 'COMMENTED', commit });
}

async function created(call: Call, comment: ReviewComment): Promise<Answer> {
  comment.pull.updatedAt = call.world.timestamp();
  await call.events.reviewComment(comment, 'created');
  return { status: 201, body: reviewCommentShape(call.world, comment) };
}

function reply(call: Call, pull: Pull, to: number): Promise<Answer> {
  const root = findReviewComment(pull.repository, to);
  if (!root || root.pull !== pull) throw notFound();
  if (root.inReplyTo !== undefined) throw validationFailed({ resource, code: 'invalid', field: 'in_reply_to' });
  const body = checkBody(textOf(call.body, 'body'), resource);
  return created(call, addToThread(call.world, root.thread, { review: ownReview(call, pull, pull.head), body }));
}

async function create(call: Call): Promise<Answer> {
  const pull = pullOf(call);
  const to = numberOf(call.body, 'in_reply_to');
  if (to !== undefined) return reply(call, pull, to);
  const anchored = ['line', 'position', 'subject_type'].some((field) => call.body[field] !== undefined);
  if (!anchored) throw invalidRequest('No subschema in "oneOf" matched.', '"line" wasn\'t supplied.');
  const body = checkBody(textOf(call.body, 'body'), resource);
  const at = await diffAt(call, pull);
  if (!at)
    throw validationFailed({
      resource,
      code: 'custom',
      field: 'commit_id',
      message: 'commit_id is not part of the pull request',
    });
  const wish = wishOf(call.body);
  const place = { originalCommit: at.commit, originalBase: at.diff.mergeBase, originalPath: wish.path };
  let thread: NewThread;
  if (textOf(call.body, 'subject_type') === 'file') {
    if (!at.diff.files.some((file) => file.path === wish.path)) throw refuse('path');
    const original = {
      side: 'RIGHT' as const,
      startSide: undefined,
      line: undefined,
      startLine: undefined,
      position: 1,
    };
    thread = { subject: 'file', diffHunk: '', original, ...place };
  } else {
    const placed = placeComment(call.world, at.diff, wish);
    if (placed.problem !== undefined) throw refuse(placed.problem);
    thread = { subject: 'line', diffHunk: placed.diffHunk, original: placed.anchor, ...place };
  }
  return created(call, addThread(call.world, ownReview(call, pull, at.commit), { thread, body }));
}

function refuse(problem: AnchorProblem): Refusal {
  return validationFailed(...errors[problem]);
}

function commentOf(call: Call): ReviewComment {
  const found = findReviewComment(repositoryOf(call), Number(call.params.comment_id));
  if (!found) throw notFound();
  return found;
}

/** An App may change only what it wrote. */
function ownCommentOf(call: Call): ReviewComment {
  const comment = commentOf(call);
  if (call.actor.kind === 'installation' && !comment.viaApp) throw missingPermission('pull_requests=write');
  return comment;
}

const read = [{ pull_requests: 'read' }] as const;
const write = [{ pull_requests: 'write' }] as const;

export const reviewCommentRoutes: Routes = {
  'pulls/list-review-comments': {
    needs: read,
    handle(call) {
      const comments = pullOf(call)
        .threads.flatMap((thread) => thread.comments)
        .sort((a, b) => a.id - b.id);
      return listAnswer(call, comments, (comment) => reviewCommentShape(call.world, comment));
    },
  },
  'pulls/create-review-comment': { needs: write, createsContent: true, handle: create },
  'pulls/create-reply-for-review-comment': {
    needs: write,
    createsContent: true,
    handle: async (call) => reply(call, pullOf(call), Number(call.params.comment_id)),
  },
  'pulls/get-review-comment': {
    needs: read,
    handle: (call) => ({ body: reviewCommentShape(call.world, commentOf(call)) }),
  },
  'pulls/update-review-comment': {
    needs: write,
    handle(call) {
      const comment = ownCommentOf(call);
      comment.body = checkBody(textOf(call.body, 'body'), resource);
      comment.updatedAt = call.world.timestamp();
      comment.editor = author(call).author;
      return { body: reviewCommentShape(call.world, comment) };
    },
  },
  'pulls/delete-review-comment': {
    needs: write,
    handle(call) {
      removeComment(ownCommentOf(call));
      return { status: 204 };
    },
  },
};
