import type { Finding, Severity } from '../core/flow.ts';
import { chapterName, listUrl, type Book } from '../docs/book.ts';
import { cell, inlineCode } from '../docs/markdown.ts';
import { count, countFindings, digits, list, SEVERITIES } from '../docs/words.ts';
import { renderAnswers } from './answers.ts';
import type { Decided } from './decide.ts';
import { bytes } from './fit.ts';
import type { FailOn, PlanInput } from './input.ts';
import type { Outcome } from './settle.ts';
import { listDismissed, listFindings, listRefused, listSkips, listSuppressed } from './summary-lists.ts';

/** GitHub takes 65,535 bytes; what other programs put around them stays below. */
const MOST_BYTES = 60_000;

export interface SummaryInput {
  readonly decided: Decided;
  readonly input: PlanInput;
  /** Findings that comments speak of, and how many of them for the first time. */
  readonly commented: { readonly all: number; readonly fresh: number };
  /** Of comments that this run takes back or settles. */
  readonly outcomes: readonly Outcome[];
  /** Findings that have neither a comment nor an annotation, because GitHub would not show them. */
  readonly unannotated: number;
}

/** The heading of the check run: `2 errors, 3 warnings in 4 files`. */
export function renderTitle({ report: { findings: found, skips: left, inspected }, dismissed }: Decided): string {
  if (found.length > 0) return `${countFindings(found).join(', ')} in ${count(filesOf(found), 'file')}`;
  if (left.length > 0) return 'Nothing to mend in what was inspected';
  if (dismissed.length > 0) return 'Nothing left to mend';
  return inspected === 0 ? 'Nothing to inspect' : 'Nothing to mend';
}

/** The page of the check run: Markdown of at most 60,000 bytes, cut between findings. */
export function renderSummary(summary: SummaryInput): string {
  const { decided, input, outcomes, unannotated } = summary;
  const { report } = decided;
  const places = [...renderPaused(input), ...renderPlaces(summary), ...renderSettled(outcomes)].join(' ');
  const head = [
    renderVerdict(decided, input.failOn),
    ...(places === '' ? [] : [places]),
    ...renderAnswers(input.decisions.answers, input),
    ...renderTable(report.findings, input),
  ];
  const tail = [
    ...listDismissed(decided.dismissed, input),
    ...listRefused(decided.refused, input),
    ...listSuppressed(report.suppressed, input),
    ...listSkips(report.skips),
    `Chapter & Verse ${input.version} · [all checks](${listUrl(input.docsUrl)})`,
  ];
  const room = MOST_BYTES - bytes([...head, ...tail].join('\n\n')) - 200;
  const capped =
    unannotated > 0
      ? [`${count(unannotated, 'finding')} beyond the first 1,000 can only be read here, not in the files view.`]
      : [];
  return [...head, ...listFindings(report.findings, input, room), ...capped, ...tail].join('\n\n');
}

function renderVerdict({ report, dismissed, refused }: Decided, failOn: FailOn): string {
  const { findings: found, suppressed, baselined, mended, skips: left, inspected } = report;
  const looked =
    inspected === 0
      ? 'No changed file is one that the checks look at.'
      : `${count(inspected, 'changed file')} inspected.`;
  const notes = [
    ...(suppressed.length > 0 ? [`${count(suppressed.length, 'finding')} suppressed in the code.`] : []),
    ...(baselined.length > 0 ? [`${count(baselined.length, 'finding')} in the baseline.`] : []),
    ...(mended.length > 0
      ? [`${count(mended.length, 'finding')} of the baseline mended: \`chapter-and-verse baseline\` takes them out.`]
      : []),
    ...(dismissed.length > 0 ? [`${count(dismissed.length, 'finding')} ignored on this pull request.`] : []),
    ...(refused.length > 0 ? [`${count(refused.length, 'finding')} cannot be ignored here.`] : []),
    ...(left.length > 0 ? ['Not all could be inspected: see the end.'] : []),
  ];
  if (found.length === 0) return [`**${renderTitle({ report, dismissed, refused })}.**`, looked, ...notes].join(' ');
  const brings = `**This change brings in ${list(countFindings(found))}, in ${count(filesOf(found), 'file')}.**`;
  return [brings, looked, consequence(found, failOn), ...notes].join(' ');
}

