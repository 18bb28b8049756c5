import type { ChangedFile, Finding, LineRange } from '../core/flow.ts';
import { byPlace, worstFirst } from '../docs/order.ts';
import { anchorOf } from './anchor.ts';

/** More findings of one check in one file than this are said in one comment. */
const MOST_ALONE = 5;

/** One comment to be written. */
export interface Remark {
  readonly finding: Finding;
  readonly anchor: LineRange;
  /** Further findings of the same check in the same file, by place. */
  readonly others: readonly Finding[];
}

export interface Placement {
  /** By path and line. */
  readonly remarks: readonly Remark[];
  /** What is annotated instead: no place in the diff, or no room within the budget. Worst first. */
  readonly annotated: readonly Finding[];
}

export interface PlaceOptions {
  readonly files: readonly ChangedFile[];
  readonly maxComments: number;
  /** Fingerprints that comments on this pull request already speak of. */
  readonly posted: ReadonlySet<string>;
}

/**
 * Gives each finding that was not yet said its one place. The budget is dealt out over all findings, said or not: the same report
 * always comments on the same ones, so a second run does not bring up what the first had no room for.
 */
export function placeFindings(findings: readonly Finding[], { files, maxComments, posted }: PlaceOptions): Placement {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const remarks: Remark[] = [];
  const annotated: Finding[] = [];
  let room = maxComments;
  for (const group of groups(findings)) {
    const anchored = group.filter((finding) => anchorOf(byPath.get(finding.path), finding));
    const fresh = group.filter(({ fingerprint }) => !posted.has(fingerprint));
    const commented = anchored.length > 0 && room > 0;
    if (commented) room -= 1;
    const finding = anchored.find(({ fingerprint }) => !posted.has(fingerprint));
    const anchor = finding && anchorOf(byPath.get(finding.path), finding);
    if (commented && finding && anchor)
      remarks.push({ finding, anchor, others: fresh.filter((other) => other !== finding) });
    else annotated.push(...fresh);
  }
  remarks.sort((a, b) => byPlace(a.finding, b.finding));
  return { remarks, annotated: annotated.sort(worstFirst) };
}

/** Findings that share a comment, each group by place; the group with the worst finding first. */
function groups(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const byKind = new Map<string, Finding[]>();
  for (const finding of findings.toSorted(byPlace)) {
    const key = `${finding.check} ${finding.path}`;
    const group = byKind.get(key);
    if (group) group.push(finding);
    else byKind.set(key, [finding]);
  }
  return [...byKind.values()]
    .flatMap((group) => (group.length > MOST_ALONE ? [group] : group.map((finding) => [finding])))
    .map((group) => ({ group, worst: group.toSorted(worstFirst)[0] }))
    .sort((a, b) => (a.worst && b.worst ? worstFirst(a.worst, b.worst) : 0))
    .map(({ group }) => group);
}
