import { z } from 'zod';
import { CONFIG_PATH } from '../config/config.ts';
import type { StoredFile } from '../core/assemble.ts';
import { CAPTURE_LIMITS } from '../core/capture.ts';
import { decode, type Decoded } from '../core/decode.ts';
import type { PullRef } from '../core/flow.ts';
import { askGraphql, type GitHubClient } from './client.ts';
import { completeEntry, ENTRY_FIELDS, entryShape } from './file-entry.ts';
import { readBlobs } from './read-blobs.ts';

/** A configuration at the tip of the default branch of a repository of the same owner. */
export async function readConfigOf(
  client: GitHubClient,
  repository: Pick<PullRef, 'owner' | 'repo'>,
  path: string,
): Promise<Decoded | undefined> {
  const answer = await askGraphql(client, {
    what: 'configuration',
    query: `query ($owner: String!, $repo: String!, $path: String!) {
      repository(owner: $owner, name: $repo) { defaultBranchRef { target { ... on Commit { file(path: $path) ${ENTRY_FIELDS} } } } }
    }`,
    variables: { ...repository, path },
    answer: branchShape,
    optional: ['repository'],
  });
  const entry = answer.repository?.defaultBranchRef?.target?.file;
  if (!entry) return undefined;
  const { maxFileBytes } = CAPTURE_LIMITS;
  return decodeConfig(await completeEntry(client, { repository, entry, maxFileBytes }), path);
}

const branchShape = z.object({
  repository: z
    .object({ defaultBranchRef: z.object({ target: z.object({ file: entryShape.nullish() }).nullable() }).nullable() })
    .nullable(),
});

export function decodeConfig(stored: StoredFile, path: string): Decoded {
  return stored.bytes
    ? decode(stored.bytes, path)
    : { why: 'is not a file that can be read: a link, a folder, or too large' };
}

/**
 * The repository's configuration file at a commit; undefined where there is none, the reason where there is no text in it.
 * For a pull request the commit is its base, so that nobody configures the review of their own change.
 */
export async function readConfigText(
  client: GitHubClient,
  pull: PullRef,
  { commit, path = CONFIG_PATH }: { readonly commit: string; readonly path?: string },
): Promise<Decoded | undefined> {
  const { maxFileBytes } = CAPTURE_LIMITS;
  const [found] = await readBlobs(client, pull, { reads: [{ commit, path, size: 0 }], maxFileBytes });
  return found && decodeConfig(found, path);
}
