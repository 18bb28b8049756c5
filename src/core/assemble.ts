import type { CaptureRequest } from './capture.ts';
import { decode } from './decode.ts';
import type { ChangedFile, FileStatus, Hunk, PullFacts, Skip, Snapshot } from './flow.ts';
import { computeHunks } from './patch.ts';

/** A changed path as the place that it comes from lists it, before anything is read. */
export interface ListedFile {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: FileStatus;
  /** Of a modified or renamed file, where a patch was given; worked out from the two texts where not. */
  readonly hunks?: readonly Hunk[];
  /** At head it is another repository's commit. */
  readonly submodule?: boolean;
}

/** One side of a file as it is stored. */
export interface StoredFile {
  /** git's: `100644`, `100755`, `120000` for a symbolic link, `160000` for a submodule. */
  readonly mode: string;
  readonly size: number;
  /** Absent where nothing would read them: too large, a link, a submodule. */
  readonly bytes?: Uint8Array;
}

export type Side = 'base' | 'head';

/** Paths to be read on each side, sorted. */
export interface Reads {
  readonly base: readonly string[];
  readonly head: readonly string[];
  /** Those of `head` that the change leaves alone. */
  readonly context: readonly string[];
  readonly skips: readonly Skip[];
}

export interface Listing {
  readonly files: readonly ListedFile[];
  readonly tree: ReadonlySet<string>;
}

function isWanted(path: string, request: CaptureRequest): boolean {
  // A file that is needed while unchanged is needed all the more when it changed.
  return request.wants(path) || request.needs(path);
}

/** Orders by code units, so that it is the same on every machine. */
export function byPath(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function depthOf(path: string): number {
  return path.split('/').length;
}

/** What must be read to answer the request; the budget for unchanged files goes to those nearest to the root. */
export function planReads(listing: Listing, request: CaptureRequest): Reads {
  const wanted = listing.files.filter((file) => isWanted(file.path, request));
  const changed = new Set(listing.files.filter((file) => file.status !== 'removed').map((file) => file.path));
  const needed = [...listing.tree].filter((path) => !changed.has(path) && request.needs(path));
  needed.sort((a, b) => depthOf(a) - depthOf(b) || byPath(a, b));
  const context = needed.slice(0, request.maxContextFiles).sort(byPath);
  const left = needed.length - context.length;
  const why = `${left} unchanged ${left === 1 ? 'file that checks look at was' : 'files that checks look at were'} left out: at most ${request.maxContextFiles} are read`;
  return {
    base: wanted
      .filter((file) => file.status !== 'added')
      .map((file) => file.previousPath ?? file.path)
      .sort(byPath),
    head: [...wanted.filter((file) => file.status !== 'removed').map((file) => file.path), ...context].sort(byPath),
    context,
    skips: left > 0 ? [{ what: 'file', why }] : [],
  };
}

/** What a path's name alone forbids. */
function nameProblem(path: string): string | undefined {
  return path.includes('\uFFFD') ? 'has a name that is not UTF-8' : undefined;
}

function isRegular(stored: StoredFile): boolean {
  return stored.mode.startsWith('100');
}

function read(
  stored: StoredFile | undefined,
  path: string,
  request: CaptureRequest,
): Partial<Record<'text' | 'why', string>> {
  const problem = nameProblem(path);
  if (problem) return { why: problem };
  if (stored?.mode === '120000') return { why: 'is a symbolic link' };
  if (stored?.mode === '160000') return { why: 'is a submodule' };
  if (stored && stored.size > request.maxFileBytes) {
    return { why: `is too large: ${stored.size} bytes, of which at most ${request.maxFileBytes} are read` };
  }
  return stored?.bytes ? decode(stored.bytes, path) : { why: 'could not be read' };
}

interface Sides {
  readonly before: StoredFile | undefined;
  readonly after: StoredFile | undefined;
}

interface Assembled {
  readonly file: ChangedFile;
  readonly skips: readonly Skip[];
}

function skipOf(path: string, why: string | undefined): readonly Skip[] {
  return why === undefined ? [] : [{ what: 'file', path, why }];
}

/**
 * One changed file with its texts. Hunks are given where the text that a comment would stand on is known: a comment needs both.
 * A file that cannot be read stays in the list, since its path still says something; why it has no text is in the skips.
 */
function assembleFile(listed: ListedFile, sides: Sides, request: CaptureRequest): Assembled {
  const { path, previousPath, status } = listed;
  const bare: ChangedFile = { path, ...(previousPath === undefined ? {} : { previousPath }), status, hunks: [] };
  if (listed.submodule) return { file: bare, skips: skipOf(path, 'is a submodule') };
  if (!isWanted(path, request)) return { file: bare, skips: [] };
  const before = status === 'added' ? {} : read(sides.before, previousPath ?? path, request);
  if (status === 'removed') return { file: withTexts(bare, { before: before.text }), skips: [] };
  const after = read(sides.after, path, request);
  if (after.text === undefined) return { file: bare, skips: skipOf(path, after.why) };
  const file = withTexts(bare, { before: before.text, text: after.text, hunks: listed.hunks });
  // What was a link or a submodule had no text: all of it is new indeed.
  if (before.why === undefined || (sides.before && !isRegular(sides.before))) return { file, skips: [] };
  return { file, skips: skipOf(path, `counts as new throughout: the version before the change ${before.why}`) };
}

interface Texts {
  readonly before: string | undefined;
  readonly text?: string;
  /** Of the patch, where there is one. */
  readonly hunks?: readonly Hunk[] | undefined;
}

function withTexts(bare: ChangedFile, { before, text, hunks }: Texts): ChangedFile {
  const given = before !== undefined && text !== undefined ? hunks : undefined;
  return {
    ...bare,
    ...(before === undefined ? {} : { before }),
    ...(text === undefined ? {} : { text }),
    hunks: given ?? computeHunks(before, text),
  };
}

export interface Captured extends Listing {
  readonly base: string;
  readonly head: string;
  readonly pull?: PullFacts;
  readonly reads: Reads;
  readonly stored: Readonly<Record<Side, ReadonlyMap<string, StoredFile>>>;
  /** What was left out before reading. */
  readonly skips?: readonly Skip[];
}

/** Everything that was listed and read → the snapshot: sorted, frozen, the same wherever it was read from. */
export function assembleSnapshot(captured: Captured, request: CaptureRequest): Snapshot {
  const { base, head, pull, reads, stored } = captured;
  const skips: Skip[] = [...(captured.skips ?? []), ...reads.skips];
  const files = [...captured.files]
    .sort((a, b) => byPath(a.path, b.path))
    .map((listed) => {
      const sides = {
        before: stored.base.get(listed.previousPath ?? listed.path),
        after: stored.head.get(listed.path),
      };
      const assembled = assembleFile(listed, sides, request);
      skips.push(...assembled.skips);
      return Object.freeze(assembled.file);
    });
  const context = new Map<string, string>();
  for (const path of reads.context) {
    const found = read(stored.head.get(path), path, request);
    if (found.text !== undefined) context.set(path, found.text);
    skips.push(...skipOf(path, found.why));
  }
  skips.sort((a, b) => byPath(a.path ?? '', b.path ?? '') || byPath(a.why, b.why));
  const tree = new Set([...captured.tree].sort(byPath));
  return Object.freeze({
    ...(pull ? { pull } : {}),
    base,
    head,
    files: Object.freeze(files),
    tree,
    context,
    skips: Object.freeze(skips),
  });
}
