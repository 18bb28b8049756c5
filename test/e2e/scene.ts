import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { NewPull, NewRepository, OpenedPull } from '../../demo/github/handles.ts';
import type { CheckRun, Review, ReviewComment } from '../../demo/github/model.ts';
import type { DemoGitHubOptions } from '../../demo/github/options.ts';
import { createDemoGitHub } from '../../demo/github/server.ts';
import type { DemoGitHub } from '../../demo/github/server.ts';
import { startServer } from '../../src/app/server.ts';
import type { RunningServer } from '../../src/app/server.ts';

/** The App as it is shipped, with the demo's GitHub for company. Starting it costs seconds: tests of a file share one. */
export interface Scene {
  readonly github: DemoGitHub;
  readonly server: RunningServer;
  /** All of them; more than one where `DATABASE_URL` names a server that they share. */
  readonly servers: readonly RunningServer[];
  /** Events go to another server from now on. */
  deliverTo(server: RunningServer): void;
  /** A repository of its own for a test. */
  openRepository(base: Record<string, string>, collaborators?: NewRepository['collaborators']): Promise<Stage>;
  close(): Promise<void>;
}

/** One repository and what the App said on it. */
export interface Stage {
  readonly owner: string;
  readonly repo: string;
  /** Opens a pull request and waits until its review is done. */
  openPull(files: Record<string, string | null>, more?: Partial<NewPull>): Promise<OpenedPull>;
  /** Resolves when every event was delivered and nothing waits or runs. */
  settle(): Promise<void>;
  /** Oldest first. */
  checkRuns(): readonly CheckRun[];
  /** `completed neutral`, of the runs on a commit, oldest first. */
  endsAt(sha: string): readonly string[];
  reviews(): readonly Review[];
  /** All inline comments of all its pull requests. */
  comments(): readonly ReviewComment[];
}

const OWNER = 'acme';

export interface SceneOptions {
  /** Reviews at the same time; 2 unless told. */
  readonly concurrency?: number;
  /** Processes of the App, with one database; 1 unless told. They call the demo by names of their own. */
  readonly replicas?: number;
  readonly github?: DemoGitHubOptions;
}

export async function createScene(options: SceneOptions = {}): Promise<Scene> {
  const { concurrency = 2, replicas = 1 } = options;
  const github = await createDemoGitHub({ app: askedFor(), ...options.github });
  const server = await start(github, { concurrency, origin: github.origin });
  const others = Array.from({ length: replicas - 1 }, () =>
    start(github, { concurrency, origin: github.origin.replace('127.0.0.1', 'localhost') }),
  );
  const servers = [server, ...(await Promise.all(others))];
  github.setWebhook(server.webhookUrl);
  let count = 0;
  return {
    github,
    server,
    servers,
    deliverTo: ({ webhookUrl }) => github.setWebhook(webhookUrl),
    async openRepository(base, collaborators = {}) {
      count += 1;
      const repo = `shop${count}`;
      await github.createRepository({ owner: OWNER, name: repo, base, collaborators });
      return createStage(github, server, repo);
    },
    async close() {
      await Promise.all(servers.map((each) => each.stop()));
      await github.close();
    },
  };
}

function start(
  github: DemoGitHub,
  { concurrency, origin }: { readonly concurrency: number; readonly origin: string },
): Promise<RunningServer> {
  return startServer({
    environment: {
      credentials: { appId: github.app.id, secret: github.app.webhookSecret },
      host: '127.0.0.1',
      port: 0,
      webhookPath: '/api/github/webhooks',
      apiUrl: `${origin}/api/v3`,
      concurrency,
      ...(process.env['DATABASE_URL'] ? { databaseUrl: process.env['DATABASE_URL'] } : {}),
    },
    paced: false,
    env: { PRIVATE_KEY: github.app.privateKey, LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'fatal' },
  });
}

function createStage(github: DemoGitHub, server: RunningServer, repo: string): Stage {
  const pulls = () => [...(github.world.repository(OWNER, repo)?.pulls.values() ?? [])];
  const checkRuns = () => github.world.repository(OWNER, repo)?.checkRuns ?? [];
  const settle = async (): Promise<void> => {
    await github.settled();
    await server.queue.idle();
  };
  return {
    owner: OWNER,
    repo,
    settle,
    async openPull(files, more = {}) {
      const pull = await github.openPull({ owner: OWNER, repo, title: 'A change', files, ...more });
      await settle();
      return pull;
    },
    checkRuns,
    endsAt: (sha) =>
      checkRuns()
        .filter((run) => run.sha === sha)
        .map(({ status, conclusion }) => `${status} ${conclusion ?? ''}`.trim()),
    reviews: () => pulls().flatMap(({ reviews }) => reviews),
    comments: () => pulls().flatMap(({ threads }) => threads.flatMap(({ comments }) => comments)),
  };
}

/** The App's permissions and events as app.yml asks for them: what it lacks there it lacks here. */
function askedFor(): { permissions: Record<string, 'read' | 'write'>; events: readonly string[] } {
  const manifest = z
    .object({
      default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
      default_events: z.array(z.string()),
    })
    .parse(parse(readFileSync(new URL('../../app.yml', import.meta.url), 'utf8')));
  return { permissions: manifest.default_permissions, events: manifest.default_events };
}