/** Comments are, not the review: the check run has its result, and this says why it alone has. */
function renderPaused({ decisions: { pausedBy } }: PlanInput): readonly string[] {
  if (pausedBy === undefined) return [];
  const who = pausedBy === '' ? '' : ` by ${inlineCode(pausedBy)}`;
  return [`Comments are paused${who}: a comment \`/cv resume\` goes on with them, \`/cv recheck\` asks for them once.`];
}

/** Where to find the findings: each has one place. */
function renderPlaces({ decided, input, commented }: SummaryInput): readonly string[] {
  const all = decided.report.findings.length;
  if (all === 0) return [];
  if (input.mode === 'check' && input.decisions.pausedBy === undefined)
    return [
      'This pull request gets no comments (`drafts`, `bots` or `labels` in the configuration): what is found is annotated in the files view.',
    ];
  if (input.mode === 'group') return ['Groups of a merge queue get no comments: what is found is annotated.'];
  const { all: said, fresh } = commented;
  if (all === 1) return [said === 1 ? 'It has a comment on its line.' : 'It is annotated in the files view.'];
  if (said === 0) return [`${all === 2 ? 'Both' : `All ${digits(all)}`} are annotated in the files view.`];
  const old = fresh === 0 ? ', from before' : fresh < said ? `, ${digits(fresh)} of them new` : '';
  return said === all
    ? [`${all === 2 ? 'Both' : `All ${digits(all)}`} are in comments${old}.`]
    : [`${digits(said)} of ${digits(all)} are in comments${old}; the others are annotated in the files view.`];
}

function renderSettled(outcomes: readonly Outcome[]): readonly string[] {
  const sum = (number: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + number(outcome), 0);
  const counts = [
    [sum(({ fixed }) => fixed), 'fixed'],
    [sum(({ suppressed }) => suppressed.length), 'suppressed'],
    [sum(({ dismissed }) => dismissed.length), 'ignored'],
  ] as const;
  const words = counts.flatMap(([number, what]) => (number > 0 ? [`${digits(number)} ${what}`] : []));
  return words.length === 0 ? [] : [`Settled since the last review: ${list(words)}.`];
}

function consequence(found: readonly Finding[], failOn: FailOn): string {
  const blocking = found.filter((finding) => finding.blocking).length;
  const setting = `\`fail_on: ${failOn}\``;
  if (blocking === 0) return `None of this makes the check fail (${setting}).`;
  if (blocking === found.length)
    return `The check fails until ${blocking === 1 ? 'it is' : 'they are'} settled (${setting}).`;
  return `The check fails until ${digits(blocking)} of them ${blocking === 1 ? 'is' : 'are'} settled (${setting}).`;
}

function filesOf(found: readonly Finding[]): number {
  return new Set(found.map(({ path }) => path)).size;
}

function renderTable(found: readonly Finding[], book: Book): readonly string[] {
  const chapters = new Map<number, Record<Severity, number>>();
  for (const { check, severity } of found) {
    const chapter = book.checks.get(check)?.chapter ?? Number(check.slice(2, 4));
    const row = chapters.get(chapter) ?? { error: 0, warning: 0, notice: 0 };
    row[severity] += 1;
    chapters.set(chapter, row);
  }
  if (chapters.size === 0) return [];
  const rows = [...chapters]
    .sort(([a], [b]) => a - b)
    .map(([chapter, row]) => {
      const cells = SEVERITIES.map((severity) => (row[severity] === 0 ? '' : digits(row[severity])));
      return `| ${[cell(chapterName(chapter, book.chapters.get(chapter))), ...cells].join(' | ')} |`;
    });
  return [['| | Errors | Warnings | Notices |', '|---|--:|--:|--:|', ...rows].join('\n')];
}
