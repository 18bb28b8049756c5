/** What an unfinished check run says. */
export interface Waiting {
  readonly title: string;
  readonly summary: string;
}

/**
 * What the check run says between two attempts, while GitHub has trouble.
 * @param trouble.status HTTP status, where there was an answer.
 * @param trouble.until when the next attempt is due: ISO 8601 in UTC.
 */
export function waitingOutput({ status, until }: { readonly status?: number; readonly until: string }): Waiting {
  const what = status === undefined ? 'GitHub gave no usable answer' : `GitHub answered ${status}`;
  const time = until.slice(11, 16);
  return {
    title: `${what}: next attempt at ${time} UTC`,
    summary: `${what}, so this commit could not be reviewed yet. Nothing is wrong with the change, and there is nothing to do: we try again at ${time} UTC on ${until.slice(0, 10)}, and so on for about a day. If GitHub is not well by then, this check ends as \`on_error\` in the configuration says.`,
  };
}
