import { z } from 'zod';
import { askGraphql, type GitHubClient } from './client.ts';
import { COMMENT_FIELDS, commentShape } from './spoken.ts';

type Comment = z.infer<typeof commentShape>;

const PAGE = 100;

const answerShape = z.object({
  node: z
    .object({
      comments: z.object({
        pageInfo: z.object({ hasPreviousPage: z.boolean(), startCursor: z.string().nullable() }),
        nodes: z.array(commentShape),
      }),
    })
    .nullable(),
});

const QUERY = `query ($thread: ID!, $size: Int!, $before: String) {
  node(id: $thread) { ... on PullRequestReviewThread {
    comments(last: $size, before: $before) { pageInfo { hasPreviousPage startCursor } nodes { ${COMMENT_FIELDS} } }
  } }
}`;

interface Unread {
  /** For GraphQL. */
  readonly thread: string;
  /** Comments at its end that were not read with its beginning. */
  readonly unread: number;
  /** Requests that it may take: what is said last is read first, since it may decide. */
  readonly room: number;
}

/** The end of a long thread, oldest first. A thread that is gone by now has none. */
export async function readLater(
  client: GitHubClient,
  { thread, unread, room }: Unread,
): Promise<{ readonly nodes: readonly Comment[]; readonly requests: number }> {
  const nodes: Comment[] = [];
  let requests = 0;
  let before: string | null = null;
  while (nodes.length < unread && requests < room) {
    requests += 1;
    const found: z.infer<typeof answerShape> = await askGraphql(client, {
      what: 'thread',
      query: QUERY,
      variables: { thread, size: Math.min(PAGE, unread - nodes.length), before },
      answer: answerShape,
    });
    if (!found.node) break;
    const { comments } = found.node;
    nodes.unshift(...comments.nodes);
    before = comments.pageInfo.startCursor;
    if (!comments.pageInfo.hasPreviousPage || before === null) break;
  }
  return { nodes, requests };
}
