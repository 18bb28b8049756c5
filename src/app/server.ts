import { createNodeMiddleware, createProbot, ProbotOctokit } from 'probot';
import type { Probot } from 'probot';
import { z } from 'zod';
import { createAnnouncer } from './announce.ts';
import { createApp } from './app.ts';
import { boundMemory } from './bound-memory.ts';
import { createClients } from './clients.ts';
import type { Job } from '../core/job.ts';
import type { Environment } from './environment.ts';
import { createBlobMemory } from '../github/blob-memory.ts';
import { createTreeMemory } from '../github/tree-memory.ts';
import { listen, urlOf } from './http.ts';
import { openQueue } from '../queue/open-queue.ts';
import type { ReviewQueue } from '../queue/review-queue.ts';
import { cacheResults, fingerprintOf } from '../review/cached-analyser.ts';
import { checkPrivateKey } from './private-key.ts';
import { createPool } from '../review/pool.ts';
import { createSealer } from './seal.ts';
import { loadCatalogue } from '../sdk/load.ts';
import { DOCS_URL, ENGINES, VERSION } from '../version.ts';
import { createWorker } from './worker.ts';
import type { Workshop } from './workshop.ts';

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
 * @throws EnvironmentError where the private key is none, QueueError where the database cannot be used; nothing listens then.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { environment, env } = options;
  checkPrivateKey(env);
  const probot = openProbot({ environment, env });
  await probot.ready();
  const { databaseUrl, dataDir } = environment;
  const place = databaseUrl ? { databaseUrl } : dataDir ? { dataDir } : {};
  const queue = await openQueue({ ...place, log: probot.log });
  // Only now: the embedded database sets V8's flags back once it is compiled.
  boundMemory();
  try {
    return await serve(options, probot, queue);
  } catch (error) {
    // A process with an open database would hang instead of ending with this error.
    await queue.stop();
    throw error;
  }
}

async function serve(
  { environment, docsUrl = DOCS_URL, paced = true }: ServerOptions,
  probot: Probot,
  queue: ReviewQueue,
): Promise<RunningServer> {
  const { credentials, concurrency, databaseUrl, webhookPath } = environment;
  const workshop = await openWorkshop(probot, { key: credentials.secret, docsUrl, paced, queue });
  const announcer = createAnnouncer(queue, workshop);
  const enqueue = async (job: Job): Promise<void> => {
    await queue.enqueue(job);
    announcer.watch(job);
  };
  const app = createApp({ enqueue });
  const middleware = await createNodeMiddleware(app, { probot, webhooksPath: webhookPath });
  const http = await listen(environment, { queue, middleware });
  const { handler, options } = createWorker({ workshop, enqueue });
  await queue.work(handler, { concurrency, ...options });
  const url = urlOf(http);
  const checks = workshop.catalogue.checks.length;
  probot.log.info({ url, version: VERSION, checks, database: databaseUrl ? 'postgresql' : 'embedded' }, 'listening');
  return {
    url,
    webhookUrl: `${url}${webhookPath}`,
    queue,
    async stop() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await announcer.stop();
      await queue.stop();
      await workshop.analyser.close();
    },
  };
}

function openProbot({ environment: { credentials, apiUrl }, env }: Pick<ServerOptions, 'environment' | 'env'>): Probot {
  // Its own pacing counts queries as writes, one a second, and repeats for ever; `paceClient` takes its place.
  const retry = { doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] };
  // Probot's defaults come later than ours, unless ours are a function.
  const Octokit = ProbotOctokit.defaults((options: object) => ({ ...options, throttle: { enabled: false }, retry }));
  return createProbot({
    env: { LOG_LEVEL: 'info', ...env },
    overrides: { appId: credentials.appId, secret: credentials.secret, baseUrl: apiUrl, Octokit },
  });
}

interface WorkshopSettings extends Pick<Workshop, 'key' | 'docsUrl'> {
  readonly paced: boolean;
  readonly queue: ReviewQueue;
}

async function openWorkshop(probot: Probot, { paced, queue, ...settings }: WorkshopSettings): Promise<Workshop> {
  const catalogue = await loadCatalogue();
  const versions = `${VERSION} ${ENGINES} ${fingerprintOf(catalogue)}`;
  return {
    ...settings,
    alone: (job, use) => queue.alone(job, use),
    clientFor: createClients(probot, { paced }),
    appSlug: once(() => readAppSlug(probot)),
    catalogue,
    analyser: cacheResults(createPool(), { cache: queue.findings, sealer: createSealer(settings.key), versions }),
    log: probot.log,
    memory: { blobs: createBlobMemory(), trees: createTreeMemory() },
  };
}

async function readAppSlug(probot: Probot): Promise<string> {
  const octokit = await probot.auth();
  return z.object({ slug: z.string() }).parse((await octokit.request('GET /app')).data).slug;
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
