import { z } from 'zod';
import type { RepositoryRef } from '../core/job.ts';
import { ask, type GitHubClient } from './client.ts';

/** How a commit stands among the others. */
export interface CommitFacts {
  /** SHA of its files. */
  readonly tree: string;
  /** SHAs, first parent first. */
  readonly parents: readonly string[];
}

const shape = z.object({
  tree: z.object({ sha: z.string() }),
  parents: z.array(z.object({ sha: z.string() })),
});

/** @throws Gone where there is no such commit. */
export async function readCommit(
  client: GitHubClient,
  { owner, repo }: RepositoryRef,
  sha: string,
): Promise<CommitFacts> {
  const route = 'GET /repos/{owner}/{repo}/git/commits/{sha}';
  const found = await ask(client, { route, parameters: { owner, repo, sha }, answer: shape });
  return { tree: found.tree.sha, parents: found.parents.map((parent) => parent.sha) };
}
