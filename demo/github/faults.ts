/** What is known of a request before it is answered. */
export interface Target {
  readonly method: string;
  /** `operationId`, `graphql` or `page`. */
  readonly operation: string;
  readonly url: string;
}

/** A failure to come. */
export interface Fault {
  /** An operation (`pulls/create-review`, `graphql`), a pattern for the URL, or a function. Everything unless told. */
  readonly match?: string | RegExp | ((target: Target) => boolean);
  /** How often; once unless told. */
  readonly times?: number;
  /** Status to answer with: 502 unless told. Ignored when only `delay`, `until` or `truncate` is given. */
  readonly status?: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Does the work all the same, and then fails: the client cannot know. */
  readonly commit?: boolean;
  /** Milliseconds before the answer. */
  readonly delay?: number;
  /** Holds the answer back until it resolves. */
  readonly until?: Promise<unknown>;
  /** Answers with the first half of the true body and the true status. */
  readonly truncate?: boolean;
  /** Closes the connection instead of answering. */
  readonly reset?: boolean;
}

export interface Faults {
  readonly failNext: (fault: Fault) => void;
  /** The fault that hits this request, if any; it is used up by one. */
  readonly take: (target: Target) => Fault | undefined;
  readonly clear: () => void;
}

function matches(fault: Fault, target: Target): boolean {
  if (fault.match === undefined) return true;
  if (typeof fault.match === 'string') return fault.match === target.operation;
  return fault.match instanceof RegExp ? fault.match.test(`${target.method} ${target.url}`) : fault.match(target);
}

export function createFaults(): Faults {
  const waiting: { fault: Fault; left: number }[] = [];
  return {
    failNext(fault) {
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    take(target) {
      const hit = waiting.find(({ fault, left }) => left > 0 && matches(fault, target));
      if (!hit) return undefined;
      hit.left -= 1;
      return hit.fault;
    },
    clear() {
      waiting.length = 0;
    },
  };
}
