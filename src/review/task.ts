import type { Json } from '../core/facts.ts';
import type { CheckId, Finding, Severity, Skip, Span } from '../core/flow.ts';
import type { PathClass } from '../core/path-class.ts';
import type { ProjectFacts } from '../core/project.ts';

/** A check that is to run on a file, with what the configuration says of it there. */
export interface SelectedCheck {
  readonly id: CheckId;
  readonly level: Severity;
  readonly options: Readonly<Record<string, unknown>>;
}

/** One side of one file to analyse: plain data, sent to a worker thread. */
export interface FileTask {
  readonly path: string;
  /** Path at the merge base where the file has one there: the same on both sides. */
  readonly lineage: string;
  readonly text: string;
  readonly classes: readonly PathClass[];
  readonly project: ProjectFacts;
  readonly checks: readonly SelectedCheck[];
  /** Whole-change checks whose `collect` step wants this file. */
  readonly collect: readonly SelectedCheck[];
  /** The file is looked at as if all of it were new. */
  readonly whole?: true;
  /** Engines that broke on this file before. */
  readonly without: readonly string[];
}

/** A finding before it is known whether it is new. `key` is its fingerprint without the ordinal. */
export interface FileFinding extends Omit<Finding, 'blocking'> {
  readonly key: string;
  /** What it says without the place: lets moved code be recognised in another file. Absent where the text says too little. */
  readonly moveKey?: string;
}

/** `# cv: ignore[ch05/x] -- reason` as written. */
export interface SuppressionComment {
  /** Line of the comment. */
  readonly line: number;
  readonly span: Span;
  readonly scope: 'line' | 'file';
  /** Lines that it speaks for: its own, or the next line of code where it stands alone. */
  readonly target: number;
  readonly ids: readonly string[];
  readonly reason: string;
  readonly malformed: boolean;
}

export interface FileResult {
  readonly findings: readonly FileFinding[];
  /** What the whole-change checks collected, by check. */
  readonly facts: Readonly<Record<CheckId, Json>>;
  readonly comments: readonly SuppressionComment[];
  /** Lines with a bare `# noqa`. */
  readonly noqa: readonly number[];
  readonly skips: readonly Skip[];
  /** The text is valid for what its name says; true for files without a grammar. */
  readonly parses: boolean;
}

/** Whatever runs tasks: a pool of threads, or this thread in tests. */
export interface Analyser {
  /** Never rejects: what breaks becomes a skip. */
  analyse(task: FileTask): Promise<FileResult>;
  close(): Promise<void>;
}
