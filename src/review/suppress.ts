import type { SourceFile } from '../core/facts.ts';
import type { CheckId, Span } from '../core/flow.ts';
import type { SuppressionNote } from '../sdk/check.ts';
import { nearest } from '../core/nearest.ts';
import type { SuppressionComment } from './task.ts';

/** A quick no for almost every file. */
export function mayHoldSuppressions(text: string): boolean {
  return text.includes('cv:') && /\bcv:\s*ignore/.test(text);
}

const COMMENT = /(#|\/\/|<!--|--|;)[ \t]*cv:[ \t]*(ignore(?:-file)?)\b([^\r\n]*)/;
const BODY = /^\[([^\]]*)\](?:[ \t]*--[ \t]*(.*?))?[ \t]*(?:-->)?[ \t]*$/;

/**
 * The suppression comments of a file, in the comment syntax of its type. One that stands alone on its line speaks for the next
 * line that is neither blank nor a comment; one that follows code speaks for its own line.
 * `isComment` tells a comment from a string that looks like one.
 */
export function readSuppressions(
  lines: readonly string[],
  isComment: (line: number, col: number) => boolean,
): readonly SuppressionComment[] {
  const found: SuppressionComment[] = [];
  for (const [index, text] of lines.entries()) {
    const match = text.includes('cv:') ? COMMENT.exec(text) : null;
    if (!match || !isComment(index + 1, match.index + 1)) continue;
    const [whole, opener = '#', word, rest = ''] = match;
    const body = BODY.exec(rest.trim());
    const ids = (body?.[1] ?? '')
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== '');
    const span: Span = {
      line: index + 1,
      col: match.index + 1,
      endLine: index + 1,
      endCol: match.index + whole.trimEnd().length + 1,
    };
    found.push({
      line: index + 1,
      span,
      scope: word === 'ignore-file' ? 'file' : 'line',
      target: text.slice(0, match.index).trim() === '' ? nextCodeLine(lines, index, opener) : index + 1,
      ids,
      reason: (body?.[2] ?? '').trim(),
      malformed: !body || ids.length === 0,
    });
  }
  return found;
}

function nextCodeLine(lines: readonly string[], index: number, opener: string): number {
  for (let next = index + 1; next < lines.length; next += 1) {
    const text = (lines[next] ?? '').trim();
    if (text !== '' && !text.startsWith(opener)) return next + 1;
  }
  return index + 1;
}

/** Lines that end in a bare `# noqa`, or in one with words in the place of codes, which Flake8 takes for a bare one. */
export function noqaLines({ text, lines }: Pick<SourceFile, 'text' | 'lines'>): readonly number[] {
  if (!/noqa/i.test(text)) return [];
  return lines.flatMap((line, index) => (/#\s*noqa\b(?!\s*:\s*[a-z]+\d)/i.test(line) ? [index + 1] : []));
}

interface Suppressible {
  readonly check: CheckId;
  readonly span: Span;
}

export interface Applied<F> {
  readonly kept: readonly F[];
  readonly suppressed: readonly { readonly finding: F; readonly comment: SuppressionComment }[];
  readonly notes: readonly SuppressionNote[];
}

export interface KnownIds {
  /** The current id for one as written, also for a former one. */
  resolve(id: string): CheckId | undefined;
  readonly all: readonly CheckId[];
  /** Checks that ran on this file: a suppression of any other is not called unused. */
  ran(id: CheckId): boolean;
}

/** Parts the findings of one file into kept and suppressed, and says which comments did no work. A reason is required. */
export function applySuppressions<F extends Suppressible>(
  path: string,
  findings: readonly F[],
  comments: readonly SuppressionComment[],
  known: KnownIds,
): Applied<F> {
  const notes: SuppressionNote[] = [];
  const rules: { readonly comment: SuppressionComment; readonly id: CheckId; uses: number }[] = [];
  for (const comment of comments) {
    const note = (problem: SuppressionNote['problem'], id: string, near?: string): void => {
      notes.push({ path, at: comment.span, problem, id, ...(near === undefined ? {} : { nearest: near }) });
    };
    if (comment.malformed) note('malformed', comment.ids.join(', '));
    else if (comment.reason === '') note('without-reason', comment.ids.join(', '));
    else
      for (const written of comment.ids) {
        const id = known.resolve(written);
        if (id) rules.push({ comment, id, uses: 0 });
        else note('unknown-check', written, nearest(written, known.all));
      }
  }
  const kept: F[] = [];
  const suppressed: { finding: F; comment: SuppressionComment }[] = [];
  for (const finding of findings) {
    const rule = rules.find((candidate) => candidate.id === finding.check && covers(candidate.comment, finding.span));
    if (rule) {
      rule.uses += 1;
      suppressed.push({ finding, comment: rule.comment });
    } else kept.push(finding);
  }
  for (const rule of rules)
    if (rule.uses === 0 && known.ran(rule.id))
      notes.push({ path, at: rule.comment.span, problem: 'unused', id: rule.id });
  return { kept, suppressed, notes };
}

function covers(comment: SuppressionComment, span: Span): boolean {
  return comment.scope === 'file' || comment.target === span.line || comment.line === span.endLine;
}
