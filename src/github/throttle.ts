/** What Octokit's throttling plugin asks before it waits and repeats a request that hit a limit. */
export interface ThrottleOptions {
  readonly onRateLimit: LimitHandler;
  readonly onSecondaryRateLimit: LimitHandler;
}

/** True: wait `retryAfter` seconds and repeat. False: fail now, so that the job goes back to the queue. */
type LimitHandler = (
  retryAfter: number,
  options: { readonly method: string; readonly url: string },
  octokit: unknown,
  retryCount: number,
) => boolean;

export interface ThrottleLimits {
  /** Repeats of one request. */
  readonly retries: number;
  /** Longest wait in seconds; a job that has to wait longer waits in the queue, where it keeps nobody else from running. */
  readonly longestWait: number;
}

/**
 * Handlers in place of Probot's, which say yes for ever. `onLimit` is told what happened: a fixed name and the wait, nothing of the request's body.
 */
export function createThrottleOptions(
  onLimit: (limit: { kind: 'primary' | 'secondary'; method: string; retryAfter: number; repeated: boolean }) => void,
  { retries, longestWait }: ThrottleLimits = { retries: 2, longestWait: 60 },
): ThrottleOptions {
  const handler =
    (kind: 'primary' | 'secondary'): LimitHandler =>
    (retryAfter, { method }, _octokit, retryCount) => {
      const repeated = retryCount < retries && retryAfter <= longestWait;
      onLimit({ kind, method, retryAfter, repeated });
      return repeated;
    };
  return { onRateLimit: handler('primary'), onSecondaryRateLimit: handler('secondary') };
}
