import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PullRef } from '../core/flow.ts';

/**
 * A hidden line at the end of each comment that says which findings it speaks of, signed, so that neither a person nor another
 * program can make us believe that something was said. It holds for one pull request.
 */
const MARKER =
  /<!-- chapter-and-verse v1 (fp|settled|held)=([0-9a-f]{16}(?:,[0-9a-f]{16})*)(?: any=([0-9a-f]{16}(?:,[0-9a-f]{16})*))? sig=([0-9a-f]{16}) -->/g;

/** What the markers of a body say. */
export interface Marked {
  readonly fingerprints: readonly string[];
  /** What these are without the name of the file, in the same order; absent where the marker does not say. */
  readonly placeless?: readonly string[];
  /** The comment says that they are settled, and why: it is no longer about anything that is open. */
  readonly isSettled: boolean;
  /** Of findings that a review had no room to comment on. */
  readonly held?: readonly string[];
}

/** `fp`: the comment is about them; `settled`: it was; `held`: the review has no comment for them. */
type State = 'fp' | 'settled' | 'held';

interface Sealing {
  readonly key: string;
  readonly pull: PullRef;
  readonly state?: State;
  /** Of each fingerprint, in the same order; left out unless all are known. */
  readonly placeless?: readonly (string | undefined)[] | undefined;
}

/** @throws RangeError for something that is not a list of fingerprints. */
export function writeMarker(fingerprints: readonly string[], sealing: Sealing): string {
  const { key, pull, state = 'fp', placeless = [] } = sealing;
  const known = placeless.filter((each) => each !== undefined);
  const any = known.length > 0 && known.length === fingerprints.length ? ` any=${known.join(',')}` : '';
  const list = `${state}=${fingerprints.join(',')}${any}`;
  const marker = `<!-- chapter-and-verse v1 ${list} sig=${sign(list, key, pull)} -->`;
  if (marker.replace(MARKER, '') !== '') throw new RangeError('a marker needs fingerprints of 16 hex digits');
  return marker;
}

/**
 * The last marker of a body; undefined where there is none, or its signature is not ours for this pull request.
 * Only the last one counts: what stands before it may be quoted from anywhere.
 */
export function readMarker(body: string, key: string, scope: PullRef): Marked | undefined {
  const last = genuine([...body.matchAll(MARKER)].at(-1), key, scope);
  if (!last || last.state === 'held') return undefined;
  const { state, fingerprints, placeless } = last;
  return { fingerprints, isSettled: state === 'settled', ...(placeless ? { placeless } : {}) };
}

/** As `readMarker`, from all markers of a review's own body: it takes in the comments that found no place in the diff. */
export function readMarkers(body: string, key: string, scope: PullRef): Marked | undefined {
  const found = [...body.matchAll(MARKER)].flatMap((match) => genuine(match, key, scope) ?? []);
  if (found.length === 0) return undefined;
  const of = (wanted: State): readonly string[] =>
    found.flatMap(({ state, fingerprints }) => (state === wanted ? fingerprints : []));
  return { fingerprints: of('fp'), isSettled: false, held: of('held') };
}

interface Genuine {
  readonly state: string;
  readonly fingerprints: readonly string[];
  readonly placeless?: readonly string[];
}

function genuine(match: RegExpExecArray | undefined, key: string, scope: PullRef): Genuine | undefined {
  const [, state = '', fingerprints = '', any, signature = ''] = match ?? [];
  if (fingerprints === '') return undefined;
  const list = `${state}=${fingerprints}${any === undefined ? '' : ` any=${any}`}`;
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(sign(list, key, scope)))) return undefined;
  const placeless = any?.split(',');
  return { state, fingerprints: fingerprints.split(','), ...(placeless ? { placeless } : {}) };
}

/** 16 hex digits of HMAC-SHA256. GitHub's names are the same in any case. */
function sign(list: string, key: string, { owner, repo, number }: PullRef): string {
  const scope = `${owner}/${repo}#${number}`.toLowerCase();
  return createHmac('sha256', key).update(`${scope}\n${list}`).digest('hex').slice(0, 16);
}
