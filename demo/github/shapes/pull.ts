import { association } from './association.ts';
import { userShape } from './account.ts';
import { labelShape, repositoryPage, repositoryShape, repositoryUrl } from './repository.ts';
import type { JsonRecord } from '../json.ts';
import type { Pull, Repository } from '../model.ts';
import type { World } from '../world.ts';

export function pullUrl(world: World, pull: Pull): string {
  return `${repositoryUrl(world, pull.repository)}/pulls/${pull.number}`;
}

export function pullPage(world: World, pull: Pull): string {
  return `${repositoryPage(world, pull.repository)}/pull/${pull.number}`;
}

function branchShape(world: World, repository: Repository, branch: { ref: string; sha: string }): JsonRecord {
  return {
    label: `${repository.owner.login}:${branch.ref}`,
    ref: branch.ref,
    sha: branch.sha,
    user: userShape(world, repository.owner),
    repo: repositoryShape(world, repository),
  };
}

function pullLinks(world: World, pull: Pull): JsonRecord {
  const url = pullUrl(world, pull);
  const issue = `${repositoryUrl(world, pull.repository)}/issues/${pull.number}`;
  return {
    self: { href: url },
    html: { href: pullPage(world, pull) },
    issue: { href: issue },
    comments: { href: `${issue}/comments` },
    review_comments: { href: `${url}/comments` },
    review_comment: { href: `${repositoryUrl(world, pull.repository)}/pulls/comments{/number}` },
    commits: { href: `${url}/commits` },
    statuses: { href: `${repositoryUrl(world, pull.repository)}/statuses/${pull.head}` },
  };
}

/** GitHub's `pull-request-simple`: what lists hold. */
export async function pullItem(world: World, pull: Pull): Promise<JsonRecord> {
  const url = pullUrl(world, pull);
  const page = pullPage(world, pull);
  const repository = repositoryUrl(world, pull.repository);
  return {
    id: pull.id,
    node_id: `PR_${pull.id}`,
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: `${repository}/issues/${pull.number}`,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repository}/pulls/comments{/number}`,
    comments_url: `${repository}/issues/${pull.number}/comments`,
    statuses_url: `${repository}/statuses/${pull.head}`,
    number: pull.number,
    state: pull.state,
    locked: false,
    active_lock_reason: null,
    title: pull.title,
    user: userShape(world, pull.author),
    body: pull.body,
    labels: pull.labels.map((label) => labelShape(world, pull.repository, label)),
    milestone: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt ?? null,
    merged_at: pull.merged?.at ?? null,
    merge_commit_sha: pull.merged?.sha ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: branchShape(world, pull.headRepository, { ref: pull.headBranch, sha: pull.head }),
    base: branchShape(world, pull.repository, { ref: pull.baseBranch, sha: pull.base }),
    _links: pullLinks(world, pull),
    author_association: association(pull.repository, pull.author),
    auto_merge: null,
    draft: pull.draft,
  };
}

/** GitHub's `pull-request`: one alone, with its counts. */
export async function pullShape(world: World, pull: Pull): Promise<JsonRecord> {
  const { mergeBase, files } = await world.pullDiff(pull);
  const commits = await world.commitsBetween(pull.repository, mergeBase, pull.head);
  return {
    ...(await pullItem(world, pull)),
    merged: pull.merged !== undefined,
    mergeable: pull.state === 'open' ? true : null,
    rebaseable: pull.state === 'open' ? true : null,
    mergeable_state: pull.draft ? 'draft' : 'clean',
    merged_by: pull.merged === undefined ? null : userShape(world, pull.merged.by),
    comments: pull.comments.length,
    review_comments: pull.threads.reduce((sum, thread) => sum + thread.comments.length, 0),
    maintainer_can_modify: false,
    commits: commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

/** GitHub's `pull-request-minimal`: how checks point to pull requests. */
export async function pullPointer(world: World, pull: Pull): Promise<JsonRecord> {
  const side = (repository: Repository, branch: { ref: string; sha: string }): JsonRecord => ({
    ...branch,
    repo: { id: repository.id, url: repositoryUrl(world, repository), name: repository.name },
  });
  return {
    id: pull.id,
    number: pull.number,
    url: pullUrl(world, pull),
    head: side(pull.headRepository, { ref: pull.headBranch, sha: pull.head }),
    base: side(pull.repository, { ref: pull.baseBranch, sha: pull.base }),
  };
}
