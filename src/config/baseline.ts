import { z } from 'zod';
import { sortBaseline } from '../core/baseline.ts';
import type { Baseline, CheckId, Report, Span } from '../core/flow.ts';
import { digits } from './words.ts';

/** Larger files are refused unread, in bytes: some 30,000 findings. */
const MAX_BYTES = 1_000_000;

const shape = z.strictObject({
  version: z.literal(1, { error: '`version` is not 1; this file was written by another version of Chapter & Verse' }),
  findings: z.record(
    z.string(),
    z.record(z.string().regex(/^ch\d\d\/[a-z0-9-]+$/), z.array(z.string().regex(/^[0-9a-f]{16}$/))),
  ),
});

export type BaselineResult = { readonly baseline: Baseline } | { readonly problem: string; readonly span: Span };

const MEND = 'delete it and run `chapter-and-verse baseline`';

/** The text of a baseline file. Never throws: whatever is wrong with it is one sentence with a place. */
export function readBaseline(text: string): BaselineResult {
  const top = placeAt(1, 1);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES)
    return { problem: `The baseline has ${digits(bytes)} bytes; at most ${digits(MAX_BYTES)} are read.`, span: top };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return { problem: `The baseline is not valid JSON; ${MEND}.`, span: placeOf(error, text) };
  }
  const read = shape.safeParse(data);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue?.path.map((step) => JSON.stringify(step)).join(' → ') ?? '';
    const what =
      issue?.path[0] === 'version' ? issue.message : `what stands at ${where || 'the top'} is not as it was written`;
    return { problem: `The baseline cannot be used: ${what}; ${MEND}.`, span: top };
  }
  const entries = Object.entries(read.data.findings).flatMap(([path, checks]) =>
    Object.entries(checks).flatMap(([check, fingerprints]) =>
      // The schema has just seen that it is one.
      fingerprints.map((fingerprint) => ({ path, check: check as CheckId, fingerprint })),
    ),
  );
  return { baseline: sortBaseline(entries) };
}

/** The file's text: one line a finding, so that a change of it is read easily and two branches seldom collide. */
export function writeBaseline(baseline: Baseline): string {
  const findings: Record<string, Record<string, string[]>> = {};
  for (const { path, check, fingerprint } of sortBaseline(baseline)) {
    const checks = (findings[path] ??= {});
    (checks[check] ??= []).push(fingerprint);
  }
  return `${JSON.stringify({ version: 1, findings }, null, 2)}\n`;
}

interface NextInput {
  /** Undefined where there was none. */
  readonly former: Baseline | undefined;
  readonly report: Pick<Report, 'findings' | 'mended'>;
  /** Take in what is new although there was one. */
  readonly add: boolean;
}

/** The baseline after a look at the whole repository, and a sentence on what became of it. */
export function nextBaseline({ former, report, add }: NextInput): { baseline: Baseline; words: string } {
  const fresh = report.findings.map(({ path, check, fingerprint }) => ({ path, check, fingerprint }));
  if (!former) return { baseline: sortBaseline(fresh), words: `${countOf(fresh.length)} frozen` };
  const mended = new Set(report.mended.map(({ fingerprint }) => fingerprint));
  const kept = former.filter(({ fingerprint }) => !mended.has(fingerprint));
  const taken = add ? fresh : [];
  const left = fresh.length - taken.length;
  const words = [
    `${countOf(kept.length + taken.length)} frozen`,
    `${digits(former.length - kept.length)} mended and taken out`,
    ...(taken.length > 0 ? [`${digits(taken.length)} taken in`] : []),
    ...(left > 0 ? [`${digits(left)} new and left out; --add takes them in`] : []),
  ];
  return { baseline: sortBaseline([...kept, ...taken]), words: words.join(', ') };
}

function countOf(number: number): string {
  return number === 1 ? '1 finding' : `${digits(number)} findings`;
}

function placeAt(line: number, col: number): Span {
  return { line, col, endLine: line, endCol: col };
}

/** V8 names a position in its message, not always with a line; what does not ends at the end of the text. */
function placeOf(error: unknown, text: string): Span {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  const before = text.slice(0, position === undefined ? text.length : Number(position)).split('\n');
  return placeAt(before.length, (before.at(-1)?.length ?? 0) + 1);
}
