import { z } from 'zod';
import type { Annotation, ConcludeCheckRun } from '../core/actions.ts';
import type { RepositoryRef } from '../core/job.ts';
import { readCheckRun, type CheckRun } from './check-runs.ts';
import { ask, type GitHubClient } from './client.ts';
import { isUncertain } from './trouble.ts';

/** Annotations that one request may add. */
const BATCH = 50;

interface Target {
  readonly pull: RepositoryRef;
  /** It keeps, or gets, the external id that it has here. */
  readonly run: CheckRun;
}

interface Update {
  readonly status?: 'completed';
  readonly conclusion?: string;
  readonly external_id?: string;
  readonly output: {
    readonly title: string;
    readonly summary: string;
    readonly text?: string;
    readonly annotations: readonly object[];
  };
}

/**
 * Completes a check run. Each request adds to its annotations, so they go one after another and the conclusion comes with the last:
 * a run that says how it ended has all of them. A job that was broken off goes on after those that the run has already.
 */
export async function concludeCheckRun(client: GitHubClient, target: Target, action: ConcludeCheckRun): Promise<void> {
  const { title, summary, text } = action;
  const output = { title, summary, ...(text === undefined ? {} : { text }) };
  let done = target.run.annotations;
  while (action.annotations.length - done > BATCH) {
    const annotations = action.annotations.slice(done, done + BATCH).map(toWire);
    done += BATCH;
    await update(client, target, { body: { output: { ...output, annotations } }, done });
  }
  const annotations = action.annotations.slice(done).map(toWire);
  const { conclusion } = action;
  const name = target.run.externalId === '' ? {} : { external_id: target.run.externalId };
  const body = { status: 'completed', conclusion, ...name, output: { ...output, annotations } } as const;
  await update(client, target, { body, done: done + annotations.length });
}

/** Sends an update; after a failure that may have carried it out, looks, and sends it again only if it did not. */
async function update(
  client: GitHubClient,
  target: Target,
  { body, done }: { body: Update; done: number },
): Promise<void> {
  try {
    await send(client, target, body);
  } catch (error) {
    if (!isUncertain(error)) throw error;
    const now = await readCheckRun(client, target.pull, target.run.id);
    const landed = now.annotations >= done && (body.status === undefined || now.status === 'completed');
    if (!landed) await send(client, target, body);
  }
}

async function send(client: GitHubClient, { pull, run }: Target, body: Update): Promise<void> {
  const route = 'PATCH /repos/{owner}/{repo}/check-runs/{id}';
  const parameters = { owner: pull.owner, repo: pull.repo, id: run.id, ...body };
  await ask(client, { route, parameters, answer: z.object({ id: z.literal(run.id) }), once: true });
}

function toWire(annotation: Annotation): object {
  const { startColumn, endColumn } = annotation;
  // Columns are refused on more than one line, and one without the other.
  const columns = startColumn !== undefined && endColumn !== undefined && annotation.startLine === annotation.endLine;
  return {
    path: annotation.path,
    start_line: annotation.startLine,
    end_line: annotation.endLine,
    ...(columns ? { start_column: startColumn, end_column: endColumn } : {}),
    annotation_level: annotation.level,
    title: annotation.title,
    message: annotation.message,
  };
}
