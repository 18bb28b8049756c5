import type { CheckId } from '../core/flow.ts';
import type { SuppressionNote } from '../sdk/check.ts';
import type { Catalogue } from '../sdk/load.ts';
import { applySuppressions } from './suppress.ts';
import type { FileFinding, FileResult, FileTask, SuppressionComment } from './task.ts';

interface SuppressedHere {
  readonly finding: FileFinding;
  readonly reason: string;
  readonly line: number;
}

interface AtHead {
  readonly kept: readonly FileFinding[];
  readonly suppressed: readonly SuppressedHere[];
  readonly notes: readonly SuppressionNote[];
}

export interface Suppressor {
  /** The head side of a file; what its comments leave undone is noted. */
  head(path: string, result: FileResult, task: FileTask): AtHead;
  /** The base side: what was suppressed there is not "known", so that it comes back when its comment goes. */
  base(result: FileResult): { readonly kept: readonly FileFinding[]; readonly suppressed: readonly FileFinding[] };
  /** Findings of whole-change checks, by the comments of the file in which they stand. */
  pull(path: string, findings: readonly FileFinding[], result: FileResult): Omit<AtHead, 'notes'>;
  /** Comments for whole-change checks that silenced nothing. Ask last. */
  unused(): readonly SuppressionNote[];
}

export function createSuppressor(catalogue: Catalogue): Suppressor {
  const all = catalogue.checks.map(({ info }) => info.id);
  const former = new Map(catalogue.checks.flatMap(({ info }) => info.formerly.map((id) => [id, info.id] as const)));
  const ids = new Set<string>(all);
  const kinds = new Map(catalogue.checks.map(({ info, check }) => [info.id, check.on]));
  const isLineCheck = (id: CheckId): boolean => kinds.get(id) === 'python' || kinds.get(id) === 'ruff';
  const resolve = (id: string): CheckId | undefined =>
    ids.has(id) ? all.find((known) => known === id) : former.get(id);
  /** Whole-change suppressions seen and not yet used, by file. */
  const waiting = new Map<string, SuppressionComment[]>();
  const used = new Set<SuppressionComment>();
  const withoutNoqa = (result: FileResult): readonly FileFinding[] =>
    result.noqa.length === 0
      ? result.findings
      : result.findings.filter(({ check, span }) => !isLineCheck(check) || !result.noqa.includes(span.line));
  const apply = (path: string, findings: readonly FileFinding[], result: FileResult, ran: (id: CheckId) => boolean) =>
    applySuppressions(path, findings, result.comments, { resolve, all, ran });
  return {
    head(path, result, task) {
      const ran = new Set(task.checks.map(({ id }) => id));
      const applied = apply(path, withoutNoqa(result), result, (id) => ran.has(id));
      const forPull = result.comments.filter((comment) =>
        comment.ids.some((id) => kinds.get(resolve(id) ?? 'ch/') === 'pull'),
      );
      waiting.set(path, forPull);
      return { ...applied, suppressed: applied.suppressed.map(toSuppressed) };
    },
    base(result) {
      const applied = apply('', withoutNoqa(result), result, () => false);
      return { kept: applied.kept, suppressed: applied.suppressed.map(({ finding }) => finding) };
    },
    pull(path, findings, result) {
      const applied = apply(path, findings, result, () => false);
      for (const { comment } of applied.suppressed) used.add(comment);
      return { kept: applied.kept, suppressed: applied.suppressed.map(toSuppressed) };
    },
    unused() {
      return [...waiting].flatMap(([path, comments]) =>
        comments
          .filter((comment) => !used.has(comment) && !comment.malformed && comment.reason !== '')
          .flatMap((comment) =>
            comment.ids
              .filter((id) => kinds.get(resolve(id) ?? 'ch/') === 'pull')
              .map((id): SuppressionNote => ({ path, at: comment.span, problem: 'unused', id })),
          ),
      );
    },
  };
}

function toSuppressed({
  finding,
  comment,
}: {
  readonly finding: FileFinding;
  readonly comment: SuppressionComment;
}): SuppressedHere {
  return { finding, reason: comment.reason, line: comment.line };
}
