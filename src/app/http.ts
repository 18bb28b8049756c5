import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { createNodeMiddleware } from 'probot';
import type { Environment } from './environment.ts';
import type { ReviewQueue } from '../queue/review-queue.ts';
import { VERSION } from '../version.ts';

interface Handlers {
  readonly queue: ReviewQueue;
  /** Probot's, for webhooks. */
  readonly middleware: Awaited<ReturnType<typeof createNodeMiddleware>>;
}

/** GitHub's payloads are at most 25 MB. */
const MOST_PAYLOAD = 26_000_000;

/** Listens for webhooks and for `GET /healthz`. Rejects where the port is taken. */
export function listen({ host, port }: Environment, handlers: Handlers): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request, response, handlers).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => resolve(server));
  });
}

/** `http://127.0.0.1:3000` of a server that listens. */
export function urlOf(server: Server): string {
  // A TCP server's address is never a string or null while it listens.
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

async function answer(request: IncomingMessage, response: ServerResponse, handlers: Handlers): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  if (request.method === 'GET' && path === '/healthz') return answerHealth(response, handlers.queue);
  if (request.method === 'POST' && !(Number(request.headers['content-length']) <= MOST_PAYLOAD)) {
    response.writeHead(413, { 'content-type': 'text/plain', connection: 'close' });
    response.end('payload without a length, or too large\n');
    return;
  }
  await handlers.middleware(request, response, () => {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
  });
}

/** 200 while the queue answers; what a load balancer or a container's health check asks for. */
async function answerHealth(response: ServerResponse, queue: ReviewQueue): Promise<void> {
  const stats = await queue.stats().catch(() => undefined);
  response.writeHead(stats ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify({ ok: stats !== undefined, version: VERSION, queue: stats ?? null })}\n`);
}
