import { createDemoGitHub } from '../demo/github/server.ts';
import type { DemoGitHub } from '../demo/github/server.ts';
import { startServer } from '../src/server.ts';
import type { RunningServer } from '../src/server.ts';

export interface Loopback {
  readonly github: DemoGitHub;
  readonly server: RunningServer;
  /** Opens a pull request that changes so many modules, and waits for its review. */
  review(files: number): Promise<void>;
  close(): Promise<void>;
}

/** The App and a GitHub on loopback, with a repository of 60 modules. */
export async function startLoopback(options: {
  readonly latency?: number;
  readonly paced: boolean;
}): Promise<Loopback> {
  const github = await createDemoGitHub(options.latency === undefined ? {} : { latency: options.latency });
  const { app, origin } = github;
  const server = await startServer({
    environment: {
      credentials: { appId: app.id, secret: app.webhookSecret },
      host: '127.0.0.1',
      port: 0,
      webhookPath: '/api/github/webhooks',
      apiUrl: `${origin}/api/v3`,
      concurrency: 2,
    },
    env: { PRIVATE_KEY: app.privateKey, LOG_LEVEL: 'fatal' },
    paced: options.paced,
  });
  github.setWebhook(server.webhookUrl);
  const modules = (count: number, extra: string): Record<string, string> =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`src/shop/part${index}.py`, moduleText(index) + extra]),
    );
  await github.createRepository({
    owner: 'acme',
    name: 'shop',
    base: {
      'pyproject.toml': '[project]\nname = "shop"\nversion = "1.0"\nrequires-python = ">=3.11"\n',
      ...modules(60, ''),
    },
  });
  return {
    github,
    server,
    async review(files) {
      await github.openPull({
        owner: 'acme',
        repo: 'shop',
        title: `Change ${files} modules`,
        files: modules(files, NEWS),
      });
      await github.settled();
      await server.queue.idle();
    },
    async close() {
      await server.stop();
      await github.close();
    },
  };
}

const NEWS = '\n\ndef news(url):\n    return requests.get(url).json()\n';

function moduleText(index: number): string {
  const functions = Array.from(
    { length: 20 },
    (_, n) => `def step_${index}_${n}(order):\n    return order.total + ${n}\n`,
  );
  return `import requests\n\n\n${functions.join('\n\n')}`;
}
