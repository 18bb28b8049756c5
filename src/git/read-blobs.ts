import { Buffer } from 'node:buffer';
import type { StoredFile } from '../core/assemble.ts';
import type { StoredId } from './list-changes.ts';
import { GitError, runGit, streamGit } from './run-git.ts';

/** Path → where it is stored, for each path that is to be read. */
export type Wanted = ReadonlyMap<string, StoredId>;

/**
 * The wanted blobs, each one once, by two git processes: one for the sizes, one for the contents of those that are small enough.
 * Links and submodules are not read.
 */
export async function readBlobs(
  repo: string,
  wanted: Wanted,
  maxFileBytes: number,
): Promise<ReadonlyMap<string, StoredFile>> {
  const ids = new Set(
    [...wanted.values()].filter((stored) => stored.mode.startsWith('100')).map((stored) => stored.oid),
  );
  const sizes = await readSizes(repo, [...ids]);
  const contents = await readContents(
    repo,
    [...ids].filter((oid) => (sizes.get(oid) ?? Infinity) <= maxFileBytes),
  );
  const files = new Map<string, StoredFile>();
  for (const [path, { mode, oid }] of wanted) {
    const bytes = contents.get(oid);
    files.set(path, { mode, size: sizes.get(oid) ?? 0, ...(bytes ? { bytes } : {}) });
  }
  return files;
}

async function readSizes(repo: string, oids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  if (oids.length === 0) return sizes;
  const output = await runGit(repo, ['cat-file', '--batch-check=%(objectname) %(objecttype) %(objectsize)'], {
    input: oids.join('\n') + '\n',
  });
  for (const line of output.toString().split('\n')) {
    const [oid = '', type, size] = line.split(' ');
    if (type === 'blob') sizes.set(oid, Number(size));
    else if (type === 'missing') throw new GitError(`object ${oid} is missing: in a partial clone, fetch it first`);
  }
  return sizes;
}

async function readContents(repo: string, oids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const reader = createBatchReader();
  if (oids.length > 0)
    await streamGit(repo, ['cat-file', '--batch'], { input: oids.join('\n') + '\n', onOutput: reader.push });
  return reader.blobs;
}

interface BatchReader {
  push(chunk: Buffer): void;
  readonly blobs: Map<string, Uint8Array>;
}

/** Reads `<oid> blob <size>\n<contents>\n`, again and again, from chunks cut anywhere. */
function createBatchReader(): BatchReader {
  const blobs = new Map<string, Uint8Array>();
  let header = '';
  let current: { oid: string; bytes: Buffer; filled: number } | undefined;
  function startBlob(line: string): void {
    const [oid = '', type, size] = line.split(' ');
    if (type !== 'blob') throw new GitError(`object ${oid} is not a file`);
    current = { oid, bytes: Buffer.alloc(Number(size)), filled: 0 };
  }
  return {
    blobs,
    push(chunk) {
      for (let at = 0; at < chunk.length;) {
        if (!current) {
          const end = chunk.indexOf(10, at);
          header += chunk.toString('latin1', at, end < 0 ? chunk.length : end);
          at = end < 0 ? chunk.length : end + 1;
          if (end < 0) continue;
          startBlob(header);
          header = '';
        } else if (current.filled < current.bytes.length) {
          const copied = chunk.copy(current.bytes, current.filled, at);
          current.filled += copied;
          at += copied;
        } else {
          blobs.set(current.oid, current.bytes);
          current = undefined;
          at += 1; // The line break after the contents.
        }
      }
    },
  };
}
