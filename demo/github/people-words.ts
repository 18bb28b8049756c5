import { placeComment } from './anchors.ts';
import { requirePull } from './repositories.ts';
import { userShape } from './shapes/account.ts';
import { pullItem } from './shapes/pull.ts';
import { reviewCommentShape } from './shapes/words.ts';
import { addReview, addThread, addToThread, newWords } from './threads.ts';
import { allPulls } from './world.ts';
import type { Events } from './events.ts';
import type { PersonComment, PersonReviewComment, PullHandle } from './handles.ts';
import type { Account, CheckRun, IssueComment, Pull, ReviewComment, Thread } from './model.ts';
import type { World } from './world.ts';

/** What people say and press. Each sends its web hooks and does not wait for their answers. Ids are those of the REST API. */
export interface PeopleWords {
  /** A comment in the conversation; gives its id. */
  readonly comment: (options: PersonComment) => Promise<number>;
  /** A comment on a line of the diff; gives its id. Throws where GitHub would refuse. */
  readonly reviewComment: (options: PersonReviewComment) => Promise<number>;
  /** A reply under a review comment; gives its id. */
  readonly reply: (commentId: number, options: { author?: string; body: string }) => Promise<number>;
  /** Writes a comment of either kind anew, whoever wrote it first. */
  readonly rewrite: (commentId: number, options: { by: string; body: string }) => void;
  readonly resolveThread: (commentId: number, by?: string) => Promise<void>;
  readonly unresolveThread: (commentId: number, by?: string) => Promise<void>;
  /** The re-run button of one check run. */
  readonly rerunCheck: (checkRunId: number, by?: string) => Promise<void>;
  /** The "re-run all checks" button: the App's suite for that commit. */
  readonly rerunSuite: (pull: PullHandle, by?: string) => Promise<void>;
  /** A button that a check run offers. */
  readonly pressAction: (checkRunId: number, identifier: string, by?: string) => Promise<void>;
}

export function createPeopleWords(world: World, events: Events): PeopleWords {
  const person = (login: string | undefined, pull: Pull): Account => world.account(login ?? pull.author.login);

  function findComment(id: number): ReviewComment {
    const found = allPulls(world)
      .flatMap((pull) => pull.threads)
      .flatMap((thread) => thread.comments)
      .find((each) => each.id === id);
    if (!found) throw new Error(`No review comment ${id}`);
    return found;
  }

  function findRun(id: number): CheckRun {
    const found = [...world.repositories.values()]
      .flatMap((repository) => repository.checkRuns)
      .find((run) => run.id === id);
    if (!found) throw new Error(`No check run ${id}`);
    return found;
  }

  async function announce(comment: ReviewComment): Promise<number> {
    await events.reviewComment(comment, 'created');
    return comment.id;
  }

  async function sendThread(thread: Thread, action: 'resolved' | 'unresolved', sender: Account): Promise<void> {
    await events.send(thread.pull.repository, 'pull_request_review_thread', {
      action,
      thread: {
        node_id: `PRRT_${thread.id}`,
        comments: thread.comments.map((each) => reviewCommentShape(world, each)),
      },
      pull_request: await pullItem(world, thread.pull),
      sender: userShape(world, sender),
    });
  }

  return {
    async comment({ pull: handle, author, body }) {
      const pull = requirePull(world, handle);
      const who = person(author, pull);
      const comment: IssueComment = {
        kind: 'issue-comment',
        pull,
        ...newWords(world, { author: who, viaApp: false }, body),
      };
      pull.comments.push(comment);
      await events.issueComment(comment, 'created');
      return comment.id;
    },
    async reviewComment({ pull: handle, author, body, path, line, side }) {
      const pull = requirePull(world, handle);
      const diff = await world.pullDiff(pull);
      const placed = placeComment(world, diff, {
        path,
        line,
        side,
        startLine: undefined,
        startSide: undefined,
        position: undefined,
      });
      if (placed.problem !== undefined) throw new Error(`No comment can stand at ${path}:${line}: ${placed.problem}`);
      const review = addReview(world, pull, {
        author: person(author, pull),
        viaApp: false,
        body: '',
        state: 'COMMENTED',
        commit: pull.head,
      });
      const thread = {
        subject: 'line' as const,
        diffHunk: placed.diffHunk,
        original: placed.anchor,
        originalCommit: pull.head,
        originalBase: diff.mergeBase,
        originalPath: path,
      };
      return announce(addThread(world, review, { thread, body }));
    },
    async reply(commentId, { author, body }) {
      const { thread, pull } = findComment(commentId);
      const review = addReview(world, pull, {
        author: person(author, pull),
        viaApp: false,
        body: '',
        state: 'COMMENTED',
        commit: pull.head,
      });
      return announce(addToThread(world, thread, { review, body }));
    },
    rewrite(commentId, { by, body }) {
      const spoken = allPulls(world)
        .flatMap((pull) => pull.comments)
        .find((each) => each.id === commentId);
      const comment = spoken ?? findComment(commentId);
      comment.body = body;
      comment.editor = world.account(by);
      comment.updatedAt = world.timestamp();
    },
    async resolveThread(commentId, by) {
      const { thread, pull } = findComment(commentId);
      thread.resolvedBy = person(by, pull);
      await sendThread(thread, 'resolved', thread.resolvedBy);
    },
    async unresolveThread(commentId, by) {
      const { thread, pull } = findComment(commentId);
      delete thread.resolvedBy;
      await sendThread(thread, 'unresolved', person(by, pull));
    },
    async rerunCheck(checkRunId, by) {
      const run = findRun(checkRunId);
      run.suite.requeued = true;
      await events.checkRun(run, 'rerequested', { sender: world.account(by ?? 'octocat') });
    },
    async rerunSuite(handle, by) {
      const pull = requirePull(world, handle);
      const suite = pull.repository.checkSuites.find((each) => each.sha === pull.head);
      if (!suite) throw new Error(`No check suite for ${pull.head}`);
      suite.requeued = true;
      await events.checkSuite(suite, 'rerequested', person(by, pull));
    },
    async pressAction(checkRunId, identifier, by) {
      const run = findRun(checkRunId);
      if (!run.actions.some((action) => action.identifier === identifier))
        throw new Error(`The check run offers no ${identifier}`);
      await events.checkRun(run, 'requested_action', {
        sender: world.account(by ?? 'octocat'),
        fields: { requested_action: { identifier } },
      });
    },
  };
}
