import { appRoutes } from './rest/apps.ts';
import { checkRoutes } from './rest/checks.ts';
import { contentRoutes } from './rest/contents.ts';
import { gitRoutes } from './rest/git-data.ts';
import { hookRoutes } from './rest/hooks.ts';
import { issueRoutes } from './rest/issues.ts';
import { pullRoutes } from './rest/pulls.ts';
import { reactionRoutes } from './rest/reactions.ts';
import { repoRoutes } from './rest/repos.ts';
import { reviewCommentRoutes } from './rest/review-comments.ts';
import { reviewRoutes } from './rest/reviews.ts';
import { checkAccess } from './permissions.ts';
import { invalidRequest, notFound, Refusal } from './refusal.ts';
import type { Actor, Answer, Call, Routes } from './call.ts';
import type { Descriptions } from './descriptions.ts';
import type { Json } from './json.ts';
import type { Match } from './router.ts';
import type { Violations } from './violations.ts';
import { isRecord } from './json.ts';

export const restRoutes: Routes = {
  ...appRoutes,
  ...hookRoutes,
  ...repoRoutes,
  ...contentRoutes,
  ...gitRoutes,
  ...pullRoutes,
  ...reviewRoutes,
  ...reviewCommentRoutes,
  ...issueRoutes,
  ...reactionRoutes,
  ...checkRoutes,
};

/** What of a call is the same for every request. */
export type Services = Pick<Call, 'world' | 'events' | 'deliveries' | 'tokens' | 'manifests'>;

export interface RestRequest {
  readonly match: Match;
  readonly actor: Actor;
  readonly url: URL;
  readonly accept: string;
  /** Raw body; empty where there is none. */
  readonly body: string;
  readonly rateLimit: Call['rateLimit'];
}

function parseBody(text: string): Json {
  if (text === '') return {};
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    throw new Refusal(400, { message: 'Problems parsing JSON' });
  }
}

/** Answers REST requests: who may, what the description says of the request, the work, what it says of the answer. */
export function createRest(services: Services, parts: { descriptions: Descriptions; violations: Violations }) {
  const { descriptions, violations } = parts;

  async function answer({ match, actor, url, accept, body, rateLimit }: RestRequest): Promise<Answer> {
    const { operation, params } = match;
    const route = restRoutes[operation.id];
    if (!route) throw notFound();
    const repository =
      params.repo === undefined ? undefined : services.world.repository(params.owner ?? '', params.repo);
    if (params.repo !== undefined && !repository) throw notFound();
    checkAccess(actor, route, repository);
    const parsed = parseBody(body);
    const problems = descriptions.checkRequest(operation, { params, query: url.searchParams, body: parsed });
    if (problems.length > 0) {
      violations.add({ kind: 'request', operation: operation.id, problems, url: url.pathname });
      throw invalidRequest(...problems);
    }
    return route.handle({
      ...services,
      actor,
      params,
      query: url.searchParams,
      body: isRecord(parsed) ? parsed : {},
      accept,
      url,
      rateLimit,
    });
  }

  /** Holds an answer against the description. A broken one is the demo's own fault: it is recorded and thrown. */
  function check(match: Match, found: { status: number; type: string; body: Json }): void {
    const problems = descriptions.checkAnswer(match.operation, found);
    if (problems.length === 0) return;
    violations.add({ kind: 'answer', operation: match.operation.id, problems });
    throw new Error(`The demo's answer to ${match.operation.id} breaks GitHub's description: ${problems.join(' ')}`);
  }

  return { answer, check };
}
