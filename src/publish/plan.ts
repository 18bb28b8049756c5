import type { Action, PostReview, ReviewComment } from '../core/actions.ts';
import { count, digits } from '../docs/words.ts';
import { concludeReview } from './check-run.ts';
import { renderComment } from './comment.ts';
import type { PlanInput } from './input.ts';
import { placeFindings, type Remark } from './remarks.ts';
import { suggestLines } from './suggestion.ts';

/**
 * What is to be said about a report, and where: always a concluded check run; before it one review with event COMMENT, if there is
 * something that no earlier comment says. Every anchor, length and suggestion keeps within what GitHub accepts.
 */
export function planActions(input: PlanInput): readonly Action[] {
  const { report, files, maxComments, posted } = input;
  const { remarks, annotated } = placeFindings(report.findings, { files, maxComments, posted: posted.fingerprints });
  const run = concludeReview({ report, book: input, failOn: input.failOn, version: input.version, annotated });
  if (remarks.length === 0) return [run];
  const review: PostReview = {
    kind: 'post-review',
    commit: report.head,
    body: reviewBody(remarks, annotated.length),
    comments: writeComments(remarks, input),
  };
  return [review, run];
}

/** `remarks` are in the order of their places: of two suggestions on neighbouring lines, the later one becomes words. */
function writeComments(remarks: readonly Remark[], input: PlanInput): readonly ReviewComment[] {
  const suggestedUpTo = new Map<string, number>();
  return remarks.map((remark) => {
    const { finding, anchor } = remark;
    // GitHub applies suggestions one by one: with a line between them none moves or overlaps another.
    const apart = anchor.start > (suggestedUpTo.get(finding.path) ?? -1) + 1;
    const suggestion = apart ? suggestionFor(remark, input) : undefined;
    const { body, suggests } = renderComment(remark, { book: input, suggestion, key: input.key, pull: input.pull });
    if (suggests) suggestedUpTo.set(finding.path, anchor.end);
    const startLine = anchor.start < anchor.end ? { startLine: anchor.start } : {};
    return { path: finding.path, ...startLine, line: anchor.end, body };
  });
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
