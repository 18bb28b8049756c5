import { followLine, placeComment } from './anchors.ts';
import type { Pull, PullDiff, Thread } from './model.ts';
import type { World } from './world.ts';

/** Where the thread stands at the pull request's head; undefined once its lines are gone from the diff. */
async function follow(
  world: World,
  thread: Thread,
  diff: PullDiff,
): Promise<Pick<Thread, 'current' | 'path'> | undefined> {
  const { pull, original } = thread;
  const forward = await world.changes(pull.repository, thread.originalCommit, pull.head);
  const moved = forward.find(
    (each) => (each.previousPath ?? each.path) === thread.originalPath && each.status !== 'copied',
  );
  if (moved?.status === 'removed') return undefined;
  const path = moved?.path ?? thread.originalPath;
  if (thread.subject === 'file')
    return diff.files.some((each) => each.path === path) ? { path, current: original } : undefined;
  const backward = await world.changes(pull.repository, thread.originalBase, diff.mergeBase);
  const lineAt = (side: Thread['original']['side'], line: number | undefined): number | undefined => {
    if (line === undefined) return undefined;
    return followLine(
      side === 'RIGHT' ? moved : backward.find((each) => (each.previousPath ?? each.path) === thread.originalPath),
      line,
    );
  };
  const line = lineAt(original.side, original.line);
  const startLine = lineAt(original.startSide ?? original.side, original.startLine);
  if (line === undefined || (original.startLine !== undefined && startLine === undefined)) return undefined;
  const placed = placeComment(world, diff, {
    path,
    line,
    side: original.side,
    startLine,
    startSide: original.startSide,
    position: undefined,
  });
  return placed.problem === undefined ? { path, current: placed.anchor } : undefined;
}

/**
 * Moves comments with the code after a push. A comment whose lines are gone is outdated and stays with the commit it was made on.
 * Reviews of commits that a force push took away point to the new head, as on GitHub.
 */
export async function reanchor(world: World, pull: Pull): Promise<void> {
  const diff = await world.pullDiff(pull);
  const commits = new Set(await world.commitsBetween(pull.repository, diff.mergeBase, pull.head));
  for (const review of pull.reviews) if (!commits.has(review.commit)) review.commit = pull.head;
  for (const thread of pull.threads) {
    const place = await follow(world, thread, diff);
    thread.outdated = place === undefined;
    if (!place) continue;
    thread.current = place.current;
    thread.path = place.path;
    thread.commit = pull.head;
  }
}
