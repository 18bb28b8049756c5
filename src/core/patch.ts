import { structuredPatch } from 'diff';
import type { Hunk, LineRange } from './flow.ts';

/** Beyond this many added and removed lines a comparison costs more than it says: the change counts as one rewrite of the file. */
const MAX_EDITS = 20_000;

const HEADER = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

interface Header {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
}

/**
 * The hunks of one file's unified diff, as GitHub's `patch` field and `git diff` have it; what stands before the first `@@` is passed over.
 * A line ends at `\n` only, as git counts, and a hunk ends where its header says, whatever its lines look like.
 * @throws RangeError where the patch is cut off inside a hunk.
 */
export function parsePatch(patch: string): readonly Hunk[] {
  const lines = patch.split('\n');
  const hunks: Hunk[] = [];
  let at = 0;
  while (at < lines.length) {
    const header = headerOf(lines[at] ?? '');
    at += 1;
    if (!header) continue;
    const { hunk, next } = readHunk(header, lines, at);
    hunks.push(hunk);
    at = next;
  }
  return hunks;
}

function headerOf(line: string): Header | undefined {
  const match = HEADER.exec(line);
  if (!match) return undefined;
  const [, oldStart, oldLines = '1', newStart, newLines = '1'] = match;
  return {
    oldStart: Number(oldStart),
    oldLines: Number(oldLines),
    newStart: Number(newStart),
    newLines: Number(newLines),
  };
}

function readHunk(header: Header, lines: readonly string[], start: number): { hunk: Hunk; next: number } {
  const added: number[] = [];
  const removed: number[] = [];
  const oldEnd = header.oldStart + header.oldLines;
  const newEnd = header.newStart + header.newLines;
  let { oldStart: old, newStart: fresh } = header;
  let at = start;
  while (old < oldEnd || fresh < newEnd) {
    const line = lines[at];
    if (line === undefined) throw new RangeError('the patch ends inside a hunk');
    at += 1;
    if (line.startsWith('\\')) continue; // "\ No newline at end of file"
    if (line.startsWith('+')) added.push(fresh++);
    else if (line.startsWith('-')) removed.push(old++);
    else {
      old += 1;
      fresh += 1;
    }
  }
  const { oldStart, oldLines, newStart, newLines } = header;
  return {
    hunk: { oldStart, oldLines, newStart, newLines, added: rangesOf(added), removed: rangesOf(removed) },
    next: at,
  };
}

function rangesOf(lines: readonly number[]): readonly LineRange[] {
  const ranges: { start: number; end: number }[] = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    if (last?.end === line - 1) last.end = line;
    else ranges.push({ start: line, end: line });
  }
  return ranges;
}

/** Number of lines as git counts them: ended by `\n`, the last one perhaps not. */
function countLines(text: string): number {
  if (text === '') return 0;
  let count = text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** The one hunk that turns all of a text into all of another, either of them perhaps empty. */
function rewriteHunks(before: string, after: string): readonly Hunk[] {
  const oldLines = countLines(before);
  const newLines = countLines(after);
  if (oldLines + newLines === 0) return [];
  return [
    {
      oldStart: Math.min(1, oldLines),
      oldLines,
      newStart: Math.min(1, newLines),
      newLines,
      added: newLines > 0 ? [{ start: 1, end: newLines }] : [],
      removed: oldLines > 0 ? [{ start: 1, end: oldLines }] : [],
    },
  ];
}

/** Hunks with three lines of context between two texts; an absent side counts as empty. For where nobody hands us a patch. */
export function computeHunks(before: string | undefined, after: string | undefined): readonly Hunk[] {
  if (before === after) return [];
  if (!before || !after) return rewriteHunks(before ?? '', after ?? '');
  const patch = structuredPatch('', '', before, after, undefined, undefined, { context: 3, maxEditLength: MAX_EDITS });
  if (!patch) return rewriteHunks(before, after);
  return patch.hunks.map((hunk) => readHunk(hunk, hunk.lines, 0).hunk);
}
