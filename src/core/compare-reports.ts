import type { Conclusion, Finding, Report } from './flow.ts';

/** What becomes of a report under other settings. */
export interface ReportChange {
  /** Sorted as in the report that has them. */
  readonly gained: readonly Finding[];
  readonly lost: readonly Finding[];
  /** What both have, at another level, or failing the check run in one of them alone. */
  readonly changed: readonly { readonly from: Finding; readonly to: Finding }[];
  readonly conclusion: { readonly from: Conclusion; readonly to: Conclusion };
}

type Compared = Pick<Report, 'findings' | 'conclusion'>;

/** Two reports on one snapshot. Findings are told apart by their fingerprints; of several with the same the first stands for the first. */
export function compareReports(from: Compared, to: Compared): ReportChange {
  const left = Map.groupBy(from.findings, ({ fingerprint }) => fingerprint);
  const pairs = to.findings.map((finding) => ({ from: left.get(finding.fingerprint)?.shift(), to: finding }));
  const remaining = new Set([...left.values()].flat());
  return {
    gained: pairs.flatMap((pair) => (pair.from ? [] : [pair.to])),
    lost: from.findings.filter((finding) => remaining.has(finding)),
    changed: pairs.flatMap((pair) => (pair.from && differs(pair.from, pair.to) ? [{ ...pair, from: pair.from }] : [])),
    conclusion: { from: from.conclusion, to: to.conclusion },
  };
}

function differs(one: Finding, other: Finding): boolean {
  return one.severity !== other.severity || one.blocking !== other.blocking;
}
