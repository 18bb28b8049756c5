import { z } from 'zod';
import type { DeleteComment, EditComment, React } from '../core/actions.ts';
import type { PullRef } from '../core/flow.ts';
import { ask, askGraphql, type GitHubClient } from './client.ts';
import { GitHubTrouble, Gone, PermissionMissing, Refused } from './trouble.ts';

/** Changes what is on a pull request already. Each of it can be done twice with the same outcome, so that a retry does no harm. */
export interface Changer {
  delete(action: DeleteComment): Promise<void>;
  edit(action: EditComment): Promise<void>;
  react(action: React): Promise<void>;
}

type Extra = 'threads' | 'conversation-comment' | 'review-comment';

/**
 * A changer for one job. What GitHub refuses is put up with: a comment that is gone is as good as taken back, and a review does not
 * fail because an old comment stands. Resolving a thread takes `contents: write`, and a reaction in the conversation
 * `issues: write`, which few grant: where it was refused once, it is not asked for again.
 * @throws GitHubTrouble where the job is to be done again later.
 */
export function createChanger(client: GitHubClient, pull: PullRef): Changer {
  const { owner, repo } = pull;
  const forbidden = new Set<Extra>();

  /** Something nice to have: only a limit stops the job, since going on would run into it again. */
  async function tryExtra(extra: Extra, job: () => Promise<unknown>): Promise<void> {
    if (forbidden.has(extra)) return;
    try {
      await job();
    } catch (error) {
      if (error instanceof GitHubTrouble && error.kind === 'limit') throw error;
      if (error instanceof PermissionMissing) forbidden.add(extra);
      else if (!isSettledByGitHub(error) && !(error instanceof GitHubTrouble)) throw error;
    }
  }

  return {
    delete: ({ id }) =>
      putUpWithRefusal(
        ask(client, {
          route: 'DELETE /repos/{owner}/{repo}/pulls/comments/{id}',
          parameters: { owner, repo, id },
          answer: z.unknown(),
        }),
      ),
    async edit({ id, body, thread }) {
      // The thread goes first: once the comment says how it ended, no later run comes back to it.
      if (thread) await tryExtra('threads', () => changeThread(client, thread));
      await putUpWithRefusal(
        ask(client, {
          route: 'PATCH /repos/{owner}/{repo}/pulls/comments/{id}',
          parameters: { owner, repo, id, body },
          answer: z.object({ id: z.literal(id) }),
        }),
      );
    },
    react: ({ on, id, content }) =>
      tryExtra(on, () =>
        ask(client, {
          route: `POST /repos/{owner}/{repo}/${on === 'review-comment' ? 'pulls' : 'issues'}/comments/{id}/reactions`,
          parameters: { owner, repo, id, content },
          answer: z.object({ id: z.number() }),
        }),
      ),
  };
}

async function changeThread(client: GitHubClient, { id, resolve }: NonNullable<EditComment['thread']>): Promise<void> {
  const name = resolve ? 'resolveReviewThread' : 'unresolveReviewThread';
  await askGraphql(client, {
    what: name,
    query: `mutation ($id: ID!) { ${name}(input: { threadId: $id }) { thread { isResolved } } }`,
    variables: { id },
    answer: z.object({ [name]: z.object({ thread: z.object({ isResolved: z.boolean() }).nullable() }).nullable() }),
  });
}

async function putUpWithRefusal(request: Promise<unknown>): Promise<void> {
  await request.catch((error: unknown) => {
    if (!isSettledByGitHub(error) && !(error instanceof PermissionMissing)) throw error;
  });
}

/** Asking again would not change it. */
function isSettledByGitHub(error: unknown): boolean {
  return error instanceof Gone || error instanceof Refused;
}
