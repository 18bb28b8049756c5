import type { CheckId, Finding } from './flow.ts';

/**
 * What people have decided about our findings on one pull request. It is worked out anew from what stands on GitHub each time:
 * nothing of it is kept in a database, so that a lost database, a second process or a repeated event changes nothing.
 */
export interface Decisions {
  /** By fingerprint: a resolved thread, or a reply that says `ignore: reason`. */
  readonly byFingerprint: ReadonlyMap<string, Dismissal>;
  /** By check, for all its findings on the pull request: `/cv ignore <check> -- reason`. */
  readonly byCheck: ReadonlyMap<CheckId, Dismissal>;
  /** Login of who paused our comments, where they are paused. */
  readonly pausedBy?: string;
  /** What people with the right to it asked, oldest first, for the check run. */
  readonly answers: readonly Answer[];
}

/** Where nobody has said anything. */
export const NOTHING_DECIDED: Decisions = { byFingerprint: new Map(), byCheck: new Map(), answers: [] };

/** Why a finding is settled although the code has it. */
export interface Dismissal {
  /** Login. */
  readonly by: string;
  /** As they wrote it; empty for a thread that was resolved without a word. */
  readonly reason: string;
  readonly way: 'thread' | 'reply' | 'command';
}

/** A finding that somebody dismissed on the pull request. It counts for nothing in the conclusion. */
export interface Dismissed extends Dismissal {
  readonly finding: Finding;
}

/** What became of a command; the words for people are made where the check run is written. */
export interface Answer {
  /** Login. */
  readonly by: string;
  readonly command: 'recheck' | 'explain' | 'ignore' | 'pause' | 'resume' | 'help';
  /** The check that it names. */
  readonly check?: CheckId;
  /** What stands where a name should and names no check, as they wrote it: nothing was done. At most 100 characters. */
  readonly unknown?: string;
  /** The check that `unknown` most likely stands for. */
  readonly nearest?: CheckId;
}
