import type { ChangedFile, LineRange } from '../core/flow.ts';
import type { FileFinding } from './task.ts';

/** Findings at head that the merge base does not have. */
export interface Compared {
  readonly fresh: readonly FileFinding[];
  /** Base findings that nothing at head stands for: they were mended, or their code was moved away. */
  readonly gone: readonly FileFinding[];
}

/**
 * Matches the findings of one file one to one with those of its merge base, by fingerprint without ordinal. Where head has more
 * of a kind than the base, those on changed lines are the new ones.
 */
export function compareFile(head: readonly FileFinding[], base: readonly FileFinding[], file: ChangedFile): Compared {
  const before = Map.groupBy(base, ({ key }) => key);
  const fresh: FileFinding[] = [];
  const gone: FileFinding[] = [];
  for (const [key, now] of Map.groupBy(head, (finding) => finding.key)) {
    const known = before.get(key)?.length ?? 0;
    if (known === 0) fresh.push(...now);
    else if (now.length > known) {
      const unchangedFirst = [...now].sort((a, b) => Number(touchesChange(a, file)) - Number(touchesChange(b, file)));
      const extra = new Set(unchangedFirst.slice(known));
      fresh.push(...now.filter((finding) => extra.has(finding)));
    }
  }
  const after = Map.groupBy(head, ({ key }) => key);
  for (const [key, then] of before) gone.push(...then.slice(after.get(key)?.length ?? 0));
  return { fresh, gone };
}

/** Code that was moved, to another function or file, brings nothing new: takes away what is gone elsewhere, one to one. */
export function withoutMoved(fresh: readonly FileFinding[], gone: readonly FileFinding[]): readonly FileFinding[] {
  const left = new Map<string, number>();
  for (const { moveKey } of gone) if (moveKey) left.set(moveKey, (left.get(moveKey) ?? 0) + 1);
  return fresh.filter(({ moveKey }) => {
    const count = moveKey === undefined ? 0 : (left.get(moveKey) ?? 0);
    if (moveKey !== undefined && count > 0) left.set(moveKey, count - 1);
    return count === 0;
  });
}

/** True if any line of the finding was added or rewritten by the change. */
export function touchesChange({ span }: Pick<FileFinding, 'span'>, file: Pick<ChangedFile, 'hunks'>): boolean {
  const last = span.endCol === 1 && span.endLine > span.line ? span.endLine - 1 : span.endLine;
  return file.hunks.some(({ added }) => added.some((range) => overlaps(range, { start: span.line, end: last })));
}

function overlaps(a: LineRange, b: LineRange): boolean {
  return a.start <= b.end && b.start <= a.end;
}
