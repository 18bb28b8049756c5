import type { TestContext } from 'node:test';
import { ProbotOctokit } from 'probot';
import { createDemoGitHub, type DemoGitHub } from '../../demo/github/server.ts';
import type { Files } from '../../demo/github/git-store.ts';
import type { NewPull, OpenedPull } from '../../demo/github/handles.ts';
import type { DemoGitHubOptions } from '../../demo/github/options.ts';
import type { GitHubClient } from '../../src/github/client.ts';

export interface Scene {
  readonly github: DemoGitHub;
  readonly client: GitHubClient;
  /** Folder of the bare repository behind it. */
  readonly folder: string;
  openPull(options: Partial<NewPull> & { readonly files: Files }): Promise<OpenedPull>;
}

/** A GitHub with one repository `acme/app`, and a client that is the App's installation there. Repeats come at once. */
export async function createScene(t: TestContext, base: Files, options: DemoGitHubOptions = {}): Promise<Scene> {
  const github = await createDemoGitHub(options);
  t.after(() => github.close());
  await github.createRepository({ owner: 'acme', name: 'app', base });
  const client = new ProbotOctokit({
    baseUrl: `${github.origin}/api/v3`,
    auth: { appId: github.app.id, privateKey: github.app.privateKey, installationId: github.installationId('acme') },
    throttle: { enabled: false },
    retry: { retryAfterBaseValue: 1 },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  const folder = github.world.repository('acme', 'app')?.store.folder ?? '';
  return {
    github,
    client,
    folder,
    openPull: (pull) => github.openPull({ owner: 'acme', repo: 'app', title: 'A change', ...pull }),
  };
}
