import type { DeleteComment, EditComment, PostedComment } from '../core/actions.ts';
import type { Dismissed } from '../core/decisions.ts';
import type { ChangedFile, Finding, Report, Skip, Suppressed } from '../core/flow.ts';
import type { Decided } from './decide.ts';
import type { PlanInput } from './input.ts';
import { renderSettled } from './settled-comment.ts';

/** What became of the findings of one comment. */
export interface Outcome {
  readonly dismissed: readonly Dismissed[];
  readonly suppressed: readonly Suppressed[];
  /** Number of those that the head no longer has. */
  readonly fixed: number;
}

export interface Settling {
  /** In the order of the comments. */
  readonly actions: readonly (DeleteComment | EditComment)[];
  /** Of each comment that goes or is rewritten. */
  readonly outcomes: readonly Outcome[];
}

/**
 * Earlier comments that nothing is left of. One that nobody answered is taken back, so that its thread keeps no merge waiting,
 * which needs no more than the right to write comments; an answered one stays and says how it ended. What a person resolved is
 * left as it is, and so is a comment of which some finding is still there, or may be.
 */
export function settlePosted(decided: Decided, input: PlanInput): Settling {
  const judge = createJudge(decided, input);
  const actions: (DeleteComment | EditComment)[] = [];
  const outcomes: Outcome[] = [];
  for (const comment of input.posted.comments) {
    const outcome = comment.isSettled || isResolvedByPerson(comment) ? undefined : judge(comment);
    if (!outcome) continue;
    outcomes.push(outcome);
    if (comment.replies.length === 0) {
      actions.push({ kind: 'delete-comment', id: comment.id });
      continue;
    }
    const body = renderSettled(comment, outcome, { head: decided.report.head, key: input.key, pull: input.pull });
    const thread = comment.isResolved ? {} : { thread: { id: comment.thread, resolve: true } };
    actions.push({ kind: 'edit-comment', id: comment.id, body, ...thread });
  }
  return { actions, outcomes };
}

function isResolvedByPerson({ isResolved, resolvedBy }: PostedComment): boolean {
  return isResolved && !resolvedBy?.isBot;
}

/** Says what became of a comment's findings; undefined while one of them is open, or nobody can know. */
function createJudge(
  { report, dismissed }: Decided,
  input: PlanInput,
): (comment: PostedComment) => Outcome | undefined {
  const open = byFingerprint(report.findings, (finding) => finding);
  const ignored = byFingerprint(dismissed, ({ finding }) => finding);
  const silenced = byFingerprint(report.suppressed, ({ finding }) => finding);
  return (comment) => {
    const { fingerprints } = comment;
    if (fingerprints.some((each) => open.has(each))) return undefined;
    const outcome = {
      dismissed: fingerprints.flatMap((each) => ignored.get(each) ?? []),
      suppressed: fingerprints.flatMap((each) => (ignored.has(each) ? [] : (silenced.get(each) ?? []))),
      fixed: fingerprints.filter((each) => !ignored.has(each) && !silenced.has(each)).length,
    };
    return outcome.fixed === 0 || wasLookedAt(comment, report, input) ? outcome : undefined;
  };
}

function byFingerprint<T>(items: readonly T[], findingOf: (item: T) => Finding): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [findingOf(item).fingerprint, item]));
}

/** Kinds of checks that need nothing of Ruff. */
const RUFFLESS: ReadonlySet<string> = new Set(['python', 'toml', 'yaml', 'dockerfile', 'requirements', 'text']);

/** Whether a finding that is missing from the report is really gone: nothing that could have found it was left out. */
function wasLookedAt(comment: PostedComment, { skips }: Report, { files, checks }: PlanInput): boolean {
  const file = files.find(({ path, previousPath }) => path === comment.path || previousPath === comment.path);
  const check = [...checks.values()].find(({ id }) => comment.body.includes(`[\`${id}\`](`));
  const isElsewhere = ({ path }: Skip): boolean => path !== undefined && path !== comment.path && path !== file?.path;
  const concerns = (skip: Skip): boolean => {
    if (isElsewhere(skip)) return false;
    const skipped = [...checks.keys()].find((id) => id === skip.what);
    if (skipped !== undefined) return check === undefined || check.id === skipped;
    // Where Ruff gave up on a file, the checks that read its tree themselves have done their work.
    if (skip.what === 'ruff' && check && RUFFLESS.has(check.kind)) return false;
    // Files beyond a limit, or a list that was cut: this one may be among them, or among what a check of the whole change looks at.
    return skip.path !== undefined || !isRead(file) || check === undefined || check.kind === 'pull';
  };
  return !skips.some(concerns);
}

function isRead(file: ChangedFile | undefined): boolean {
  return file?.text !== undefined || file?.status === 'removed';
}
