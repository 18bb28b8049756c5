import { createHash } from 'node:crypto';
import { compareSpans, textAt } from '../core/span.ts';
import type { CheckId, Severity, Span } from '../core/flow.ts';
import { fingerprint } from '../core/fingerprint.ts';
import type { Draft } from '../sdk/check.ts';
import { symbolAt } from './symbol.ts';
import type { FileFinding, SelectedCheck } from './task.ts';

export interface DraftedFinding {
  readonly check: SelectedCheck;
  readonly draft: Draft;
  /** The text under the finding may be a credential. */
  readonly secret: boolean;
}

export interface DraftedFile {
  readonly path: string;
  readonly lineage: string;
  readonly text: string;
  readonly lines: readonly string[];
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, notice: 2 };
const SNIPPET_LENGTH = 2000;
/** Code that is moved to another function must say at least this much to be recognised there. */
const TELLING_LENGTH = 12;

/** Sorts what the checks of one file yielded, drops repetitions, and gives each its fingerprint. */
export function finishFindings(file: DraftedFile, drafted: readonly DraftedFinding[]): readonly FileFinding[] {
  const sorted = [...drafted].sort(
    (a, b) =>
      compareSpans(a.draft.at, b.draft.at) ||
      compareText(a.check.id, b.check.id) ||
      compareText(a.draft.code ?? '', b.draft.code ?? '') ||
      compareText(a.draft.message, b.draft.message),
  );
  const seen = new Set<string>();
  const ordinals = new Map<string, number>();
  const findings: FileFinding[] = [];
  for (const item of sorted) {
    const { check, draft } = item;
    const place = [
      check.id,
      draft.code,
      draft.at.line,
      draft.at.col,
      draft.at.endLine,
      draft.at.endCol,
      draft.key,
    ].join('\0');
    if (seen.has(place)) continue;
    seen.add(place);
    findings.push(finish(file, item, ordinals));
  }
  return findings;
}

function finish(file: DraftedFile, item: DraftedFinding, ordinals: Map<string, number>): FileFinding {
  const { check, draft } = item;
  const snippet = snippetOf(file, item);
  const symbol = symbolAt(file.path, file.lines, draft.at.line);
  const parts = {
    check: check.id,
    ...(draft.code === undefined ? {} : { code: draft.code }),
    lineage: file.lineage,
    symbol,
    snippet,
  };
  const key = fingerprint({ ...parts, ordinal: 0 });
  const ordinal = ordinals.get(key) ?? 0;
  ordinals.set(key, ordinal + 1);
  const moveKey = moveKeyOf(check.id, draft.code, symbol, [snippet, ...(item.secret ? [] : [lineOf(file, draft.at)])]);
  return {
    check: check.id,
    ...(draft.code === undefined ? {} : { code: draft.code }),
    severity: lower(check.level, draft.severity),
    path: file.path,
    span: draft.at,
    message: draft.message,
    ...(draft.fix && !item.secret ? { fix: draft.fix } : {}),
    fingerprint: ordinal === 0 ? key : fingerprint({ ...parts, ordinal }),
    placeless: fingerprint({ ...parts, lineage: '', ordinal }),
    key,
    ...(moveKey === undefined ? {} : { moveKey }),
  };
}

/** A check may call a weak case less severe than its level, never more. */
function lower(level: Severity, own: Severity | undefined): Severity {
  return own && RANK[own] > RANK[level] ? own : level;
}

function snippetOf(file: DraftedFile, { draft, secret }: DraftedFinding): string {
  if (draft.key !== undefined) return draft.key;
  if (secret) return withoutSpan(file.lines, draft.at);
  return textAt(file.text, draft.at).slice(0, SNIPPET_LENGTH);
}

/** The lines that a span touches, less what it covers: never a credential, and still telling where it stood. */
function withoutSpan(lines: readonly string[], span: Span): string {
  return (lines[span.line - 1] ?? '').slice(0, span.col - 1) + (lines[span.endLine - 1] ?? '').slice(span.endCol - 1);
}

/** Of the texts, the first that tells enough counts: a `[]` says nothing of where it comes from, but its line does. */
function moveKeyOf(
  check: CheckId,
  code: string | undefined,
  symbol: string,
  texts: readonly string[],
): string | undefined {
  const own = symbol.slice(symbol.lastIndexOf('.') + 1);
  const plain = texts
    .map((text) => text.replace(/\s+/g, ''))
    .find(({ length }) => length > 0 && own.length + length >= TELLING_LENGTH);
  if (plain === undefined) return undefined;
  return createHash('sha256')
    .update([check, code ?? '', own, plain].join('\0'))
    .digest('hex')
    .slice(0, 16);
}

function lineOf({ lines }: DraftedFile, { line }: Span): string {
  return lines[line - 1] ?? '';
}

/** By UTF-16 code units: the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
