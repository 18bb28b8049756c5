/** Something that does not follow GitHub's own description of its API. */
export interface Violation {
  /** `request`: the client's. `answer` and `webhook`: the demo's own. */
  readonly kind: 'request' | 'answer' | 'webhook';
  /** Operation, `graphql`, or the web hook's name. */
  readonly operation: string;
  readonly problems: readonly string[];
  readonly url?: string;
}

export interface Violations {
  readonly list: readonly Violation[];
  readonly add: (violation: Violation) => void;
}

export function createViolations(): Violations {
  const list: Violation[] = [];
  return { list, add: (violation) => void list.push(violation) };
}
