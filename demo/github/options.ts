import type { Permissions } from './model.ts';

/** Limits of GitHub, each of which can be lowered for a test. */
export interface Limits {
  /** Requests an hour and installation. */
  readonly primary: number;
  /** Content-creating requests a minute and an hour. */
  readonly contentPerMinute: number;
  readonly contentPerHour: number;
  readonly concurrent: number;
  /** `retry-after` of a secondary limit, in seconds. */
  readonly retryAfter: number;
  /** Files that list-files serves. */
  readonly pullFiles: number;
  readonly compareFiles: number;
  readonly compareCommits: number;
  /** Commits that a pull request's list serves. */
  readonly pullCommits: number;
  /** A longer patch is left out, as for generated files. */
  readonly patchBytes: number;
  readonly patchLines: number;
  /** Bytes that the contents API serves as JSON. */
  readonly contentBytes: number;
  readonly blobBytes: number;
  readonly directoryEntries: number;
  readonly treeEntries: number;
  /** Bytes of a blob's text that GraphQL serves before it cuts it. */
  readonly graphqlTextBytes: number;
  readonly annotationsPerRequest: number;
  /** Milliseconds that a web hook may take to be answered. */
  readonly webhookMs: number;
}

export const githubLimits: Limits = {
  primary: 5000,
  contentPerMinute: 80,
  contentPerHour: 500,
  concurrent: 100,
  retryAfter: 60,
  pullFiles: 3000,
  compareFiles: 300,
  compareCommits: 250,
  pullCommits: 250,
  patchBytes: 500 * 1024,
  patchLines: 20_000,
  contentBytes: 1024 * 1024,
  blobBytes: 100 * 1024 * 1024,
  directoryEntries: 1000,
  treeEntries: 100_000,
  graphqlTextBytes: 512_000,
  annotationsPerRequest: 50,
  webhookMs: 10_000,
};

/** The least that a reviewing App asks for. */
export const leastPermissions: Permissions = {
  checks: 'write',
  contents: 'read',
  metadata: 'read',
  pull_requests: 'write',
  merge_queues: 'read',
};

export const defaultEvents: readonly string[] = [
  'check_run',
  'check_suite',
  'issue_comment',
  'merge_group',
  'pull_request',
  'pull_request_review_comment',
  'pull_request_review_thread',
  'push',
];

export interface DemoGitHubOptions {
  /** Port on 127.0.0.1; 0, the default, takes any free one. */
  readonly port?: number;
  readonly app?: {
    readonly name?: string;
    readonly slug?: string;
    readonly permissions?: Permissions;
    readonly events?: readonly string[];
  };
  /** Where web hooks go. May be set later with `setWebhook`. */
  readonly webhook?: { readonly url: string; readonly secret?: string };
  readonly limits?: Partial<Limits>;
  /** Milliseconds since 1970. Defaults to the machine's clock. */
  readonly now?: () => number;
  /** Milliseconds that an installation token lasts; one hour unless told. */
  readonly tokenLifetime?: number;
  /** Milliseconds that every answer is held back, to make round trips as dear as over a network. */
  readonly latency?: number;
  /** Whether files that are like another changed file are `copied` rather than `added`. */
  readonly detectCopies?: boolean;
}
