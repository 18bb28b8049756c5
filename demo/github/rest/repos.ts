import { changeShape } from '../shapes/change.ts';
import { commitShape, commitWithFiles } from '../shapes/commit.ts';
import { pullItem } from '../shapes/pull.ts';
import { repositoryPage, repositoryShape, repositoryUrl } from '../shapes/repository.ts';
import { userShape } from '../shapes/account.ts';
import { paginate, repositoryOf } from '../call.ts';
import { readCommit } from '../git-objects.ts';
import { notFound, Refusal } from '../refusal.ts';
import { pullsAt } from '../world.ts';
import type { Answer, Call, Routes } from '../call.ts';
import type { CommitFacts } from '../git-objects.ts';
import type { Repository } from '../model.ts';

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** The commit that a branch, tag or SHA names. GitHub calls a SHA that is none unprocessable, any other name too. */
export async function commitOf(repository: Repository, ref: string): Promise<CommitFacts> {
  const sha = await repository.store.resolve(ref);
  const commit = sha === undefined ? undefined : await readCommit(repository.store, sha);
  if (!commit) throw new Refusal(422, { message: `No commit found for SHA: ${ref}` });
  return commit;
}

async function getCommit(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const commit = await commitOf(repository, call.params.ref ?? '');
  const files = await call.world.changes(repository, commit.parents[0] ?? emptyTree, commit.sha);
  const page = paginate(call, files.slice(0, call.world.limits.pullFiles));
  return { body: commitWithFiles(call.world, { repository, commit }, page.items), headers: page.headers };
}

/** `base...head`; a head of another owner (`owner:branch`) is looked up among the forks' branches. */
async function endsOf(call: Call, repository: Repository): Promise<{ base: CommitFacts; head: CommitFacts }> {
  const [from, to] = (call.params.basehead ?? '').split('...');
  if (!from || !to) throw notFound();
  const find = (name: string): Promise<CommitFacts> => {
    const [owner, branch] = name.includes(':') ? name.split(':') : [undefined, name];
    const own = owner === undefined || owner.toLowerCase() === repository.owner.login.toLowerCase();
    return commitOf(repository, own ? (branch ?? '') : `forks/${owner}/${branch ?? ''}`).catch(() => {
      throw notFound();
    });
  };
  return { base: await find(from), head: await find(to) };
}

async function compare(call: Call): Promise<Answer> {
  const { world } = call;
  const repository = repositoryOf(call);
  const { base, head } = await endsOf(call, repository);
  const { mergeBase, files } = await world.diff(repository, base.sha, head.sha);
  const [ahead, behind] = await Promise.all([
    world.commitsBetween(repository, base.sha, head.sha),
    world.commitsBetween(repository, head.sha, base.sha),
  ]);
  const paged = call.query.has('page') || call.query.has('per_page');
  const page = paginate(call, ahead);
  const shown = paged ? page.items : ahead.slice(0, world.limits.compareCommits);
  const commits = await Promise.all(shown.map((sha) => commitOf(repository, sha)));
  const first = Number(call.query.get('page') ?? 1) <= 1;
  const page1 = `${repositoryPage(world, repository)}/compare/${base.sha}...${head.sha}`;
  return {
    body: {
      url: `${repositoryUrl(world, repository)}/compare/${base.sha}...${head.sha}`,
      html_url: page1,
      permalink_url: page1,
      diff_url: `${page1}.diff`,
      patch_url: `${page1}.patch`,
      base_commit: commitShape(world, repository, base),
      merge_base_commit: commitShape(world, repository, await commitOf(repository, mergeBase)),
      status:
        ahead.length === 0
          ? behind.length === 0
            ? 'identical'
            : 'behind'
          : behind.length === 0
            ? 'ahead'
            : 'diverged',
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: commits.map((commit) => commitShape(world, repository, commit)),
      files: first
        ? files
            .slice(0, world.limits.compareFiles)
            .map((file) => changeShape(world, { repository, commit: head.sha }, file))
        : [],
    },
    headers: paged ? page.headers : {},
  };
}

function permissionLevel(call: Call): Answer {
  const { world } = call;
  const repository = repositoryOf(call);
  const account = world.accounts.get((call.params.username ?? '').toLowerCase());
  if (!account) throw notFound();
  const role =
    account === repository.owner
      ? 'admin'
      : (repository.collaborators.get(account.login.toLowerCase()) ?? (repository.private ? 'none' : 'read'));
  const permission = role === 'maintain' ? 'write' : role === 'triage' ? 'read' : role;
  return { body: { permission, role_name: role, user: { ...userShape(world, account), role_name: role } } };
}

async function getBranch(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const branch = call.params.branch ?? '';
  const sha = await repository.store.resolve(`refs/heads/${branch}`);
  if (sha === undefined) throw new Refusal(404, { message: 'Branch not found' });
  const url = `${repositoryUrl(call.world, repository)}/branches/${encodeURIComponent(branch)}`;
  return {
    body: {
      name: branch,
      commit: commitShape(call.world, repository, await commitOf(repository, sha)),
      _links: { self: url, html: `${repositoryPage(call.world, repository)}/tree/${branch}` },
      protected: false,
      protection: { enabled: false },
      protection_url: `${url}/protection`,
    },
  };
}

async function pullsOfCommit(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const page = paginate(call, pullsAt(repository, call.params.commit_sha ?? ''));
  return { body: await Promise.all(page.items.map((pull) => pullItem(call.world, pull))), headers: page.headers };
}

export const repoRoutes: Routes = {
  'repos/get': {
    needs: [{ metadata: 'read' }],
    handle(call) {
      const repository = repositoryOf(call);
      return { body: { ...repositoryShape(call.world, repository), subscribers_count: 0, network_count: 0 } };
    },
  },
  'repos/get-branch': { needs: [{ contents: 'read' }], handle: getBranch },
  'repos/get-commit': { needs: [{ contents: 'read' }], handle: getCommit },
  'repos/compare-commits-with-basehead': { needs: [{ contents: 'read' }], handle: compare },
  'repos/list-pull-requests-associated-with-commit': {
    needs: [{ pull_requests: 'read' }, { contents: 'read' }],
    handle: pullsOfCommit,
  },
  'repos/get-collaborator-permission-level': { needs: [{ metadata: 'read' }], handle: permissionLevel },
};
