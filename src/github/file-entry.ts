import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { StoredFile } from '../core/assemble.ts';
import type { PullRef } from '../core/flow.ts';
import { ask, type GitHubClient } from './client.ts';
import { GitHubTrouble } from './trouble.ts';

export type Repository = Pick<PullRef, 'owner' | 'repo'>;

/** Fields of GraphQL's `TreeEntry` for `entryShape`. */
export const ENTRY_FIELDS = '{ mode oid object { ... on Blob { byteSize isTruncated text } } }';

export const entryShape = z.object({
  mode: z.number(),
  oid: z.string(),
  /** Null or without fields for a submodule. */
  object: z.object({ byteSize: z.number(), isTruncated: z.boolean(), text: z.string().nullable() }).partial().nullish(),
});

export type Entry = z.infer<typeof entryShape>;

/** `100644` of the number that GraphQL gives. */
export function modeOf({ mode }: Entry): string {
  return mode.toString(8).padStart(6, '0');
}

/**
 * A file of an entry. A text is believed only if its hash is the blob's id; one that was cut, or changed because it is not
 * UTF-8, is read again by REST as bytes. What is larger than `maxFileBytes`, or no regular file, comes without bytes.
 */
export async function completeEntry(
  client: GitHubClient,
  { repository, entry, maxFileBytes }: { repository: Repository; entry: Entry; maxFileBytes: number },
): Promise<StoredFile> {
  const mode = modeOf(entry);
  const size = entry.object?.byteSize ?? 0;
  if (!mode.startsWith('100') || size > maxFileBytes) return { mode, size };
  const text = entry.object?.text;
  if (typeof text === 'string' && entry.object?.isTruncated === false) {
    const bytes = Buffer.from(text);
    if (blobId(bytes, entry.oid) === entry.oid) return { mode, size: bytes.length, bytes };
  }
  const bytes = await readRaw(client, repository, entry.oid);
  return { mode, size: bytes.length, bytes };
}

const rawShape = z.object({ content: z.string(), encoding: z.literal('base64') });

/** In base64: as raw text Octokit would decode it as UTF-8, whatever it is. */
async function readRaw(client: GitHubClient, { owner, repo }: Repository, oid: string): Promise<Buffer> {
  const route = 'GET /repos/{owner}/{repo}/git/blobs/{oid}';
  const answer = await ask(client, { route, parameters: { owner, repo, oid }, answer: rawShape });
  const bytes = Buffer.from(answer.content, 'base64');
  if (blobId(bytes, oid) !== oid) throw new GitHubTrouble('shape', `${route}: the contents are not those of the blob`);
  return bytes;
}

/** The id that git gives a file with these bytes, by the hash that the known id was made with. */
function blobId(bytes: Buffer, like: string): string {
  return createHash(like.length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
