import type { GitObject } from './git-reader.ts';
import type { GitStore } from './git-store.ts';

export interface CommitFacts {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: { readonly name: string; readonly email: string; readonly date: string };
  readonly message: string;
}

export interface TreeRow {
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  /** Bytes of a blob. */
  readonly size: number | undefined;
  readonly path: string;
}

/** Reads a commit. A SHA of anything else gives undefined. */
export async function readCommit(store: GitStore, sha: string): Promise<CommitFacts | undefined> {
  const object = await store.read(sha);
  if (object?.type !== 'commit') return undefined;
  const text = object.data.toString();
  const cut = text.indexOf('\n\n');
  const header = text.slice(0, cut).split('\n');
  const field = (name: string): string[] =>
    header.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  const who = /^(.*) <(.*)> (\d+) /.exec(field('author')[0] ?? '');
  return {
    sha: object.oid,
    tree: field('tree')[0] ?? '',
    parents: field('parent'),
    author: {
      name: who?.[1] ?? '',
      email: who?.[2] ?? '',
      date: new Date(Number(who?.[3] ?? 0) * 1000).toISOString().replace('.000Z', 'Z'),
    },
    message: text.slice(cut + 2),
  };
}

/** One line of `git ls-tree --long -z`. */
function parseRow(row: string): TreeRow {
  const tab = row.indexOf('\t');
  const [mode = '', kind = '', sha = '', size = ''] = row.slice(0, tab).split(/ +/);
  const type = kind === 'tree' || kind === 'commit' ? kind : 'blob';
  return { mode, type, sha, size: size === '-' ? undefined : Number(size), path: row.slice(tab + 1) };
}

/** Rows of a tree, or of the tree of a commit. */
export async function readTree(
  store: GitStore,
  treeish: string,
  options: { recursive: boolean },
): Promise<readonly TreeRow[]> {
  const output = await store.git('ls-tree', '-z', '--long', ...(options.recursive ? ['-r', '-t'] : []), treeish);
  return output
    .toString()
    .split('\0')
    .filter((row) => row !== '')
    .map(parseRow);
}

interface Child {
  readonly mode: string;
  readonly sha: string;
}

const parsedTrees = new WeakMap<GitObject, ReadonlyMap<string, Child>>();

/** Reads git's own form of a tree: `<mode> <name>\0<20 bytes>`, again and again. */
function childrenOf(tree: GitObject): ReadonlyMap<string, Child> {
  const known = parsedTrees.get(tree);
  if (known) return known;
  const children = new Map<string, Child>();
  for (let at = 0; at < tree.data.length;) {
    const space = tree.data.indexOf(32, at);
    const end = tree.data.indexOf(0, space);
    const sha = tree.data.toString('hex', end + 1, end + 21);
    children.set(tree.data.toString('utf8', space + 1, end), {
      mode: tree.data.toString('latin1', at, space).padStart(6, '0'),
      sha,
    });
    at = end + 21;
  }
  parsedTrees.set(tree, children);
  return children;
}

/** The row of one path in a commit; the empty path is the tree itself. Walks down: a process for each path would be dear. */
export async function findPath(store: GitStore, commit: string, path: string): Promise<TreeRow | undefined> {
  const facts = await readCommit(store, commit);
  if (!facts) return undefined;
  let found: Child = { mode: '040000', sha: facts.tree };
  for (const name of path === '' ? [] : path.split('/')) {
    const tree = await store.read(found.sha);
    const child = tree?.type === 'tree' ? childrenOf(tree).get(name) : undefined;
    if (!child) return undefined;
    found = child;
  }
  const type = found.mode === '040000' ? 'tree' : found.mode === '160000' ? 'commit' : 'blob';
  const size = type === 'blob' ? (await store.read(found.sha))?.data.length : undefined;
  return { ...found, type, size, path };
}
