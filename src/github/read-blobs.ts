import { z } from 'zod';
import type { StoredFile } from '../core/assemble.ts';
import type { BlobMemory } from './blob-memory.ts';
import { askGraphql, type GitHubClient } from './client.ts';
import { completeEntry, ENTRY_FIELDS, entryShape, modeOf, type Entry, type Repository } from './file-entry.ts';
import { mapLimited } from './map-limited.ts';
import { Gone, isUncertain } from './trouble.ts';

/** One file of one commit to be read. */
export interface BlobRead {
  readonly commit: string;
  readonly path: string;
  /** Bytes, known or guessed. */
  readonly size: number;
  /** Of the blob, where a listing named it. */
  readonly oid?: string | undefined;
  /** git's, where a listing named it. */
  readonly mode?: string | undefined;
  /** Only what it is, not what is in it. */
  readonly withoutContents?: boolean;
}

export interface BlobReads {
  readonly reads: readonly BlobRead[];
  /** Larger ones are named with their size and not read. */
  readonly maxFileBytes: number;
  /** What was read before; each blob is fetched once. */
  readonly memory?: BlobMemory | undefined;
}

/** GraphQL fails beyond 200; a query must end well within the ten seconds that GitHub allows. */
const BATCH_FILES = 100;
const BATCH_BYTES = 4_000_000;
/** GraphQL cuts texts at about half a megabyte. */
const TEXT_BYTES = 500_000;
/** GitHub answers more queries at a time with secondary limits. */
const AT_ONCE = 2;

/**
 * The files in the order asked for; undefined where the commit has none under that path.
 * Many come in one GraphQL query, which is halved where GitHub fails at it. What memory knows is not asked for.
 */
export async function readBlobs(
  client: GitHubClient,
  repository: Repository,
  { reads, maxFileBytes, memory }: BlobReads,
): Promise<readonly (StoredFile | undefined)[]> {
  const known = reads.map((read) => memory && remembered(memory, read, maxFileBytes));
  const missing = reads.filter((_, at) => !known[at]);
  const entries = await mapLimited(toBatches(missing), AT_ONCE, (batch) => readBatch(client, repository, batch));
  const found = await mapLimited(entries.flat(), AT_ONCE, async (entry) => {
    // Without contents there is nothing to complete: `object` was not asked for.
    const bare: StoredFile | undefined = entry && { mode: modeOf(entry), size: 0 };
    return {
      entry,
      file: entry?.object === undefined ? bare : await completeEntry(client, { repository, entry, maxFileBytes }),
    };
  });
  let at = 0;
  return reads.map((read, index) => {
    const before = known[index];
    if (before) return before;
    const { entry, file } = found[at++] ?? {};
    if (entry?.object !== undefined && file && memory) {
      memory.keepEntry(read.commit, read.path, { mode: modeOf(entry), oid: entry.oid, size: file.size });
      if (file.bytes) memory.keepBytes(entry.oid, file.bytes);
    }
    return file;
  });
}

/** A file whose entry and contents are known. */
function remembered(memory: BlobMemory, read: BlobRead, maxFileBytes: number): StoredFile | undefined {
  const { oid, mode } = read;
  const entry = oid !== undefined && mode !== undefined ? { oid, mode } : memory.entry(read.commit, read.path);
  if (!entry) return undefined;
  const bytes = memory.bytes(entry.oid);
  // A tree that follows from an earlier one does not tell a file from a link that was made of it: both are the same blob.
  if (bytes && oid !== undefined && mayBeTarget(bytes) && memory.entry(read.commit, read.path)?.oid !== oid)
    return undefined;
  if (bytes && entry.mode.startsWith('100') && bytes.length <= maxFileBytes)
    return { mode: entry.mode, size: bytes.length, bytes };
  const { size = 0 } = memory.entry(read.commit, read.path) ?? {};
  return !entry.mode.startsWith('100') || size > maxFileBytes ? { mode: entry.mode, size } : undefined;
}

/** Longer ones are refused by every file system that git knows. */
const LONGEST_TARGET = 4095;
const NEWLINE = 10;

/** True for the contents of a symbolic link, and of hardly any file of source: those end in a newline. */
function mayBeTarget(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes.length <= LONGEST_TARGET && bytes.at(-1) !== NEWLINE;
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
  const objects = commits.map((commit, at) => {
    const files = reads
      .map((read, file) =>
        read.commit === commit
          ? `f${file}: file(path: $p${file}) ${read.withoutContents ? '{ mode oid }' : ENTRY_FIELDS}`
          : '',
      )
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
