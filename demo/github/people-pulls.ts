import { readCommit } from './git-objects.ts';
import { labelOf, requirePull } from './repositories.ts';
import { userShape } from './shapes/account.ts';
import { simpleCommitShape } from './shapes/commit.ts';
import { labelShape } from './shapes/repository.ts';
import type { Events } from './events.ts';
import type { PullHandle } from './handles.ts';
import type { Pull } from './model.ts';
import type { World } from './world.ts';

/** What people do to pull requests. Each sends its web hooks and does not wait for their answers. */
export interface PeoplePulls {
  readonly closePull: (pull: PullHandle, by?: string) => Promise<void>;
  readonly reopenPull: (pull: PullHandle, by?: string) => Promise<void>;
  /** Merges with a merge commit, closes the pull request and gives the commit's SHA. */
  readonly mergePull: (pull: PullHandle, by?: string) => Promise<string>;
  readonly readyForReview: (pull: PullHandle) => Promise<void>;
  readonly convertToDraft: (pull: PullHandle) => Promise<void>;
  /** `base` is the name of another base branch. */
  readonly edit: (pull: PullHandle, change: { title?: string; body?: string; base?: string }) => Promise<void>;
  readonly addLabel: (pull: PullHandle, label: string) => Promise<void>;
  readonly removeLabel: (pull: PullHandle, label: string) => Promise<void>;
  /** Puts the pull request into a merge queue's group, a commit on `gh-readonly-queue/…`. Gives its SHA. */
  readonly enqueue: (pull: PullHandle, how?: Grouping) => Promise<string>;
}

export interface Grouping {
  /** SHA of the group that this one stands on; the base branch unless told. */
  readonly onto?: string;
  /** One commit with one parent instead of a merge. */
  readonly squash?: boolean;
}

/** Commits a merge of the pull request's head into a commit, onto a branch. */
async function mergeCommit(
  pull: Pull,
  { base, branch, squash = false }: { base: string; branch: string; squash?: boolean | undefined },
): Promise<string> {
  const { store } = pull.repository;
  const tree = (await store.git('merge-tree', '--write-tree', base, pull.head)).toString().split('\n')[0] ?? '';
  const date = '1767225600 +0000';
  const message = `Merge pull request #${pull.number}`;
  const raw = `tree ${tree}\nparent ${base}\n${squash ? '' : `parent ${pull.head}\n`}author GitHub <noreply@example.com> ${date}\ncommitter GitHub <noreply@example.com> ${date}\n\n${message}\n`;
  const sha = await store.write('commit', raw);
  await store.setBranch(branch, sha);
  return sha;
}

export function createPeoplePulls(world: World, events: Events): PeoplePulls {
  function touch(pull: Pull): Pull {
    pull.updatedAt = world.timestamp();
    return pull;
  }

  async function change(
    handle: PullHandle,
    action: string,
    how: { by?: string | undefined; alter: (pull: Pull) => void },
  ): Promise<void> {
    const pull = touch(requirePull(world, handle));
    how.alter(pull);
    await events.pull(pull, action, { sender: world.account(how.by ?? pull.author.login) });
  }

  function close(pull: Pull): void {
    pull.state = 'closed';
    pull.closedAt = world.timestamp();
  }

  return {
    closePull: (handle, by) => change(handle, 'closed', { by, alter: close }),
    reopenPull: (handle, by) =>
      change(handle, 'reopened', {
        by,
        alter(pull) {
          pull.state = 'open';
          delete pull.closedAt;
        },
      }),
    async mergePull(handle, by) {
      const pull = touch(requirePull(world, handle));
      const sha = await mergeCommit(pull, { base: await world.baseTip(pull), branch: pull.baseBranch });
      const person = world.account(by ?? pull.author.login);
      pull.merged = { at: world.timestamp(), sha, by: person };
      close(pull);
      await events.pull(pull, 'closed', { sender: person });
      return sha;
    },
    readyForReview: (handle) =>
      change(handle, 'ready_for_review', { alter: (pull) => Object.assign(pull, { draft: false }) }),
    convertToDraft: (handle) =>
      change(handle, 'converted_to_draft', { alter: (pull) => Object.assign(pull, { draft: true }) }),
    async edit(handle, { title, body, base }) {
      const pull = touch(requirePull(world, handle));
      const changes = {
        ...(title === undefined ? {} : { title: { from: pull.title } }),
        ...(body === undefined ? {} : { body: { from: pull.body ?? '' } }),
        ...(base === undefined ? {} : { base: { ref: { from: pull.baseBranch }, sha: { from: pull.base } } }),
      };
      pull.baseBranch = base ?? pull.baseBranch;
      if (base !== undefined) pull.base = (await pull.repository.store.resolve(base)) ?? pull.base;
      pull.title = title ?? pull.title;
      pull.body = body ?? pull.body;
      await events.pull(pull, 'edited', { sender: pull.author, fields: { changes } });
    },
    async addLabel(handle, name) {
      const pull = touch(requirePull(world, handle));
      const label = labelOf(world, pull.repository, name);
      pull.labels.push(label);
      await events.pull(pull, 'labeled', {
        sender: pull.author,
        fields: { label: labelShape(world, pull.repository, label) },
      });
    },
    async removeLabel(handle, name) {
      const pull = touch(requirePull(world, handle));
      const label = labelOf(world, pull.repository, name);
      pull.labels = pull.labels.filter((each) => each !== label);
      await events.pull(pull, 'unlabeled', {
        sender: pull.author,
        fields: { label: labelShape(world, pull.repository, label) },
      });
    },
    async enqueue(handle, { onto, squash } = {}) {
      const pull = requirePull(world, handle);
      const base = onto ?? (await world.baseTip(pull));
      const branch = `gh-readonly-queue/${pull.baseBranch}/pr-${pull.number}-${base}`;
      const sha = await mergeCommit(pull, { base, branch, squash });
      const commit = await readCommit(pull.repository.store, sha);
      if (!commit) throw new Error(`The merge ${sha} is gone`);
      const merge_group = {
        head_sha: sha,
        head_ref: `refs/heads/${branch}`,
        base_sha: base,
        base_ref: `refs/heads/${pull.baseBranch}`,
        head_commit: simpleCommitShape(commit),
      };
      await events.send(pull.repository, 'merge_group', {
        action: 'checks_requested',
        merge_group,
        sender: userShape(world, pull.author),
      });
      return sha;
    },
  };
}
