import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';

export interface PostAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

async function read(response: IncomingMessage): Promise<PostAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString(),
  };
}

/** One POST on a connection of its own, which does not outlive it. Rejects when it is aborted or the connection fails. */
export function post(
  url: string,
  what: { headers: Readonly<Record<string, string>>; body: string; signal: AbortSignal },
): Promise<PostAnswer> {
  return new Promise((resolve, reject) => {
    const { headers, body, signal } = what;
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const outgoing = request(url, { method: 'POST', headers: { ...headers, ...length }, agent: false, signal });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      read(response).then(resolve, reject);
    });
    outgoing.end(body);
  });
}
