import { CONFIG_PATH } from '../config/config.ts';
import { CAPTURE_LIMITS } from '../core/capture.ts';
import { decode, type Decoded } from '../core/decode.ts';
import type { PullRef } from '../core/flow.ts';
import type { GitHubClient } from './client.ts';
import { readBlobs } from './read-blobs.ts';

/**
 * The repository's configuration file at a commit; undefined where there is none, the reason where there is no text in it.
 * For a pull request the commit is its base, so that nobody configures the review of their own change.
 */
export async function readConfigText(
  client: GitHubClient,
  pull: PullRef,
  commit: string,
): Promise<Decoded | undefined> {
  const { maxFileBytes } = CAPTURE_LIMITS;
  const [found] = await readBlobs(client, pull, { reads: [{ commit, path: CONFIG_PATH, size: 0 }], maxFileBytes });
  if (!found) return undefined;
  return found.bytes
    ? decode(found.bytes, CONFIG_PATH)
    : { why: 'is not a file that can be read: a link, a folder, or too large' };
}
