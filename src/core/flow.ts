/**
 * The whole product as plain data: job → snapshot → report → actions.
 * Everything here can be cloned to a worker thread, written to JSON and compared by value.
 */

/** `ch05/source-without-tests`: the chapter folder's number and the check's file name. Nobody types it by hand. */
export type CheckId = `ch${string}/${string}`;

/** Maps to the annotation levels failure, warning and notice. */
export type Severity = 'error' | 'warning' | 'notice';

export interface PullRef {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

/** 1-based lines and columns; the end is exclusive, so an insertion is an empty span. Columns count UTF-16 units. */
export interface Span {
  readonly line: number;
  readonly col: number;
  readonly endLine: number;
  readonly endCol: number;
}

/** Inclusive range of 1-based line numbers. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** One `@@` block of a unified diff with three lines of context. Starts are 1-based; a side with no lines has `lines: 0`. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** Lines of the new side that the change added or rewrote. */
  readonly added: readonly LineRange[];
  /** Lines of the old side that the change removed or rewrote. */
  readonly removed: readonly LineRange[];
}

export type FileStatus = 'added' | 'modified' | 'renamed' | 'removed';

export interface ChangedFile {
  /** Path at head, or the path that was removed. Forward slashes, relative to the repository root. */
  readonly path: string;
  /** Path at the merge base, for renamed files. */
  readonly previousPath?: string;
  readonly status: FileStatus;
  /** Text at the merge base. Absent for added files and for files that nothing enabled asked for. */
  readonly before?: string;
  /** Text at head. Absent for removed files and for files that nothing enabled asked for. */
  readonly text?: string;
  readonly hunks: readonly Hunk[];
}

/** What the pull request says about itself; a range of commits on the command line has none. */
export interface PullFacts {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly authorIsBot: boolean;
}

/** All that a check may see, built once and frozen: the same snapshot always gives the same report. */
export interface Snapshot {
  readonly pull?: PullFacts;
  /** Merge base SHA; empty for a folder that is checked as if all of it were new. */
  readonly base: string;
  /** Head SHA; empty for a working tree. */
  readonly head: string;
  /** Sorted by path. */
  readonly files: readonly ChangedFile[];
  /** Every path at head. */
  readonly tree: ReadonlySet<string>;
  /** Unchanged files at head that some check asked for, by path. */
  readonly context: ReadonlyMap<string, string>;
  /** What could not be read, and why. */
  readonly skips: readonly Skip[];
}

export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** `safe` fixes keep the behaviour of working code; only they, once proven on the file, become suggestions. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly safe: boolean;
}

export interface Finding {
  readonly check: CheckId;
  /** The engine's own code, for example Ruff's `F401`. */
  readonly code?: string;
  readonly severity: Severity;
  readonly path: string;
  readonly span: Span;
  /** One sentence in Markdown, present tense, at most 140 characters. Never the text that a secret check matched. */
  readonly message: string;
  readonly fix?: Fix;
  /** 16 hex digits; survives moved lines and renamed files. */
  readonly fingerprint: string;
  /** As the fingerprint, whatever the file is called; it knows a finding again where its new file was renamed. */
  readonly placeless?: string;
  /** This finding alone makes the conclusion `failure`. */
  readonly blocking: boolean;
  /** A credential stands on its lines, so that their text is shown nowhere. */
  readonly unshown?: true;
}

/** Something that was not inspected: said in the report, so that silence means looked at. */
export interface Skip {
  /** What was left out: `file`, a check id, or an engine name. */
  readonly what: string;
  readonly path?: string;
  readonly why: string;
}

/** A finding that a comment in the code silenced. */
export interface Suppressed {
  readonly finding: Finding;
  readonly reason: string;
  /** Line of the comment. */
  readonly line: number;
}

/** One finding that stood in the code when the baseline was made. */
export interface BaselineEntry {
  /** Path at that time. */
  readonly path: string;
  readonly check: CheckId;
  /** 16 hex digits; survives moved lines and renamed files. */
  readonly fingerprint: string;
}

/** Sorted by path, check and fingerprint, without repetitions. */
export type Baseline = readonly BaselineEntry[];

export type Conclusion = 'success' | 'failure' | 'neutral';

export interface Report {
  readonly base: string;
  readonly head: string;
  /** Sorted by path, line, column, check, code, message. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  /** Findings that the repository's baseline has; they count for nothing. In the same order. */
  readonly baselined: readonly Finding[];
  /** Entries of the baseline that no finding stands for any more. */
  readonly mended: Baseline;
  readonly skips: readonly Skip[];
  /** Number of changed files that at least one check looked at. */
  readonly inspected: number;
  readonly conclusion: Conclusion;
}
