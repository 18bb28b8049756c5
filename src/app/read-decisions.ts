import type { React } from '../core/actions.ts';
import type { CheckInfo } from '../core/check-info.ts';
import { NOTHING_DECIDED, type Decisions } from '../core/decisions.ts';
import type { PullRef } from '../core/flow.ts';
import type { GitHubClient } from '../github/client.ts';
import { mapLimited } from '../github/map-limited.ts';
import type { Opening } from '../github/open-pull.ts';
import { mayWrite } from '../github/read-permission.ts';
import { type Bench, judge } from '../people/judge.ts';
import { listToAsk, MOST_ASKED } from '../people/rights.ts';
import type { QueueLog } from '../queue/review-queue.ts';

export interface Hearing {
  readonly pull: PullRef;
  readonly opening: Pick<Opening, 'author' | 'conversation' | 'posted'>;
  readonly checks: readonly Pick<CheckInfo, 'id' | 'formerly'>[];
  readonly log: QueueLog;
  /**
   * The job's own wish to look again: `comment-<id>` for a comment in the conversation, `reply-<id>` for one in a thread,
   * `rerun-…` for the button of a check run. Others say nothing here.
   */
  readonly request?: string;
}

export interface HeardDecisions {
  readonly decisions: Decisions;
  /** For the comment that asked for this review, if one did. */
  readonly reactions: readonly React[];
  /** False where a comment asked for this review whose author may not: then nobody asked for it. */
  readonly isHeard: boolean;
}

/** Questions about people at a time. */
const AT_ONCE = 5;

/**
 * What people decided on a pull request, by what stands there now. One request for each person whose right to write decides
 * something, and none otherwise.
 * @throws GitHubTrouble, PermissionMissing: where it cannot be known who may, nothing is decided for them or against them.
 */
export async function readDecisions(client: GitHubClient, hearing: Hearing): Promise<HeardDecisions> {
  const { pull, opening, checks, request } = hearing;
  const heard = { author: opening.author, conversation: opening.conversation, comments: opening.posted.comments };
  const people = listToAsk(heard);
  const answers = await mapLimited(people, AT_ONCE, (login) => mayWrite(client, pull, login));
  const writers = new Set(people.filter((_, index) => answers[index]));
  const asked = askedBy(request ?? '');
  const { decisions, reactions, refused, isHeard } = judge(heard, {
    checks,
    writers,
    ...(asked === undefined ? {} : { asked }),
  });
  if (refused.length > 0)
    hearing.log.info(
      {
        pull: `${pull.owner}/${pull.repo}#${pull.number}`,
        by: [...new Set(refused.map(({ by }) => by))].slice(0, MOST_ASKED),
        comments: new Set(refused.map(({ place, id }) => `${place} ${id}`)).size,
      },
      'what people asked who may not was left alone',
    );
  return { decisions, reactions, isHeard };
}

/** What is decided where nobody is listened to. */
export function hearNobody(request: string | undefined): HeardDecisions {
  return { decisions: NOTHING_DECIDED, reactions: [], isHeard: !asksByComment(request ?? '') };
}

/** The wish to look again is a comment's: its author may have no right to it. */
export function asksByComment(request: string): boolean {
  return typeof askedBy(request) === 'object';
}

function askedBy(request: string): Bench['asked'] {
  if (request.startsWith('rerun-')) return 'rerun';
  const [, kind, id] = /^(comment|reply)-(\d{1,15})$/.exec(request) ?? [];
  return id === undefined ? undefined : { place: kind === 'reply' ? 'reply' : 'conversation', id: Number(id) };
}
