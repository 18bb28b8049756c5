import { diffArrays } from 'diff';
import type { Hunk, LineRange } from './flow.ts';
import { slideChanges, type Marked } from './slide-changes.ts';

/** Time grows with the square of the added and removed lines; beyond these (half a second) all between the ends that agree counts as rewritten. */
const MAX_EDITS = 2_000;

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
  const old: Marked = { lines: splitLines(before), marks: [] };
  const fresh: Marked = { lines: splitLines(after), marks: [] };
  const changes = diffArrays([...old.lines], [...fresh.lines], { maxEditLength: MAX_EDITS });
  if (!changes) return rewrittenBetween(old, fresh);
  for (const { added, removed, value } of changes) {
    if (!added) for (const _ of value) old.marks.push(removed);
    if (!removed) for (const _ of value) fresh.marks.push(added);
  }
  slideChanges(old, fresh);
  return hunksOf(old.marks, fresh.marks);
}

/** One change from the first line that differs to the last. */
function rewrittenBetween(old: Marked, fresh: Marked): readonly Hunk[] {
  const shorter = Math.min(old.lines.length, fresh.lines.length);
  let head = 0;
  while (head < shorter && old.lines[head] === fresh.lines[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.lines.at(-1 - tail) === fresh.lines.at(-1 - tail)) tail += 1;
  const marksOf = ({ lines }: Marked): boolean[] => lines.map((_, at) => at >= head && at < lines.length - tail);
  return hunksOf(marksOf(old), marksOf(fresh));
}

/** With their ends, since a line without one is another line. */
function splitLines(text: string): string[] {
  const lines = text.split(/(?<=\n)/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

const CONTEXT = 3;

interface Step {
  readonly old: number;
  readonly fresh: number;
  readonly kind: 'same' | 'removed' | 'added';
}

function hunksOf(oldMarks: readonly boolean[], freshMarks: readonly boolean[]): readonly Hunk[] {
  const steps: Step[] = [];
  let old = 0;
  let fresh = 0;
  while (old < oldMarks.length || fresh < freshMarks.length) {
    if (oldMarks[old]) steps.push({ old: ++old, fresh, kind: 'removed' });
    else if (freshMarks[fresh]) steps.push({ old, fresh: ++fresh, kind: 'added' });
    else steps.push({ old: ++old, fresh: ++fresh, kind: 'same' });
  }
  const stretches: { start: number; end: number }[] = [];
  for (const [at, { kind }] of steps.entries()) {
    if (kind === 'same') continue;
    const last = stretches.at(-1);
    // Contexts that touch make one hunk.
    if (last && at - last.end <= 2 * CONTEXT) last.end = at + 1;
    else stretches.push({ start: at, end: at + 1 });
  }
  return stretches.map(({ start, end }) =>
    hunkOf(steps, Math.max(0, start - CONTEXT), Math.min(steps.length, end + CONTEXT)),
  );
}

function hunkOf(steps: readonly Step[], start: number, end: number): Hunk {
  const own = steps.slice(start, end);
  const count = (other: Step['kind']): number => own.filter(({ kind }) => kind !== other).length;
  const before = steps[start - 1] ?? { old: 0, fresh: 0 };
  const [oldLines, newLines] = [count('added'), count('removed')];
  return {
    // A side without lines names the line that it follows.
    oldStart: before.old + (oldLines > 0 ? 1 : 0),
    oldLines,
    newStart: before.fresh + (newLines > 0 ? 1 : 0),
    newLines,
    added: rangesOf(own.flatMap(({ kind, fresh }) => (kind === 'added' ? fresh : []))),
    removed: rangesOf(own.flatMap(({ kind, old }) => (kind === 'removed' ? old : []))),
  };
}
