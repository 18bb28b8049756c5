import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { createDemoGitHub } from '../demo/github/server.ts';
import type { Files } from '../demo/github/git-store.ts';
import { residentPeak } from './child.ts';
import { printTable, round } from './table.ts';

const LINES = 20_000;

/** Largest resident set of the server, GitHub in another process, through a change of 3,000 files and one of a file of 20,000 lines. */
export async function measureLarge(): Promise<void> {
  const many = (value: number): Files =>
    Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`src/shop/part${at}.py`, moduleText(at, value)]));
  const long = (value: number): Files => ({
    'long.py': Array.from({ length: LINES }, (_, at) => `name_${at} = ${at * value}\n`).join(''),
  });
  const rows = [
    await measure('3,000 files', many(1), many(2)),
    await measure('a file of 20,000 lines, all changed', long(1), long(2)),
  ];
  printTable(
    'Large changes',
    ['', 'MB at most to start', 'MB at most to review', 'requests', 'updates', 'seconds', 'conclusion'],
    rows,
  );
}

/** Linux starts the peak anew (proc(5), clear_refs); elsewhere there is none to start with. */
function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // The table then shows the start's peak twice.
  }
}

function moduleText(at: number, value: number): string {
  const functions = Array.from(
    { length: 20 },
    (_, n) => `def step_${at}_${n}(order):\n    return order.total + ${n * value}\n`,
  );
  return `import json\n\n\n${functions.join('\n\n')}`;
}

async function measure(name: string, base: Files, files: Files): Promise<readonly string[]> {
  const github = await createDemoGitHub();
  const { app, origin } = github;
  const environment = {
    credentials: { appId: app.id, secret: app.webhookSecret },
    host: '127.0.0.1',
    port: 0,
    webhookPath: '/api/github/webhooks',
    apiUrl: `${origin}/api/v3`,
    concurrency: 2,
  };
  const options = { environment, env: { PRIVATE_KEY: app.privateKey, LOG_LEVEL: 'fatal' } };
  const child = spawn(
    process.execPath,
    [new URL('./server-alone.ts', import.meta.url).pathname, JSON.stringify(options)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    const url = await new Promise<string>((resolve) =>
      child.stdout.once('data', (chunk) => resolve(String(chunk).trim())),
    );
    await github.createRepository({ owner: 'acme', name: 'shop', base });
    github.setWebhook(url);
    const opened = residentPeak(child.pid ?? 0);
    forgetPeak(child.pid ?? 0);
    const started = performance.now();
    await github.openPull({ owner: 'acme', repo: 'shop', title: name, files });
    const run = () => github.world.repository('acme', 'shop')?.checkRuns[0];
    while (run()?.status !== 'completed' && performance.now() - started < 300_000) await wait(100);
    const updates = github.requests.filter(({ operation }) => operation === 'checks/update').length;
    const seconds = (performance.now() - started) / 1000;
    return [
      name,
      round(opened),
      round(residentPeak(child.pid ?? 0)),
      String(github.traffic().requests),
      String(updates),
      round(seconds, 1),
      run()?.conclusion ?? 'none',
    ];
  } finally {
    child.kill();
    await github.close();
  }
}
