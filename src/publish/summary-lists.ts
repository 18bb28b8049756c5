import type { Dismissed } from '../core/decisions.ts';
import type { Finding, Skip, Suppressed } from '../core/flow.ts';
import { pageUrl, type Book } from '../docs/book.ts';
import { inlineCode, prose } from '../docs/markdown.ts';
import { byPlace, compareText, worstFirst } from '../docs/order.ts';
import { count, digits, list } from '../docs/words.ts';
import { fitItems } from './fit.ts';

/** Bytes kept for each list that stands after the findings. */
const MOST_TAIL_BYTES = 8_000;

/** A list of skips with more lines than this is folded. */
const MOST_OPEN_SKIPS = 8;

/** Files named in one line of that list. */
const MOST_SKIPPED_PATHS = 5;

/** As many findings as have room, worst first. */
export function listFindings(found: readonly Finding[], book: Book, room: number): readonly string[] {
  if (found.length === 0) return [];
  const lines = found.toSorted(worstFirst).map((finding) => {
    const mark = finding.blocking ? `**${finding.severity}**` : finding.severity;
    return `- ${mark} ${place(finding.path, finding.span.line)} ${prose(finding.message)} ${link(finding, book)}`;
  });
  return [
    '### Findings',
    fitItems(
      lines,
      room,
      (left) => `- … and ${digits(left)} more. ${inlineCode('chapter-and-verse review')} in a clone lists them all.`,
    ),
  ];
}

function place(path: string, line: number): string {
  return inlineCode(`${path}:${line}`);
}

function link({ check, code }: Finding, book: Book): string {
  const name = inlineCode(code === undefined ? check : `${check} ${code}`);
  return book.checks.has(check) ? `[${name}](${pageUrl(book.docsUrl, check)})` : name;
}

/** What people dismissed, by whom and why. */
export function listDismissed(dismissed: readonly Dismissed[], book: Book): readonly string[] {
  return listWords('### Ignored on this pull request', dismissed, book);
}

/** What people would have dismissed, and cannot. */
export function listRefused(refused: readonly Dismissed[], book: Book): readonly string[] {
  if (refused.length === 0) return [];
  const [heading = '', items = ''] = listWords('### Not ignored', refused, book);
  return [
    heading,
    `The configuration (${inlineCode('not_dismissible')}) says that nobody can dismiss these here:`,
    items,
  ];
}

function listWords(heading: string, dismissed: readonly Dismissed[], book: Book): readonly string[] {
  if (dismissed.length === 0) return [];
  const lines = dismissed
    .toSorted((a, b) => byPlace(a.finding, b.finding))
    .map(({ finding, by, reason, way }) => {
      const who = by === '' ? 'somebody' : prose(by);
      const words = way === 'thread' ? [`${who} resolved the thread`, prose(reason)] : [who, prose(reason)];
      const why = words.filter((part) => part !== '').join(': ');
      return `- ${place(finding.path, finding.span.line)} ${link(finding, book)}, ${why}`;
    });
  return [heading, fitItems(lines, MOST_TAIL_BYTES, (left) => `- … and ${digits(left)} more.`)];
}

/** What comments in the code silenced. */
export function listSuppressed(suppressed: readonly Suppressed[], book: Book): readonly string[] {
  if (suppressed.length === 0) return [];
  const lines = suppressed
    .toSorted(
      (a, b) => compareText(a.finding.path, b.finding.path) || a.line - b.line || worstFirst(a.finding, b.finding),
    )
    .map(({ finding, reason, line }) => `- ${place(finding.path, line)} ${link(finding, book)}: ${prose(reason)}`);
  return ['### Suppressed in the code', fitItems(lines, MOST_TAIL_BYTES, (left) => `- … and ${digits(left)} more.`)];
}

/** What was left out. */
export function listSkips(left: readonly Skip[]): readonly string[] {
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
