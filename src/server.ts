import { createNodeMiddleware, createProbot, ProbotOctokit } from 'probot';
import type { Probot } from 'probot';
import { z } from 'zod';
import { createApp } from './app.ts';
import type { Intake } from './app.ts';
import type { Environment } from './environment.ts';
import { createThrottleOptions } from './github/throttle.ts';
import { listen, urlOf } from './http.ts';
import { openQueue } from './queue/open-queue.ts';
import type { QueueLog, ReviewQueue } from './queue/review-queue.ts';
import { createPool } from './review/pool.ts';
import { loadCatalogue } from './sdk/load.ts';
import { DOCS_URL, VERSION } from './version.ts';
import { concludeDead, concludeSuperseded, reviewPull } from './worker.ts';
import type { Workshop } from './worker.ts';

export interface RunningServer {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  readonly webhookUrl: string;
  readonly queue: ReviewQueue;
  /** Takes no more events, lets running reviews finish, and closes the database. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly environment: Environment & Required<Pick<Environment, 'credentials'>>;
  /** For Probot, which reads the private key and the log settings by itself. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly docsUrl?: string;
  /** False sends requests without GitHub's pauses between writes: for a GitHub on loopback. */
  readonly paced?: boolean;
}

/**
 * The App in one process: webhook, queue and worker.
 * @throws QueueError where the database cannot be used; nothing listens then.
 */
export async function startServer({
  environment,
  env,
  docsUrl = DOCS_URL,
  paced = true,
}: ServerOptions): Promise<RunningServer> {
  const probot = openProbot({ environment, env, paced });
  await probot.ready();
  const log: QueueLog = probot.log;
  const { databaseUrl, dataDir, concurrency } = environment;
  const queue = await openQueue({ ...(databaseUrl ? { databaseUrl } : dataDir ? { dataDir } : {}), log });
  const workshop = await openWorkshop(probot, { key: environment.credentials.secret, docsUrl });
  const middleware = await createNodeMiddleware(createApp(createIntake(queue, workshop)), {
    probot,
    webhooksPath: environment.webhookPath,
  });
  const http = await listen(environment, { queue, middleware });
  await queue.work((job, { signal }) => reviewPull(workshop, job, signal), {
    concurrency,
    onDead: (job, error) => concludeDead(workshop, job, error),
    onSuperseded: (job) => concludeSuperseded(workshop, job),
  });
  const url = urlOf(http);
  log.info(
    {
      url,
      version: VERSION,
      checks: workshop.catalogue.checks.length,
      database: databaseUrl ? 'postgresql' : 'embedded',
    },
    'listening',
  );
  return {
    url,
    webhookUrl: `${url}${environment.webhookPath}`,
    queue,
    async stop() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await queue.stop();
      await workshop.analyser.close();
    },
  };
}

function openProbot({
  environment: { credentials, apiUrl },
  env,
  paced,
}: ServerOptions & { readonly paced: boolean }): Probot {
  const limits = createThrottleOptions((limit) => probot.log.warn(limit, 'rate limit'));
  const Octokit = ProbotOctokit.defaults({ throttle: { ...limits, enabled: paced } });
  const probot: Probot = createProbot({
    env: { LOG_LEVEL: 'info', ...env },
    overrides: { appId: credentials.appId, secret: credentials.secret, baseUrl: apiUrl, Octokit },
  });
  return probot;
}

async function openWorkshop(probot: Probot, settings: Pick<Workshop, 'key' | 'docsUrl'>): Promise<Workshop> {
  return {
    ...settings,
    clientFor: (installation) => probot.auth(installation),
    appSlug: once(() => readAppSlug(probot)),
    catalogue: await loadCatalogue(),
    analyser: createPool(),
    log: probot.log,
  };
}

async function readAppSlug(probot: Probot): Promise<string> {
  const octokit = await probot.auth();
  return z.object({ slug: z.string() }).parse((await octokit.request('GET /app')).data).slug;
}

/** The queue, with the check runs of jobs that a newer push replaced concluded behind the answer's back. */
function createIntake(queue: ReviewQueue, workshop: Workshop): Intake {
  return {
    async enqueue(job) {
      const replaced = (await queue.enqueue(job)).filter(({ head }) => head !== job.head);
      for (const old of replaced)
        concludeSuperseded(workshop, old).catch((error: unknown) => {
          workshop.log.warn({ err: error, head: old.head }, 'superseded check run was not concluded');
        });
    },
  };
}

/** Asks once and keeps the answer; a failure is asked again. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined;
  return () => {
    kept ??= ask().catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
}
