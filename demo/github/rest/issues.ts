import { author, listAnswer, pullOf, repositoryOf } from '../call.ts';
import { textOf } from '../json.ts';
import { missingPermission, notFound } from '../refusal.ts';
import { labelShape } from '../shapes/repository.ts';
import { issueCommentShape } from '../shapes/words.ts';
import { newWords } from '../threads.ts';
import { checkBody } from './bodies.ts';
import type { Answer, Call, Routes } from '../call.ts';
import type { IssueComment } from '../model.ts';

const read = [{ issues: 'read' }, { pull_requests: 'read' }] as const;
const write = [{ issues: 'write' }, { pull_requests: 'write' }] as const;

export function issueCommentOf(call: Call): IssueComment {
  const id = Number(call.params.comment_id);
  for (const pull of repositoryOf(call).pulls.values()) {
    const found = pull.comments.find((comment) => comment.id === id);
    if (found) return found;
  }
  throw notFound();
}

function ownCommentOf(call: Call): IssueComment {
  const comment = issueCommentOf(call);
  if (call.actor.kind === 'installation' && !comment.viaApp)
    throw missingPermission('issues=write; pull_requests=write');
  return comment;
}

async function create(call: Call): Promise<Answer> {
  const pull = pullOf(call);
  const body = checkBody(textOf(call.body, 'body'), 'IssueComment');
  const comment: IssueComment = { kind: 'issue-comment', pull, ...newWords(call.world, author(call), body) };
  pull.comments.push(comment);
  await call.events.issueComment(comment, 'created');
  return { status: 201, body: issueCommentShape(call.world, comment) };
}

export const issueRoutes: Routes = {
  'issues/list-comments': {
    needs: read,
    handle: (call) => listAnswer(call, pullOf(call).comments, (comment) => issueCommentShape(call.world, comment)),
  },
  'issues/create-comment': { needs: write, createsContent: true, handle: create },
  'issues/get-comment': {
    needs: read,
    handle: (call) => ({ body: issueCommentShape(call.world, issueCommentOf(call)) }),
  },
  'issues/update-comment': {
    needs: write,
    handle(call) {
      const comment = ownCommentOf(call);
      comment.body = checkBody(textOf(call.body, 'body'), 'IssueComment');
      comment.updatedAt = call.world.timestamp();
      comment.editor = author(call).author;
      return { body: issueCommentShape(call.world, comment) };
    },
  },
  'issues/delete-comment': {
    needs: write,
    handle(call) {
      const comment = ownCommentOf(call);
      comment.pull.comments.splice(comment.pull.comments.indexOf(comment), 1);
      return { status: 204 };
    },
  },
  'issues/list-labels-on-issue': {
    needs: read,
    handle(call) {
      const pull = pullOf(call);
      return listAnswer(call, pull.labels, (label) => labelShape(call.world, pull.repository, label));
    },
  },
};
