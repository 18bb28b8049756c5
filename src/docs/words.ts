import type { Finding, Severity } from '../core/flow.ts';

/** Worst first. */
export const SEVERITIES = ['error', 'warning', 'notice'] as const satisfies readonly Severity[];

/** `12,345`, the same everywhere. */
export function digits(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 error`, `2 errors`. */
export function count(number: number, noun: string): string {
  return `${digits(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

/** `2 errors, 3 warnings`: the severities that occur, worst first. Empty where there is no finding. */
export function countFindings(findings: readonly Finding[]): readonly string[] {
  return SEVERITIES.flatMap((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [count(number, severity)];
  });
}

/** Inclusive ranges for the humans: 3, 4, 5 and 9 are `3–5` and `9`. The numbers must be sorted. */
export function lineRanges(lines: readonly number[]): readonly string[] {
  const ranges: { start: number; end: number }[] = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    if (last && line <= last.end + 1) last.end = line;
    else ranges.push({ start: line, end: line });
  }
  return ranges.map(({ start, end }) => (start === end ? String(start) : `${start}–${end}`));
}
