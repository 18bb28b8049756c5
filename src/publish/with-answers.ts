import type { ConcludeCheckRun } from '../core/actions.ts';
import type { Answer } from '../core/decisions.ts';
import type { Book } from '../docs/book.ts';
import { renderAnswers } from './answers.ts';

/** A check run that says nothing of the change, with the answers to what people asked. */
export function withAnswers(output: ConcludeCheckRun, answers: readonly Answer[], book: Book): ConcludeCheckRun {
  return { ...output, summary: [output.summary, ...renderAnswers(answers, book)].join('\n\n') };
}
