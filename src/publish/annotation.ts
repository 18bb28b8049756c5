import type { Annotation } from '../core/actions.ts';
import type { Finding, Severity, Span } from '../core/flow.ts';
import { cite, type Book } from '../docs/book.ts';
import { plainProse } from '../docs/markdown.ts';
import { splitSentences } from '../docs/sentences.ts';
import { shorten } from '../docs/visible.ts';
import { lastLine } from './anchor.ts';
import { fitText } from './fit.ts';

/** GitHub refuses longer ones, and with them the whole request. */
const LONGEST_TITLE = 255;
const LONGEST_MESSAGE = 64_000;

/** Characters of the reason, in whole sentences. */
const LONGEST_WHY = 240;

const LEVELS: Readonly<Record<Severity, Annotation['level']>> = {
  error: 'failure',
  warning: 'warning',
  notice: 'notice',
};

/** What an annotation says; GitHub shows it as it is, without Markdown. */
export interface AnnotationWords {
  readonly path: string;
  readonly span: Span;
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
}

/** An annotation that GitHub accepts, whatever the texts and places are. */
export function annotate({ path, span, severity, title, message }: AnnotationWords): Annotation {
  const startLine = Math.max(1, span.line);
  const endLine = Math.max(startLine, lastLine(span));
  const startColumn = Math.max(1, span.col);
  // GitHub's last column is the last character's own; ours is the one after it.
  const endColumn = Math.max(startColumn, span.endCol - 1);
  return {
    path,
    startLine,
    endLine,
    ...(span.line === span.endLine && span.line >= 1 ? { startColumn, endColumn } : {}),
    level: LEVELS[severity],
    title: shorten(title, LONGEST_TITLE),
    message: fitText(message.trim() === '' ? title : message, LONGEST_MESSAGE),
  };
}

/** A finding without a comment of its own, for the margin of the files view. */
export function annotateFinding(finding: Finding, book: Book): Annotation {
  const info = book.checks.get(finding.check);
  const citation = cite(book, finding.check);
  const [why] = splitSentences(info?.why ?? '', LONGEST_WHY);
  const fix = finding.fix
    ? [`${finding.fix.safe ? 'To mend it' : 'One way to mend it'}: ${plainProse(finding.fix.title)}`]
    : [];
  const verse = citation ? [`${citation.chapter}: ${citation.bullet}\n${citation.url}`] : [];
  return annotate({
    path: finding.path,
    span: finding.span,
    severity: finding.severity,
    title: `${info ? plainProse(info.title) : 'Finding'} (${finding.check})`,
    message: [plainProse(finding.message), ...(why === '' ? [] : [plainProse(why)]), ...fix, ...verse].join('\n\n'),
  });
}
