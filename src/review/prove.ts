import { applyEdits } from '../core/span.ts';
import type { Edit } from '../core/flow.ts';
import type { Analyser, FileFinding, FileResult, FileTask } from './task.ts';

/** Fixes tried on one file at most; the others are not offered. */
const MOST_FIXES = 40;

/**
 * Of the safe fixes of one file, those that may be offered: with any one of them applied, and with all of them at once, the file
 * parses, their findings are gone and none is new. Each alone is no proof for all: two may take the last lines of one block. All
 * at once is none for each: one may need what another brings. Two fixes on touching lines are never both among them.
 */
export async function proveFixes(
  task: FileTask,
  now: FileResult,
  candidates: readonly FileFinding[],
  analyser: Analyser,
): Promise<ReadonlySet<FileFinding>> {
  const fixable = candidates
    .filter((finding) => finding.fix?.safe && finding.fix.edits.length > 0)
    .slice(0, MOST_FIXES);
  const trials = keepApart(fixable).map(async (finding) =>
    (await holds(task, now, [finding], analyser)) ? [finding] : [],
  );
  const alone = (await Promise.all(trials)).flat();
  if (alone.length < 2 || (await holds(task, now, alone, analyser))) return new Set(alone);
  const proven: FileFinding[] = [];
  for (const finding of alone)
    if (proven.length === 0 || (await holds(task, now, [...proven, finding], analyser))) proven.push(finding);
  return new Set(proven);
}

/** The first of those whose lines touch: a reviewer who applies all suggestions at once must get the sum of them. */
function keepApart(findings: readonly FileFinding[]): readonly FileFinding[] {
  const taken: { readonly start: number; readonly end: number }[] = [];
  return findings.filter(({ fix }) => {
    const lines = (fix?.edits ?? []).flatMap(({ span }) => [span.line, span.endLine]);
    const range = { start: Math.min(...lines), end: Math.max(...lines) };
    if (taken.some((other) => range.start <= other.end + 1 && other.start <= range.end + 1)) return false;
    taken.push(range);
    return true;
  });
}

async function holds(
  task: FileTask,
  now: FileResult,
  fixed: readonly FileFinding[],
  analyser: Analyser,
): Promise<boolean> {
  const edits: Edit[] = fixed.flatMap(({ fix }) => fix?.edits ?? []);
  let text: string;
  try {
    text = applyEdits(task.text, edits);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
  if (text === task.text) return false;
  const then = await analyser.analyse({ ...task, text, collect: [] });
  if (!then.parses || then.skips.length > now.skips.length) return false;
  const count = (findings: readonly FileFinding[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const { key } of findings) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  const after = count(then.findings);
  const expected = count(now.findings);
  for (const { key } of fixed) expected.set(key, (expected.get(key) ?? 0) - 1);
  return [...after].every(([key, number]) => number <= (expected.get(key) ?? 0));
}
