import { setTimeout as wait } from 'node:timers/promises';
import type { Probot } from 'probot';
import type { GitHubClient } from './github/client.ts';
import { paceClient, type Clock } from './github/pacer.ts';

const CLOCK: Clock = { now: () => performance.now(), sleep: (milliseconds) => wait(milliseconds) };

/** One client for each installation, whose limits all of its reviews share. */
export function createClients(
  probot: Probot,
  { paced }: { readonly paced: boolean },
): (installation: number) => Promise<GitHubClient> {
  const clients = new Map<number, Promise<GitHubClient>>();
  const open = async (installation: number): Promise<GitHubClient> => {
    const client = await probot.auth(installation);
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
