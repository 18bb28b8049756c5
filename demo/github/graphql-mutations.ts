import { graphqlError, requireAccess, visible } from './graphql-access.ts';
import { findNode, threadNode } from './graphql-nodes.ts';
import { allPulls } from './world.ts';
import type { GraphqlContext } from './graphql-access.ts';
import type { Thread, Words } from './model.ts';

interface ThreadInput {
  readonly input: { readonly threadId: string; readonly clientMutationId?: string | null };
}

interface MinimizeInput {
  readonly input: {
    readonly subjectId: string;
    readonly classifier: string;
    readonly clientMutationId?: string | null;
  };
}

function threadOf(context: GraphqlContext, id: string): Thread {
  const threads = allPulls(context.world)
    .filter((pull) => visible(context.actor, pull.repository))
    .flatMap((pull) => pull.threads);
  const found = threads.find((thread) => `PRRT_${thread.id}` === id);
  if (!found) throw graphqlError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
  return found;
}

/** Threads take `contents: write`; `pull_requests: write` is not enough. */
function changeThread(context: GraphqlContext, { input }: ThreadInput, resolved: boolean) {
  const thread = threadOf(context, input.threadId);
  requireAccess(context, { contents: 'write', pull_requests: 'write' });
  if (resolved) thread.resolvedBy = context.actor.kind === 'user' ? context.actor.account : context.world.app.bot;
  else delete thread.resolvedBy;
  return { clientMutationId: input.clientMutationId ?? null, thread: threadNode(context, thread) };
}

/** Anything with words that can be hidden. */
function wordsOf(context: GraphqlContext, id: string): Words {
  for (const pull of allPulls(context.world).filter((each) => visible(context.actor, each.repository))) {
    const all: readonly (readonly [string, Words])[] = [
      ...pull.reviews.map((each) => [`PRR_${each.id}`, each] as const),
      ...pull.comments.map((each) => [`IC_${each.id}`, each] as const),
      ...pull.threads.flatMap((thread) => thread.comments).map((each) => [`PRRC_${each.id}`, each] as const),
    ];
    const found = all.find(([key]) => key === id);
    if (found) return found[1];
  }
  throw graphqlError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
}

/** The fields of `Mutation`. */
export const mutations = {
  resolveReviewThread: (args: ThreadInput, context: GraphqlContext) => changeThread(context, args, true),
  unresolveReviewThread: (args: ThreadInput, context: GraphqlContext) => changeThread(context, args, false),
  minimizeComment({ input }: MinimizeInput, context: GraphqlContext) {
    requireAccess(context, { pull_requests: 'write' });
    wordsOf(context, input.subjectId).minimized = input.classifier;
    return { clientMutationId: input.clientMutationId ?? null, minimizedComment: findNode(context, input.subjectId) };
  },
};
