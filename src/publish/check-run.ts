import type { Annotation, ConcludeCheckRun } from '../core/actions.ts';
import { worstFirst } from '../docs/order.ts';
import { annotateFinding } from './annotation.ts';
import type { Decided } from './decide.ts';
import type { PlanInput } from './input.ts';
import type { Placement } from './remarks.ts';
import type { Outcome } from './settle.ts';
import { renderSummary, renderTitle } from './summary.ts';

/** GitHub names no limit; twenty requests of 50 are what a check run may cost. */
export const MOST_ANNOTATIONS = 1000;

export interface CheckRunInput {
  readonly decided: Decided;
  readonly placement: Placement;
  /** Of comments that this run takes back or settles. */
  readonly outcomes: readonly Outcome[];
  readonly input: PlanInput;
}

/** The check run of a review. All findings are in its summary; those without a comment are annotations too. */
export function concludeReview({ decided, placement, outcomes, input }: CheckRunInput): ConcludeCheckRun {
  const { remarks, annotated } = placement;
  const { report } = decided;
  const shown = annotated.toSorted(worstFirst).slice(0, MOST_ANNOTATIONS);
  const annotations = shown.map((finding): Annotation => annotateFinding(finding, input));
  const commented = {
    all: report.findings.length - annotated.length,
    fresh: remarks.reduce((sum, { others }) => sum + 1 + others.length, 0),
  };
  const unannotated = annotated.length - shown.length;
  return {
    kind: 'conclude-check-run',
    conclusion: report.conclusion,
    title: renderTitle(decided),
    summary: renderSummary({ decided, input, commented, outcomes, unannotated }),
    annotations,
  };
}
