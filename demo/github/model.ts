import type { FileChange } from './git-diff.ts';
import type { GitStore } from './git-store.ts';
import type { Side } from './patch-lines.ts';

/** What the demo's GitHub remembers. Mutable on purpose: it is the one place where its state lives. */

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Organization' | 'Bot';
}

export type Access = 'read' | 'write' | 'admin';
export type Permissions = Readonly<Record<string, Access>>;

export interface AppRecord {
  readonly id: number;
  readonly clientId: string;
  readonly slug: string;
  readonly privateKey: string;
  readonly publicKey: string;
  readonly owner: Account;
  readonly bot: Account;
  readonly createdAt: string;
  webhookSecret: string;
  name: string;
  permissions: Permissions;
  events: readonly string[];
}

export interface Installation {
  readonly id: number;
  readonly account: Account;
  readonly createdAt: string;
  permissions: Permissions;
  events: readonly string[];
  suspended: boolean;
}

export interface Label {
  readonly id: number;
  readonly name: string;
}

export interface Repository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly private: boolean;
  readonly defaultBranch: string;
  readonly createdAt: string;
  readonly store: GitStore;
  /** The repository that this one was forked from; both share one store, as on GitHub. */
  readonly parent?: Repository;
  readonly installed: boolean;
  readonly collaborators: Map<string, 'read' | 'triage' | 'write' | 'maintain' | 'admin'>;
  readonly labels: Map<string, Label>;
  readonly pulls: Map<number, Pull>;
  /** Takes the next number. */
  readonly nextNumber: () => number;
  readonly checkRuns: CheckRun[];
  readonly checkSuites: CheckSuite[];
}

export interface Reaction {
  readonly id: number;
  readonly user: Account;
  readonly content: string;
  readonly createdAt: string;
}

/** What all kinds of comments and reviews share. */
export interface Words {
  readonly id: number;
  readonly author: Account;
  readonly viaApp: boolean;
  readonly createdAt: string;
  readonly reactions: Reaction[];
  updatedAt: string;
  body: string;
  /** Who wrote it anew last. */
  editor?: Account;
  /** Why it was hidden, in GraphQL's words. */
  minimized?: string;
}

export interface IssueComment extends Words {
  readonly kind: 'issue-comment';
  readonly pull: Pull;
}

export interface Review extends Words {
  readonly kind: 'review';
  readonly pull: Pull;
  state: 'PENDING' | 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED';
  commit: string;
}

export interface Anchor {
  readonly side: Side;
  readonly startSide: Side | undefined;
  readonly line: number | undefined;
  readonly startLine: number | undefined;
  readonly position: number | undefined;
}

export interface ReviewComment extends Words {
  readonly kind: 'review-comment';
  readonly pull: Pull;
  readonly review: Review;
  readonly thread: Thread;
  readonly inReplyTo?: number;
}

export interface Thread {
  readonly id: number;
  readonly pull: Pull;
  readonly subject: 'line' | 'file';
  readonly diffHunk: string;
  readonly originalCommit: string;
  readonly originalBase: string;
  readonly originalPath: string;
  readonly original: Anchor;
  readonly comments: ReviewComment[];
  /** Where it stands now. No line: outdated (unless it is about the whole file). */
  current: Anchor;
  commit: string;
  path: string;
  outdated: boolean;
  resolvedBy?: Account;
}

export interface Pull {
  readonly id: number;
  readonly number: number;
  readonly repository: Repository;
  readonly headRepository: Repository;
  /** Branch name as people see it. */
  readonly headBranch: string;
  /** Branch in the shared store. */
  readonly storeBranch: string;
  readonly author: Account;
  readonly createdAt: string;
  readonly reviews: Review[];
  readonly threads: Thread[];
  readonly comments: IssueComment[];
  baseBranch: string;
  title: string;
  body: string | null;
  draft: boolean;
  labels: Label[];
  state: 'open' | 'closed';
  /** Head of the base branch when the pull request was last opened or pushed to: it does not follow the branch. */
  base: string;
  head: string;
  updatedAt: string;
  closedAt?: string;
  merged?: { readonly at: string; readonly sha: string; readonly by: Account };
}

export interface Annotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly startColumn: number | null;
  readonly endColumn: number | null;
  readonly level: string;
  readonly title: string | null;
  readonly message: string;
  readonly rawDetails: string | null;
}

export interface CheckSuite {
  readonly id: number;
  readonly repository: Repository;
  readonly sha: string;
  readonly before: string | null;
  readonly createdAt: string;
  updatedAt: string;
  /** Set back to queued by a re-run although its runs stay as they are. */
  requeued: boolean;
}

export interface CheckRun {
  readonly id: number;
  readonly repository: Repository;
  readonly suite: CheckSuite;
  readonly sha: string;
  readonly annotations: Annotation[];
  name: string;
  detailsUrl: string | null;
  externalId: string;
  status: 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending';
  conclusion: string | null;
  startedAt: string;
  completedAt: string | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  actions: readonly { readonly label: string; readonly description: string; readonly identifier: string }[];
}

/** A pull request's files against the merge base, at one of its commits. */
export interface PullDiff {
  readonly mergeBase: string;
  readonly files: readonly FileChange[];
}
