import type { Person, PostedComment, Spoken } from '../core/actions.ts';
import { type Place, readWords, type Word } from './grammar.ts';

/** What there is on a pull request to hear people's decisions from. */
export interface Heard {
  /** Who opened the pull request. */
  readonly author: Person;
  readonly conversation: readonly Spoken[];
  /** Our own comments with what stands under them. */
  readonly comments: readonly PostedComment[];
}

/** One thing that a person asked, with where and by whom. Nobody has looked yet whether they may. */
export interface Said {
  readonly word: Word;
  /** Login. */
  readonly by: string;
  readonly place: Place;
  /** Of the comment that says it. */
  readonly id: number;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** The comment of ours that it is under, where it is under one. */
  readonly about?: PostedComment;
}

/** All that people asked, in the order of time. Programs are not listened to, nor words that somebody else put in a mouth. */
export function listSaid({ conversation, comments }: Heard): readonly Said[] {
  const said = [
    ...conversation.flatMap((spoken) => wordsOf(spoken, { place: 'conversation' })),
    ...comments.flatMap((about) => about.replies.flatMap((spoken) => wordsOf(spoken, { place: 'reply', about }))),
  ];
  return said.toSorted(byTime);
}

/** Threads that a person settled without a word. What says itself that it is settled no longer needs anybody's decision. */
export function listResolved({ comments }: Heard): readonly Resolved[] {
  return comments.flatMap((about) => {
    const by = about.isResolved && !about.isSettled ? about.resolvedBy : undefined;
    return by && isPerson(by) ? [{ by: by.login, about }] : [];
  });
}

export interface Resolved {
  /** Login. */
  readonly by: string;
  readonly about: PostedComment;
}

function wordsOf(spoken: Spoken, where: Pick<Said, 'place' | 'about'>): readonly Said[] {
  const { id, at, author, body, isEditedByOther } = spoken;
  if (!isPerson(author) || isEditedByOther) return [];
  return readWords(body, where.place).map((word) => ({ ...where, word, by: author.login, id, at }));
}

function isPerson({ login, isBot }: Person): boolean {
  return login !== '' && !isBot;
}

/** The sort is stable, so that the words of one comment keep their order. Numbers of one kind of comment grow with time. */
function byTime(one: Said, other: Said): number {
  if (one.at !== other.at) return one.at < other.at ? -1 : 1;
  return one.id - other.id;
}
