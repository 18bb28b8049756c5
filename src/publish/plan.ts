import type { Action, EditComment, PostReview, ReviewComment } from '../core/actions.ts';
import type { Finding, LineRange } from '../core/flow.ts';
import { count, digits } from '../docs/words.ts';
import { anchorOf } from './anchor.ts';
import { concludeReview } from './check-run.ts';
import { renderComment } from './comment.ts';
import { decide, isDismissible } from './decide.ts';
import type { PlanInput } from './input.ts';
import { writeMarker } from './marker.ts';
import { placeFindings, type Placement, type Remark, type Rewrite } from './remarks.ts';
import { settlePosted } from './settle.ts';
import { suggestLines } from './suggestion.ts';

/** Earlier comments that one run rewrites or takes back; the next run goes on from there. */
const MOST_CHANGED = 50;

/** Findings without a comment that a review remembers. */
const MOST_HELD = 1000;

/**
 * What is to be said about a report, and where: one review with event COMMENT, if there is something that no earlier comment says;
 * then earlier comments that are to say something else, or nothing any more; and at the end a concluded check run, which by then
 * speaks the truth. Every anchor, length and suggestion keeps within what GitHub accepts. Where somebody paused comments, none is
 * written, rewritten or taken back: the check run alone says what was found, and concludes as ever.
 */
export function planActions(input: PlanInput): readonly Action[] {
  const decided = decide(input.report, input.decisions, input.notDismissible);
  const isPaused = input.decisions.pausedBy !== undefined;
  const placement = placeFindings(decided.report.findings, isPaused ? { ...input, mode: 'check' } : input);
  // What an earlier comment says too much is taken back once comments go on.
  const settling = isPaused ? { actions: [], outcomes: [] } : settlePosted(decided, input);
  const changed = [...placement.rewrites.map((rewrite) => writeAgain(rewrite, input)), ...settling.actions];
  const review = reviewOf(placement, decided.report.findings, input);
  const run = concludeReview({ decided, placement, outcomes: settling.outcomes, input });
  return [...(review ? [review] : []), ...changed.slice(0, MOST_CHANGED), run];
}

function reviewOf(
  { remarks, annotated, held }: Placement,
  findings: readonly Finding[],
  input: PlanInput,
): PostReview | undefined {
  if (remarks.length === 0) return undefined;
  const { key, pull } = input;
  const memory = held.length > 0 ? [writeMarker(held.slice(0, MOST_HELD), { key, pull, state: 'held' })] : [];
  return {
    kind: 'post-review',
    commit: input.report.head,
    body: [reviewBody(remarks, annotated.length), ...memory].join('\n\n'),
    comments: writeComments(remarks, findings, input),
  };
}

/** `remarks` are in the order of their places: of two suggestions on neighbouring lines, the later one becomes words. */
function writeComments(
  remarks: readonly Remark[],
  findings: readonly Finding[],
  input: PlanInput,
): readonly ReviewComment[] {
  const taken = suggestedBefore(findings, input);
  return remarks.map((remark) => {
    const { finding, anchor } = remark;
    const here = taken.get(finding.path) ?? [];
    // GitHub applies suggestions one by one: with a line between them none moves or overlaps another.
    const apart = here.every(({ start, end }) => anchor.end + 1 < start || end + 1 < anchor.start);
    const suggestion = apart ? suggestionFor(remark, input) : undefined;
    const { body, suggests } = renderComment(remark, { ...optionsFor(finding, input), suggestion });
    if (suggests) taken.set(finding.path, [...here, anchor]);
    const startLine = anchor.start < anchor.end ? { startLine: anchor.start } : {};
    return { path: finding.path, ...startLine, line: anchor.end, body };
  });
}

/** Lines that suggestions of earlier comments may rewrite: they are still there to be applied together with the new ones. */
function suggestedBefore(
  findings: readonly Finding[],
  { files, posted }: PlanInput,
): Map<string, readonly LineRange[]> {
  const ranges = findings.flatMap((finding) => {
    const file = files.find(({ path }) => path === finding.path);
    const anchor =
      posted.fingerprints.has(finding.fingerprint) && finding.fix?.safe ? anchorOf(file, finding) : undefined;
    return anchor ? [{ path: finding.path, anchor }] : [];
  });
  return new Map(
    [...Map.groupBy(ranges, ({ path }) => path)].map(([path, own]) => [path, own.map((each) => each.anchor)]),
  );
}

/** Without a suggestion: the lines that the comment stands on may be others by now. */
function writeAgain({ comment, finding, others, isBack }: Rewrite, input: PlanInput): EditComment {
  const back = isBack ? { backWith: input.report.head } : {};
  const { body } = renderComment({ finding, others }, { ...optionsFor(finding, input), ...back });
  const thread = isBack && comment.isResolved ? { thread: { id: comment.thread, resolve: false } } : {};
  return { kind: 'edit-comment', id: comment.id, body, ...thread };
}

function optionsFor(finding: Finding, input: PlanInput) {
  const { key, pull, notDismissible } = input;
  return { book: input, dismissible: isDismissible(finding, notDismissible), key, pull };
}

function suggestionFor({ finding, anchor }: Remark, { files, checks }: PlanInput): readonly string[] | undefined {
  const text = files.find(({ path }) => path === finding.path)?.text;
  // A secret on the line would be said once more, in a comment that a later push does not take away.
  if (!finding.fix?.safe || text === undefined || checks.get(finding.check)?.secret) return undefined;
  return suggestLines(text, anchor, finding.fix);
}

function reviewBody(remarks: readonly Remark[], annotated: number): string {
  const said = remarks.reduce((sum, { others }) => sum + 1 + others.length, 0);
  const rest = annotated > 0 ? ` ${digits(annotated)} more ${annotated === 1 ? 'is' : 'are'} in the check run.` : '';
  return `${count(said, 'thing')} to look at in what this change brings in.${rest}`;
}
