import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../src/app/server.ts';
import type { RunningServer } from '../src/app/server.ts';
import { createDemoGitHub } from './github/server.ts';
import type { DemoGitHub } from './github/server.ts';
import type { OpenedPull } from './github/handles.ts';
import type { CheckRun, Pull } from './github/model.ts';
import type { DemoPull } from './pull.ts';

/** A GitHub on loopback with the demo's repository, and the App that listens to it. */
export interface Demo {
  readonly github: DemoGitHub;
  readonly server: RunningServer;
  /** Opens the pull request; resolves when its web hooks were answered and no job waits or runs. */
  openPull(): Promise<OpenedPull>;
  /** What has become of it so far. */
  look(opened: OpenedPull): { readonly pull: Pull; readonly runs: readonly CheckRun[] };
  /** The files of the pull request's head, as git has them. */
  readLines(opened: OpenedPull, paths: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Stops both and removes what they wrote to disk. Once is enough, twice does no harm. */
  close(): Promise<void>;
}

export interface DemoOptions {
  readonly what: DemoPull;
  /** Port of the demo's GitHub on 127.0.0.1; 0 takes any free one. */
  readonly port?: number;
  /** Told of each step as it begins. */
  readonly say?: (step: string) => void;
  /** Level of the App's log, which goes to standard output. */
  readonly logLevel?: string;
}

/** The App as `npm start` runs it, with a database of its own in a temporary folder. Nothing leaves the machine. */
export async function startDemo({ what, port = 0, say = () => {}, logLevel = 'fatal' }: DemoOptions): Promise<Demo> {
  const closers: (() => Promise<unknown>)[] = [];
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= closeAll(closers));
  try {
    say('Starting a GitHub on 127.0.0.1');
    const github = await createDemoGitHub({ port });
    closers.push(() => github.close());
    const { owner, repo, base } = what;
    await github.createRepository({ owner, name: repo, base, ownerType: 'Organization' });
    say('Starting the App on a database of its own');
    const dataDir = await mkdtemp(join(tmpdir(), 'chapter-and-verse-demo-'));
    closers.push(() => rm(dataDir, { recursive: true, force: true }));
    const server = await startApp(github, { dataDir, logLevel });
    closers.push(() => server.stop());
    github.setWebhook(server.webhookUrl);
    return { github, server, close, ...handlesOf({ github, server, what, say }) };
  } catch (error) {
    await close();
    throw error;
  }
}

function startApp(
  { app, origin }: DemoGitHub,
  { dataDir, logLevel }: { dataDir: string; logLevel: string },
): Promise<RunningServer> {
  return startServer({
    environment: {
      credentials: { appId: app.id, secret: app.webhookSecret },
      host: '127.0.0.1',
      port: 0,
      webhookPath: '/api/github/webhooks',
      apiUrl: `${origin}/api/v3`,
      dataDir,
      concurrency: 2,
    },
    env: { PRIVATE_KEY: app.privateKey, LOG_LEVEL: logLevel },
    paced: false,
  });
}

type Parts = Pick<Demo, 'github' | 'server'> & Required<Pick<DemoOptions, 'what' | 'say'>>;

function handlesOf({ github, server, what, say }: Parts): Pick<Demo, 'openPull' | 'look' | 'readLines'> {
  const { owner, repo, author, branch, title, body, files } = what;
  const repository = () => {
    const found = github.world.repository(owner, repo);
    if (!found) throw new Error(`The demo's GitHub has no ${owner}/${repo}`);
    return found;
  };
  return {
    async openPull() {
      say(`Opening the pull request “${title}”`);
      github.mark();
      const opened = await github.openPull({ owner, repo, author, branch, title, body, files });
      await github.settled();
      await server.queue.idle();
      return opened;
    },
    look({ number, head }) {
      const pull = repository().pulls.get(number);
      if (!pull) throw new Error(`The demo's GitHub has no pull request ${number}`);
      return { pull, runs: repository().checkRuns.filter(({ sha }) => sha === head) };
    },
    async readLines({ head }, paths) {
      const { store } = repository();
      const read = async (path: string) =>
        [path, (await store.git('show', `${head}:${path}`)).toString().split('\n')] as const;
      return new Map(await Promise.all([...new Set(paths)].map(read)));
    },
  };
}

/** Last started, first stopped; one that fails does not keep the others from it. */
async function closeAll(closers: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const each of closers.toReversed()) await each().catch(() => {});
}
