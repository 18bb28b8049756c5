import type { PostedComment } from '../core/actions.ts';
import type { PullRef } from '../core/flow.ts';
import { prose } from '../docs/markdown.ts';
import { shorten } from '../docs/visible.ts';
import { writeMarker } from './marker.ts';
import type { Outcome } from './settle.ts';

/** Reasons that are repeated in one comment; the check run has them all. */
const MOST_REASONS = 5;
const LONGEST_REASON = 300;

interface Settled {
  /** SHA at which it was seen to be settled. */
  readonly head: string;
  readonly key: string;
  readonly pull: PullRef;
}

/** What an answered comment says once nothing is left of it: how it ended, and below it the sentence that it began with. */
export function renderSettled(comment: PostedComment, outcome: Outcome, settled: Settled): string {
  const { body, fingerprints, placeless } = comment;
  const { head, key, pull } = settled;
  const reasons = [
    ...outcome.dismissed.map(({ by, reason }) => because(`Ignored${by === '' ? '' : ` by ${prose(by)}`}`, reason)),
    ...outcome.suppressed.map(({ reason }) => because('Suppressed in the code', reason)),
  ];
  const endings = [
    // GitHub makes a link of the commit.
    ...(outcome.fixed > 0 ? [`Fixed in ${head.slice(0, 7)}.`] : []),
    ...[...new Set(reasons)].slice(0, MOST_REASONS),
  ];
  const marker = writeMarker(fingerprints, { key, pull, state: 'settled', placeless });
  return [endings.join('\n'), ...firstSentence(body), marker].join('\n\n');
}

function because(what: string, reason: string): string {
  const words = prose(shorten(reason, LONGEST_REASON));
  if (words === '') return `${what}.`;
  return `${what}: ${words}${/[.!?…]$/.test(words) ? '' : '.'}`;
}

/** As a quotation, so that the answers below still answer something. Only a line of words: nothing of it can be committed. */
function firstSentence(body: string): readonly string[] {
  const [first = ''] = body.split('\n');
  return first === '' || /^[`~<>]/.test(first.trim()) ? [] : [`> ${first}`];
}
