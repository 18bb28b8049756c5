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
  '| `/cv pause` | stops reviewing this pull request |',
  '| `/cv resume` | goes on |',
  '| `/cv help` | shows this table |',
  '| `ignore: reason`, as a reply to one of our comments | dismisses what that comment is about |',
  '',
  'They take the right to push to this repository; who opened the pull request may always `recheck`, `explain` and ask for `help`.',
].join('\n');

/** What people asked for, the latest first, each thing once. */
export function renderAnswers(answers: readonly Answer[], book: Book): readonly string[] {
  const latest = new Map(answers.map((answer) => [`${answer.command} ${answer.check ?? ''}`, answer]));
  const newestFirst = answers.filter((answer) => [...latest.values()].includes(answer)).toReversed();
  let room = MOST_BYTES;
  const kept = newestFirst
    .map((answer) => renderAnswer(answer, book))
    .filter((text) => {
      room -= bytes(text) + 2;
      return room >= 0;
    });
  return kept.length === 0 ? [] : ['### Answers', ...kept];
}

function renderAnswer({ by, command, check }: Answer, book: Book): string {
  const asked = `${inlineCode(`/cv ${command}${check === undefined ? '' : ` ${check}`}`)}${by === '' ? '' : `, ${prose(by)}`}:`;
  switch (command) {
    case 'recheck':
      return `${asked} this is the review.`;
    case 'pause':
      return `${asked} no more reviews here until somebody writes ${inlineCode('/cv resume')}.`;
    case 'resume':
      return `${asked} reviews go on.`;
    case 'ignore':
      return `${asked} done; what it is about is listed below.`;
    case 'help':
      return `${asked}\n\n${HELP}`;
    case 'explain': {
      const info = check && book.checks.get(check);
      return info
        ? `${asked}\n\n${explain(info, book)}`
        : `${asked} there is no such check; [all of them](${listUrl(book.docsUrl)}).`;
    }
  }
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
