import type { Finding, Severity } from '../core/flow.ts';
import { cite } from '../docs/book.ts';
import { plainProse } from '../docs/markdown.ts';
import { worstFirst } from '../docs/order.ts';
import type { OutputInput } from './input.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', notice: 'notice' };

/**
 * Workflow commands for a step of GitHub Actions, one a line, worst first: Actions shows ten errors, ten warnings and ten notices
 * of a step and drops the rest. Ends in a line break unless empty.
 */
export function renderGithub(input: OutputInput): string {
  return input.report.findings
    .toSorted(worstFirst)
    .map((finding) => `${command(finding, input)}\n`)
    .join('');
}

function command(finding: Finding, input: OutputInput): string {
  const { path, span, severity, check } = finding;
  const citation = cite(input, check);
  const oneLine = span.line === span.endLine;
  const endLine = span.endCol === 1 && span.endLine > span.line ? span.endLine - 1 : span.endLine;
  const properties = {
    file: path,
    line: span.line,
    endLine,
    // Columns mean something on one line only; the last one is the last character's own.
    ...(oneLine ? { col: span.col, endColumn: Math.max(span.col, span.endCol - 1) } : {}),
    title: check,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const verse = citation ? ` (${citation.chapter}: ${citation.bullet})` : '';
  return `::${COMMANDS[severity]} ${list.join(',')}::${escapeData(plainProse(finding.message) + verse)}`;
}

/** As the runner unescapes it. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
