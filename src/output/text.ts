import type { Finding, Report, Severity, Skip, Suppressed } from '../core/flow.ts';
import { cite } from '../docs/book.ts';
import { plainProse } from '../docs/markdown.ts';
import { byPlace } from '../docs/order.ts';
import { count, countFindings } from '../docs/words.ts';
import { oneLine } from '../docs/visible.ts';
import { excerpt } from './excerpt.ts';
import type { OutputInput } from './input.ts';

export interface TextInput extends OutputInput {
  /** Lines at head of the files whose source should be shown, by path. */
  readonly lines?: ReadonlyMap<string, readonly string[]>;
  readonly color?: boolean;
}

type Style = Severity | 'path' | 'dim';

const CODES: Readonly<Record<Style, string>> = { error: '31;1', warning: '33;1', notice: '36', path: '1', dim: '2' };

/**
 * The report for a terminal, by file, ends in a line break. `path:line:col severity message [check]`, so that editors find the place;
 * nothing of the repository can steer the terminal, or the log of a GitHub Action.
 */
export function renderText(input: TextInput): string {
  const { report } = input;
  const paint = painter(input.color ?? false);
  const byPath = Map.groupBy(report.findings.toSorted(byPlace), ({ path }) => path);
  const parts = [
    ...[...byPath.values()].map((found) => found.map((finding) => renderFinding(finding, input, paint)).join('\n')),
    ...renderSuppressed(report.suppressed, paint),
    ...renderSkips(report.skips, paint),
    renderVerdict(report),
  ];
  return `${parts.join('\n\n').split('\n').map(withoutCommands).join('\n')}\n`;
}

type Paint = (style: Style, text: string) => string;

function painter(color: boolean): Paint {
  return color ? (style, text) => `\u001B[${CODES[style]}m${text}\u001B[0m` : (_style, text) => text;
}

function renderFinding(finding: Finding, input: TextInput, paint: Paint): string {
  const { path, span, severity, check, code, fix } = finding;
  const citation = cite(input, check);
  const place = paint('path', `${oneLine(path)}:${span.line}:${span.col}`);
  const id = paint('dim', `[${code === undefined ? check : `${check} ${oneLine(code)}`}]`);
  // Where a secret is found, it must not be printed.
  const isSecret = input.checks.get(check)?.secret === true || finding.unshown === true;
  const lines = isSecret ? undefined : input.lines?.get(path);
  const [source, carets] = (lines && excerpt(lines, span)) ?? [];
  const gutter = ' '.repeat(String(span.line).length);
  return [
    `${place} ${paint(severity, severity)} ${plainProse(finding.message)} ${id}`,
    ...(source === undefined || carets === undefined
      ? []
      : [
          `  ${paint('dim', `${span.line} |`)} ${source}`,
          `  ${paint('dim', `${gutter} |`)} ${paint(severity, carets)}`,
        ]),
    ...(fix ? [`  ${paint('dim', '=')} to mend it: ${plainProse(fix.title)}`] : []),
    ...(citation ? [`  ${paint('dim', `= ${citation.chapter}: ${citation.bullet}`)}`] : []),
  ].join('\n');
}

function renderSuppressed(suppressed: readonly Suppressed[], paint: Paint): readonly string[] {
  if (suppressed.length === 0) return [];
  const lines = suppressed
    .toSorted((a, b) => byPlace(a.finding, b.finding) || a.line - b.line)
    .map(({ finding, reason, line }) => `  ${oneLine(finding.path)}:${line} [${finding.check}] ${plainProse(reason)}`);
  return [[paint('path', 'Suppressed in the code'), ...lines].join('\n')];
}

/** Files named in one line of those that were left out for one reason. */
const MOST_SKIPPED_PATHS = 5;

function renderSkips(skips: readonly Skip[], paint: Paint): readonly string[] {
  if (skips.length === 0) return [];
  const lines = [...Map.groupBy(skips, ({ what, why }) => `${what}\0${why}`).values()].map(renderReason);
  return [[paint('path', 'Not inspected'), ...lines].join('\n')];
}

/** Skips of one kind with one reason. */
function renderReason(skips: readonly Skip[]): string {
  const [{ what, why } = { what: 'file', why: '' }] = skips;
  const paths = skips.flatMap(({ path }) => (path === undefined ? [] : oneLine(path)));
  const rest = paths.length - MOST_SKIPPED_PATHS;
  const names = [
    ...(what === 'file' ? [] : [oneLine(what)]),
    ...paths.slice(0, MOST_SKIPPED_PATHS),
    ...(rest > 0 ? [`${rest} more`] : []),
  ];
  return `  ${names.length === 0 ? '' : `${names.join(', ')}: `}${plainProse(why)}`;
}

function renderVerdict({ findings, suppressed, baselined, mended, skips, inspected }: Report): string {
  const files = new Set(findings.map(({ path }) => path)).size;
  const verdict =
    findings.length === 0 ? 'Nothing to mend' : `${countFindings(findings).join(', ')} in ${count(files, 'file')}`;
  const notes = [
    `${count(inspected, 'file')} inspected`,
    ...(suppressed.length > 0 ? [`${suppressed.length} suppressed`] : []),
    ...(baselined.length > 0 ? [`${baselined.length} in the baseline`] : []),
    ...(skips.length > 0 ? [`${skips.length} not inspected`] : []),
  ];
  const shrink =
    mended.length > 0
      ? [
          `${count(mended.length, 'finding')} of the baseline ${mended.length === 1 ? 'is' : 'are'} mended: run chapter-and-verse baseline`,
        ]
      : [];
  return [`${verdict} (${notes.join(', ')})`, ...shrink].join('\n');
}

/**
 * The runner of GitHub Actions takes `::` at the beginning of a line and `##[` anywhere in it for a command,
 * also in what a step merely prints.
 */
function withoutCommands(line: string): string {
  const quiet = line.replaceAll('##[', '# #[');
  return /^\s*::/.test(quiet) ? quiet.replace('::', './::') : quiet;
}
