import { association } from './association.ts';
import { userShape } from './account.ts';
import { pullPage, pullUrl } from './pull.ts';
import { labelShape, repositoryUrl } from './repository.ts';
import type { JsonRecord } from '../json.ts';
import type { Pull } from '../model.ts';
import type { World } from '../world.ts';

/** A pull request as the issue it also is: how `issue_comment` events carry it. */
export function issueShape(world: World, pull: Pull): JsonRecord {
  const repository = repositoryUrl(world, pull.repository);
  const url = `${repository}/issues/${pull.number}`;
  const page = pullPage(world, pull);
  const kinds = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'];
  return {
    id: pull.id,
    node_id: `PR_${pull.id}`,
    number: pull.number,
    url,
    repository_url: repository,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    title: pull.title,
    body: pull.body,
    user: userShape(world, pull.author),
    labels: pull.labels.map((label) => labelShape(world, pull.repository, label)),
    state: pull.state,
    locked: false,
    active_lock_reason: null,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: pull.comments.length,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt ?? null,
    author_association: association(pull.repository, pull.author),
    draft: pull.draft,
    pull_request: {
      url: pullUrl(world, pull),
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: pull.merged?.at ?? null,
    },
    reactions: { url: `${url}/reactions`, total_count: 0, ...Object.fromEntries(kinds.map((kind) => [kind, 0])) },
    performed_via_github_app: null,
  };
}
