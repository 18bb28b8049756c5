import type { Posted } from '../core/actions.ts';
import type { Finding, Report } from '../core/flow.ts';

/** A finding of which a comment of ours speaks, and which the report does not have under that name. */
interface Lost {
  readonly fingerprint: string;
  readonly placeless: string;
  /** Where the comment stands. */
  readonly path: string;
}

/**
 * Gives findings the names back under which comments of ours speak of them. A finding in a file that the base has is called after the
 * path there; one in a file that the pull request itself adds is called after the path that it has now, which another push may
 * change. It is taken for the same if it says the same in the file where GitHub shows the comment, or if the comment's file is gone
 * and there is no other that it could be.
 * @param tree all paths at head.
 */
export function followRenames(report: Report, posted: Posted, tree: ReadonlySet<string>): Report {
  const all = [...report.findings, ...report.suppressed.map(({ finding }) => finding)];
  const here = new Set([...all, ...report.baselined].map(({ fingerprint }) => fingerprint));
  const lost = Map.groupBy(listLost(posted, here), ({ placeless }) => placeless);
  if (lost.size === 0) return report;
  const said = new Set([...posted.fingerprints, ...posted.comments.flatMap(({ fingerprints }) => fingerprints)]);
  const names = new Map<Finding, string>();
  for (const [placeless, candidates] of Map.groupBy(all, (finding) => finding.placeless)) {
    const unknown = candidates.filter(({ fingerprint }) => !said.has(fingerprint));
    for (const [finding, name] of pair(lost.get(placeless ?? '') ?? [], unknown, tree)) names.set(finding, name);
  }
  if (names.size === 0) return report;
  const named = (finding: Finding): Finding => ({ ...finding, fingerprint: names.get(finding) ?? finding.fingerprint });
  return {
    ...report,
    findings: report.findings.map(named),
    suppressed: report.suppressed.map((each) => ({ ...each, finding: named(each.finding) })),
  };
}

/** Each once; of several comments on one finding the last says where it is. */
function listLost({ comments }: Posted, here: ReadonlySet<string>): readonly Lost[] {
  const lost = comments.flatMap(({ fingerprints, placeless = [], path }) =>
    fingerprints.flatMap((fingerprint, at) => {
      const own = placeless[at];
      return own === undefined || here.has(fingerprint) ? [] : [{ fingerprint, placeless: own, path }];
    }),
  );
  return [...new Map(lost.map((each) => [each.fingerprint, each])).values()];
}

/** Which of the found ones are which of the lost ones, all of which say the same. */
function pair(
  lost: readonly Lost[],
  found: readonly Finding[],
  tree: ReadonlySet<string>,
): ReadonlyMap<Finding, string> {
  const names = new Map<Finding, string>();
  for (const { fingerprint, path } of lost) {
    const [own, ...others] = found.filter((finding) => finding.path === path);
    if (own && others.length === 0) names.set(own, fingerprint);
  }
  const named = new Set(names.values());
  const [gone, ...moreGone] = lost.filter(({ fingerprint, path }) => !tree.has(path) && !named.has(fingerprint));
  const [left, ...moreLeft] = found.filter((finding) => !names.has(finding));
  if (gone && left && moreGone.length === 0 && moreLeft.length === 0) names.set(left, gone.fingerprint);
  return names;
}
