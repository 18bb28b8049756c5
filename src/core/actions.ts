import type { Conclusion, Severity, Span } from './flow.ts';

/** What the plan asks the GitHub room to do, in order. Plain data: it can be printed, compared and replayed. */
export type Action = ConcludeCheckRun | PostReview | DeleteComment | EditComment | React;

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

/** Takes back a comment of ours that nobody answered. One that is gone already is as good. */
export interface DeleteComment {
  readonly kind: 'delete-comment';
  /** For REST. */
  readonly id: number;
}

/** Rewrites a comment of ours, which notifies nobody. */
export interface EditComment {
  readonly kind: 'edit-comment';
  /** For REST. */
  readonly id: number;
  readonly body: string;
  /** The thread, for GraphQL, where it should be resolved, or opened again, as well. Refusals are put up with. */
  readonly thread?: { readonly id: string; readonly resolve: boolean };
}

/** A reaction of ours; doing it again changes nothing. Refusals are put up with. */
export interface React {
  readonly kind: 'react';
  readonly on: 'conversation-comment' | 'review-comment';
  /** For REST. */
  readonly id: number;
  readonly content: '+1' | '-1' | 'eyes';
}

/** What somebody wrote under a comment of ours. */
export type Reply = Spoken;

/** What somebody wrote on a pull request, as it stands now. */
export interface Spoken {
  /** For REST. */
  readonly id: number;
  readonly author: Person;
  readonly body: string;
  /** When it was written first: ISO 8601 in UTC, whole seconds. */
  readonly at: string;
  /** Somebody else has put words into its author's mouth. */
  readonly isEditedByOther: boolean;
}

export interface Person {
  /** Empty where the account is gone. */
  readonly login: string;
  readonly isBot: boolean;
}

/** A comment of ours that stands on the pull request, with its thread. */
export interface PostedComment {
  /** For REST. */
  readonly id: number;
  /** Of its review thread, for GraphQL. */
  readonly thread: string;
  readonly body: string;
  /** What its marker says it is about. */
  readonly fingerprints: readonly string[];
  /** What these are without the name of the file, in the same order; earlier versions did not say. */
  readonly placeless?: readonly string[];
  /** It says that these are settled: it is not about anything that is open. */
  readonly isSettled: boolean;
  readonly path: string;
  /** Line at head; undefined where the code it stood on is gone. */
  readonly line: number | undefined;
  readonly isResolved: boolean;
  /** Who resolved the thread, where somebody did. */
  readonly resolvedBy?: Person;
  /** Without our own. */
  readonly replies: readonly Reply[];
}

/** What this App has already said on the pull request, read back before anything is written. */
export interface Posted {
  /** Fingerprints of findings that its own comments speak of as open, by verified marker. */
  readonly fingerprints: ReadonlySet<string>;
  readonly comments: readonly PostedComment[];
  /** Fingerprints of findings that an earlier review had no room to comment on: they stay annotations. */
  readonly held?: ReadonlySet<string>;
}

/** A problem in a configuration file, shown to its author with its place. */
export interface ConfigProblem {
  readonly path: string;
  readonly span: Span;
  readonly severity: Severity;
  /** What is wrong, what was expected, and the nearest name: one sentence. */
  readonly message: string;
}
