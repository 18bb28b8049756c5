import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { Refusal } from './refusal.ts';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Fault, Faults } from './faults.ts';
import type { Recorder } from './recorder.ts';

/** A request with its body read. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Outgoing {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What a request turned out to be, and how to answer it. */
export interface Work {
  readonly operation: string;
  readonly path: string;
  readonly createsContent: boolean;
  readonly run: () => Promise<Outgoing>;
}

export interface HttpParts {
  readonly recorder: Recorder;
  readonly faults: Faults;
  /** Milliseconds before every answer. */
  readonly latency: number;
  readonly plan: (incoming: Incoming) => Work;
  /** Told of errors that are nobody's refusal. */
  readonly onError: (error: unknown) => void;
}

const largestBody = 25 * 1024 * 1024;

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > largestBody) throw new Refusal(413, { message: 'Payload Too Large' });
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString();
}

function jsonAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Outgoing {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

/** A refusal in GitHub's shape. */
export function refusalAnswer(refusal: Refusal): Outgoing {
  const body = { ...refusal.body, documentation_url: 'https://docs.github.com/rest', status: String(refusal.status) };
  return jsonAnswer(refusal.status, body, refusal.headers);
}

function faultAnswer(fault: Fault): Outgoing {
  const status = fault.status ?? 502;
  if (status >= 500)
    return {
      status,
      headers: { 'content-type': 'text/html', ...fault.headers },
      body: fault.message ?? '<html>Unicorn!</html>',
    };
  return jsonAnswer(
    status,
    {
      message: fault.message ?? 'Refused for a test',
      documentation_url: 'https://docs.github.com/rest',
      status: String(status),
    },
    fault.headers,
  );
}

/** Whether the fault only changes how the true answer arrives. */
function keepsAnswer(fault: Fault): boolean {
  return (
    fault.status === undefined &&
    fault.commit !== true &&
    (fault.truncate === true || ((fault.delay !== undefined || fault.until !== undefined) && fault.reset !== true))
  );
}

async function carryOut(work: Work, fault: Fault | undefined): Promise<Outgoing> {
  if (fault?.delay !== undefined) await wait(fault.delay);
  await fault?.until;
  if (!fault || keepsAnswer(fault)) {
    const answer = await work.run();
    if (fault?.truncate !== true) return answer;
    return { ...answer, body: Buffer.from(answer.body).subarray(0, Math.floor(Buffer.byteLength(answer.body) / 2)) };
  }
  if (fault.commit === true) await work.run();
  return faultAnswer(fault);
}

function write(response: ServerResponse, incoming: Incoming, answer: Outgoing): void {
  const etag = `W/"${createHash('sha256').update(answer.body).digest('hex')}"`;
  const common = {
    ...answer.headers,
    'x-github-request-id': randomUUID(),
    'x-github-media-type': 'github.v3; format=json',
  };
  const conditional = incoming.method === 'GET' && answer.status === 200;
  if (conditional && incoming.headers['if-none-match'] === etag) {
    response.writeHead(304, { ...common, etag }).end();
    return;
  }
  response.writeHead(answer.status, {
    ...common,
    ...(conditional ? { etag } : {}),
    'content-length': Buffer.byteLength(answer.body),
  });
  response.end(answer.body);
}

/** An HTTP server that records every request and can be told to fail. */
export function createHttp(parts: HttpParts): Server {
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
    const body = await readBody(request);
    const incoming: Incoming = { method, url, headers: request.headers, body };
    const work = parts.plan(incoming);
    const entry = parts.recorder.start({
      method,
      operation: work.operation,
      path: work.path,
      url: url.pathname + url.search,
      host: url.host,
      createsContent: work.createsContent,
    });
    const fault = parts.faults.take({ method, operation: work.operation, url: url.pathname + url.search });
    let answer: Outgoing;
    try {
      if (parts.latency > 0) await wait(parts.latency);
      answer = await carryOut(work, fault);
    } catch (error) {
      if (!(error instanceof Refusal)) parts.onError(error);
      answer =
        error instanceof Refusal
          ? refusalAnswer(error)
          : jsonAnswer(500, { message: `Demo: ${error instanceof Error ? error.message : String(error)}` });
    }
    parts.recorder.finish(entry, { status: answer.status, bytes: Buffer.byteLength(answer.body) });
    if (fault?.reset === true) response.destroy();
    else write(response, incoming, answer);
  }

  return createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      parts.onError(error);
      response.destroy();
    });
  });
}
