import { repositoryPage, repositoryUrl } from './repository.ts';
import type { FileChange } from '../git-diff.ts';
import type { JsonRecord } from '../json.ts';
import type { Repository } from '../model.ts';
import type { World } from '../world.ts';

/** Whether GitHub serves the patch: it leaves out those that are too large. */
export function servedPatch(world: World, change: FileChange): string | undefined {
  if (change.patch === undefined || Buffer.byteLength(change.patch) > world.limits.patchBytes) return undefined;
  return change.patch.split('\n').length > world.limits.patchLines ? undefined : change.patch;
}

/** GitHub's `diff-entry`. */
export function changeShape(
  world: World,
  at: { repository: Repository; commit: string },
  change: FileChange,
): JsonRecord {
  const path = change.path.split('/').map(encodeURIComponent).join('/');
  const patch = servedPatch(world, change);
  return {
    sha: change.sha,
    filename: change.path,
    status: change.status,
    additions: change.additions,
    deletions: change.deletions,
    changes: change.additions + change.deletions,
    blob_url: `${repositoryPage(world, at.repository)}/blob/${at.commit}/${path}`,
    raw_url: `${repositoryPage(world, at.repository)}/raw/${at.commit}/${path}`,
    contents_url: `${repositoryUrl(world, at.repository)}/contents/${path}?ref=${at.commit}`,
    ...(patch === undefined ? {} : { patch }),
    ...(change.previousPath === undefined ? {} : { previous_filename: change.previousPath }),
  };
}
