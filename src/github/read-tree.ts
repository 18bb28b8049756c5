import { z } from 'zod';
import type { Skip } from '../core/flow.ts';
import type { RepositoryRef } from '../core/job.ts';
import { ask, type GitHubClient } from './client.ts';

/** What a commit has under a path. */
export interface TreeFile {
  readonly mode: string;
  readonly oid: string;
  /** Bytes; 0 for a submodule. */
  readonly size: number;
}

export interface Tree {
  readonly files: ReadonlyMap<string, TreeFile>;
  readonly skips: readonly Skip[];
}

const shape = z.object({
  truncated: z.boolean(),
  tree: z.array(
    z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string(), size: z.number().optional() }),
  ),
});

/** Every path of a commit in one request. GitHub stops at 100,000 entries or 7 MB, and says so. */
export async function readTree(client: GitHubClient, { owner, repo }: RepositoryRef, commit: string): Promise<Tree> {
  const route = 'GET /repos/{owner}/{repo}/git/trees/{commit}';
  const found = await ask(client, { route, parameters: { owner, repo, commit, recursive: '1' }, answer: shape });
  const entries = found.tree.filter((entry) => entry.type !== 'tree');
  const why = `GitHub listed only ${entries.length} of the repository's files: what lies beyond them is not known`;
  return {
    files: new Map(entries.map((entry) => [entry.path, { mode: entry.mode, oid: entry.sha, size: entry.size ?? 0 }])),
    skips: found.truncated ? [{ what: 'tree', why }] : [],
  };
}
