import type { Answer } from '../core/decisions.ts';
import type { CheckInfo } from '../core/check-info.ts';
import { cite, listUrl, type Book } from '../docs/book.ts';
import { inlineCode, prose } from '../docs/markdown.ts';
import { renderSample } from '../docs/sample.ts';
import { bytes } from './fit.ts';

/** Bytes of all answers; older ones make room for newer ones. */
const MOST_BYTES = 12_000;

/** The whole grammar, as people read it. */
const HELP = [
  '| A comment with this on a line of its own | does this |',
  '|---|---|',
  '| `/cv recheck` | reviews the newest commit again |',
  '| `/cv explain <check>` | says here what a check is for |',
  '| `/cv ignore <check> -- reason` | dismisses all findings of a check on this pull request |',
  '| `/cv pause` | stops comments here and leaves the check as it is |',
  '| `/cv resume` | goes on |',
  '| `/cv help` | shows this table |',
  '| `ignore: reason`, as a reply to one of our comments | dismisses what that comment is about |',
  '',
  'They take the right to push to this repository; who opened the pull request may always `recheck`, `explain` and ask for `help`.',
].join('\n');

/** What people asked for, the latest first. */
export function renderAnswers(answers: readonly Answer[], book: Book): readonly string[] {
  let room = MOST_BYTES;
  const kept = answers
    .toReversed()
    .map((answer) => renderAnswer(answer, book))
    .filter((text) => {
      room -= bytes(text) + 2;
      return room >= 0;
    });
  return kept.length === 0 ? [] : ['### Answers', ...kept];
}

function renderAnswer(answer: Answer, book: Book): string {
  const { by, command, check, unknown } = answer;
  const name = check ?? unknown;
  const asked = `${inlineCode(`/cv ${command}${name === undefined ? '' : ` ${name}`}`)}${by === '' ? '' : `, ${prose(by)}`}:`;
  if (unknown !== undefined) return `${asked} ${noSuchCheck(answer, book)}`;
  switch (command) {
    case 'recheck':
      return `${asked} this is the review.`;
    case 'pause':
      return `${asked} no more comments here until somebody writes ${inlineCode('/cv resume')}.`;
    case 'resume':
      return `${asked} comments go on.`;
    case 'ignore':
      return `${asked} done. What it is about is listed below.`;
    case 'help':
      return `${asked}\n\n${HELP}`;
    case 'explain': {
      const info = check && book.checks.get(check);
      return info ? `${asked}\n\n${explain(info, book)}` : `${asked} ${noSuchCheck(answer, book)}`;
    }
  }
}

function noSuchCheck({ command, nearest }: Answer, book: Book): string {
  const guess = nearest === undefined ? '' : ` Was ${inlineCode(nearest)} meant?`;
  const effect = command === 'ignore' ? ', so nothing is ignored' : '';
  return `there is no check of that name${effect}.${guess} Here are [all of them](${listUrl(book.docsUrl)}).`;
}

function explain(info: CheckInfo, book: Book): string {
  const citation = cite(book, info.id);
  const [example] = info.examples;
  return [
    `**${prose(info.title)}.** ${prose(info.why)}`,
    ...(example ? ['Instead of', renderSample(example.bad, info), 'write', renderSample(example.good, info)] : []),
    `It is right as it is where this holds: ${prose(info.whenNotTo)}`,
    ...(citation
      ? [`More: [${inlineCode(info.id)}](${citation.url}), ${prose(citation.chapter)}: ${prose(citation.bullet)}`]
      : []),
  ].join('\n\n');
}
