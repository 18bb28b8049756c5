import type { Posted } from '../core/actions.ts';
import type { Decisions } from '../core/decisions.ts';
import type { ChangedFile, PullRef, Report, Severity } from '../core/flow.ts';
import type { Book } from '../docs/book.ts';

/** The configuration's `fail_on`; `secrets` stands for checks that block by nature. */
export type FailOn = 'secrets' | Severity | 'never';

/** All that the plan is made from: the same input always gives the same actions. */
export interface PlanInput extends Book {
  readonly report: Report;
  /** The snapshot's changed files, for the places where a comment can stand. */
  readonly files: readonly ChangedFile[];
  /** `check`: no comments; those that are there are still taken back once they are settled. `group`: a merge queue's, without any. */
  readonly mode: 'comment' | 'check' | 'group';
  /** Inline comments at most. */
  readonly maxComments: number;
  /** The weakest finding that gets an inline comment. */
  readonly commentFrom: Severity | 'never';
  readonly failOn: FailOn;
  /** What people have said of the findings. */
  readonly decisions: Decisions;
  /** Ids of checks and keys of chapters whose findings nobody can dismiss. */
  readonly notDismissible: readonly string[];
  readonly posted: Posted;
  readonly pull: PullRef;
  /** Secret that signs the markers of our comments. */
  readonly key: string;
  /** Our own version. */
  readonly version: string;
}
