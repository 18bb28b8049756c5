import { setTimeout as wait } from 'node:timers/promises';
import type { Probot } from 'probot';
import type { GitHubClient } from '../github/client.ts';
import { paceClient, type Clock } from '../github/pacer.ts';

type Octokit = Awaited<ReturnType<Probot['auth']>>;

/** A client that asks for another token, once for each request, when GitHub no longer takes the one that it has. */
function renewTokens(octokit: Octokit, installationId: number): GitHubClient {
  const renewed = async <T>(send: () => Promise<T>): Promise<T> => {
    try {
      return await send();
    } catch (error) {
      const isExpired = typeof error === 'object' && error !== null && 'status' in error && error.status === 401;
      if (!isExpired) throw error;
      await octokit.auth({ type: 'installation', installationId, refresh: true });
      // GitHub did nothing of what it refused.
      return send();
    }
  };
  return {
    request: (route, parameters) => renewed(() => octokit.request(route, parameters)),
    graphql: (query, variables) => renewed(() => octokit.graphql(query, variables)),
  };
}

const CLOCK: Clock = { now: () => performance.now(), sleep: (milliseconds) => wait(milliseconds) };

/** One client for each installation, whose limits all of its reviews share. */
export function createClients(
  probot: Probot,
  { paced }: { readonly paced: boolean },
): (installation: number) => Promise<GitHubClient> {
  const clients = new Map<number, Promise<GitHubClient>>();
  const open = async (installation: number): Promise<GitHubClient> => {
    const client = renewTokens(await probot.auth(installation), installation);
    if (!paced) return client;
    return paceClient(client, {
      clock: CLOCK,
      onLimit: (limit) => probot.log.warn({ installation, ...limit }, 'rate limit'),
    });
  };
  return (installation) => {
    const client = clients.get(installation) ?? open(installation);
    clients.set(installation, client);
    client.catch(() => clients.delete(installation));
    return client;
  };
}
