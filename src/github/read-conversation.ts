import { z } from 'zod';
import type { Spoken } from '../core/actions.ts';
import type { PullRef } from '../core/flow.ts';
import { askGraphql, type GitHubClient } from './client.ts';
import { COMMENT_FIELDS, commentShape, spokenOf } from './spoken.ts';
import { Gone } from './trouble.ts';

/** A page of the comments of a pull request's conversation. */
export const conversationShape = z.object({
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  nodes: z.array(commentShape),
});

/** Field of `PullRequest` for `conversationShape`; `after` is the cursor's variable, where it is not the first page. */
export function conversationField(after = ''): string {
  const from = after === '' ? '' : `, after: $${after}`;
  return `comments(first: 100${from}) { pageInfo { hasNextPage endCursor } nodes { ${COMMENT_FIELDS} } }`;
}

/** All that asks anything of us holds these letters; a conversation may be long, and is not kept otherwise. */
const MAY_ASK = /\/cv/i;

const answerShape = z.object({
  repository: z.object({ pullRequest: z.object({ comments: conversationShape }).nullable() }).nullable(),
});

const QUERY = `query ($owner: String!, $repo: String!, $number: Int!, $at: String) {
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) { ${conversationField('at')} } }
}`;

/** The comments of a conversation that may ask something of us, oldest first; a request for each hundred after the first page. */
export async function gatherConversation(
  client: GitHubClient,
  { owner, repo, number }: PullRef,
  first: z.infer<typeof conversationShape>,
): Promise<readonly Spoken[]> {
  const found: Spoken[] = [];
  for (let page = first; ;) {
    found.push(...page.nodes.filter(({ body }) => MAY_ASK.test(body)).flatMap(spokenOf));
    const { hasNextPage, endCursor } = page.pageInfo;
    if (!hasNextPage) return found;
    const answer = await askGraphql(client, {
      what: 'conversation',
      query: QUERY,
      variables: { owner, repo, number, at: endCursor },
      answer: answerShape,
    });
    const next = answer.repository?.pullRequest?.comments;
    if (!next) throw new Gone('GraphQL conversation: the pull request is not there');
    page = next;
  }
}
