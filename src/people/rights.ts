import type { Word } from './grammar.ts';
import { type Heard, listResolved, listSaid, type Said } from './said.ts';

/** People asked about in one review at most: whoever may comment can make us ask. */
export const MOST_ASKED = 50;

/** What whoever opened the pull request may ask of us without write access. */
const FOR_AUTHORS: ReadonlySet<Word['kind']> = new Set(['recheck', 'explain', 'help', 'unclear']);

/** Logins of those whose right to write decides something, each once, who spoke last first. */
export function listToAsk(heard: Heard): readonly string[] {
  const wanted = [
    ...listSaid(heard)
      .toReversed()
      .filter((said) => !isForAuthor(said, heard)),
    ...listResolved(heard).filter(({ by }) => !isAuthor(by, heard)),
  ];
  return [...new Set(wanted.map(({ by }) => by))].slice(0, MOST_ASKED);
}

/** The word is one that its speaker may say for having opened the pull request. */
export function isForAuthor({ word, by }: Said, heard: Heard): boolean {
  return FOR_AUTHORS.has(word.kind) && isAuthor(by, heard);
}

/** GitHub lets the author resolve threads, as it does people with write access. */
export function isAuthor(login: string, { author }: Heard): boolean {
  return !author.isBot && author.login !== '' && author.login.toLowerCase() === login.toLowerCase();
}
