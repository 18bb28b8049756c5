import { findPath, readCommit, readTree } from './git-objects.ts';
import { commitSuites } from './graphql-checks.ts';
import type { TreeRow } from './git-objects.ts';
import type { Repository } from './model.ts';

/** Cuts at whole characters, as a text that GitHub truncated is still UTF-8. */
function cutText(data: Buffer, bytes: number): string {
  return data.length <= bytes
    ? data.toString()
    : data
        .subarray(0, bytes)
        .toString()
        .replace(/\uFFFD+$/, '');
}

/** Git looks for a NUL in the first 8000 bytes; so does GitHub. */
function isBinary(data: Buffer): boolean {
  return data.subarray(0, 8000).includes(0);
}

function entryNode(repository: Repository, row: TreeRow, limit?: number) {
  return {
    mode: Number.parseInt(row.mode, 8),
    name: row.path.split('/').at(-1) ?? '',
    oid: row.sha,
    path: row.path,
    size: row.size ?? 0,
    type: row.type,
    object: () => (row.type === 'commit' ? null : gitNode(repository, row.sha, limit)),
  };
}

/** A blob, tree or commit. Blobs over the limit come with their text cut and `isTruncated`. */
export async function gitNode(repository: Repository, oid: string, limit = Number.POSITIVE_INFINITY): Promise<unknown> {
  const object = await repository.store.read(oid);
  if (!object || object.type === 'tag') return null;
  const common = { id: `G_${oid}`, oid, abbreviatedOid: oid.slice(0, 7) };
  if (object.type === 'blob') {
    const binary = isBinary(object.data);
    const isTruncated = object.data.length > limit;
    return {
      __typename: 'Blob',
      ...common,
      byteSize: object.data.length,
      isBinary: binary,
      isTruncated,
      text: binary ? null : cutText(object.data, limit),
    };
  }
  if (object.type === 'tree') {
    const entries = async () =>
      (await readTree(repository.store, oid, { recursive: false })).map((row) => entryNode(repository, row, limit));
    return { __typename: 'Tree', ...common, entries };
  }
  const commit = await readCommit(repository.store, oid);
  if (!commit) return null;
  return {
    __typename: 'Commit',
    ...common,
    message: commit.message,
    messageHeadline: commit.message.split('\n')[0] ?? '',
    committedDate: commit.author.date,
    tree: () => gitNode(repository, commit.tree, limit),
    checkSuites: commitSuites(repository, oid),
    file: async ({ path }: { path: string }) => {
      const row = await findPath(repository.store, oid, path);
      return row === undefined ? null : entryNode(repository, row, limit);
    },
  };
}

/** `<revision>` or `<revision>:<path>`. */
export async function findExpression(repository: Repository, expression: string, limit: number): Promise<unknown> {
  const cut = expression.indexOf(':');
  const revision = cut < 0 ? expression : expression.slice(0, cut);
  const sha = await repository.store.resolve(revision);
  if (sha === undefined) return null;
  if (cut < 0) return gitNode(repository, sha, limit);
  const row = await findPath(repository.store, sha, expression.slice(cut + 1));
  return row === undefined ? null : gitNode(repository, row.sha, limit);
}
