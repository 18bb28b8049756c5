import { notFound } from './refusal.ts';
import type { Json, JsonRecord } from './json.ts';
import type { Access, Account, Installation, Permissions, Pull, Repository } from './model.ts';
import type { RestOperation } from './operations.ts';
import type { World } from './world.ts';
import type { Events } from './events.ts';
import type { Deliveries } from './deliveries.ts';

/** Who asks. */
export type Actor =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'app' }
  | { readonly kind: 'user'; readonly account: Account }
  | {
      readonly kind: 'installation';
      readonly installation: Installation;
      readonly permissions: Permissions;
      /** Ids of the repositories that the token is for; undefined for all of the installation. */
      readonly repositories: ReadonlySet<number> | undefined;
      readonly token: string;
    };

/** One request to one operation, checked against GitHub's description. */
export interface Call {
  readonly world: World;
  readonly events: Events;
  readonly deliveries: Deliveries;
  readonly tokens: Tokens;
  /** Codes of App manifests that were registered and not yet converted. */
  readonly manifests: Set<string>;
  readonly rateLimit: () => { limit: number; remaining: number; reset: number; used: number };
  readonly actor: Actor;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: JsonRecord;
  readonly accept: string;
  readonly url: URL;
}

export interface Tokens {
  /** A token for the installation, with its time of death in milliseconds since 1970. */
  readonly issue: (grant: Omit<Extract<Actor, { kind: 'installation' }>, 'kind' | 'token'>) => {
    readonly token: string;
    readonly expiresAt: number;
  };
  readonly revoke: (token: string) => void;
}

export interface Answer {
  readonly status?: number;
  /** JSON, or bytes with a `type`, or nothing (204). */
  readonly body?: Json | Uint8Array;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Permissions, any one of which opens the operation. */
export type Needs = readonly Readonly<Record<string, Access>>[];

export interface Route {
  /** Who may call; installations (and people) unless told. */
  readonly auth?: 'app' | 'nobody';
  readonly needs?: Needs;
  /** Counts against the limits on content. */
  readonly createsContent?: true;
  readonly handle: (call: Call) => Answer | Promise<Answer>;
}

export type Routes = Readonly<Partial<Record<RestOperation, Route>>>;

/** Who writes: an installation writes as the App's bot. */
export function author(call: Call): { readonly author: Account; readonly viaApp: boolean } {
  if (call.actor.kind === 'user') return { author: call.actor.account, viaApp: false };
  return { author: call.world.app.bot, viaApp: true };
}

export function repositoryOf(call: Call): Repository {
  const found = call.world.repository(call.params.owner ?? '', call.params.repo ?? '');
  if (!found) throw notFound();
  return found;
}

export function pullOf(call: Call): Pull {
  const found = repositoryOf(call).pulls.get(Number(call.params.pull_number ?? call.params.issue_number));
  if (!found) throw notFound();
  return found;
}

/** The page that `per_page` (30, at most 100) and `page` ask for, with GitHub's `Link` header. */
export function paginate<Item>(
  call: Call,
  items: readonly Item[],
): { readonly items: readonly Item[]; readonly headers: Readonly<Record<string, string>> } {
  const size = Math.min(Math.max(Number(call.query.get('per_page') ?? 30) || 30, 1), 100);
  const page = Math.max(Number(call.query.get('page') ?? 1) || 1, 1);
  const last = Math.max(Math.ceil(items.length / size), 1);
  const link = (to: number, rel: string): string => {
    const url = new URL(call.url);
    url.searchParams.set('page', String(to));
    return `<${url.href}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(Math.min(page - 1, last), 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first')] : []),
  ];
  return {
    items: items.slice((page - 1) * size, page * size),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  };
}

/** A page of shaped items as the whole answer. */
export function listAnswer<Item>(call: Call, items: readonly Item[], shape: (item: Item) => Json): Answer {
  const page = paginate(call, items);
  return { body: page.items.map(shape), headers: page.headers };
}
