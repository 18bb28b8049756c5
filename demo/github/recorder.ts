/** One request to the demo's GitHub. Order numbers tell what overlapped, whatever the machine's clock. */
export interface RecordedRequest {
  readonly method: string;
  /** Operation of GitHub's description, `graphql`, or `page`; `unknown` where nothing answers. */
  readonly operation: string;
  /** Route template, for example `/repos/{owner}/{repo}/pulls/{pull_number}`. */
  readonly path: string;
  readonly url: string;
  /** By which name the demo was called: tells its callers apart where each has one of its own. */
  readonly host: string;
  readonly createsContent: boolean;
  readonly startedAt: number;
  status: number;
  /** Order number; Infinity while the answer is outstanding. */
  finishedAt: number;
  /** Length of the answer's body. */
  bytes: number;
}

export interface Traffic {
  readonly requests: number;
  readonly writes: number;
  readonly contentCreating: number;
  /** Longest chain of requests of which each started after the one before had been answered. */
  readonly roundTrips: number;
  readonly bytes: number;
}

export interface Recorder {
  readonly requests: readonly RecordedRequest[];
  readonly start: (
    request: Pick<RecordedRequest, 'method' | 'operation' | 'path' | 'url' | 'host' | 'createsContent'>,
  ) => RecordedRequest;
  readonly finish: (request: RecordedRequest, answer: { status: number; bytes: number }) => void;
  /** Forgets what was counted so far, for `traffic`. The list of requests stays whole. */
  readonly mark: () => void;
  /** What happened since the last mark. */
  readonly traffic: () => Traffic;
}

/** Length of the longest chain of intervals that do not overlap: take them by their end, each that starts after the last taken. */
export function countRoundTrips(requests: readonly Pick<RecordedRequest, 'startedAt' | 'finishedAt'>[]): number {
  let count = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const each of requests.toSorted((a, b) => a.finishedAt - b.finishedAt)) {
    if (each.startedAt < end) continue;
    count += 1;
    end = each.finishedAt;
  }
  return count;
}

export function createRecorder(): Recorder {
  const requests: RecordedRequest[] = [];
  let order = 0;
  let marked = 0;
  return {
    requests,
    start(request) {
      const entry = { ...request, startedAt: (order += 1), status: 0, finishedAt: Number.POSITIVE_INFINITY, bytes: 0 };
      requests.push(entry);
      return entry;
    },
    finish(request, { status, bytes }) {
      request.status = status;
      request.bytes = bytes;
      request.finishedAt = order += 1;
    },
    mark() {
      marked = requests.length;
    },
    traffic() {
      const since = requests.slice(marked).filter((each) => each.operation !== 'page');
      return {
        requests: since.length,
        writes: since.filter((each) => each.method !== 'GET' && each.operation !== 'graphql').length,
        contentCreating: since.filter((each) => each.createsContent).length,
        roundTrips: countRoundTrips(since),
        bytes: since.reduce((sum, each) => sum + each.bytes, 0),
      };
    },
  };
}
