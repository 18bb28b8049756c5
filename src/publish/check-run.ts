import type { Annotation, ConcludeCheckRun } from '../core/actions.ts';
import type { Finding, Report } from '../core/flow.ts';
import type { Book } from '../docs/book.ts';
import { worstFirst } from '../docs/order.ts';
import { annotateFinding } from './annotation.ts';
import type { FailOn } from './input.ts';
import { renderSummary, renderTitle } from './summary.ts';

/** GitHub names no limit; twenty requests of 50 are what a check run may cost. */
export const MOST_ANNOTATIONS = 1000;

export interface CheckRunInput {
  readonly report: Report;
  readonly book: Book;
  readonly failOn: FailOn;
  readonly version: string;
  /** Findings that no comment speaks of. */
  readonly annotated: readonly Finding[];
}

/** The check run of a review. All findings are in its summary; those without a comment are annotations too. */
export function concludeReview({ report, book, failOn, version, annotated }: CheckRunInput): ConcludeCheckRun {
  const shown = annotated.toSorted(worstFirst).slice(0, MOST_ANNOTATIONS);
  const annotations = shown.map((finding): Annotation => annotateFinding(finding, book));
  const unannotated = annotated.length - shown.length;
  return {
    kind: 'conclude-check-run',
    conclusion: report.conclusion,
    title: renderTitle(report),
    summary: renderSummary({ report, book, failOn, version, unannotated }),
    annotations,
  };
}
