import { Refusal } from './refusal.ts';
import type { Actor } from './call.ts';
import type { JsonRecord } from './json.ts';
import type { Limits } from './options.ts';

const hour = 3_600_000;
const minute = 60_000;

export interface RateLimits {
  /** Counts a request. Throws when a limit is reached; secondary ones say `retry-after`. */
  readonly count: (actor: Actor, createsContent: boolean) => void;
  readonly enter: () => void;
  readonly leave: () => void;
  readonly headers: (actor: Actor, resource?: 'core' | 'graphql') => Readonly<Record<string, string>>;
  readonly overview: (actor: Actor) => { limit: number; remaining: number; reset: number; used: number };
}

function bucket(actor: Actor): string {
  if (actor.kind === 'installation') return `installation ${actor.installation.id}`;
  return actor.kind === 'user' ? `user ${actor.account.id}` : actor.kind;
}

export function createRateLimits(limits: Limits, now: () => number): RateLimits {
  const windows = new Map<string, { used: number; resetAt: number }>();
  const content = new Map<string, number[]>();
  let open = 0;

  function windowOf(actor: Actor): { used: number; resetAt: number } {
    const key = bucket(actor);
    const known = windows.get(key);
    if (known && known.resetAt > now()) return known;
    const fresh = { used: 0, resetAt: now() + hour };
    windows.set(key, fresh);
    return fresh;
  }

  function overview(actor: Actor): { limit: number; remaining: number; reset: number; used: number } {
    const { used, resetAt } = windowOf(actor);
    return {
      limit: limits.primary,
      remaining: Math.max(limits.primary - used, 0),
      reset: Math.ceil(resetAt / 1000),
      used,
    };
  }

  function secondary(): Refusal {
    const body: JsonRecord = {
      message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    };
    return new Refusal(403, body, { 'retry-after': String(limits.retryAfter) });
  }

  function headers(actor: Actor, resource: 'core' | 'graphql' = 'core'): Readonly<Record<string, string>> {
    const { limit, remaining, reset, used } = overview(actor);
    return {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(reset),
      'x-ratelimit-used': String(used),
      'x-ratelimit-resource': resource,
    };
  }

  return {
    overview,
    headers,
    enter() {
      open += 1;
    },
    leave() {
      open -= 1;
    },
    count(actor, createsContent) {
      const window = windowOf(actor);
      if (window.used >= limits.primary)
        throw new Refusal(403, { message: `API rate limit exceeded for ${bucket(actor)}.` });
      window.used += 1;
      if (open > limits.concurrent) throw secondary();
      if (!createsContent) return;
      const times = (content.get(bucket(actor)) ?? []).filter((time) => time > now() - hour);
      content.set(bucket(actor), times);
      if (
        times.length >= limits.contentPerHour ||
        times.filter((time) => time > now() - minute).length >= limits.contentPerMinute
      )
        throw secondary();
      times.push(now());
    },
  };
}
