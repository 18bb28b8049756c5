import { join } from 'node:path';
import { readChanges } from './git-diff.ts';
import { readCommit } from './git-objects.ts';
import { createGitStore } from './git-store.ts';
import type { FileChange } from './git-diff.ts';
import type { GitStore } from './git-store.ts';
import type {
  Account,
  AppRecord,
  CheckRun,
  CheckSuite,
  Installation,
  Pull,
  PullDiff,
  Repository,
  ReviewComment,
} from './model.ts';
import type { Limits } from './options.ts';

/** All that the demo's GitHub holds, and the look-ups that every resource needs. */
export interface World {
  readonly app: AppRecord;
  readonly limits: Limits;
  readonly accounts: Map<string, Account>;
  readonly repositories: Map<string, Repository>;
  readonly installations: Map<string, Installation>;
  /** `http://127.0.0.1:port`, known once the server listens. */
  origin: string;
  readonly now: () => number;
  /** The present as GitHub writes it: ISO 8601 in whole seconds. */
  readonly timestamp: () => string;
  readonly nextId: () => number;
  readonly account: (login: string, type?: Account['type']) => Account;
  readonly newStore: () => Promise<GitStore>;
  readonly close: () => void;
  readonly repository: (owner: string, name: string) => Repository | undefined;
  readonly diff: (repository: Repository, base: string, head: string) => Promise<PullDiff>;
  readonly changes: (repository: Repository, base: string, head: string) => Promise<readonly FileChange[]>;
  /** Head of the base branch, or what it was before the merge. What the diff is against. */
  readonly baseTip: (pull: Pull) => Promise<string>;
  readonly pullDiff: (pull: Pull, commit?: string) => Promise<PullDiff>;
  /** SHAs from the merge base to the commit, oldest first. */
  readonly commitsBetween: (repository: Repository, base: string, head: string) => Promise<readonly string[]>;
}

export interface WorldOptions {
  readonly app: AppRecord;
  readonly limits: Limits;
  readonly folder: string;
  readonly now: () => number;
  readonly detectCopies: boolean;
  readonly accounts: Map<string, Account>;
  readonly nextId: () => number;
}

/** Finds or makes the account of that name; `…[bot]` is a bot. */
export function ensureAccount(
  accounts: Map<string, Account>,
  login: string,
  fresh: { id: () => number; type?: Account['type'] | undefined },
): Account {
  const key = login.toLowerCase();
  const known = accounts.get(key);
  if (known) return known;
  const account: Account = { id: fresh.id(), login, type: fresh.type ?? (login.endsWith('[bot]') ? 'Bot' : 'User') };
  accounts.set(key, account);
  return account;
}

function repositoryKey(owner: string, name: string): string {
  return `${owner}/${name}`.toLowerCase();
}

export function keyOf(repository: Repository): string {
  return repositoryKey(repository.owner.login, repository.name);
}

export function createWorld(options: WorldOptions): World {
  const repositories = new Map<string, Repository>();
  const diffs = new Map<string, Promise<readonly FileChange[]>>();
  const answers = new Map<string, Promise<string>>();
  const stores: GitStore[] = [];

  function changes(repository: Repository, base: string, head: string): Promise<readonly FileChange[]> {
    const key = `${repository.store.folder}:${base}:${head}`;
    const known = diffs.get(key);
    if (known) return known;
    const read = readChanges(repository.store, { base, head }, { detectCopies: options.detectCopies });
    diffs.set(key, read);
    return read;
  }

  /** What git computes from commits never changes: asked once. */
  function remember(repository: Repository, args: readonly string[]): Promise<string> {
    const key = `${repository.store.folder} ${args.join(' ')}`;
    const known = answers.get(key);
    if (known) return known;
    const asked = repository.store.git(...args).then((output) => output.toString().trim());
    answers.set(key, asked);
    return asked;
  }

  async function diff(repository: Repository, base: string, head: string): Promise<PullDiff> {
    const mergeBase = await remember(repository, ['merge-base', base, head]).catch(() => base);
    return { mergeBase, files: await changes(repository, mergeBase, head) };
  }

  async function baseTip(pull: Pull): Promise<string> {
    const { store } = pull.repository;
    const sha =
      pull.merged === undefined
        ? await store.resolve(pull.baseBranch)
        : (await readCommit(store, pull.merged.sha))?.parents[0];
    if (sha === undefined) throw new Error(`The base branch ${pull.baseBranch} is gone`);
    return sha;
  }

  const { now } = options;
  return {
    app: options.app,
    limits: options.limits,
    accounts: options.accounts,
    repositories,
    installations: new Map(),
    origin: '',
    now,
    timestamp: () => new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    nextId: options.nextId,
    account: (login, type) => ensureAccount(options.accounts, login, { id: options.nextId, type }),
    async newStore() {
      const store = await createGitStore(join(options.folder, `${options.nextId()}.git`));
      stores.push(store);
      return store;
    },
    close() {
      for (const store of stores) store.close();
    },
    repository: (owner, name) => repositories.get(repositoryKey(owner, name)),
    diff,
    changes,
    baseTip,
    pullDiff: async (pull, commit) => diff(pull.repository, await baseTip(pull), commit ?? pull.head),
    async commitsBetween(repository, base, head) {
      const log = await remember(repository, ['rev-list', '--reverse', '--topo-order', `${base}..${head}`]);
      return log === '' ? [] : log.split('\n');
    },
  };
}

export function allPulls(world: World): Pull[] {
  return [...world.repositories.values()].flatMap((repository) => [...repository.pulls.values()]);
}

export function findReviewComment(repository: Repository, id: number): ReviewComment | undefined {
  for (const pull of repository.pulls.values()) {
    for (const thread of pull.threads) {
      const found = thread.comments.find((comment) => comment.id === id);
      if (found) return found;
    }
  }
  return undefined;
}

/** Open pull requests of the repository itself whose head is that commit; those from forks are not listed, as on GitHub. */
export function pullsAt(repository: Repository, sha: string): Pull[] {
  return [...repository.pulls.values()].filter(
    (pull) => pull.head === sha && pull.state === 'open' && pull.headRepository === repository,
  );
}

/** Status and conclusion of a suite, derived from its latest runs. */
export function suiteState(suite: CheckSuite): {
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  runs: CheckRun[];
} {
  const runs = suite.repository.checkRuns.filter((run) => run.suite === suite);
  if (suite.requeued || runs.length === 0) return { status: 'queued', conclusion: null, runs };
  const latest = [...new Map(runs.map((run) => [run.name, run])).values()];
  if (latest.some((run) => run.status !== 'completed')) return { status: 'in_progress', conclusion: null, runs };
  const order = ['failure', 'timed_out', 'cancelled', 'action_required', 'success', 'neutral', 'skipped'];
  const worst = order.find((conclusion) => latest.some((run) => run.conclusion === conclusion));
  return { status: 'completed', conclusion: worst ?? 'neutral', runs };
}
