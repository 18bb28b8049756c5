import { createPlaces } from '../core/at-once.ts';
import { classifyError } from './classify.ts';
import type { GitHubClient } from './client.ts';
import { GitHubTrouble } from './trouble.ts';

/**
 * GitHub's published limits for one installation, with a margin for what other processes do:
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 * 100 requests at a time; 900 points a minute for REST and 2,000 for GraphQL; 80 requests a minute and 500 an hour that
 * create content; and at least a second between those.
 */
export interface PaceLimits {
  readonly atOnce: number;
  readonly restPoints: number;
  readonly graphqlPoints: number;
  readonly writesPerMinute: number;
  readonly writesPerHour: number;
  /** Milliseconds from the start of one request that people are told of to the next. */
  readonly betweenWords: number;
  /** Times that a request which hit a limit is sent again. */
  readonly repeats: number;
  /** Seconds; a job that has to wait longer waits in the queue, where it keeps nobody else from running. */
  readonly longestWait: number;
}

export const PACE_LIMITS: PaceLimits = {
  atOnce: 50,
  restPoints: 800,
  graphqlPoints: 1_800,
  writesPerMinute: 70,
  writesPerHour: 450,
  betweenWords: 1_000,
  repeats: 2,
  longestWait: 60,
};

/** Wiring's clock; tests have one of their own. */
export interface Clock {
  /** Milliseconds, never going back. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface PaceOptions {
  readonly clock: Clock;
  /** Told of a limit that was hit: nothing of the request's body. */
  onLimit(limit: { readonly what: string; readonly retryAfter: number; readonly repeated: boolean }): void;
  readonly limits?: PaceLimits;
}

const MINUTE = 60_000;
/** Where a secondary limit does not say how long. */
const UNSAID_WAIT = 60;
/** What people are told of by mail. */
const WORDS = /^POST .*\/(reviews|comments|replies|reactions)$/;

/** A client whose requests, over all reviews of one installation in this process, keep within the limits. */
export function paceClient(client: GitHubClient, { clock, onLimit, limits = PACE_LIMITS }: PaceOptions): GitHubClient {
  const places = createPlaces(limits.atOnce);
  const rest = createWindow(limits.restPoints, MINUTE);
  const graphql = createWindow(limits.graphqlPoints, MINUTE);
  const writes = createWindow(limits.writesPerMinute, MINUTE);
  const hourly = createWindow(limits.writesPerHour, 60 * MINUTE);
  const words = createWindow(1, limits.betweenWords);
  let blockedUntil = 0;

  async function wait(costs: readonly (readonly [Window, number])[]): Promise<void> {
    for (;;) {
      const now = clock.now();
      const until = Math.max(blockedUntil, ...costs.map(([window, cost]) => window.freeAt(now, cost)));
      // Nothing happens between the look and the booking, so that two requests never take the same room.
      if (until > now) {
        await clock.sleep(until - now);
        continue;
      }
      for (const [window, cost] of costs) window.book(now, cost);
      return;
    }
  }

  async function send<T>(
    what: string,
    costs: readonly (readonly [Window, number])[],
    job: () => Promise<T>,
  ): Promise<T> {
    for (let repeat = 0; ; repeat += 1) {
      await wait(costs);
      try {
        return await places(job);
      } catch (error) {
        const trouble = classifyError(error, what);
        if (!(trouble instanceof GitHubTrouble) || trouble.kind !== 'limit') throw error;
        const retryAfter = trouble.retryAfterSeconds ?? UNSAID_WAIT;
        const repeated = repeat < limits.repeats && retryAfter <= limits.longestWait;
        onLimit({ what, retryAfter, repeated });
        blockedUntil = Math.max(blockedUntil, clock.now() + retryAfter * 1000);
        if (!repeated) throw error;
      }
    }
  }

  return {
    request(route, parameters) {
      const costs: (readonly [Window, number])[] = route.startsWith('GET ')
        ? [[rest, 1]]
        : [
            [rest, 5],
            [writes, 1],
            [hourly, 1],
          ];
      if (WORDS.test(route)) costs.push([words, 1]);
      return send(route, costs, () => client.request(route, parameters));
    },
    graphql(query, variables) {
      const isMutation = /^\s*mutation\b/.test(query);
      const costs: (readonly [Window, number])[] = isMutation
        ? [
            [graphql, 5],
            [writes, 1],
            [hourly, 1],
          ]
        : [[graphql, 1]];
      return send('GraphQL', costs, () => client.graphql(query, variables));
    },
  };
}

/** What may be spent in any stretch of time of a given length. */
interface Window {
  /** Earliest time at which that much may be spent. */
  freeAt(now: number, cost: number): number;
  book(now: number, cost: number): void;
}

function createWindow(most: number, length: number): Window {
  const spent: { readonly at: number; readonly cost: number }[] = [];
  return {
    freeAt(now, cost) {
      while (spent[0] && spent[0].at + length <= now) spent.shift();
      let total = spent.reduce((sum, each) => sum + each.cost, 0);
      for (const { at, cost: freed } of spent) {
        if (total + cost <= most) return now;
        total -= freed;
        if (total + cost <= most) return at + length;
      }
      return now;
    },
    book(now, cost) {
      spent.push({ at: now, cost });
    },
  };
}
