import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { createDemoGitHub } from '../../demo/github/server.ts';
import type { DemoGitHub } from '../../demo/github/server.ts';
import { startServer } from '../../src/app/server.ts';
import type { RunningServer } from '../../src/app/server.ts';

describe('a webhook that is not GitHub’s own is refused, and nothing is queued', () => {
  let github: DemoGitHub;
  let server: RunningServer;

  before(async () => {
    github = await createDemoGitHub();
    server = await startServer({
      environment: {
        credentials: { appId: github.app.id, secret: github.app.webhookSecret },
        host: '127.0.0.1',
        port: 0,
        webhookPath: '/api/github/webhooks',
        apiUrl: `${github.origin}/api/v3`,
        concurrency: 1,
      },
      env: { PRIVATE_KEY: github.app.privateKey, LOG_LEVEL: 'fatal' },
      paced: false,
    });
  });

  after(async () => {
    await server.stop();
    await github.close();
  });

  const BODY = JSON.stringify({ action: 'opened', installation: { id: 1 } });
  const sign = (body: string, secret: string): string =>
    `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const send = (body: string, headers: Record<string, string>): Promise<Response> =>
    fetch(server.webhookUrl, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

  const rows: readonly (readonly [string, () => Promise<Response>])[] = [
    ['no signature', () => send(BODY, { 'x-github-event': 'pull_request', 'x-github-delivery': 'a' })],
    [
      'a signature with another secret',
      () =>
        send(BODY, {
          'x-github-event': 'pull_request',
          'x-github-delivery': 'a',
          'x-hub-signature-256': sign(BODY, 'guess'),
        }),
    ],
    [
      'a body that is not JSON',
      () =>
        send('{"action":', {
          'x-github-event': 'pull_request',
          'x-github-delivery': 'a',
          'x-hub-signature-256': sign('{"action":', github.app.webhookSecret),
        }),
    ],
    [
      'no event name',
      () => send(BODY, { 'x-github-delivery': 'a', 'x-hub-signature-256': sign(BODY, github.app.webhookSecret) }),
    ],
  ];
  const assertRefused = async (request: () => Promise<Response>): Promise<void> => {
    const response = await request();
    assert.ok(response.status >= 400 && response.status < 500, `answered ${response.status}`);
    assert.deepEqual(await server.queue.stats(), { queued: 0, active: 0, failed: 0 });
  };
  for (const [name, request] of rows) test(name, () => assertRefused(request));

  test('the health page answers, and any other page is not found', async () => {
    const health = await fetch(`${server.url}/healthz`);
    assert.equal(health.status, 200);
    assert.match(await health.text(), /"ok":true/);
    assert.equal((await fetch(`${server.url}/probot`)).status, 404);
  });
});
