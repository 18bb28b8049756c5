import type { Account, Pull, Review, ReviewComment, Thread } from './model.ts';
import type { World } from './world.ts';

/** What every comment and review starts with. */
export function newWords(world: World, who: { author: Account; viaApp: boolean }, body: string) {
  const at = world.timestamp();
  return { id: world.nextId(), ...who, body, createdAt: at, updatedAt: at, reactions: [] };
}

export function addReview(
  world: World,
  pull: Pull,
  review: Pick<Review, 'author' | 'viaApp' | 'body' | 'state' | 'commit'>,
): Review {
  const { author, viaApp, body, state, commit } = review;
  const made: Review = { kind: 'review', pull, ...newWords(world, { author, viaApp }, body), state, commit };
  pull.reviews.push(made);
  return made;
}

export type NewThread = Pick<
  Thread,
  'subject' | 'diffHunk' | 'originalCommit' | 'originalBase' | 'originalPath' | 'original'
>;

/** A thread with its first comment. */
export function addThread(world: World, review: Review, first: { thread: NewThread; body: string }): ReviewComment {
  const { thread: wanted, body } = first;
  const thread: Thread = {
    ...wanted,
    id: world.nextId(),
    pull: review.pull,
    comments: [],
    current: wanted.original,
    commit: wanted.originalCommit,
    path: wanted.originalPath,
    outdated: false,
  };
  review.pull.threads.push(thread);
  return addToThread(world, thread, { review, body });
}

/** One more comment, at the end of the thread. */
export function addToThread(world: World, thread: Thread, more: { review: Review; body: string }): ReviewComment {
  const root = thread.comments[0];
  const comment: ReviewComment = {
    kind: 'review-comment',
    pull: thread.pull,
    review: more.review,
    thread,
    ...newWords(world, { author: more.review.author, viaApp: more.review.viaApp }, more.body),
    ...(root === undefined ? {} : { inReplyTo: root.id }),
  };
  thread.comments.push(comment);
  return comment;
}

/** Removes a comment. The thread goes with its last comment. */
export function removeComment(comment: ReviewComment): void {
  const { comments, pull } = comment.thread;
  comments.splice(comments.indexOf(comment), 1);
  if (comments.length === 0) pull.threads.splice(pull.threads.indexOf(comment.thread), 1);
}
