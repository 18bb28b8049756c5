import type { React } from '../core/actions.ts';
import type { CheckInfo } from '../core/check-info.ts';
import type { Decisions, Dismissal } from '../core/decisions.ts';
import type { CheckId } from '../core/flow.ts';
import { answerTo, latestAnswers } from './answer.ts';
import { isAuthor, isForAuthor } from './rights.ts';
import { type Heard, listResolved, listSaid, type Said } from './said.ts';

export interface Bench {
  readonly checks: readonly Pick<CheckInfo, 'id' | 'formerly'>[];
  /** Logins of those who may write to the repository. */
  readonly writers: ReadonlySet<string>;
  /** What this review was asked for by: a comment, or the button of a check run. */
  readonly asked?: Pick<Said, 'place' | 'id'> | 'rerun';
}

export interface Judgement {
  readonly decisions: Decisions;
  /** Shows whoever wrote the comment which asked for this review that it was heard. */
  readonly reactions: readonly React[];
  /** What people asked who may not. */
  readonly refused: readonly Said[];
}

/**
 * What holds of all that people said, in its order: of two words about one thing the later one. A thread that is open again is no
 * longer settled, since only its state counts; words under it hold as long as they stand.
 */
export function judge(heard: Heard, bench: Bench): Judgement {
  const said = listSaid(heard);
  const allowed = said.filter((each) => bench.writers.has(each.by) || isForAuthor(each, heard));
  const pausedBy = pauseOf(allowed, bench.asked);
  return {
    decisions: {
      byFingerprint: new Map([...fromThreads(heard, bench), ...fromReplies(allowed)]),
      byCheck: fromCommands(allowed, bench),
      ...(pausedBy === undefined ? {} : { pausedBy }),
      answers: latestAnswers(allowed.flatMap((each) => answerTo(each, bench.checks) ?? [])),
    },
    reactions: reactionsTo(
      allowed.filter((each) => isAsked(each, bench.asked)),
      bench,
    ),
    refused: said.filter((each) => !allowed.includes(each)),
  };
}

type Entry<K> = readonly [K, Dismissal];

function fromThreads(heard: Heard, { writers }: Bench): readonly Entry<string>[] {
  return listResolved(heard)
    .filter(({ by }) => writers.has(by) || isAuthor(by, heard))
    .flatMap(({ by, about }) => about.fingerprints.map((print) => [print, { by, reason: '', way: 'thread' }] as const));
}

function fromReplies(allowed: readonly Said[]): readonly Entry<string>[] {
  return allowed.flatMap(({ word, by, about }) => {
    if (word.kind !== 'dismiss') return [];
    const { reason } = word;
    return (about?.fingerprints ?? []).map((print) => [print, { by, reason, way: 'reply' }] as const);
  });
}

function fromCommands(allowed: readonly Said[], { checks }: Bench): ReadonlyMap<CheckId, Dismissal> {
  const entries = allowed.flatMap((each): readonly Entry<CheckId>[] => {
    const check = each.word.kind === 'ignore' ? answerTo(each, checks)?.check : undefined;
    if (each.word.kind !== 'ignore' || check === undefined) return [];
    return [[check, { by: each.by, reason: each.word.reason, way: 'command' }]];
  });
  return new Map(entries);
}

/** Who paused the reviews last. Somebody who asks for a look while they are paused gets this one look. */
function pauseOf(allowed: readonly Said[], asked: Bench['asked']): string | undefined {
  let pausedBy: string | undefined;
  for (const each of allowed) {
    const { word, by } = each;
    if (word.kind === 'pause') pausedBy = by;
    else if (word.kind === 'resume' || (word.kind === 'recheck' && isAsked(each, asked))) pausedBy = undefined;
  }
  return asked === 'rerun' ? undefined : pausedBy;
}

function isAsked({ place, id }: Said, asked: Bench['asked']): boolean {
  return typeof asked === 'object' && asked.place === place && asked.id === id;
}

/** One for the comment, if there is anything in it: it says yes only if all that the comment asks was done. */
function reactionsTo(asked: readonly Said[], { checks }: Bench): readonly React[] {
  const isDone = asked.every((each) => each.word.kind !== 'unclear' && answerTo(each, checks)?.unknown === undefined);
  return asked.slice(0, 1).map(({ place, id }) => ({
    kind: 'react',
    on: place === 'conversation' ? 'conversation-comment' : 'review-comment',
    id,
    content: isDone ? '+1' : '-1',
  }));
}
