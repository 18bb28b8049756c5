import { createDemoGitHub } from '../demo/github/server.ts';
import type { OpenedPull } from '../demo/github/handles.ts';
import type { DemoGitHub } from '../demo/github/server.ts';
import { startServer } from '../src/app/server.ts';
import type { RunningServer } from '../src/app/server.ts';

export interface Loopback {
  readonly github: DemoGitHub;
  readonly server: RunningServer;
  /** Opens a pull request that changes so many modules, and waits for its review. */
  review(files: number): Promise<OpenedPull>;
  /** Pushes a change of one of its modules, with or without something new to say, and waits for the review. */
  push(pull: OpenedPull, options: { readonly news: boolean }): Promise<void>;
  close(): Promise<void>;
}

/** The App and a GitHub on loopback, with a repository of 60 modules. */
export async function startLoopback(options: {
  readonly latency?: number;
  readonly paced: boolean;
  /** Modules of the repository; 60 unless told. */
  readonly modules?: number;
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
      ...modules(options.modules ?? 60, ''),
    },
  });
  const settle = async (): Promise<void> => {
    await github.settled();
    await server.queue.idle();
  };
  return {
    github,
    server,
    async review(files) {
      const title = `Change ${files} modules`;
      const pull = await github.openPull({ owner: 'acme', repo: 'shop', title, files: modules(files, NEWS) });
      await settle();
      return pull;
    },
    async push(pull, { news }) {
      const more = news ? NEWS.replace('news', 'more') : '\n\nMORE = 1\n';
      await github.push({ pull, files: { 'src/shop/part0.py': moduleText(0) + NEWS + more } });
      await settle();
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
