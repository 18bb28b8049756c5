import type { CheckId, Finding, Fix, PullRef } from '../core/flow.ts';
import { cite, type Book } from '../docs/book.ts';
import { escapeHtml, fence, inlineCode, prose, suggestionBlock } from '../docs/markdown.ts';
import { renderSample, sampleLines } from '../docs/sample.ts';
import { splitSentences } from '../docs/sentences.ts';
import { configExample, suppressionExample } from '../docs/suppress.ts';
import { shorten } from '../docs/visible.ts';
import { lineRanges, list } from '../docs/words.ts';
import { writeMarker } from './marker.ts';
import type { Remark } from './remarks.ts';

/** Characters above the fold, its own line included. */
const MOST_VISIBLE = 600;

/** Characters of the reason that stand above the fold, in whole sentences. */
const LONGEST_WHY = 240;

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
  /** A reply can settle it. */
  readonly dismissible?: boolean;
  /** SHA with which a finding came back that the comment had called settled. */
  readonly backWith?: string;
  readonly key: string;
  readonly pull: PullRef;
}

export interface Comment {
  readonly body: string;
  /** The suggestion is in it; one that would push the comment over its length is not. */
  readonly suggests: boolean;
}

/** One comment, as the author reads it: what to do, why, and the mend; folded away an example, and what to do if it is meant. */
export function renderComment(remark: Omit<Remark, 'anchor'>, options: CommentOptions): Comment {
  const { finding, others } = remark;
  const { book, suggestion, key, pull } = options;
  const info = book.checks.get(finding.check);
  const heading = headingOf(finding, book);
  const sentences = [
    prose(shorten(finding.message, LONGEST_MESSAGE)),
    ...(options.backWith === undefined ? [] : [isBack(finding, options.backWith)]),
    ...(others.length === 0 ? [] : [alsoHere(others)]),
    ...(finding.blocking ? ['The check fails until this is settled.'] : []),
  ].join(' ');
  let room = MOST_VISIBLE - sentences.length - (heading ?? '').length;
  const block = suggestion && suggestion.join('\n').length <= room ? suggestionBlock(suggestion) : undefined;
  const mend = block ?? inProse(finding.fix, room);
  room -= block === undefined ? (mend ?? '').length : (suggestion ?? []).join('\n').length;
  const [why, moreWhy] = splitSentences(info?.why ?? '', Math.min(room, LONGEST_WHY));
  const folded = heading === undefined ? [] : fold(finding, { heading, moreWhy, options });
  const about = [finding, ...others];
  const placeless = about.map((each) => each.placeless);
  const marker = writeMarker(
    about.map(({ fingerprint }) => fingerprint),
    { key, pull, placeless },
  );
  const body = [sentences, prose(why), mend ?? '', ...folded, marker].filter((part) => part !== '').join('\n\n');
  return { body, suggests: block !== undefined };
}

function isBack({ span }: Finding, head: string): string {
  return `It is back with ${head.slice(0, 7)}, on line ${span.line}.`;
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

/** The line that is seen of what is folded away. */
function headingOf({ check }: Finding, book: Book): string | undefined {
  const citation = cite(book, check);
  return citation && `${escapeHtml(citation.chapter)}: an example, and what to do if it is meant`;
}

interface Fold {
  readonly heading: string;
  /** Of the reason, what there was no room for above. */
  readonly moreWhy: string;
  readonly options: CommentOptions;
}

function fold({ check, path }: Finding, { heading, moreWhy, options }: Fold): readonly string[] {
  const info = options.book.checks.get(check);
  const citation = cite(options.book, check);
  if (!info || !citation) return [];
  const [example] = info.examples;
  const short = example && sampleLines(example.bad) <= LONGEST_EXAMPLE && sampleLines(example.good) <= LONGEST_EXAMPLE;
  return [
    `<details>\n<summary>${heading}</summary>`,
    prose(moreWhy),
    ...(short ? ['Instead of', renderSample(example.bad, info), 'write', renderSample(example.good, info)] : []),
    ...silence(path, info.id),
    ...(options.dismissible === false
      ? []
      : ['Or answer here with `ignore: your reason`, if you may push to this repository.']),
    `More: [${inlineCode(info.id)}](${citation.url}), ${prose(citation.chapter)}: ${prose(citation.bullet)}`,
    '</details>',
  ];
}

function silence(path: string, id: CheckId): readonly string[] {
  const here = suppressionExample(path, id);
  if (here) return [`If it is meant, put this ${here.where}, with your reason:`, fence(here.comment, here.language)];
  return ['If it is meant, turn the check off for this file or for all:', fence(configExample(id), 'yaml')];
}
