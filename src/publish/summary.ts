import type { Finding, Report, Severity, Skip, Suppressed } from '../core/flow.ts';
import { chapterName, listUrl, pageUrl, type Book } from '../docs/book.ts';
import { cell, inlineCode, prose } from '../docs/markdown.ts';
import { compareText, worstFirst } from '../docs/order.ts';
import { count, countFindings, digits, list, SEVERITIES } from '../docs/words.ts';
import { bytes, fitItems } from './fit.ts';
import type { FailOn } from './input.ts';

/** GitHub takes 65,535 bytes; what other programs put around them stays below. */
const MOST_BYTES = 60_000;

/** Bytes kept for each list that stands after the findings. */
const MOST_TAIL_BYTES = 8_000;

/** A list of skips with more lines than this is folded. */
const MOST_OPEN_SKIPS = 8;

/** Files named in one line of that list. */
const MOST_SKIPPED_PATHS = 5;

export interface SummaryInput {
  readonly report: Report;
  readonly book: Book;
  readonly failOn: FailOn;
  readonly version: string;
  /** Findings that have neither a comment nor an annotation, because GitHub would not show them. */
  readonly unannotated: number;
}

/** The heading of the check run: `2 errors, 3 warnings in 4 files`. */
export function renderTitle({ findings: found, skips: left, inspected }: Report): string {
  if (found.length > 0) return `${countFindings(found).join(', ')} in ${count(filesOf(found), 'file')}`;
  if (left.length > 0) return 'Nothing to mend in what was inspected';
  return inspected === 0 ? 'Nothing to inspect' : 'Nothing to mend';
}

/** The page of the check run: Markdown of at most 60,000 bytes, cut between findings. */
export function renderSummary({ report, book, failOn, version, unannotated }: SummaryInput): string {
  const head = [renderVerdict(report, failOn), ...renderTable(report.findings, book)];
  const tail = [
    ...renderSuppressed(report.suppressed, book),
    ...renderSkips(report.skips),
    `Chapter & Verse ${version} · [all checks](${listUrl(book.docsUrl)})`,
  ];
  const room = MOST_BYTES - bytes([...head, ...tail].join('\n\n')) - 200;
  const capped =
    unannotated > 0
      ? [`${count(unannotated, 'finding')} beyond the first 1,000 can only be read here, not in the files view.`]
      : [];
  return [...head, ...renderFindings(report.findings, book, room), ...capped, ...tail].join('\n\n');
}

function renderVerdict(report: Report, failOn: FailOn): string {
  const { findings: found, suppressed, skips: left, inspected } = report;
  const looked =
    inspected === 0
      ? 'No changed file is one that the checks look at.'
      : `${count(inspected, 'changed file')} inspected.`;
  const notes = [
    ...(suppressed.length > 0 ? [`${count(suppressed.length, 'finding')} suppressed in the code.`] : []),
    ...(left.length > 0 ? ['Not all could be inspected: see the end.'] : []),
  ];
  if (found.length === 0) return [`**${renderTitle(report)}.**`, looked, ...notes].join(' ');
  const brings = `**This change brings in ${list(countFindings(found))}, in ${count(filesOf(found), 'file')}.**`;
  return [brings, looked, consequence(found, failOn), ...notes].join(' ');
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

function renderFindings(found: readonly Finding[], book: Book, room: number): readonly string[] {
  if (found.length === 0) return [];
  const lines = found.toSorted(worstFirst).map((finding) => {
    const mark = finding.blocking ? `**${finding.severity}**` : finding.severity;
    return `- ${mark} ${place(finding.path, finding.span.line)} ${prose(finding.message)} ${link(finding, book)}`;
  });
  return [
    '### Findings',
    fitItems(lines, room, (left) => `- … and ${digits(left)} more. The command line lists them all.`),
  ];
}

function place(path: string, line: number): string {
  return inlineCode(`${path}:${line}`);
}

function link({ check, code }: Finding, book: Book): string {
  const name = inlineCode(code === undefined ? check : `${check} ${code}`);
  return book.checks.has(check) ? `[${name}](${pageUrl(book.docsUrl, check)})` : name;
}

function renderSuppressed(suppressed: readonly Suppressed[], book: Book): readonly string[] {
  if (suppressed.length === 0) return [];
  const lines = suppressed
    .toSorted(
      (a, b) => compareText(a.finding.path, b.finding.path) || a.line - b.line || worstFirst(a.finding, b.finding),
    )
    .map(({ finding, reason, line }) => `- ${place(finding.path, line)} ${link(finding, book)}: ${prose(reason)}`);
  return ['### Suppressed in the code', fitItems(lines, MOST_TAIL_BYTES, (left) => `- … and ${digits(left)} more.`)];
}

function renderSkips(left: readonly Skip[]): readonly string[] {
  if (left.length === 0) return [];
  const lines = skipLines(left);
  const items = fitItems(lines, MOST_TAIL_BYTES, (more) => `- … and ${digits(more)} more.`);
  if (lines.length <= MOST_OPEN_SKIPS) return ['### Not inspected', items];
  return [
    '### Not inspected',
    `<details>\n<summary>${count(left.length, 'thing')}, and why</summary>`,
    items,
    '</details>',
  ];
}

/** `files: why (what)`; skips with one reason share a line. */
function skipLines(left: readonly Skip[]): readonly string[] {
  const reasons = new Map<string, string[]>();
  for (const { what, path, why } of left) {
    const reason = what === 'file' ? prose(why) : `${prose(why)} (${inlineCode(what)})`;
    const paths = reasons.get(reason) ?? [];
    if (path !== undefined) paths.push(path);
    reasons.set(reason, paths);
  }
  return [...reasons].map(([reason, paths]) => {
    const names = paths.toSorted(compareText).map(inlineCode);
    const rest = names.length > MOST_SKIPPED_PATHS ? [`${digits(names.length - MOST_SKIPPED_PATHS)} more`] : [];
    const files = list([...names.slice(0, MOST_SKIPPED_PATHS), ...rest]);
    return files === '' ? `- ${reason}` : `- ${files}: ${reason}`;
  });
}
