import { appStamp, userShape } from './account.ts';
import { association } from './association.ts';
import { pullPage, pullUrl } from './pull.ts';
import { repositoryUrl } from './repository.ts';
import type { JsonRecord } from '../json.ts';
import type { IssueComment, Reaction, Review, ReviewComment, Words } from '../model.ts';
import type { World } from '../world.ts';

function rollup(words: Words, url: string): JsonRecord {
  const count = (content: string): number => words.reactions.filter((reaction) => reaction.content === content).length;
  const kinds = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'];
  return {
    url: `${url}/reactions`,
    total_count: words.reactions.length,
    ...Object.fromEntries(kinds.map((kind) => [kind, count(kind)])),
  };
}

export function reactionShape(world: World, reaction: Reaction): JsonRecord {
  return {
    id: reaction.id,
    node_id: `REA_${reaction.id}`,
    user: userShape(world, reaction.user),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}

export function issueCommentShape(world: World, comment: IssueComment): JsonRecord {
  const repository = repositoryUrl(world, comment.pull.repository);
  const url = `${repository}/issues/comments/${comment.id}`;
  return {
    id: comment.id,
    node_id: `IC_${comment.id}`,
    url,
    html_url: `${pullPage(world, comment.pull)}#issuecomment-${comment.id}`,
    issue_url: `${repository}/issues/${comment.pull.number}`,
    user: userShape(world, comment.author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: association(comment.pull.repository, comment.author),
    reactions: rollup(comment, url),
    performed_via_github_app: comment.viaApp ? appStamp(world) : null,
  };
}

export function reviewShape(world: World, review: Review): JsonRecord {
  const page = `${pullPage(world, review.pull)}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: `PRR_${review.id}`,
    user: userShape(world, review.author),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: pullUrl(world, review.pull),
    author_association: association(review.pull.repository, review.author),
    _links: { html: { href: page }, pull_request: { href: pullUrl(world, review.pull) } },
    ...(review.state === 'PENDING' ? {} : { submitted_at: review.createdAt }),
    commit_id: review.commit,
  };
}

/** GitHub's `pull-request-review-comment`. Comments on a whole file have no line; outdated ones have only the original. */
export function reviewCommentShape(world: World, comment: ReviewComment): JsonRecord {
  const { thread } = comment;
  const url = `${repositoryUrl(world, comment.pull.repository)}/pulls/comments/${comment.id}`;
  const page = `${pullPage(world, comment.pull)}#discussion_r${comment.id}`;
  const pull = pullUrl(world, comment.pull);
  return {
    id: comment.id,
    node_id: `PRRC_${comment.id}`,
    pull_request_review_id: comment.review.id,
    url,
    html_url: page,
    pull_request_url: pull,
    diff_hunk: thread.diffHunk,
    path: thread.path,
    commit_id: thread.commit,
    original_commit_id: thread.originalCommit,
    user: userShape(world, comment.author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: association(comment.pull.repository, comment.author),
    _links: { self: { href: url }, html: { href: page }, pull_request: { href: pull } },
    reactions: rollup(comment, url),
    ...(comment.inReplyTo === undefined ? {} : { in_reply_to_id: comment.inReplyTo }),
    ...anchorShape(comment),
  };
}

function anchorShape({ thread }: ReviewComment): JsonRecord {
  const { original, current } = thread;
  // A comment on a whole file has position 1 and no line.
  if (thread.subject === 'file') {
    return {
      subject_type: 'file',
      position: 1,
      original_position: 1,
      line: null,
      original_line: null,
      start_line: null,
      original_start_line: null,
      side: 'RIGHT',
      start_side: null,
    };
  }
  return {
    subject_type: 'line',
    position: thread.outdated ? null : (current.position ?? null),
    original_position: original.position ?? 1,
    line: thread.outdated ? null : (current.line ?? null),
    original_line: original.line ?? null,
    start_line: thread.outdated ? null : (current.startLine ?? null),
    original_start_line: original.startLine ?? null,
    side: original.side,
    start_side: original.startSide ?? null,
  };
}
