import { createHash } from 'node:crypto';
import type { Json } from '../core/facts.ts';
import type { CheckId } from '../core/flow.ts';
import type { FindingsCache } from '../core/findings-cache.ts';
import type { Catalogue } from '../sdk/load.ts';
import type { Analyser, FileResult, FileTask } from './task.ts';

/** Encrypts for storage: only who has the text can open what was sealed with it. */
export interface Sealer {
  seal(plain: string, text: string): string;
  /** Undefined where it was sealed with another text or by another secret, or was changed. */
  open(sealed: string, text: string): string | undefined;
}

export interface CacheOptions {
  readonly cache: FindingsCache;
  readonly sealer: Sealer;
  /** Whatever a result depends on beside the task: our version, the engines', the checks'. */
  readonly versions: string;
}

/** A change of 3,000 files would otherwise hold all that is known of them in sealed form at once. */
const KEYS_AT_ONCE = 200;

/** Larger ones are not stored: bytes. */
const MOST_BYTES = 200_000;

/**
 * An analyser that looks nothing up twice: the result of a text under the same path, classes, project, checks and versions is the
 * same result. Look-ups of one turn go together.
 */
export function cacheResults(analyser: Analyser, { cache, sealer, versions }: CacheOptions): Analyser {
  let waiting = new Map<string, ((found: string | undefined) => void)[]>();
  const lookUp = (key: string): Promise<string | undefined> =>
    new Promise((resolve) => {
      if (waiting.size === 0) void flush();
      waiting.set(key, [...(waiting.get(key) ?? []), resolve]);
    });
  async function flush(): Promise<void> {
    // Whoever asks in the same turn asks in the same query.
    await Promise.resolve();
    const asked = waiting;
    waiting = new Map();
    const keys = [...asked.keys()];
    for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
      const some = keys.slice(from, from + KEYS_AT_ONCE);
      const found = await cache.read(some);
      for (const key of some) for (const resolve of asked.get(key) ?? []) resolve(found.get(key));
    }
  }
  return {
    async analyse(task) {
      const key = keyOf(task, versions);
      const sealed = await lookUp(key);
      const known = sealed === undefined ? undefined : sealer.open(sealed, task.text);
      // What was sealed here is a result of this version: its key says so.
      if (known !== undefined) return unpack(JSON.parse(known) as Packed);
      const result = await analyser.analyse(task);
      if (isLasting(result)) {
        const value = sealer.seal(JSON.stringify(pack(result)), task.text);
        if (value.length <= MOST_BYTES) await cache.write(new Map([[key, value]]));
      }
      return result;
    },
    close: () => analyser.close(),
  };
}

/** A result whose facts say once what several checks collected alike. */
interface Packed extends Omit<FileResult, 'facts'> {
  readonly distinct: readonly Json[];
  /** Index in `distinct`, by check. */
  readonly facts: Readonly<Record<CheckId, number>>;
}

function pack({ facts, ...result }: FileResult): Packed {
  const distinct = [...new Set(Object.values(facts))];
  const places = Object.entries(facts).map(([id, fact]) => [id, distinct.indexOf(fact)] as const);
  return { ...result, distinct, facts: Object.fromEntries(places) };
}

function unpack({ distinct, facts, ...result }: Packed): FileResult {
  const own = Object.entries(facts).map(([id, place]) => [id, distinct[place] ?? null] as const);
  return { ...result, facts: Object.fromEntries(own) };
}

/** What an engine could not do, for want of time perhaps, it may do the next time. */
function isLasting(result: FileResult): boolean {
  return result.skips.length === 0;
}

function keyOf({ text, checks, collect, project, ...own }: FileTask, versions: string): string {
  const contents = createHash('sha256').update(text).digest('hex');
  return createHash('sha256')
    .update(JSON.stringify([versions, contents, canonical(own), ...[checks, collect, project].map(canonicalText)]))
    .digest('hex');
}

const texts = new WeakMap<object, string>();

/** Made once for what the files of a change share. */
function canonicalText(value: object): string {
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(canonical(value));
  texts.set(value, text);
  return text;
}

/** The same for the same task, in whatever order its objects were made. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => [key, canonical(part)]);
}

/** Changes with any check, its code and its words. */
export function fingerprintOf(catalogue: Catalogue): string {
  const hash = createHash('sha256');
  for (const { info, check } of catalogue.checks)
    hash.update(
      JSON.stringify([info.id, check], (_key, value: unknown) => (typeof value === 'function' ? String(value) : value)),
    );
  return hash.digest('hex').slice(0, 16);
}
