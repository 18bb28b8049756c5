import type { TestContext } from 'node:test';
import { createDemoGitHub } from '../../demo/github/server.ts';
import type { DemoGitHub } from '../../demo/github/server.ts';
import type { OpenedPull } from '../../demo/github/handles.ts';
import type { CheckRun, Review, ReviewComment } from '../../demo/github/model.ts';
import { startServer } from '../../src/server.ts';
import type { RunningServer } from '../../src/server.ts';

export interface Scene {
  readonly github: DemoGitHub;
  readonly server: RunningServer;
  /** Opens a pull request and waits until its review is done. */
  openPull(
    files: Record<string, string | null>,
    about?: { title?: string; body?: string; author?: string; fromFork?: boolean },
  ): Promise<OpenedPull>;
  /** Resolves when every event was delivered and nothing waits or runs. */
  settle(): Promise<void>;
  checkRuns(): readonly CheckRun[];
  reviews(): readonly Review[];
  /** All inline comments of all pull requests. */
  comments(): readonly ReviewComment[];
}

export const OWNER = 'acme';
export const REPO = 'shop';

/** The App as it is shipped, on a database of its own, with the demo's GitHub for company. */
export async function createScene(t: TestContext, base: Record<string, string>): Promise<Scene> {
  const github = await createDemoGitHub();
  const server = await startServer({
    environment: {
      credentials: { appId: github.app.id, secret: github.app.webhookSecret },
      host: '127.0.0.1',
      port: 0,
      webhookPath: '/api/github/webhooks',
      apiUrl: `${github.origin}/api/v3`,
      concurrency: 2,
      ...(process.env['DATABASE_URL'] ? { databaseUrl: process.env['DATABASE_URL'] } : {}),
    },
    paced: false,
    env: { PRIVATE_KEY: github.app.privateKey, LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'fatal' },
  });
  t.after(async () => {
    await server.stop();
    await github.close();
  });
  await github.createRepository({ owner: OWNER, name: REPO, base });
  github.setWebhook(server.webhookUrl);
  const repository = () => github.world.repository(OWNER, REPO);
  const settle = async (): Promise<void> => {
    await github.settled();
    await server.queue.idle();
  };
  return {
    github,
    server,
    settle,
    async openPull(files, about = {}) {
      const pull = await github.openPull({ owner: OWNER, repo: REPO, title: 'A change', files, ...about });
      await settle();
      return pull;
    },
    checkRuns: () => repository()?.checkRuns ?? [],
    reviews: () => [...(repository()?.pulls.values() ?? [])].flatMap(({ reviews }) => reviews),
    comments: () =>
      [...(repository()?.pulls.values() ?? [])].flatMap(({ threads }) => threads.flatMap(({ comments }) => comments)),
  };
}
