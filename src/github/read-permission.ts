import { z } from 'zod';
import type { PullRef } from '../core/flow.ts';
import { ask, type GitHubClient } from './client.ts';
import { Gone } from './trouble.ts';

/** `permission` is one of four whatever the role is called: maintainers and custom roles come as the one that they include. */
const shape = z.object({ permission: z.string() });
const WRITES: ReadonlySet<string> = new Set(['write', 'maintain', 'admin']);

/**
 * Whether a person may write to the repository, now. Somebody whom the repository does not know may not.
 * @throws GitHubTrouble, PermissionMissing: not knowing is not a no.
 */
export async function mayWrite(client: GitHubClient, { owner, repo }: PullRef, login: string): Promise<boolean> {
  const { permission } = await ask(client, {
    route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
    parameters: { owner, repo, username: login },
    answer: shape,
  }).catch((error: unknown) => {
    if (error instanceof Gone) return { permission: 'none' };
    throw error;
  });
  return WRITES.has(permission);
}
