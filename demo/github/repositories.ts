import { keyOf } from './world.ts';
import type { NewRepository, PullHandle } from './handles.ts';
import type { Label, Pull, Repository } from './model.ts';
import type { World } from './world.ts';

export function requireRepository(world: World, owner: string, name: string): Repository {
  const found = world.repository(owner, name);
  if (!found) throw new Error(`No repository ${owner}/${name}`);
  return found;
}

export function requirePull(world: World, handle: PullHandle): Pull {
  const found = requireRepository(world, handle.owner, handle.repo).pulls.get(handle.number);
  if (!found) throw new Error(`No pull request ${handle.owner}/${handle.repo}#${handle.number}`);
  return found;
}

function createCounter(): () => number {
  let last = 0;
  return () => (last += 1);
}

/** The repository's label of that name; made when it is first used. */
export function labelOf(world: World, repository: Repository, name: string): Label {
  const known = repository.labels.get(name);
  if (known) return known;
  const label = { id: world.nextId(), name };
  repository.labels.set(name, label);
  return label;
}

/** Makes a repository with one commit, and the installation on its owner's account if there is none. */
export async function createRepository(
  world: World,
  options: NewRepository,
): Promise<{ repository: Repository; head: string }> {
  const owner = world.account(options.owner, options.ownerType ?? 'Organization');
  const store = await world.newStore();
  const defaultBranch = options.defaultBranch ?? 'main';
  const head = await store.commit({
    branch: defaultBranch,
    files: options.base,
    message: 'Start',
    author: owner.login,
  });
  if (defaultBranch !== 'main') await store.git('symbolic-ref', 'HEAD', `refs/heads/${defaultBranch}`);
  const collaborators = Object.entries(options.collaborators ?? {}).map(
    ([login, role]) => [world.account(login).login.toLowerCase(), role] as const,
  );
  const repository: Repository = {
    id: world.nextId(),
    owner,
    name: options.name,
    private: options.private ?? true,
    defaultBranch,
    createdAt: world.timestamp(),
    store,
    installed: options.installed ?? true,
    collaborators: new Map(collaborators),
    labels: new Map(),
    pulls: new Map(),
    nextNumber: createCounter(),
    checkRuns: [],
    checkSuites: [],
  };
  world.repositories.set(keyOf(repository), repository);
  const key = owner.login.toLowerCase();
  if (repository.installed && !world.installations.has(key)) {
    const { permissions, events } = world.app;
    world.installations.set(key, {
      id: world.nextId(),
      account: owner,
      createdAt: world.timestamp(),
      permissions,
      events,
      suspended: false,
    });
  }
  return { repository, head };
}

/** The account's fork, which shares the store of what it was forked from. */
export function forkOf(world: World, parent: Repository, login: string): Repository {
  const owner = world.account(login);
  const known = world.repository(login, parent.name);
  if (known) return known;
  const fork: Repository = {
    ...parent,
    id: world.nextId(),
    owner,
    parent,
    installed: false,
    collaborators: new Map(),
    labels: new Map(),
    pulls: new Map(),
    nextNumber: createCounter(),
    checkRuns: [],
    checkSuites: [],
  };
  world.repositories.set(keyOf(fork), fork);
  return fork;
}
