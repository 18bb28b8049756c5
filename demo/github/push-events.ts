import { ensureSuite } from './check-suites.ts';
import { readCommit } from './git-objects.ts';
import { userShape } from './shapes/account.ts';
import { simpleCommitShape } from './shapes/commit.ts';
import { repositoryPage } from './shapes/repository.ts';
import type { Events } from './events.ts';
import type { Account, Pull } from './model.ts';
import type { World } from './world.ts';

/** Sends `push` and `check_suite.requested` for a new head. Pushes to forks are not seen: they make no suite and no event. */
export async function announcePush(
  world: World,
  events: Events,
  push: { pull: Pull; before: string | undefined; sender: Account },
): Promise<void> {
  const { pull, before, sender } = push;
  const commit = await readCommit(pull.repository.store, pull.head);
  if (!commit || pull.headRepository !== pull.repository) return;
  const page = repositoryPage(world, pull.repository);
  const told = {
    ...simpleCommitShape(commit),
    distinct: true,
    url: `${page}/commit/${commit.sha}`,
    added: [],
    removed: [],
    modified: [],
  };
  await events.send(pull.repository, 'push', {
    ref: `refs/heads/${pull.headBranch}`,
    before: before ?? '0'.repeat(40),
    after: pull.head,
    created: before === undefined,
    deleted: false,
    forced: false,
    base_ref: null,
    compare: `${page}/compare/${before ?? commit.sha}...${commit.sha}`,
    commits: [told],
    head_commit: told,
    pusher: { name: sender.login, email: 'pusher@example.com' },
    sender: userShape(world, sender),
  });
  const suite = ensureSuite(world, pull.repository, { sha: pull.head, ...(before === undefined ? {} : { before }) });
  await events.checkSuite(suite, 'requested', sender);
}
