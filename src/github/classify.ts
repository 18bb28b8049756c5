import { z } from 'zod';
import { GitHubTrouble, Gone, PermissionMissing, Refused, Unrelated } from './trouble.ts';

const headersShape = z.record(z.string(), z.unknown()).catch({});
const bodyShape = z
  .object({ message: z.string().catch(''), errors: z.array(z.unknown()).catch([]) })
  .catch({ message: '', errors: [] });

/** Octokit's RequestError, as far as it is used. Its own message and its `request` are not: they hold what was sent. */
const requestErrorShape = z.object({
  status: z.number(),
  response: z.object({ headers: headersShape, data: z.unknown() }).optional(),
});

const graphqlErrorShape = z.object({
  errors: z.array(z.object({ type: z.string().catch(''), message: z.string().catch('') })).min(1),
  headers: headersShape,
});

type Headers = Readonly<Record<string, unknown>>;

/** What Octokit threw → one of this room's errors. `what` names the request in messages: `GET /repos/{owner}/{repo}`. */
export function classifyError(error: unknown, what: string): Error {
  const graphql = graphqlErrorShape.safeParse(error);
  if (graphql.success) return classifyGraphql(graphql.data, what);
  const request = requestErrorShape.safeParse(error);
  // Without an answer Octokit reports a status of 500 as well.
  if (!request.success || !request.data.response) return new GitHubTrouble('network', `${what}: no answer from GitHub`);
  const { status, response } = request.data;
  return classifyStatus(status, { headers: response.headers, body: bodyShape.parse(response.data), what });
}

interface Answer {
  readonly headers: Headers;
  readonly body: z.infer<typeof bodyShape>;
  readonly what: string;
}

function classifyStatus(status: number, { headers, body, what }: Answer): Error {
  const message = `${what}: ${status} ${short(body.message)}`.trim();
  if (status >= 500) return new GitHubTrouble('server', message, { retryAfterSeconds: retryAfter(headers), status });
  if (status === 429 || (status === 403 && isLimit(headers, body.message)))
    return new GitHubTrouble('limit', message, { retryAfterSeconds: retryAfter(headers), status });
  if (status === 401 || status === 403) return new PermissionMissing(message, permissionsOf(headers));
  if (status === 404 && /^no common ancestor/i.test(body.message)) return new Unrelated(message);
  if (status === 404 || status === 410 || status === 451) return new Gone(message);
  const details = body.errors.map((each) => short(typeof each === 'string' ? each : JSON.stringify(each))).slice(0, 3);
  return new Refused([message, ...details].join('; '), status);
}

function permissionsOf(headers: Headers): string {
  const named = headers['x-accepted-github-permissions'];
  return typeof named === 'string' ? named : '';
}

function isLimit(headers: Headers, message: string): boolean {
  return (
    headers['retry-after'] !== undefined ||
    headers['x-ratelimit-remaining'] === '0' ||
    /secondary rate|rate limit|abuse/i.test(message)
  );
}

/** `retry-after`, else the time until the limit is reset, by GitHub's own clock. */
function retryAfter(headers: Headers): number | undefined {
  const said = Number(headers['retry-after'] ?? Number.NaN);
  if (Number.isFinite(said)) return said;
  if (headers['x-ratelimit-remaining'] !== '0') return undefined;
  const seconds = Number(headers['x-ratelimit-reset']) - Date.parse(String(headers['date'])) / 1000;
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds) + 1) : undefined;
}

function classifyGraphql({ errors, headers }: z.infer<typeof graphqlErrorShape>, what: string): Error {
  const [first] = errors;
  const message = `${what}: ${short(first?.message ?? '')}`;
  const types = new Set(errors.map((error) => error.type));
  if (types.has('RATE_LIMITED') || isLimit({}, first?.message ?? ''))
    return new GitHubTrouble('limit', message, { retryAfterSeconds: retryAfter(headers) });
  if (types.has('FORBIDDEN') || types.has('INSUFFICIENT_SCOPES')) {
    return new PermissionMissing(message, permissionsOf(headers));
  }
  if (types.has('NOT_FOUND')) return new Gone(message);
  // Time-outs and failures inside GitHub come as errors without a type that means anything to us.
  return new GitHubTrouble('server', message, { retryAfterSeconds: retryAfter(headers) });
}

/** GitHub's words, without what could be an address or run on. */
function short(text: string): string {
  return text
    .replace(/https?:\/\/\S+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
}
