import { notFound, Refusal } from './refusal.ts';
import { restRoutes } from './rest.ts';
import { createRouter } from './router.ts';
import { answerWeb } from './web.ts';
import type { Answer } from './call.ts';
import type { Gatekeeper } from './auth.ts';
import type { Descriptions } from './descriptions.ts';
import type { Incoming, Outgoing, Work } from './http.ts';
import type { Json } from './json.ts';
import type { RateLimits } from './rate-limits.ts';
import type { createGraphql } from './graphql.ts';
import type { createRest } from './rest.ts';
import type { Match } from './router.ts';
import type { World } from './world.ts';

export interface PlannerParts {
  readonly world: World;
  readonly rest: ReturnType<typeof createRest>;
  readonly descriptions: Descriptions;
  readonly gatekeeper: Gatekeeper;
  readonly limits: RateLimits;
  readonly graphql: ReturnType<typeof createGraphql>;
}

const apiPrefix = '/api/v3';

function send(
  answer: Answer,
  extra: Readonly<Record<string, string>>,
): Outgoing & { readonly type: string; readonly json: Json } {
  const status = answer.status ?? 200;
  const bytes = answer.body instanceof Uint8Array;
  const type = answer.type ?? 'application/json; charset=utf-8';
  const headers = { ...(status === 204 ? {} : { 'content-type': type }), ...extra, ...answer.headers };
  if (answer.body === undefined) return { status, headers, body: '', type, json: null };
  return bytes
    ? { status, headers, body: answer.body, type, json: null }
    : { status, headers, body: JSON.stringify(answer.body), type, json: answer.body };
}

/** Decides what each request is: REST, GraphQL or a page. */
export function createPlanner(parts: PlannerParts): (incoming: Incoming) => Work {
  const { limits, rest, gatekeeper } = parts;
  const route = createRouter(parts.descriptions);

  async function runRest(incoming: Incoming, match: Match): Promise<Outgoing> {
    const actor = gatekeeper.identify(incoming.headers.authorization);
    limits.enter();
    try {
      const free = match.operation.id === 'rate-limit/get';
      if (!free) limits.count(actor, restRoutes[match.operation.id]?.createsContent === true);
      const { url, body } = incoming;
      const accept = incoming.headers.accept ?? '*/*';
      const answer = await rest.answer({ match, actor, url, accept, body, rateLimit: () => limits.overview(actor) });
      const out = send(answer, limits.headers(actor));
      if (out.type.startsWith('application/json')) {
        const asObject = accept.includes('object') && match.operation.id === 'repos/get-content';
        const type = asObject ? 'application/vnd.github.object' : 'application/json';
        rest.check(match, { status: out.status, type, body: out.json });
      }
      return out;
    } catch (error) {
      if (error instanceof Refusal)
        throw new Refusal(error.status, error.body, { ...limits.headers(actor), ...error.headers });
      throw error;
    } finally {
      limits.leave();
    }
  }

  async function runGraphql(incoming: Incoming): Promise<Outgoing> {
    const actor = gatekeeper.identify(incoming.headers.authorization);
    limits.enter();
    try {
      limits.count(actor, false);
      const body = await parts.graphql.run(incoming.body, { actor, rateLimit: () => limits.overview(actor) });
      return send({ body }, limits.headers(actor, 'graphql'));
    } finally {
      limits.leave();
    }
  }

  return (incoming) => {
    const { method, url } = incoming;
    const path = url.pathname;
    if (path.startsWith(`${apiPrefix}/`)) {
      const match = route(method, path.slice(apiPrefix.length));
      if (!match) return { operation: 'unknown', path, createsContent: false, run: () => Promise.reject(notFound()) };
      const createsContent = restRoutes[match.operation.id]?.createsContent === true;
      return {
        operation: match.operation.id,
        path: match.operation.path,
        createsContent,
        run: () => runRest(incoming, match),
      };
    }
    if (path === '/api/graphql' && method === 'POST')
      return { operation: 'graphql', path, createsContent: false, run: () => runGraphql(incoming) };
    return { operation: 'page', path, createsContent: false, run: () => answerWeb(parts.world, incoming) };
  };
}
