import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { createDemoGitHub } from '../demo/github/server.ts';
import type { DemoGitHub } from '../demo/github/server.ts';
import { residentPeak } from './child.ts';

export interface Measured {
  /** Largest resident set of the server meanwhile, in MB. */
  readonly peak: number;
  readonly requests: number;
  readonly seconds: number;
  readonly conclusion: string;
  readonly summary: string;
}

export interface ServerProcess {
  readonly github: DemoGitHub;
  /** Largest resident set of its start, in MB. */
  readonly startPeak: number;
  /** Does something that makes GitHub send events, and waits for the check run of its head. */
  review(act: () => Promise<{ readonly head: string }>): Promise<Measured>;
  close(): Promise<void>;
}

const LONGEST = 600_000;

/** The server in a process of its own, to be watched from outside; GitHub is in this one. */
export async function startServerProcess(place: { dataDir?: string; databaseUrl?: string }): Promise<ServerProcess> {
  const github = await createDemoGitHub();
  const { app, origin } = github;
  const environment = {
    credentials: { appId: app.id, secret: app.webhookSecret },
    host: '127.0.0.1',
    port: 0,
    webhookPath: '/api/github/webhooks',
    apiUrl: `${origin}/api/v3`,
    concurrency: 2,
    ...place,
  };
  const options = { environment, env: { PRIVATE_KEY: app.privateKey, LOG_LEVEL: 'fatal' } };
  const script = new URL('./server-alone.ts', import.meta.url).pathname;
  const { env, flags } = startCommand();
  const child = spawn(process.execPath, [...flags, script, JSON.stringify(options)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = child.pid ?? 0;
  const [said] = await once(child.stdout, 'data');
  github.setWebhook(String(said).trim());
  const startPeak = residentPeak(pid);
  return {
    github,
    startPeak,
    async review(act) {
      forgetPeak(pid);
      github.mark();
      const started = performance.now();
      const { head } = await act();
      const run = () => github.world.repository('acme', 'shop')?.checkRuns.find(({ sha }) => sha === head);
      while (run()?.status !== 'completed' && performance.now() - started < LONGEST) await wait(100);
      return {
        peak: residentPeak(pid),
        requests: github.traffic().requests,
        seconds: (performance.now() - started) / 1000,
        conclusion: run()?.conclusion ?? 'none',
        summary: run()?.summary ?? '',
      };
    },
    async close() {
      const ended = once(child, 'close');
      child.kill();
      await ended;
      await github.close();
    },
  };
}

/** What `npm start` gives Node, so that what is measured is what people run. */
function startCommand(): { readonly env: Readonly<Record<string, string>>; readonly flags: readonly string[] } {
  // The manifest of this repository.
  const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  const [before = '', after = ''] = scripts.start.split(/(?:^| )node /);
  const env = before.split(' ').flatMap((one) => (one === '' ? [] : [one.split('=')]));
  return { env: Object.fromEntries(env), flags: after.split(' ').filter((word) => word.startsWith('--')) };
}

/** Linux starts the peak anew (proc(5), clear_refs); elsewhere there is none to start with. */
function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // Every row then shows the largest so far.
  }
}
