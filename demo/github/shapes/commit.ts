import { changeShape } from './change.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';
import { userShape } from './account.ts';
import type { CommitFacts } from '../git-objects.ts';
import type { FileChange } from '../git-diff.ts';
import type { JsonRecord } from '../json.ts';
import type { Repository } from '../model.ts';
import type { World } from '../world.ts';

const unsigned = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** GitHub's `commit`. */
export function commitShape(world: World, repository: Repository, commit: CommitFacts): JsonRecord {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  const account = world.accounts.get(commit.author.name.toLowerCase());
  const user = account === undefined ? null : userShape(world, account);
  return {
    sha: commit.sha,
    node_id: `C_${commit.sha}`,
    url: `${url}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    commit: {
      url: `${url}/git/commits/${commit.sha}`,
      author: { ...commit.author },
      committer: { ...commit.author },
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      verification: unsigned,
    },
    author: user,
    committer: user,
    parents: commit.parents.map((sha) => ({ sha, url: `${url}/commits/${sha}`, html_url: `${page}/commit/${sha}` })),
  };
}

/** One commit alone: with its files. */
export function commitWithFiles(
  world: World,
  at: { repository: Repository; commit: CommitFacts },
  files: readonly FileChange[],
): JsonRecord {
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return {
    ...commitShape(world, at.repository, at.commit),
    stats: { total: additions + deletions, additions, deletions },
    files: files.map((file) => changeShape(world, { repository: at.repository, commit: at.commit.sha }, file)),
  };
}

/** GitHub's `git-commit`. */
export function gitCommitShape(world: World, repository: Repository, commit: CommitFacts): JsonRecord {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  return {
    sha: commit.sha,
    node_id: `C_${commit.sha}`,
    url: `${url}/git/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    author: { ...commit.author },
    committer: { ...commit.author },
    message: commit.message,
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/git/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
    verification: unsigned,
  };
}

/** GitHub's `simple-commit`: how events and suites carry a commit. */
export function simpleCommitShape(commit: CommitFacts): JsonRecord {
  const { name, email } = commit.author;
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: commit.author.date,
    author: { name, email },
    committer: { name, email },
  };
}
