import { z } from 'zod';
import type { RepositoryRef } from '../core/job.ts';
import { ask, type GitHubClient } from './client.ts';
import { isUncertain } from './trouble.ts';

export interface CheckRun {
  readonly id: number;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion: string | undefined;
  readonly externalId: string;
  /** Of the App that made it; `<slug>[bot]` signs its comments. */
  readonly appSlug: string | undefined;
  /** Number of annotations that it has. */
  readonly annotations: number;
}

export interface NewCheckRun {
  /** SHA */
  readonly head: string;
  readonly name: string;
  /** Ours to find it again: it names the pull request, which GitHub does not for forks. */
  readonly externalId: string;
  /** `in_progress` where absent. */
  readonly status?: 'queued';
}

const PAGE = 100;

const runShape = z
  .object({
    id: z.number(),
    status: z.enum(['queued', 'in_progress', 'completed']).catch('in_progress'),
    conclusion: z.string().nullable(),
    external_id: z.string().nullable(),
    app: z.object({ slug: z.string().optional() }).nullable(),
    output: z.object({ annotations_count: z.number() }),
  })
  .transform((run): CheckRun => ({
    id: run.id,
    status: run.status,
    conclusion: run.conclusion ?? undefined,
    externalId: run.external_id ?? '',
    appSlug: run.app?.slug,
    annotations: run.output.annotations_count,
  }));

/** A new check run. After a failure that may have made one, that one is looked for before another is asked for. */
export async function beginCheckRun(
  client: GitHubClient,
  repository: RepositoryRef,
  run: NewCheckRun,
): Promise<CheckRun> {
  try {
    return await createCheckRun(client, repository, run);
  } catch (error) {
    if (!isUncertain(error)) throw error;
    const made = (await findCheckRuns(client, repository, run)).find(
      (each) => each.externalId === run.externalId && each.status !== 'completed',
    );
    return made ?? createCheckRun(client, repository, run);
  }
}

function createCheckRun(client: GitHubClient, { owner, repo }: RepositoryRef, run: NewCheckRun): Promise<CheckRun> {
  return ask(client, {
    route: 'POST /repos/{owner}/{repo}/check-runs',
    parameters: {
      owner,
      repo,
      name: run.name,
      head_sha: run.head,
      external_id: run.externalId,
      status: run.status ?? 'in_progress',
    },
    answer: runShape,
    once: true,
  });
}

/** Goes on with an unfinished check run, under another external id where it is to have one. */
export async function resumeCheckRun(
  client: GitHubClient,
  { owner, repo }: RepositoryRef,
  { id, externalId }: Pick<CheckRun, 'id' | 'externalId'>,
): Promise<CheckRun> {
  return ask(client, {
    route: 'PATCH /repos/{owner}/{repo}/check-runs/{id}',
    parameters: { owner, repo, id, external_id: externalId, status: 'in_progress' },
    answer: runShape,
  });
}

/** Says on an unfinished check run how it stands; the conclusion takes the place of these words. */
export async function describeCheckRun(
  client: GitHubClient,
  { owner, repo }: RepositoryRef,
  { id, ...output }: { readonly id: number; readonly title: string; readonly summary: string },
): Promise<void> {
  await ask(client, {
    route: 'PATCH /repos/{owner}/{repo}/check-runs/{id}',
    parameters: { owner, repo, id, status: 'in_progress', output },
    answer: runShape,
  });
}

/** All check runs of that name on a commit, whichever App made them, newest first as GitHub lists them. */
export async function findCheckRuns(
  client: GitHubClient,
  { owner, repo }: RepositoryRef,
  { head, name }: Pick<NewCheckRun, 'head' | 'name'>,
): Promise<readonly CheckRun[]> {
  const runs: CheckRun[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await ask(client, {
      route: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
      parameters: { owner, repo, ref: head, check_name: name, filter: 'all', per_page: PAGE, page },
      answer: z.object({ check_runs: z.array(runShape) }),
    });
    runs.push(...answer.check_runs);
    if (answer.check_runs.length < PAGE) return runs;
  }
}

export async function readCheckRun(
  client: GitHubClient,
  { owner, repo }: RepositoryRef,
  id: number,
): Promise<CheckRun> {
  const route = 'GET /repos/{owner}/{repo}/check-runs/{id}';
  return ask(client, { route, parameters: { owner, repo, id }, answer: runShape });
}
