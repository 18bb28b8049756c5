import { GraphQLError } from 'graphql';
import { holds } from './permissions.ts';
import type { Actor, Call } from './call.ts';
import type { Repository } from './model.ts';
import type { World } from './world.ts';

/** What resolvers know of the request. */
export interface GraphqlContext {
  readonly world: World;
  readonly actor: Actor;
  readonly events: Call['events'];
  readonly rateLimit: Call['rateLimit'];
}

/** An error as GitHub's GraphQL gives it: the kind stands beside the message. */
export function graphqlError(type: 'FORBIDDEN' | 'NOT_FOUND' | 'UNPROCESSABLE', message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/** Whether the caller may see the repository. What it may not see does not exist for it. */
export function visible(actor: Actor, repository: Repository): boolean {
  if (!repository.private) return true;
  if (actor.kind === 'user')
    return actor.account === repository.owner || repository.collaborators.has(actor.account.login.toLowerCase());
  if (actor.kind !== 'installation') return false;
  return (
    repository.installed &&
    repository.owner === actor.installation.account &&
    (actor.repositories?.has(repository.id) ?? true)
  );
}

/** Refuses, in GraphQL's way, what the installation has no permission for. */
export function requireAccess(context: GraphqlContext, need: Readonly<Record<string, 'read' | 'write'>>): void {
  const { actor } = context;
  if (actor.kind === 'installation' && !holds(actor.permissions, need))
    throw graphqlError('FORBIDDEN', 'Resource not accessible by integration');
}
