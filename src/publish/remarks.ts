import type { Posted, PostedComment } from '../core/actions.ts';
import type { ChangedFile, Finding, LineRange } from '../core/flow.ts';
import { byPlace, worstFirst } from '../docs/order.ts';
import { SEVERITIES } from '../docs/words.ts';
import { anchorOf } from './anchor.ts';
import type { PlanInput } from './input.ts';

/** More findings of one check in one file than this are said in one comment. */
const MOST_ALONE = 5;

/** One comment to be written. */
export interface Remark {
  readonly finding: Finding;
  readonly anchor: LineRange;
  /** Further findings of the same check in the same file, by place. */
  readonly others: readonly Finding[];
}

/** An earlier comment that is to say something else. */
export interface Rewrite {
  readonly comment: PostedComment;
  readonly finding: Finding;
  readonly others: readonly Finding[];
  /** It said that these are settled, and they are back; else it gets company. */
  readonly isBack: boolean;
}

export interface Placement {
  /** By path and line. */
  readonly remarks: readonly Remark[];
  readonly rewrites: readonly Rewrite[];
  /** What is annotated instead: no place in the diff, too weak, or no room within the budget. Worst first. */
  readonly annotated: readonly Finding[];
  /** Fingerprints of those that there was no room for. */
  readonly held: readonly string[];
}

export type PlaceOptions = Pick<PlanInput, 'files' | 'mode' | 'maxComments' | 'commentFrom' | 'posted'>;

/**
 * Gives each finding that was not yet said its one place. The budget is dealt out over all findings, said or not, and what there
 * was no room for once stays an annotation: neither a second run nor a later push brings up what the first had no room for.
 */
export function placeFindings(findings: readonly Finding[], options: PlaceOptions): Placement {
  const { posted, maxComments } = options;
  const byPath = new Map(options.files.map((file) => [file.path, file]));
  const isFresh = ({ fingerprint }: Finding): boolean => !posted.fingerprints.has(fingerprint);
  const strong = findings.filter((finding) => isStrong(finding, options));
  const remarks: Remark[] = [];
  const rewrites: Rewrite[] = [];
  const annotated = findings.filter((finding) => !isStrong(finding, options) && isFresh(finding));
  const held: string[] = [];
  let room = maxComments;
  for (const group of groups(strong)) {
    const fresh = group.filter(isFresh);
    const known = fresh.filter(({ fingerprint }) => posted.held?.has(fingerprint));
    const isKnown = fresh.length > 0 && known.length === fresh.length;
    const hasPlace = group.some((finding) => anchorOf(byPath.get(finding.path), finding));
    const hasRoom = hasPlace && room > 0 && !isKnown;
    if (hasRoom) room -= 1;
    else {
      annotated.push(...fresh);
      if (hasPlace) held.push(...fresh.filter((finding) => !known.includes(finding)).map((each) => each.fingerprint));
      continue;
    }
    const back = bringBack(fresh, posted);
    rewrites.push(...back.rewrites);
    const said = sayNew(back.rest, group, { posted, byPath });
    if (said && 'comment' in said) rewrites.push(said);
    else if (said) remarks.push(said);
    else annotated.push(...back.rest);
  }
  remarks.sort((a, b) => byPlace(a.finding, b.finding));
  return { remarks, rewrites, annotated: annotated.sort(worstFirst), held };
}

function isStrong({ severity }: Finding, { mode, commentFrom }: PlaceOptions): boolean {
  if (mode !== 'comment' || commentFrom === 'never') return false;
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(commentFrom);
}

/** Findings of which a comment says that they are settled: it is opened again, rather than a second one written. */
function bringBack(
  fresh: readonly Finding[],
  posted: Posted,
): { readonly rewrites: readonly Rewrite[]; readonly rest: readonly Finding[] } {
  const settledIn = (finding: Finding): PostedComment | undefined =>
    posted.comments.findLast(({ isSettled, fingerprints }) => isSettled && fingerprints.includes(finding.fingerprint));
  const byComment = Map.groupBy(fresh, settledIn);
  const rewrites = [...byComment].flatMap(([comment, [finding, ...others]]) =>
    comment && finding ? [{ comment, finding, others, isBack: true }] : [],
  );
  return { rewrites, rest: byComment.get(undefined) ?? [] };
}

/** A comment on findings that none speaks of yet: one that stands for their kind already takes them in. */
function sayNew(
  fresh: readonly Finding[],
  group: readonly Finding[],
  { posted, byPath }: { readonly posted: Posted; readonly byPath: ReadonlyMap<string, ChangedFile> },
): Remark | Rewrite | undefined {
  if (fresh.length === 0) return undefined;
  const open = posted.comments.find((comment) => isOpenToCompany(comment, group));
  if (open) {
    const members = group.filter((each) => open.fingerprints.includes(each.fingerprint) || fresh.includes(each));
    const [first, ...rest] = members;
    return first && { comment: open, finding: first, others: rest, isBack: false };
  }
  const finding = fresh.find((each) => anchorOf(byPath.get(each.path), each));
  const anchor = finding && anchorOf(byPath.get(finding.path), finding);
  return finding && anchor && { finding, anchor, others: fresh.filter((other) => other !== finding) };
}

/** What people did with a comment, an answer or a resolved thread, is about what it said then: nothing is slipped under it. */
function isOpenToCompany({ isSettled, isResolved, replies, fingerprints }: PostedComment, group: readonly Finding[]) {
  if (isSettled || isResolved || replies.length > 0 || fingerprints.length < 2) return false;
  return group.some(({ fingerprint }) => fingerprints.includes(fingerprint));
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
