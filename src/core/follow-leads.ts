import { byPath, leftContext, type Listing, type Reads, type StoredFile } from './assemble.ts';
import type { CaptureRequest } from './capture.ts';
import { decode } from './decode.ts';

/** What was read at head so far. */
interface Seen {
  readonly reads: Reads;
  readonly head: ReadonlyMap<string, StoredFile>;
}

interface Trail extends Seen {
  /** What was read last, and not yet asked where it leads. */
  readonly fresh: readonly string[];
}

type ReadHead = (paths: readonly string[]) => Promise<ReadonlyMap<string, StoredFile>>;

/** More rounds than any honest chain of files takes. */
const MOST_ROUNDS = 10;

/** Reads the unchanged files that those read before lead to, round by round, within the budget of unchanged files. */
export async function followLeads(
  { listing, ...first }: Seen & { readonly listing: Listing },
  request: CaptureRequest,
  read: ReadHead,
): Promise<Seen> {
  const changed = new Set(listing.files.map(({ path }) => path));
  const open = (path: string): boolean => listing.tree.has(path) && !changed.has(path);
  let trail: Trail = { ...first, fresh: first.reads.head };
  for (let round = 0; round < MOST_ROUNDS && trail.fresh.length > 0; round += 1) {
    const leads = leadsOf(trail, request).filter(open);
    trail = await follow(trail, leads, { most: request.maxContextFiles, read });
  }
  return trail;
}

/** Paths that the fresh files lead to and that were not read; sorted. */
function leadsOf({ reads, head, fresh }: Trail, request: CaptureRequest): readonly string[] {
  const known = new Set(reads.head);
  const leads = fresh.flatMap((path) => {
    const { bytes } = head.get(path) ?? {};
    return bytes ? (request.leadsTo?.(path, () => textOf(bytes, path)) ?? []) : [];
  });
  return [...new Set(leads)].filter((path) => !known.has(path)).sort(byPath);
}

async function follow(
  { reads, head }: Trail,
  leads: readonly string[],
  { most, read }: { readonly most: number; readonly read: ReadHead },
): Promise<Trail> {
  const fresh = leads.slice(0, most - reads.context.length);
  const left = leads.length - fresh.length;
  const add = (to: readonly string[]): readonly string[] => [...to, ...fresh].sort(byPath);
  return {
    reads: {
      ...reads,
      head: add(reads.head),
      context: add(reads.context),
      skips: [...reads.skips, ...(left > 0 ? [leftContext(left, most)] : [])],
    },
    head: fresh.length === 0 ? head : new Map([...head, ...(await read(fresh))]),
    fresh,
  };
}

function textOf(bytes: Uint8Array, path: string): string {
  const decoded = decode(bytes, path);
  return 'text' in decoded ? decoded.text : '';
}
