import type { ReportChange } from '../core/compare-reports.ts';
import type { Finding } from '../core/flow.ts';
import { inlineCode, prose } from '../docs/markdown.ts';
import { count, digits, list } from '../docs/words.ts';
import { fitItems } from './fit.ts';

/** Of the findings that are named; the sentence before them counts all. */
const MOST_BYTES = 2_500;

/** Characters of a finding's message that are shown. */
const MOST_MESSAGE = 200;

/** What the configuration that a change proposes would do to the change's own review: Markdown of at most 3,000 bytes. */
export function renderReportChange(change: ReportChange): string {
  const { gained, lost, changed, conclusion } = change;
  const counts = [
    ...(gained.length > 0 ? [count(gained.length, 'more finding')] : []),
    ...(lost.length > 0 ? [`${digits(lost.length)} fewer`] : []),
    ...(changed.length > 0 ? [`${digits(changed.length)} at another level`] : []),
  ];
  const ends =
    conclusion.from === conclusion.to
      ? `It would end with the same conclusion, \`${conclusion.to}\`.`
      : `It would end with \`${conclusion.to}\` instead of \`${conclusion.from}\`.`;
  if (counts.length === 0) return `With the configuration in this change, this review would find the same. ${ends}`;
  const lines = [
    ...gained.map((finding) => `- more: ${nameOf(finding)}`),
    ...lost.map((finding) => `- fewer: ${nameOf(finding)}`),
    ...changed.map(({ from, to }) => `- ${shiftOf(from, to)}: ${nameOf(to)}`),
  ];
  return [
    `**With the configuration in this change, this review would have ${list(counts)}.** ${ends}`,
    fitItems(lines, MOST_BYTES, (left) => `- … and ${digits(left)} more.`),
  ].join('\n\n');
}

function nameOf({ check, severity, path, span, message }: Finding): string {
  const words = message.length > MOST_MESSAGE ? `${message.slice(0, MOST_MESSAGE).toWellFormed()}…` : message;
  return `${severity} at ${inlineCode(`${path}:${span.line}`)}, ${prose(words)} (${inlineCode(check)})`;
}

function shiftOf(from: Finding, to: Finding): string {
  const level = from.severity === to.severity ? [] : [`${from.severity} becomes ${to.severity}`];
  const weight = from.blocking === to.blocking ? [] : [to.blocking ? 'fails the check' : 'no longer fails the check'];
  return [...level, ...weight].join(', ');
}
