import type { Posted } from '../core/actions.ts';
import type { ChangedFile, PullRef, Report, Severity } from '../core/flow.ts';
import type { Book } from '../docs/book.ts';

/** The configuration's `fail_on`; `secrets` stands for checks that block by nature. */
export type FailOn = 'secrets' | Severity | 'never';

/** All that the plan is made from: the same input always gives the same actions. */
export interface PlanInput extends Book {
  readonly report: Report;
  /** The snapshot's changed files, for the places where a comment can stand. */
  readonly files: readonly ChangedFile[];
  /** Inline comments at most. */
  readonly maxComments: number;
  readonly failOn: FailOn;
  readonly posted: Posted;
  readonly pull: PullRef;
  /** Secret that signs the markers of our comments. */
  readonly key: string;
  /** Our own version. */
  readonly version: string;
}
