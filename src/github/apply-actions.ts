import type { Action } from '../core/actions.ts';
import type { PullRef } from '../core/flow.ts';
import { createChanger, type Changer } from './change-comments.ts';
import type { CheckRun } from './check-runs.ts';
import type { GitHubClient } from './client.ts';
import { concludeCheckRun } from './conclude-check-run.ts';
import { postReview } from './post-review.ts';
import { readPull } from './read-pull.ts';
import type { Own, PostedState } from './read-posted.ts';
import { Superseded } from './trouble.ts';

export interface ApplyTarget {
  readonly pull: PullRef;
  /** SHA that the actions are about. */
  readonly head: string;
  /** The run of this head, in progress. */
  readonly checkRun: CheckRun;
  readonly own: Own;
  /** The pull request as it was read a moment ago with what is posted on it; read anew where absent. */
  readonly seen?: Pick<PostedState, 'head' | 'isOpen'>;
}

/**
 * Carries out a plan, in order, each action once. The head is read right before the first write.
 * @throws Superseded before anything is written, where the pull request has another head or is closed.
 * @throws GitHubTrouble where the job is to be done again later: what was posted by then will be read back.
 */
export async function applyActions(
  client: GitHubClient,
  target: ApplyTarget,
  actions: readonly Action[],
): Promise<void> {
  if (actions.length === 0) return;
  await refuseStale(client, target);
  const changer = createChanger(client, target.pull);
  for (const action of actions) await applyAction(client, { target, changer }, action);
}

async function applyAction(
  client: GitHubClient,
  { target, changer }: { readonly target: ApplyTarget; readonly changer: Changer },
  action: Action,
): Promise<void> {
  switch (action.kind) {
    case 'conclude-check-run':
      return concludeCheckRun(client, { pull: target.pull, run: target.checkRun }, action);
    case 'post-review':
      return postReview(client, target, action);
    case 'delete-comment':
      return changer.delete(action);
    case 'edit-comment':
      return changer.edit(action);
    case 'react':
      return changer.react(action);
  }
}

async function refuseStale(client: GitHubClient, { pull, head, seen }: ApplyTarget): Promise<void> {
  const now = seen ?? (await readPull(client, pull));
  if (!now.isOpen) throw new Superseded('the pull request was closed', now.head);
  if (now.head !== head) throw new Superseded('the pull request has a newer head', now.head);
}
