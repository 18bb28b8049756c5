import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PullRef } from '../core/flow.ts';

/**
 * A hidden line at the end of each comment that says which findings it speaks of, signed, so that neither a person nor another
 * program can make us believe that something was said. It holds for one pull request.
 */
const MARKER = /<!-- chapter-and-verse v1 (fp|settled)=([0-9a-f]{16}(?:,[0-9a-f]{16})*) sig=([0-9a-f]{16}) -->/g;

/** What the markers of a body say. */
export interface Marked {
  readonly fingerprints: readonly string[];
  /** The comment says that they are settled, and why: it is no longer about anything that is open. */
  readonly isSettled: boolean;
}

interface Sealing {
  readonly key: string;
  readonly pull: PullRef;
  readonly isSettled?: boolean;
}

/** @throws RangeError for something that is not a list of fingerprints. */
export function writeMarker(fingerprints: readonly string[], { key, pull, isSettled = false }: Sealing): string {
  const list = `${isSettled ? 'settled' : 'fp'}=${fingerprints.join(',')}`;
  const marker = `<!-- chapter-and-verse v1 ${list} sig=${sign(list, key, pull)} -->`;
  if (marker.replace(MARKER, '') !== '') throw new RangeError('a marker needs fingerprints of 16 hex digits');
  return marker;
}

/**
 * The last marker of a body; undefined where there is none, or its signature is not ours for this pull request.
 * Only the last one counts: what stands before it may be quoted from anywhere.
 */
export function readMarker(body: string, key: string, scope: PullRef): Marked | undefined {
  return genuine([...body.matchAll(MARKER)].at(-1), key, scope);
}

/** As `readMarker`, from all markers of a review's own body: it takes in the comments that found no place in the diff. */
export function readMarkers(body: string, key: string, scope: PullRef): Marked | undefined {
  const found = [...body.matchAll(MARKER)].flatMap((match) => genuine(match, key, scope) ?? []);
  const open = found.filter(({ isSettled }) => !isSettled);
  if (found.length === 0) return undefined;
  return { fingerprints: open.flatMap(({ fingerprints }) => fingerprints), isSettled: open.length === 0 };
}

function genuine(match: RegExpExecArray | undefined, key: string, scope: PullRef): Marked | undefined {
  const [, state = '', fingerprints = '', signature = ''] = match ?? [];
  if (fingerprints === '') return undefined;
  const isOurs = timingSafeEqual(Buffer.from(signature), Buffer.from(sign(`${state}=${fingerprints}`, key, scope)));
  return isOurs ? { fingerprints: fingerprints.split(','), isSettled: state === 'settled' } : undefined;
}

/** 16 hex digits of HMAC-SHA256. GitHub's names are the same in any case. */
function sign(list: string, key: string, { owner, repo, number }: PullRef): string {
  const scope = `${owner}/${repo}#${number}`.toLowerCase();
  return createHmac('sha256', key).update(`${scope}\n${list}`).digest('hex').slice(0, 16);
}
