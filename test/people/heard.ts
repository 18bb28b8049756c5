import type { PostedComment, Spoken } from '../../src/core/actions.ts';
import { judge, type Bench, type Judgement } from '../../src/people/judge.ts';
import { listToAsk } from '../../src/people/rights.ts';
import type { Heard } from '../../src/people/said.ts';

export const CHECKS: Bench['checks'] = [
  { id: 'ch03/unused-import', formerly: ['ch03/import-unused'] },
  { id: 'ch09/event-loop-misuse', formerly: [] },
  { id: 'ch16/secret-in-source', formerly: [] },
];

/** `olivia` opened the pull request; `wanda` and `walter` may write; nobody else may. */
export const AUTHOR = { login: 'olivia', isBot: false };
export const WRITERS: ReadonlySet<string> = new Set(['wanda', 'walter']);

/** Minutes of an hour → what was said then; numbers grow with time unless told. */
export function says(by: string, body: string, minute = 0, more: Partial<Spoken> = {}): Spoken {
  const at = `2026-01-01T10:${String(minute).padStart(2, '0')}:00Z`;
  return { id: 1_000 + minute, author: { login: by, isBot: false }, body, at, isEditedByOther: false, ...more };
}

/** A comment of ours about two findings. */
export function comment(replies: readonly Spoken[], more: Partial<PostedComment> = {}): PostedComment {
  return {
    id: 7,
    thread: 'PRRT_7',
    body: 'Please look.',
    fingerprints: ['f1', 'f2'],
    isSettled: false,
    path: 'a.py',
    line: 3,
    isResolved: false,
    replies,
    ...more,
  };
}

export function hear(heard: Partial<Heard>, asked?: Bench['asked']): Judgement {
  const all: Heard = { author: AUTHOR, conversation: [], comments: [], ...heard };
  // Whoever is not asked about has no right: the question itself is part of what is tested.
  const writers = new Set(listToAsk(all).filter((login) => WRITERS.has(login)));
  return judge(all, { checks: CHECKS, writers, ...(asked === undefined ? {} : { asked }) });
}
