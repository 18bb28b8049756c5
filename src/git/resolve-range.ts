import { GitError, runGit } from './run-git.ts';

export interface RangeNames {
  /** Folder inside the repository. */
  readonly repo: string;
  /** Commit, branch or tag that the change is to be merged into; the remote's default branch where absent. */
  readonly base?: string | undefined;
  /** Commit, branch or tag with the change; the working tree where absent. */
  readonly head?: string | undefined;
}

export interface Range {
  /** SHA of the merge base. */
  readonly base: string;
  /** SHA of the commit that `names.base` stands for: where the configuration is read. */
  readonly tip: string;
  /** SHA of the head; undefined for the working tree. */
  readonly head: string | undefined;
}

/** Names → SHAs, the base moved to where the two histories parted. */
export async function resolveRange(names: RangeNames): Promise<Range> {
  const { repo } = names;
  const base = names.base === undefined ? await defaultBase(repo) : await commitOf(repo, names.base);
  const head = await commitOf(repo, names.head ?? 'HEAD');
  const merged = await runGit(repo, ['merge-base', base, head], { allow: [1] });
  const mergeBase = merged.toString().trim().split('\n')[0];
  if (!mergeBase) throw new GitError(await unrelated(repo, names));
  return { base: mergeBase, tip: base, head: names.head === undefined ? undefined : head };
}

/** SHA of the commit that a name stands for. */
async function commitOf(repo: string, name: string): Promise<string> {
  const sha = await lookUp(repo, name);
  if (sha === undefined) throw new GitError(`there is no commit, branch or tag called ${JSON.stringify(name)} here`);
  return sha;
}

async function lookUp(repo: string, name: string): Promise<string | undefined> {
  // No ref begins with a dash, so this is an option that was meant for git.
  if (name === '' || name.startsWith('-') || /[\0\n]/.test(name))
    throw new GitError(`${JSON.stringify(name)} cannot be the name of a commit`);
  const output = await runGit(repo, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`], {
    allow: [1, 128],
  });
  const sha = output.toString().trim();
  return /^[0-9a-f]{40,64}$/.test(sha) ? sha : undefined;
}

const DEFAULT_BASES = [
  'refs/remotes/origin/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
];

async function defaultBase(repo: string): Promise<string> {
  await runGit(repo, ['rev-parse', '--git-dir']); // Says so where there is no repository at all.
  for (const name of DEFAULT_BASES) {
    const sha = await lookUp(repo, name);
    if (sha !== undefined) return sha;
  }
  throw new GitError(
    'there is no origin/HEAD, main or master to compare with: say with --base which branch the change is for',
  );
}

async function unrelated(repo: string, names: RangeNames): Promise<string> {
  const shallow = (await runGit(repo, ['rev-parse', '--is-shallow-repository'])).toString().trim() === 'true';
  const what = `${names.base ?? 'the default branch'} and ${names.head ?? 'HEAD'} have no commit in common`;
  return shallow
    ? `${what} in this shallow clone: fetch more of the history (git fetch --unshallow, or fetch-depth: 0)`
    : what;
}
