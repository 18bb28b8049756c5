import type { Files } from './git-store.ts';
import type { Side } from './patch-lines.ts';

/** Names a pull request from outside. */
export interface PullHandle {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

export interface OpenedPull extends PullHandle {
  readonly head: string;
  /** SHA of the base branch at that moment. */
  readonly base: string;
  /** Address of the pull request's page. */
  readonly url: string;
}

export interface NewRepository {
  readonly owner: string;
  readonly name: string;
  readonly base: Files;
  /** `true` unless told: what it holds is only for those whom it is shared with. */
  readonly private?: boolean;
  readonly ownerType?: 'User' | 'Organization';
  /** Whether the App is installed on it: `true` unless told. */
  readonly installed?: boolean;
  readonly defaultBranch?: string;
  readonly collaborators?: Readonly<Record<string, 'read' | 'triage' | 'write' | 'maintain' | 'admin'>>;
}

export interface NewPull {
  readonly owner: string;
  readonly repo: string;
  readonly title: string;
  readonly body?: string;
  /** Branch to make. Made up from the number unless told. */
  readonly branch?: string;
  /** Base branch; the default one unless told. */
  readonly base?: string;
  /** Changes against the base; `null` deletes. */
  readonly files: Files;
  readonly draft?: boolean;
  /** Login; `octocat` unless told. `…[bot]` is a bot. */
  readonly author?: string;
  /** Owner of the fork that the branch is in: the author, if `true`. */
  readonly fromFork?: boolean | string;
  readonly labels?: readonly string[];
  /** Commits after the first one, each upon the one before. */
  readonly more?: readonly Files[];
}

export interface Push {
  readonly pull: PullHandle;
  readonly files: Files;
  readonly message?: string;
  readonly author?: string;
  /** Replaces the branch by one commit upon the base instead of adding to it. */
  readonly force?: boolean;
}

export interface PersonComment {
  readonly pull: PullHandle;
  readonly author?: string;
  readonly body: string;
}

export interface PersonReviewComment extends PersonComment {
  readonly path: string;
  readonly line: number;
  readonly side?: Side;
}
