import { conclude } from '../core/conclude.ts';
import type { Decisions, Dismissal, Dismissed } from '../core/decisions.ts';
import type { Finding, Report } from '../core/flow.ts';

/** A report after people had their say. */
export interface Decided {
  /** Without what people dismissed; its conclusion is about the rest. */
  readonly report: Report;
  readonly dismissed: readonly Dismissed[];
  /** Somebody dismissed them, and the configuration says that nobody can: they are in the report. */
  readonly refused: readonly Dismissed[];
}

/**
 * What still counts. A word about the finding itself goes before one about its check.
 * @param notDismissible ids of checks and keys of chapters, such as `ch16`.
 */
export function decide(report: Report, decisions: Decisions, notDismissible: readonly string[]): Decided {
  const dismissed: Dismissed[] = [];
  const refused: Dismissed[] = [];
  const findings = report.findings.filter((finding) => {
    const dismissal = dismissalOf(finding, decisions);
    if (!dismissal) return true;
    const stays = !isDismissible(finding, notDismissible);
    (stays ? refused : dismissed).push({ ...dismissal, finding });
    return stays;
  });
  return { report: { ...report, findings, conclusion: conclude(findings) }, dismissed, refused };
}

function dismissalOf(finding: Finding, decisions: Decisions): Dismissal | undefined {
  return decisions.byFingerprint.get(finding.fingerprint) ?? decisions.byCheck.get(finding.check);
}

export function isDismissible({ check }: Pick<Finding, 'check'>, notDismissible: readonly string[]): boolean {
  return !notDismissible.some((name) => name === check || check.startsWith(`${name}/`));
}
