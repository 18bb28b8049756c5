import { servedPatch } from './shapes/change.ts';
import { findLine, hunkUpTo, parsePatch } from './patch-lines.ts';
import type { FileChange } from './git-diff.ts';
import type { Anchor, PullDiff } from './model.ts';
import type { PatchHunk, PatchLine, Side } from './patch-lines.ts';
import type { World } from './world.ts';

/** Where a comment wants to stand, as it was asked for. */
export interface Wish {
  readonly path: string;
  readonly line: number | undefined;
  readonly side: string | undefined;
  readonly startLine: number | undefined;
  readonly startSide: string | undefined;
  readonly position: number | undefined;
}

export type AnchorProblem = 'path' | 'line' | 'start-order' | 'start-hunk' | 'side' | 'too-large';

export type Placed =
  | { readonly problem: AnchorProblem }
  | { readonly problem?: undefined; readonly anchor: Anchor; readonly diffHunk: string };

function sideOf(text: string | undefined, otherwise: Side): Side | undefined {
  if (text === undefined || text === 'side') return otherwise;
  return text === 'LEFT' || text === 'RIGHT' ? text : undefined;
}

function placeByPosition(hunks: readonly PatchHunk[], position: number): { line: PatchLine; side: Side } | undefined {
  const line = hunks.flatMap((hunk) => hunk.lines).find((each) => each.position === position);
  return line && { line, side: line.kind === 'removed' ? 'LEFT' : 'RIGHT' };
}

/** Finds the place in the diff, by GitHub's rules: both ends in one hunk, the start before the end. */
export function placeComment(world: World, diff: PullDiff, wish: Wish): Placed {
  const file = diff.files.find((each) => each.path === wish.path);
  if (!file) return { problem: 'path' };
  const patch = servedPatch(world, file);
  if (patch === undefined) return { problem: file.patch === undefined ? 'line' : 'too-large' };
  const hunks = parsePatch(patch);
  const side = sideOf(wish.side, 'RIGHT');
  if (side === undefined) return { problem: 'side' };
  if (wish.line === undefined && wish.position !== undefined) {
    const found = placeByPosition(hunks, wish.position);
    if (!found) return { problem: 'line' };
    const line = found.side === 'LEFT' ? found.line.left : found.line.right;
    const anchor = { side: found.side, startSide: undefined, line, startLine: undefined, position: wish.position };
    return { anchor, diffHunk: hunkUpTo(patch, hunks, found.line) };
  }
  const end = wish.line === undefined ? undefined : findLine(hunks, side, wish.line);
  if (!end) return { problem: 'line' };
  const diffHunk = hunkUpTo(patch, hunks, end);
  const common = { side, line: wish.line, position: end.position };
  if (wish.startLine === undefined)
    return { anchor: { ...common, startSide: undefined, startLine: undefined }, diffHunk };
  const startSide = sideOf(wish.startSide, side);
  if (startSide === undefined) return { problem: 'side' };
  const start = findLine(hunks, startSide, wish.startLine);
  if (startSide === side && wish.startLine >= (wish.line ?? 0)) return { problem: 'start-order' };
  if (!start || start.hunk !== end.hunk) return { problem: 'start-hunk' };
  if (start.position >= end.position) return { problem: 'start-order' };
  return { anchor: { ...common, startSide, startLine: wish.startLine }, diffHunk };
}

/** Where a line of the old text is in the new one; undefined when it was removed or rewritten. */
export function followLine(change: FileChange | undefined, line: number): number | undefined {
  if (!change) return line;
  if (change.status === 'removed') return undefined;
  if (change.patch === undefined) return change.additions + change.deletions === 0 ? line : undefined;
  let shift = 0;
  for (const { header, lines } of parsePatch(change.patch)) {
    const [, start = '0', length = '1'] = /^@@ -(\d+)(?:,(\d+))?/.exec(header) ?? [];
    // A hunk that takes nothing away names the line it follows.
    const from = Number(length) === 0 ? Number(start) + 1 : Number(start);
    if (line < from) return line + shift;
    if (line < from + Number(length)) return lines.find((each) => each.left === line)?.right;
    shift +=
      lines.filter((each) => each.kind === 'added').length - lines.filter((each) => each.kind === 'removed').length;
  }
  return line + shift;
}
