import { graphqlError } from './graphql-access.ts';

export interface Page {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** A connection over a list. GitHub demands `first` or `last`, of at most 100. */
export function connection<Item, Node>(items: readonly Item[], page: Page, node: (item: Item) => Node) {
  const size = page.first ?? page.last;
  if (size == null)
    throw graphqlError(
      'UNPROCESSABLE',
      'You must provide a `first` or `last` value to properly paginate the connection.',
    );
  if (size < 1 || size > 100)
    throw graphqlError('UNPROCESSABLE', `Requesting ${size} records exceeds the \`first\` limit of 100 records.`);
  const from = page.after == null ? 0 : Number(Buffer.from(page.after, 'base64').toString()) + 1;
  const to = page.before == null ? items.length : Number(Buffer.from(page.before, 'base64').toString());
  const [start, end] = page.first == null ? [Math.max(to - size, from), to] : [from, Math.min(from + size, to)];
  const cursor = (index: number): string | null => (end > start ? Buffer.from(String(index)).toString('base64') : null);
  return {
    totalCount: items.length,
    nodes: items.slice(start, end).map(node),
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: cursor(start),
      endCursor: cursor(end - 1),
    },
  };
}
