import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { StoredFile } from '../core/assemble.ts';
import type { PullRef } from '../core/flow.ts';
import { ask, askGraphql, type GitHubClient } from './client.ts';
import { mapLimited } from './map-limited.ts';
import { GitHubTrouble, Gone, isUncertain } from './trouble.ts';

/** One file of one commit to be read. */
export interface BlobRead {
  readonly commit: string;
  readonly path: string;
  /** Bytes, known or guessed. */
  readonly size: number;
}

export interface BlobReads {
  readonly reads: readonly BlobRead[];
  /** Larger ones are named with their size and not read. */
  readonly maxFileBytes: number;
}

type Repository = Pick<PullRef, 'owner' | 'repo'>;

/** GraphQL slows down and fails beyond; a query must end well within the ten seconds that GitHub allows. */
const BATCH_FILES = 50;
const BATCH_BYTES = 5_000_000;
/** GraphQL cuts texts at about half a megabyte. */
const TEXT_BYTES = 500_000;
/** GitHub answers more queries at a time with secondary limits. */
const AT_ONCE = 2;

/**
 * The files in the order asked for; undefined where the commit has none under that path.
 * Many come in one GraphQL query, which is halved where GitHub fails at it. A text is believed only if its hash is the blob's id;
 * one that was cut, or changed because it is not UTF-8, is read again by REST as bytes.
 */
export async function readBlobs(
  client: GitHubClient,
  repository: Repository,
  reads: BlobReads,
): Promise<readonly (StoredFile | undefined)[]> {
  const entries = await mapLimited(toBatches(reads.reads), AT_ONCE, (batch) => readBatch(client, repository, batch));
  return mapLimited(
    entries.flat(),
    AT_ONCE,
    async (entry) => entry && complete(client, { repository, entry, maxFileBytes: reads.maxFileBytes }),
  );
}

function toBatches(reads: readonly BlobRead[]): readonly (readonly BlobRead[])[] {
  const batches: BlobRead[][] = [];
  let bytes = 0;
  for (const read of reads) {
    const size = Math.min(read.size, TEXT_BYTES);
    const last = batches.at(-1);
    if (last && last.length < BATCH_FILES && bytes + size <= BATCH_BYTES) {
      last.push(read);
      bytes += size;
    } else {
      batches.push([read]);
      bytes = size;
    }
  }
  return batches;
}

const entryShape = z.object({
  mode: z.number(),
  oid: z.string(),
  /** Null or without fields for a submodule. */
  object: z
    .object({ byteSize: z.number(), isTruncated: z.boolean(), text: z.string().nullable() })
    .partial()
    .nullable(),
});

type Entry = z.infer<typeof entryShape>;

/** An alias for each commit, and in it one for each file. */
function batchShape(reads: readonly BlobRead[], commits: readonly string[]) {
  const files = (commit: string) =>
    reads.flatMap((read, at) => (read.commit === commit ? [[`f${at}`, entryShape.nullable()] as const] : []));
  return z.object({
    repository: z.object(
      Object.fromEntries(
        commits.map((commit, at) => [`c${at}`, z.object(Object.fromEntries(files(commit))).nullable()]),
      ),
    ),
  });
}

function batchQuery(reads: readonly BlobRead[], commits: readonly string[]): string {
  const blob = '{ mode oid object { ... on Blob { byteSize isTruncated text } } }';
  const objects = commits.map((commit, at) => {
    const files = reads
      .map((read, file) => (read.commit === commit ? `f${file}: file(path: $p${file}) ${blob}` : ''))
      .join(' ');
    return `c${at}: object(oid: $c${at}) { ... on Commit { ${files} } }`;
  });
  const variables = [
    ...commits.map((_, at) => `$c${at}: GitObjectID!`),
    ...reads.map((_, at) => `$p${at}: String!`),
  ].join(', ');
  return `query ($owner: String!, $repo: String!, ${variables}) { repository(owner: $owner, name: $repo) { ${objects.join(' ')} } }`;
}

async function readBatch(
  client: GitHubClient,
  repository: Repository,
  reads: readonly BlobRead[],
): Promise<readonly (Entry | undefined)[]> {
  const commits = [...new Set(reads.map((read) => read.commit))];
  const variables = Object.fromEntries([
    ...commits.map((commit, at) => [`c${at}`, commit] as const),
    ...reads.map((read, at) => [`p${at}`, read.path] as const),
  ]);
  const { owner, repo } = repository;
  try {
    const answer = await askGraphql(client, {
      what: 'files',
      query: batchQuery(reads, commits),
      variables: { owner, repo, ...variables },
      answer: batchShape(reads, commits),
      once: reads.length > 1,
    });
    return reads.map((read, at) => {
      const commit = answer.repository[`c${commits.indexOf(read.commit)}`];
      if (!commit) throw new Gone(`GraphQL files: commit ${read.commit} is not there`);
      return commit[`f${at}`] ?? undefined;
    });
  } catch (error) {
    if (!isUncertain(error) || reads.length === 1) throw error;
    const middle = Math.ceil(reads.length / 2);
    const first = await readBatch(client, repository, reads.slice(0, middle));
    return [...first, ...(await readBatch(client, repository, reads.slice(middle)))];
  }
}

interface Found {
  readonly repository: Repository;
  readonly entry: Entry;
  readonly maxFileBytes: number;
}

async function complete(client: GitHubClient, { repository, entry, maxFileBytes }: Found): Promise<StoredFile> {
  const mode = entry.mode.toString(8).padStart(6, '0');
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
