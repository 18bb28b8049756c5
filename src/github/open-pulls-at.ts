import { z } from 'zod';
import type { RepositoryRef } from '../core/job.ts';
import { ask, type GitHubClient } from './client.ts';

const PAGE = 100;
/** Pages looked through, the newest pull requests first. */
const MOST_PAGES = 30;

/**
 * Numbers of the open pull requests with that head, rising. GitHub's own list of a commit's pull requests leaves out those of forks,
 * so that all open ones are looked through.
 */
export async function findOpenPullsAt(
  client: GitHubClient,
  { owner, repo }: RepositoryRef,
  head: string,
): Promise<readonly number[]> {
  const numbers: number[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const found = await ask(client, {
      route: 'GET /repos/{owner}/{repo}/pulls',
      parameters: { owner, repo, state: 'open', sort: 'updated', direction: 'desc', per_page: PAGE, page },
      answer: z.array(z.object({ number: z.number(), head: z.object({ sha: z.string() }) })),
    });
    numbers.push(...found.filter((pull) => pull.head.sha === head).map(({ number }) => number));
    if (found.length < PAGE) break;
  }
  return [...new Set(numbers)].sort((a, b) => a - b);
}
