import type { Action, ConcludeCheckRun, Posted, PostedComment, PostReview } from '../../src/core/actions.ts';
import { NOTHING_DECIDED } from '../../src/core/decisions.ts';
import type { ChangedFile, Finding } from '../../src/core/flow.ts';
import type { PlanInput } from '../../src/publish/input.ts';
import { book, reportOf } from '../docs/book.ts';

export const pull = { owner: 'Octo', repo: 'shop', number: 7 } as const;
export const key = 'a key for tests';

/** A modified file whose hunks have these new lines: `[1, 10]` is lines 1 to 10. */
export function fileOf(path: string, ranges: readonly (readonly [number, number])[], text?: string): ChangedFile {
  const hunks = ranges.map(([start, end]) => {
    const lines = end - start + 1;
    return { oldStart: start, oldLines: lines, newStart: start, newLines: lines, added: [{ start, end }], removed: [] };
  });
  return { path, status: 'modified', hunks, ...(text === undefined ? {} : { text }) };
}

/** Findings that comments of ours speak of as open. */
export function postedOf(fingerprints: readonly string[], parts: Partial<Posted> = {}): Posted {
  return { fingerprints: new Set(fingerprints), comments: [], ...parts };
}

/** Comments of ours as they are read back. */
export function postedBy(comments: readonly PostedComment[]): Posted {
  const open = comments.filter(({ isSettled }) => !isSettled);
  return postedOf(
    open.flatMap(({ fingerprints }) => fingerprints),
    { comments },
  );
}

export function planInput(findings: readonly Finding[], parts: Partial<PlanInput> = {}): PlanInput {
  return {
    ...book,
    report: reportOf({ findings }),
    files: [fileOf('src/shop/orders.py', [[1, 40]])],
    mode: 'comment',
    maxComments: 25,
    commentFrom: 'notice',
    failOn: 'secrets',
    decisions: NOTHING_DECIDED,
    notDismissible: [],
    posted: postedOf([]),
    pull,
    key,
    version: '1.2.3',
    ...parts,
  };
}

export function runOf(actions: readonly Action[]): ConcludeCheckRun {
  const runs = actions.filter((action) => action.kind === 'conclude-check-run');
  const [run] = runs;
  if (!run || runs.length > 1) throw new Error(`${runs.length} check runs are concluded`);
  return run;
}

export function reviewOf(actions: readonly Action[]): PostReview | undefined {
  const reviews = actions.filter((action) => action.kind === 'post-review');
  if (reviews.length > 1) throw new Error('more than one review');
  return reviews[0];
}
