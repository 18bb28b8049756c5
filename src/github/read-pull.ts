import { z } from 'zod';
import type { PullFacts, PullRef } from '../core/flow.ts';
import { ask, type GitHubClient } from './client.ts';

/** A pull request as it is now. */
export interface PullState {
  /** SHA. */
  readonly head: string;
  /** SHA of the base branch as GitHub last saw it for this pull request; configuration is read there. */
  readonly base: string;
  /** Name of the base branch. */
  readonly baseRef: string;
  readonly isOpen: boolean;
  readonly isDraft: boolean;
  /** Number of changed files, by GitHub's count. */
  readonly changedFiles: number;
  readonly facts: PullFacts;
}

const shape = z.object({
  state: z.enum(['open', 'closed']),
  draft: z.boolean().default(false),
  title: z.string(),
  body: z.string().nullable(),
  labels: z.array(z.object({ name: z.string() })),
  user: z.object({ type: z.string() }).nullable(),
  head: z.object({ sha: z.string() }),
  base: z.object({ sha: z.string(), ref: z.string() }),
  changed_files: z.number(),
});

export async function readPull(client: GitHubClient, { owner, repo, number }: PullRef): Promise<PullState> {
  const route = 'GET /repos/{owner}/{repo}/pulls/{number}';
  const found = await ask(client, { route, parameters: { owner, repo, number }, answer: shape });
  return {
    head: found.head.sha,
    base: found.base.sha,
    baseRef: found.base.ref,
    isOpen: found.state === 'open',
    isDraft: found.draft,
    changedFiles: found.changed_files,
    facts: {
      title: found.title,
      body: found.body ?? '',
      labels: found.labels.map((label) => label.name).sort(),
      authorIsBot: found.user?.type === 'Bot',
    },
  };
}
