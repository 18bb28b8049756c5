import type { CheckId, Finding, Fix, PullRef } from '../core/flow.ts';
import { cite, type Book } from '../docs/book.ts';
import { escapeHtml, fence, inlineCode, prose, suggestionBlock } from '../docs/markdown.ts';
import { renderSample, sampleLines } from '../docs/sample.ts';
import { configExample, suppressionExample } from '../docs/suppress.ts';
import { shorten } from '../docs/visible.ts';
import { lineRanges, list } from '../docs/words.ts';
import { writeMarker } from './marker.ts';
import type { Remark } from './remarks.ts';

/** Characters above the fold, its own line included. */
const MOST_VISIBLE = 600;

/** Characters of the message; the catalogue's own stay under half of it. */
const LONGEST_MESSAGE = 300;

/** An example with more lines than this is left to the check's page. */
const LONGEST_EXAMPLE = 20;

/** Line ranges listed in a comment that stands for many findings. */
const MOST_RANGES = 12;

export interface CommentOptions {
  readonly book: Book;
  /** What the comment offers to commit; see `suggestLines`. */
  readonly suggestion?: readonly string[] | undefined;
  readonly key: string;
  readonly pull: PullRef;
}

export interface Comment {
  readonly body: string;
  /** The suggestion is in it; one that would push the comment over its length is not. */
  readonly suggests: boolean;
}

/** One comment, as the author reads it: what to do, the mend, and folded away why it matters and what to do if it is meant. */
export function renderComment(remark: Remark, { book, suggestion, key, pull }: CommentOptions): Comment {
  const { finding, others } = remark;
  const folded = fold(finding, book);
  const sentences = [
    prose(shorten(finding.message, LONGEST_MESSAGE)),
    ...(others.length === 0 ? [] : [alsoHere(others)]),
    ...(finding.blocking ? ['The check fails until this is settled.'] : []),
  ].join(' ');
  const room = MOST_VISIBLE - sentences.length - (folded[0]?.length ?? 0);
  const block = suggestion && suggestion.join('\n').length <= room ? suggestionBlock(suggestion) : undefined;
  const mend = block ?? inProse(finding.fix, room);
  const marker = writeMarker(
    [finding, ...others].map(({ fingerprint }) => fingerprint),
    { key, pull },
  );
  const body = [sentences, ...(mend === undefined ? [] : [mend]), ...folded, marker].join('\n\n');
  return { body, suggests: block !== undefined };
}

function alsoHere(others: readonly Finding[]): string {
  const lines = [...new Set(others.map(({ span }) => span.line))].sort((a, b) => a - b);
  const ranges = lineRanges(lines);
  const shown = ranges.slice(0, MOST_RANGES);
  const rest = ranges.length > shown.length ? ['others in this file'] : [];
  return `The same goes for ${lines.length === 1 ? 'line' : 'lines'} ${list([...shown, ...rest])}.`;
}

/** The fix in words, where it cannot be offered as a suggestion. */
function inProse(fix: Fix | undefined, room: number): string | undefined {
  if (!fix) return undefined;
  const title = prose(fix.title).replace(/[.]$/, '');
  const words = fix.safe
    ? `To mend it: ${title}.`
    : `One way to mend it: ${title}. It may change what the code does, so have a look first.`;
  return words.length <= room ? words : undefined;
}

function fold({ check, path }: Finding, book: Book): readonly string[] {
  const info = book.checks.get(check);
  const citation = cite(book, check);
  if (!info || !citation) return [];
  const [example] = info.examples;
  const short = example && sampleLines(example.bad) <= LONGEST_EXAMPLE && sampleLines(example.good) <= LONGEST_EXAMPLE;
  return [
    `<details>\n<summary>${escapeHtml(citation.chapter)}: why, and what to do if it is meant</summary>`,
    prose(info.why),
    ...(short ? ['Instead of', renderSample(example.bad, info), 'write', renderSample(example.good, info)] : []),
    ...silence(path, info.id),
    `More: [${inlineCode(info.id)}](${citation.url}), ${prose(citation.chapter)}: ${prose(citation.bullet)}`,
    '</details>',
  ];
}

function silence(path: string, id: CheckId): readonly string[] {
  const here = suppressionExample(path, id);
  if (here) return [`If it is meant, put this ${here.where}, with your reason:`, fence(here.comment, here.language)];
  return ['If it is meant, turn the check off for this file or for all:', fence(configExample(id), 'yaml')];
}
