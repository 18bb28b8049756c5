import { reanchor } from './reanchor.ts';
import { forkOf, labelOf, requirePull, requireRepository } from './repositories.ts';
import { pullPage } from './shapes/pull.ts';
import { announcePush } from './push-events.ts';
import type { Events } from './events.ts';
import type { Files } from './git-store.ts';
import type { NewPull, OpenedPull, Push } from './handles.ts';
import type { Pull } from './model.ts';
import type { World } from './world.ts';

/** What people do to branches. Each sends its web hooks and does not wait for their answers. */
export interface PeoplePushes {
  readonly openPull: (options: NewPull) => Promise<OpenedPull>;
  /** Adds a commit, or replaces the branch; gives the new head. */
  readonly push: (options: Push) => Promise<string>;
  /** Commits to a branch that exists, for instance the default one; gives the SHA. */
  readonly commitTo: (target: CommitTarget) => Promise<string>;
}

export interface CommitTarget {
  readonly owner: string;
  readonly repo: string;
  /** The default branch unless told. */
  readonly branch?: string;
  readonly files: Files;
  readonly author?: string;
}

function handleOf(world: World, pull: Pull): OpenedPull {
  const { owner, name } = pull.repository;
  return {
    owner: owner.login,
    repo: name,
    number: pull.number,
    head: pull.head,
    base: pull.base,
    url: pullPage(world, pull),
  };
}

/** Owner of the fork that the branch is to be in, if it is to be in one. */
function forkOwner({ fromFork }: NewPull, author: string): string | undefined {
  if (fromFork === undefined || fromFork === false) return undefined;
  return fromFork === true ? author : fromFork;
}

export function createPeoplePushes(world: World, events: Events): PeoplePushes {
  async function openPull(options: NewPull): Promise<OpenedPull> {
    const repository = requireRepository(world, options.owner, options.repo);
    const author = world.account(options.author ?? 'octocat');
    const number = repository.nextNumber();
    const fork = forkOwner(options, author.login);
    const headRepository = fork === undefined ? repository : forkOf(world, repository, fork);
    const headBranch = options.branch ?? `change-${number}`;
    const storeBranch = fork === undefined ? headBranch : `forks/${fork}/${headBranch}`;
    const baseBranch = options.base ?? repository.defaultBranch;
    const base = await repository.store.resolve(baseBranch);
    if (base === undefined) throw new Error(`No branch ${baseBranch}`);
    let head = base;
    const refs = [`refs/pull/${number}/head`];
    for (const files of [options.files, ...(options.more ?? [])]) {
      head = await repository.store.commit({
        branch: storeBranch,
        parent: head,
        files,
        message: options.title,
        author: author.login,
        refs,
      });
    }
    const at = world.timestamp();
    const pull: Pull = {
      id: world.nextId(),
      number,
      repository,
      headRepository,
      headBranch,
      storeBranch,
      baseBranch,
      author,
      createdAt: at,
      updatedAt: at,
      reviews: [],
      threads: [],
      comments: [],
      title: options.title,
      body: options.body ?? null,
      draft: options.draft ?? false,
      labels: (options.labels ?? []).map((name) => labelOf(world, repository, name)),
      state: 'open',
      base,
      head,
    };
    repository.pulls.set(number, pull);
    await announcePush(world, events, { pull, before: undefined, sender: author });
    await events.pull(pull, 'opened', { sender: author });
    return handleOf(world, pull);
  }

  async function push(options: Push): Promise<string> {
    const pull = requirePull(world, options.pull);
    const before = pull.head;
    const author = world.account(options.author ?? pull.author.login);
    const { store } = pull.repository;
    pull.base = (await store.resolve(pull.baseBranch)) ?? pull.base;
    pull.updatedAt = world.timestamp();
    const parent = options.force === true ? pull.base : before;
    const message = options.message ?? `Update ${pull.title}`;
    const refs = [`refs/pull/${pull.number}/head`];
    pull.head = await store.commit({
      branch: pull.storeBranch,
      parent,
      files: options.files,
      message,
      author: author.login,
      refs,
    });
    await reanchor(world, pull);
    await announcePush(world, events, { pull, before, sender: author });
    await events.pull(pull, 'synchronize', { sender: author, fields: { before, after: pull.head } });
    return pull.head;
  }

  return {
    openPull,
    push,
    async commitTo({ owner, repo, branch, files, author }) {
      const repository = requireRepository(world, owner, repo);
      const name = branch ?? repository.defaultBranch;
      const parent = await repository.store.resolve(name);
      return repository.store.commit({
        branch: name,
        parent,
        files,
        message: 'Update',
        author: author ?? repository.owner.login,
      });
    },
  };
}
