import { author, listAnswer, repositoryOf } from '../call.ts';
import { textOf } from '../json.ts';
import { notFound } from '../refusal.ts';
import { reactionShape } from '../shapes/words.ts';
import { findReviewComment } from '../world.ts';
import { issueCommentOf } from './issues.ts';
import type { Answer, Call, Route, Routes } from '../call.ts';
import type { Words } from '../model.ts';

/** One reaction of each kind and person: the second time answers 200 with the first. */
function react(call: Call, words: Words): Answer {
  const content = textOf(call.body, 'content') ?? '';
  const user = author(call).author;
  const known = words.reactions.find((reaction) => reaction.user === user && reaction.content === content);
  const reaction = known ?? { id: call.world.nextId(), user, content, createdAt: call.world.timestamp() };
  if (!known) words.reactions.push(reaction);
  return { status: known ? 200 : 201, body: reactionShape(call.world, reaction) };
}

function listOf(find: (call: Call) => Words): Route['handle'] {
  return (call) => {
    const content = call.query.get('content');
    const wanted = find(call).reactions.filter((reaction) => content === null || reaction.content === content);
    return listAnswer(call, wanted, (reaction) => reactionShape(call.world, reaction));
  };
}

function reviewCommentOf(call: Call): Words {
  const found = findReviewComment(repositoryOf(call), Number(call.params.comment_id));
  if (!found) throw notFound();
  return found;
}

/** Reactions on conversation comments take the `issues` permission; `pull_requests` does not do. */
export const reactionRoutes: Routes = {
  'reactions/list-for-pull-request-review-comment': {
    needs: [{ pull_requests: 'read' }],
    handle: listOf(reviewCommentOf),
  },
  'reactions/create-for-pull-request-review-comment': {
    needs: [{ pull_requests: 'write' }],
    handle: (call) => react(call, reviewCommentOf(call)),
  },
  'reactions/list-for-issue-comment': { needs: [{ issues: 'read' }], handle: listOf(issueCommentOf) },
  'reactions/create-for-issue-comment': {
    needs: [{ issues: 'write' }],
    handle: (call) => react(call, issueCommentOf(call)),
  },
};
