/**
 * Where a run of added or removed lines can slide up or down without the difference being another, git shows it at one place:
 * beside a change of the other side if it can, else where indentation and blank lines make the best cut.
 * Follows `xdl_change_compact` and its weights: https://github.com/git/git/blob/master/xdiff/xdiffi.c
 */
export function slideChanges(old: Marked, fresh: Marked): void {
  slideSide(old, fresh);
  slideSide(fresh, old);
}

/** Lines of one side, with those marked that the difference takes away or adds. Sliding moves the marks. */
export interface Marked {
  readonly lines: readonly string[];
  readonly marks: boolean[];
}

/** Longest way for which all places are weighed. */
const MOST_SLIDING = 100;

/** A run of marked lines, perhaps empty, between two lines that are not: `end` is exclusive. */
interface Run {
  start: number;
  end: number;
}

function firstRun({ marks }: Marked): Run {
  const run = { start: 0, end: 0 };
  while (marks[run.end]) run.end += 1;
  return run;
}

function toNext({ marks, lines }: Marked, run: Run): boolean {
  if (run.end === lines.length) return false;
  run.start = run.end + 1;
  for (run.end = run.start; marks[run.end];) run.end += 1;
  return true;
}

function toPrevious({ marks }: Marked, run: Run): void {
  run.end = run.start - 1;
  for (run.start = run.end; marks[run.start - 1];) run.start -= 1;
}

/** One line down, taking in a run that it then touches. */
function down({ lines, marks }: Marked, run: Run): boolean {
  if (run.end >= lines.length || lines[run.start] !== lines[run.end]) return false;
  marks[run.start++] = false;
  marks[run.end++] = true;
  while (marks[run.end]) run.end += 1;
  return true;
}

function up({ lines, marks }: Marked, run: Run): boolean {
  if (run.start <= 0 || lines[run.start - 1] !== lines[run.end - 1]) return false;
  marks[--run.start] = true;
  marks[--run.end] = false;
  while (marks[run.start - 1]) run.start -= 1;
  return true;
}

function slideSide(side: Marked, other: Marked): void {
  const run = firstRun(side);
  const beside = firstRun(other);
  do {
    if (run.end > run.start) slideRun({ side, other, run, beside });
  } while (toNext(side, run) && toNext(other, beside));
}

interface Sliding {
  readonly side: Marked;
  readonly other: Marked;
  readonly run: Run;
  /** The other side's run at the same place. */
  readonly beside: Run;
}

function slideRun({ side, other, run, beside }: Sliding): void {
  let size: number;
  let earliest: number;
  let meetsOther: boolean;
  do {
    size = run.end - run.start;
    while (up(side, run)) toPrevious(other, beside);
    earliest = run.end;
    meetsOther = beside.end > beside.start;
    while (down(side, run)) {
      toNext(other, beside);
      meetsOther ||= beside.end > beside.start;
    }
  } while (size !== run.end - run.start);
  if (run.end === earliest) return;
  const stop = meetsOther ? undefined : bestEnd(side.lines, { earliest, latest: run.end, size });
  while (stop === undefined ? beside.end === beside.start : run.end > stop) {
    if (!up(side, run)) return;
    toPrevious(other, beside);
  }
}

function bestEnd(
  lines: readonly string[],
  { earliest, latest, size }: { earliest: number; latest: number; size: number },
): number {
  let best = latest;
  let least: Score | undefined;
  for (let end = Math.max(earliest, latest - size - 1, latest - MOST_SLIDING); end <= latest; end += 1) {
    const [after, before] = [scoreCut(lines, end), scoreCut(lines, end - size)];
    const score = { indent: after.indent + before.indent, penalty: after.penalty + before.penalty };
    if (least && 60 * Math.sign(score.indent - least.indent) + score.penalty - least.penalty > 0) continue;
    least = score;
    best = end;
  }
  return best;
}

interface Score {
  readonly indent: number;
  readonly penalty: number;
}

const MOST_BLANK = 20;

/** How bad it is to cut before this line. */
function scoreCut(lines: readonly string[], at: number): Score {
  const own = at < lines.length ? indentOf(lines[at] ?? '') : -1;
  const above = look(lines, at - 1, -1);
  const below = look(lines, at + 1, 1);
  const blankBelow = own === -1 ? 1 + below.blank : 0;
  const blank = above.blank + blankBelow;
  const indent = own === -1 ? below.indent : own;
  let penalty = -30 * blank + 6 * blankBelow;
  if (above.indent === -1 && above.blank === 0) penalty += 1;
  if (at >= lines.length) penalty += 21;
  if (indent !== -1 && above.indent !== -1) {
    if (indent > above.indent) penalty += blank > 0 ? 10 : -4;
    else if (indent < above.indent) {
      const isOutdent = below.indent !== -1 && below.indent > indent;
      penalty += blank > 0 ? 17 : isOutdent ? 24 : 23;
    }
  }
  return { indent, penalty };
}

/** The next line that is not blank, and how many are before it. */
function look(
  lines: readonly string[],
  from: number,
  step: 1 | -1,
): { readonly indent: number; readonly blank: number } {
  let blank = 0;
  for (let at = from; at >= 0 && at < lines.length; at += step) {
    const indent = indentOf(lines[at] ?? '');
    if (indent !== -1) return { indent, blank };
    blank += 1;
    if (blank === MOST_BLANK) return { indent: 0, blank };
  }
  return { indent: -1, blank };
}

/** Columns before the first character that is no white space, at most 200; -1 for a blank line. */
function indentOf(line: string): number {
  let indent = 0;
  for (const character of line) {
    if (!/[ \t\n\v\f\r]/.test(character)) return indent;
    if (character === ' ') indent += 1;
    else if (character === '\t') indent += 8 - (indent % 8);
    if (indent >= 200) return 200;
  }
  return -1;
}
