import type { CheckRun, Review, ReviewComment } from '../github/model.ts';
import { renderMarkdown } from './markdown.ts';
import { cells, paint, piece, wrap } from './text.ts';
import type { Paper, Piece, Style } from './text.ts';

/** What GitHub has of a finished review. */
export interface Reviewed {
  readonly run: CheckRun;
  readonly reviews: readonly Review[];
  readonly comments: readonly ReviewComment[];
  /** Lines of the files at head, by path. */
  readonly lines: ReadonlyMap<string, readonly string[]>;
  /** Texts that are not to be shown, although the files have them. */
  readonly hidden: readonly string[];
}

type Annotation = CheckRun['annotations'][number];

/** Lines of the file that are shown above those that a comment is on. */
const CONTEXT = 2;
const INDENT = '  ';

const MARKS: Readonly<Record<string, readonly [string, Style]>> = {
  success: ['✓', 'green'],
  failure: ['✗', 'red'],
  neutral: ['•', 'yellow'],
};

/** The check run and the review as lines of a terminal, in the order in which a person would read them. */
export function renderReview(reviewed: Reviewed, paper: Paper): readonly string[] {
  const { run, reviews, comments } = reviewed;
  const [mark, style] = MARKS[run.conclusion ?? ''] ?? ['?', 'yellow'];
  const inner = { ...paper, width: paper.width - INDENT.length };
  return [
    rule('The check run', paper),
    '',
    paint([piece(`${mark} ${run.name}: ${run.conclusion}`, style, 'bold')], paper),
    ...indent([paint([piece(run.title ?? '', 'bold')], paper), '', ...renderMarkdown(run.summary ?? '', inner)]),
    '',
    ...reviews.flatMap(({ author, body }) => [
      rule(`The review by ${author.login}`, paper),
      '',
      ...indent(renderMarkdown(body, inner)),
      '',
    ]),
    ...comments.toSorted(byPlace).flatMap((comment) => [...renderComment(comment, reviewed, paper), '']),
    ...(run.annotations.length === 0 ? [] : [rule('Annotations in the files view', paper), '']),
    ...run.annotations.flatMap((note) => [...renderAnnotation(note, reviewed, paper), '']),
  ];
}

function byPlace(a: ReviewComment, b: ReviewComment): number {
  if (a.thread.path !== b.thread.path) return a.thread.path < b.thread.path ? -1 : 1;
  return (a.thread.current.line ?? 0) - (b.thread.current.line ?? 0);
}

function rule(title: string, paper: Paper): string {
  return paint([piece(`── ${title} ${'─'.repeat(Math.max(0, paper.width - cells(title) - 4))}`, 'bold')], paper);
}

function renderComment({ thread, body }: ReviewComment, { lines, hidden }: Reviewed, paper: Paper): readonly string[] {
  const file = lines.get(thread.path) ?? [];
  const { line: end = 1, startLine: start = end } = thread.current;
  const inner = { ...paper, width: paper.width - INDENT.length, original: file.slice(start - 1, end) };
  return [
    heading(thread.path, { start, end }, paper),
    ...excerpt(file, { start, end, hidden }, paper),
    '',
    ...indent(renderMarkdown(body, inner)),
  ];
}

/** Its words are text: GitHub knows no Markdown there. */
function renderAnnotation(note: Annotation, { lines, hidden }: Reviewed, paper: Paper): readonly string[] {
  const { path, startLine: start, endLine: end, title, message } = note;
  const inner = { ...paper, width: paper.width - INDENT.length };
  const text = message.split('\n').flatMap((line) => wrap([piece(line)], inner.width));
  const words = [...wrap([piece(title ?? note.level, 'bold')], inner.width), ...text];
  return [
    heading(path, { start, end }, paper),
    ...excerpt(lines.get(path) ?? [], { start, end, hidden }, paper),
    '',
    ...indent(words.map((line) => paint(line, inner))),
  ];
}

function heading(path: string, { start, end }: Lines, paper: Paper): string {
  return paint([piece(path, 'bold'), piece(`:${start === end ? end : `${start}-${end}`}`, 'dim')], paper);
}

interface Lines {
  readonly start: number;
  readonly end: number;
}

interface Place extends Lines {
  readonly hidden: readonly string[];
}

/** The commented lines and a few above them, cut at the width of the terminal. */
function excerpt(file: readonly string[], { start, end, hidden }: Place, paper: Paper): readonly string[] {
  const first = Math.max(1, start - CONTEXT);
  const digits = String(end).length;
  return file.slice(first - 1, end).map((text, index) => {
    const number = first + index;
    const on = number >= start;
    const shown = hidden.reduce((line, secret) => line.replaceAll(secret, '•••'), text).replaceAll('\t', '    ');
    const pieces: Piece[] = [
      piece(on ? '▸ ' : '  ', 'yellow'),
      piece(`${String(number).padStart(digits)} │ `, 'dim'),
      piece(shorten(shown, paper.width - digits - 5), ...(on ? [] : (['dim'] as const))),
    ];
    return paint(pieces, paper);
  });
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`;
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : INDENT + line));
}
