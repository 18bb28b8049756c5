import type { CheckInfo } from '../core/check-info.ts';
import type { Answer } from '../core/decisions.ts';
import { findCheck } from './find-check.ts';
import type { Said } from './said.ts';

/** Answers that a check run is given at most. */
export const MOST_ANSWERS = 10;

/** What is to be said to a word, where there is something to say beyond doing it. */
export function answerTo(
  { word, by }: Said,
  checks: readonly Pick<CheckInfo, 'id' | 'formerly'>[],
): Answer | undefined {
  switch (word.kind) {
    case 'dismiss':
      return undefined;
    case 'unclear':
      return { by, command: 'help' };
    case 'explain':
    case 'ignore': {
      const found = findCheck(word.check, checks);
      if ('check' in found) return { by, command: word.kind, check: found.check };
      const near = found.nearest === undefined ? {} : { nearest: found.nearest };
      return { by, command: word.kind, unknown: word.check, ...near };
    }
    default:
      return { by, command: word.kind };
  }
}

/** The newest answers, oldest first, each question once: the last time that it was asked. */
export function latestAnswers(answers: readonly Answer[]): readonly Answer[] {
  const seen = new Set<string>();
  const kept: Answer[] = [];
  for (const answer of answers.toReversed()) {
    const question = [answer.command, answer.check ?? '', answer.unknown ?? ''].join(' ');
    if (seen.has(question) || kept.length === MOST_ANSWERS) continue;
    seen.add(question);
    kept.unshift(answer);
  }
  return kept;
}
