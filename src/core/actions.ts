import type { Conclusion, Severity, Span } from './flow.ts';

/** What the plan asks the GitHub room to do, in order. Plain data: it can be printed, compared and replayed. */
export type Action = ConcludeCheckRun | PostReview;

export interface Annotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** 1-based, end inclusive as GitHub has it; only where the annotation is on one line. */
  readonly startColumn?: number;
  readonly endColumn?: number;
  readonly level: 'failure' | 'warning' | 'notice';
  /** At most 255 characters. */
  readonly title: string;
  /** At most 64 KB. */
  readonly message: string;
}

/** Completes the check run of this head. Annotations go in batches of 50, the conclusion with the last. */
export interface ConcludeCheckRun {
  readonly kind: 'conclude-check-run';
  readonly conclusion: Conclusion;
  readonly title: string;
  /** Markdown, at most 65,535 characters and bytes. */
  readonly summary: string;
  /** Markdown, at most 65,535 characters and bytes. */
  readonly text?: string;
  readonly annotations: readonly Annotation[];
}

export interface ReviewComment {
  readonly path: string;
  /** Last line of the comment's range at head, 1-based; inside one hunk together with `startLine`. */
  readonly line: number;
  /** First line, where the range has more than one. */
  readonly startLine?: number;
  /** Markdown, at most 65,536 characters; ends with the marker. */
  readonly body: string;
}

/** One review with event COMMENT and all its comments in one request. */
export interface PostReview {
  readonly kind: 'post-review';
  /** Head SHA. */
  readonly commit: string;
  readonly body: string;
  readonly comments: readonly ReviewComment[];
}

/** What this App has already said on the pull request, read back before anything is written. */
export interface Posted {
  /** Fingerprints that its own comments carry, by verified marker. */
  readonly fingerprints: ReadonlySet<string>;
}

/** A problem in a configuration file, shown to its author with its place. */
export interface ConfigProblem {
  readonly path: string;
  readonly span: Span;
  readonly severity: Severity;
  /** What is wrong, what was expected, and the nearest name: one sentence. */
  readonly message: string;
}
