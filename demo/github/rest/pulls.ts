import { changeShape } from '../shapes/change.ts';
import { commitShape } from '../shapes/commit.ts';
import { pullItem, pullShape } from '../shapes/pull.ts';
import { listAnswer, paginate, pullOf, repositoryOf } from '../call.ts';
import { commitOf } from './repos.ts';
import { Refusal } from '../refusal.ts';
import type { Answer, Call, Routes } from '../call.ts';
import type { Pull } from '../model.ts';

async function list(call: Call): Promise<Answer> {
  const { query } = call;
  const state = query.get('state') ?? 'open';
  const head = query.get('head');
  const base = query.get('base');
  const sort = query.get('sort') ?? 'created';
  const rising = (query.get('direction') ?? (query.has('sort') ? 'asc' : 'desc')) === 'asc';
  const key = (pull: Pull): string =>
    (sort === 'updated' ? pull.updatedAt : pull.createdAt) + String(pull.number).padStart(9, '0');
  const found = [...repositoryOf(call).pulls.values()]
    .filter((pull) => state === 'all' || pull.state === state)
    .filter(
      (pull) =>
        head === null || !head.includes(':') || `${pull.headRepository.owner.login}:${pull.headBranch}` === head,
    )
    .filter((pull) => base === null || pull.baseBranch === base)
    .sort((a, b) => (key(a) < key(b) ? -1 : 1) * (rising ? 1 : -1));
  const page = paginate(call, found);
  return { body: await Promise.all(page.items.map((pull) => pullItem(call.world, pull))), headers: page.headers };
}

async function get(call: Call): Promise<Answer> {
  const pull = pullOf(call);
  if (!/\b(diff|patch)\b/.test(call.accept)) return { body: await pullShape(call.world, pull) };
  const { mergeBase, files } = await call.world.pullDiff(pull);
  const lines = files.reduce((sum, file) => sum + file.additions + file.deletions, 0);
  if (files.length > 300 || lines > 20_000) {
    const message = `Sorry, the diff exceeded the maximum number of ${files.length > 300 ? 'files (300)' : 'lines (20000)'}. Consider using 'List pull requests files' API or locally cloning the repository instead.`;
    throw new Refusal(406, { message, errors: [{ resource: 'PullRequest', field: 'diff', code: 'too_large' }] });
  }
  return {
    body: await pull.repository.store.git('diff', '-M', mergeBase, pull.head),
    type: 'application/vnd.github.diff; charset=utf-8',
  };
}

async function listFiles(call: Call): Promise<Answer> {
  const pull = pullOf(call);
  const { files } = await call.world.pullDiff(pull);
  const at = { repository: pull.headRepository, commit: pull.head };
  return listAnswer(call, files.slice(0, call.world.limits.pullFiles), (file) => changeShape(call.world, at, file));
}

async function listCommits(call: Call): Promise<Answer> {
  const pull = pullOf(call);
  const { mergeBase } = await call.world.pullDiff(pull);
  const shas = await call.world.commitsBetween(pull.repository, mergeBase, pull.head);
  const page = paginate(call, shas.slice(0, call.world.limits.pullCommits));
  const commits = await Promise.all(page.items.map((sha) => commitOf(pull.repository, sha)));
  return { body: commits.map((commit) => commitShape(call.world, pull.repository, commit)), headers: page.headers };
}

export const pullRoutes: Routes = {
  'pulls/list': { needs: [{ pull_requests: 'read' }], handle: list },
  'pulls/get': { needs: [{ pull_requests: 'read' }, { contents: 'read' }], handle: get },
  'pulls/list-files': { needs: [{ pull_requests: 'read' }], handle: listFiles },
  'pulls/list-commits': { needs: [{ pull_requests: 'read' }], handle: listCommits },
};
