/**
 * What a check run of ours is about, kept in its `external_id`: the same name on one commit stands for several pull requests, modes
 * and wishes to look again, and GitHub does not name the pull request of a fork.
 */

/** In which mode a pull request was looked at; `queued` before that is known, `unreviewed` where it came to nothing. */
export type RunMode = 'comment' | 'check' | 'skip' | 'paused' | 'queued' | 'unreviewed';

export interface PullRun {
  readonly number: number;
  /** A `RunMode`; other versions may know others. */
  readonly mode: string;
  /** The wish to look again that it answers. */
  readonly request?: string;
}

export interface GroupRun {
  /** SHA that the merge queue's group stands on. */
  readonly base: string;
  readonly state: 'reviewed' | 'unreviewed';
  readonly number?: number;
  readonly request?: string;
}

/** `pull/7 comment`, `pull/7 comment rerun-1c2d…` */
export function pullRunId({ number, mode, request }: PullRun & { readonly mode: RunMode }): string {
  return [`pull/${number}`, mode, ...(request === undefined ? [] : [request])].join(' ');
}

/** The first versions wrote `pull/7` and knew no other mode than to comment. */
export function readPullRunId(externalId: string): PullRun | undefined {
  const [, number, mode = 'comment', request] = /^pull\/(\d{1,15})(?: (\S+))?(?: (\S+))?$/.exec(externalId) ?? [];
  return number === undefined
    ? undefined
    : { number: Number(number), mode, ...(request === undefined ? {} : { request }) };
}

/** `group/9f8e… reviewed 7`; `-` where the group's branch names no pull request. */
export function groupRunId({ base, state, number, request }: GroupRun): string {
  return [`group/${base}`, state, number ?? '-', ...(request === undefined ? [] : [request])].join(' ');
}

export function readGroupRunId(externalId: string): GroupRun | undefined {
  const pattern = /^group\/([0-9a-f]{40,64}) (reviewed|unreviewed) (-|\d{1,15})(?: (\S+))?$/;
  const [, base, state, number, request] = pattern.exec(externalId) ?? [];
  if (base === undefined) return undefined;
  return {
    base,
    state: state === 'reviewed' ? 'reviewed' : 'unreviewed',
    ...(number === '-' ? {} : { number: Number(number) }),
    ...(request === undefined ? {} : { request }),
  };
}
