import type { PullRef } from './flow.ts';

/** A repository by its names, which GitHub does not tell apart by case. */
export type RepositoryRef = Pick<PullRef, 'owner' | 'repo'>;

/** What the queue keeps. Small on purpose: whatever may have changed since is read again when the job starts. */
export type Job = ReviewJob | GroupJob | RerunJob;

interface Common {
  readonly v: 1;
  readonly installation: number;
  /** `X-GitHub-Delivery` of the event, for the log. */
  readonly delivery: string;
  /**
   * Names a wish to look again although nothing has changed: a check that was re-run, a comment, another base branch. The same wish
   * twice is one. Without it, a completed check run of ours on the head, in the same mode, is the end of the job.
   */
  readonly request?: string;
  /** A queued check run was made for this job, or is being made: it is looked for before another is. */
  readonly announced?: true;
}

/** Review of a pull request. */
export interface ReviewJob extends Common {
  readonly kind: 'pull';
  readonly pull: PullRef;
  /** Head SHA that the event named; empty where it named none. The worker reviews the head that it reads. */
  readonly head: string;
  /** Heads of earlier jobs that this one took the place of: their check runs may not be concluded yet. */
  readonly stale?: readonly string[];
  /** The pull request was closed: ends what runs. */
  readonly closed?: true;
}

/** Review of a merge queue's group. */
export interface GroupJob extends Common {
  readonly kind: 'group';
  readonly repository: RepositoryRef;
  /** SHA of the group. */
  readonly head: string;
  /** SHA that the group stands on. */
  readonly base: string;
  /** Number of the pull request that the group's branch is named after. */
  readonly number?: number;
}

/** Somebody wants the checks of a commit to run again, and the event does not say what they were about. */
export interface RerunJob extends Common {
  readonly kind: 'rerun';
  readonly repository: RepositoryRef;
  /** SHA. */
  readonly head: string;
  readonly request: string;
}
