import { createSign } from 'node:crypto';
import { createServer } from 'node:http';
import { after } from 'node:test';
import { Octokit } from '@octokit/rest';
import { createDemoGitHub } from '../../demo/github/server.ts';
import type { IncomingHttpHeaders } from 'node:http';
import type { OpenedPull } from '../../demo/github/handles.ts';
import type { DemoGitHubOptions } from '../../demo/github/options.ts';
import type { DemoGitHub } from '../../demo/github/server.ts';

/** `1` to the number, a line each. */
export function numbered(count: number): string {
  return Array.from({ length: count }, (_each, index) => `${index + 1}\n`).join('');
}

/** A demo that the test file closes at its end. */
export async function startDemo(options: DemoGitHubOptions = {}): Promise<DemoGitHub> {
  const demo = await createDemoGitHub(options);
  after(() => demo.close());
  return demo;
}

/** `the-library/loans` with forty numbered lines, and a pull request that changes lines 10 and 30. */
export async function openExample(demo: DemoGitHub): Promise<OpenedPull> {
  const lines = numbered(40);
  await demo.createRepository({
    owner: 'city',
    name: 'loans',
    base: { 'loans.py': lines, 'keep.py': 'kept\n' },
    collaborators: { alice: 'write' },
  });
  const files = { 'loans.py': lines.replace('\n10\n', '\nten\n').replace('\n30\n', '\nthirty\n'), 'new.py': 'new\n' };
  return demo.openPull({ owner: 'city', repo: 'loans', title: 'Lend', files, author: 'alice' });
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The App's token, with claims to break it. Times are in seconds. */
export function appJwt(demo: DemoGitHub, claims: Readonly<Record<string, unknown>> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const unsigned = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iat: now - 30, exp: now + 300, iss: demo.app.id, ...claims })}`;
  return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(demo.app.privateKey, 'base64url')}`;
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

export function clientWith(demo: DemoGitHub, token?: string): Octokit {
  return new Octokit({
    baseUrl: `${demo.origin}/api/v3`,
    log: silent,
    ...(token === undefined ? {} : { auth: token }),
  });
}

export async function installationToken(demo: DemoGitHub, owner = 'city'): Promise<string> {
  const answer = await clientWith(demo, appJwt(demo)).rest.apps.createInstallationAccessToken({
    installation_id: demo.installationId(owner),
  });
  return answer.data.token;
}

export async function installationClient(demo: DemoGitHub, owner = 'city'): Promise<Octokit> {
  return clientWith(demo, await installationToken(demo, owner));
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** One request without a client in between. */
export async function send(
  demo: DemoGitHub,
  request: { method?: string; path: string; token?: string; body?: unknown; headers?: Record<string, string> },
): Promise<RawAnswer> {
  const { method = 'GET', path, token, body, headers = {} } = request;
  const answer = await fetch(`${demo.origin}${path}`, {
    method,
    headers: { ...(token === undefined ? {} : { authorization: `token ${token}` }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A web hook's receiver that answers with what `answer` says. */
export async function receiveHooks(
  answer: () => number = () => 202,
): Promise<{ readonly url: string; readonly received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(answer()).end('seen');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('No port');
  return { url: `http://127.0.0.1:${address.port}/hook`, received };
}
