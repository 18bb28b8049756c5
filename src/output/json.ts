import type { BaselineEntry, Conclusion, Edit, Finding, Severity, Skip, Span } from '../core/flow.ts';
import { cite } from '../docs/book.ts';
import { byPlace, compareText } from '../docs/order.ts';
import { SEVERITIES } from '../docs/words.ts';
import type { OutputInput } from './input.ts';
import { jsonText } from './json-text.ts';

/** Grows with every change that could break a reader; new keys do not. */
const FORMAT = 1;

/** The document that `--format json` prints. Keys are always there unless marked optional; lists are sorted by place. */
export interface JsonReport {
  readonly format: typeof FORMAT;
  /** Version of Chapter & Verse. */
  readonly version: string;
  /** Merge base SHA; empty for a folder. */
  readonly base: string;
  /** Head SHA; empty for a working tree. */
  readonly head: string;
  readonly conclusion: Conclusion;
  /** Changed files that at least one check looked at. */
  readonly inspected: number;
  readonly counts: Readonly<Record<Severity, number>>;
  readonly findings: readonly JsonFinding[];
  readonly suppressed: readonly JsonSuppressed[];
  /** Findings that the repository's baseline has: they count for nothing. */
  readonly baselined: readonly JsonFinding[];
  /** Entries of the baseline that no finding stands for any more. */
  readonly mended: readonly BaselineEntry[];
  readonly skips: readonly Skip[];
}

/** Lines and columns from 1, columns in UTF-16 units, the end exclusive. */
export interface JsonFinding extends Span {
  readonly check: string;
  /** The engine's own code: `F401`. */
  readonly code?: string;
  readonly severity: Severity;
  readonly path: string;
  /** A sentence, names between backticks. */
  readonly message: string;
  readonly blocking: boolean;
  /** `Chapter 9, Advanced Concurrency`. */
  readonly chapter?: string;
  readonly bullet?: string;
  readonly url?: string;
  readonly fix?: {
    readonly title: string;
    readonly safe: boolean;
    readonly edits: readonly (Span & { readonly text: string })[];
  };
  /** 16 hex digits; the same when lines move or the file is renamed. */
  readonly fingerprint: string;
}

export interface JsonSuppressed extends JsonFinding {
  readonly reason: string;
  /** Line of the comment that suppressed it. */
  readonly commentLine: number;
}

/** The report as a JSON text that ends in a line break. */
export function renderJson(input: OutputInput): string {
  return jsonText(toJsonReport(input));
}

function toJsonReport(input: OutputInput): JsonReport {
  const { report, version } = input;
  const tally = (severity: Severity): number =>
    report.findings.filter((finding) => finding.severity === severity).length;
  const [error, warning, notice] = SEVERITIES.map(tally);
  return {
    format: FORMAT,
    version,
    base: report.base,
    head: report.head,
    conclusion: report.conclusion,
    inspected: report.inspected,
    counts: { error: error ?? 0, warning: warning ?? 0, notice: notice ?? 0 },
    findings: report.findings.toSorted(byPlace).map((finding) => toJsonFinding(finding, input)),
    suppressed: report.suppressed
      .toSorted((a, b) => byPlace(a.finding, b.finding) || a.line - b.line)
      .map(({ finding, reason, line }) => ({ ...toJsonFinding(finding, input), reason, commentLine: line })),
    baselined: report.baselined.toSorted(byPlace).map((finding) => toJsonFinding(finding, input)),
    mended: report.mended.map(({ path, check, fingerprint }) => ({ path, check, fingerprint })),
    skips: report.skips
      .map(({ what, path, why }) => ({ what, ...(path === undefined ? {} : { path }), why }))
      .sort(
        (a, b) => compareText(a.path ?? '', b.path ?? '') || compareText(a.what, b.what) || compareText(a.why, b.why),
      ),
  };
}

function toJsonFinding(finding: Finding, input: OutputInput): JsonFinding {
  const { check, code, severity, path, span, message, blocking, fix, fingerprint } = finding;
  return {
    check,
    ...(code === undefined ? {} : { code }),
    severity,
    path,
    ...toJsonSpan(span),
    message,
    blocking,
    ...cite(input, check),
    ...(fix ? { fix: { title: fix.title, safe: fix.safe, edits: fix.edits.map(toJsonEdit) } } : {}),
    fingerprint,
  };
}

function toJsonEdit({ span, text }: Edit): Span & { readonly text: string } {
  return { ...toJsonSpan(span), text };
}

/** Spelt out, so that the order of the keys does not depend on who made the span. */
function toJsonSpan({ line, col, endLine, endCol }: Span): Span {
  return { line, col, endLine, endCol };
}
