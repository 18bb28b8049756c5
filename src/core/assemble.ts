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
  /** Changed files that are wanted and beyond the budget. */
  readonly leftOut: ReadonlySet<string>;
  readonly skips: readonly Skip[];
}

export interface Listing {
  readonly files: readonly ListedFile[];
  readonly tree: ReadonlySet<string>;
}

function isWanted(path: string, request: CaptureRequest): boolean {
  // A file that is needed while unchanged is needed all the more when it changed.
  return request.wants(path) || request.needs(path) || (request.needsAbove?.(path) ?? false);
}

/** Orders by code units, so that it is the same on every machine. */
export function byPath(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function depthOf(path: string): number {
  return path.split('/').length;
}

/** What must be read to answer the request, and what its budgets leave out. */
export function planReads(listing: Listing, request: CaptureRequest): Reads {
  const all = listing.files.filter((file) => isWanted(file.path, request)).sort((a, b) => byPath(a.path, b.path));
  const { maxChangedFiles = all.length } = request;
  const wanted = all.slice(0, maxChangedFiles);
  const { context, left } = planContext(listing, request);
  const beyond = all.length - wanted.length;
  return {
    base: wanted
      .filter((file) => file.status !== 'added')
      .map((file) => file.previousPath ?? file.path)
      .sort(byPath),
    head: [...wanted.filter((file) => file.status !== 'removed').map((file) => file.path), ...context].sort(byPath),
    context,
    leftOut: new Set(all.slice(maxChangedFiles).map(({ path }) => path)),
    skips: [
      ...(left > 0 ? [leftContext(left, request.maxContextFiles)] : []),
      ...(beyond > 0 ? [{ what: 'file', why: leftChanged(beyond, maxChangedFiles) }] : []),
    ],
  };
}

/** Unchanged files: what a changed file's own folders hold comes first, from the nearest up; then the rest, from the root down. */
function planContext({ files, tree }: Listing, request: CaptureRequest): { context: readonly string[]; left: number } {
  const changed = new Set(files.flatMap(({ path, status }) => (status === 'removed' ? [] : path)));
  const folders = new Set(files.flatMap(({ path }) => foldersOf(path)));
  const above: string[] = [];
  const rest: string[] = [];
  for (const path of tree) {
    if (changed.has(path)) continue;
    if (request.needsAbove?.(path) && folders.has(folderOf(path))) above.push(path);
    else if (request.needs(path)) rest.push(path);
  }
  above.sort((a, b) => depthOf(b) - depthOf(a) || byPath(a, b));
  rest.sort((a, b) => depthOf(a) - depthOf(b) || byPath(a, b));
  const needed = [...above, ...rest];
  const context = needed.slice(0, request.maxContextFiles).sort(byPath);
  return { context, left: needed.length - context.length };
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** `a/b/c.py` is in `a/b/`, `a/` and the root, which has no name. */
function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return ['', ...parts.map((_, at) => `${parts.slice(0, at + 1).join('/')}/`)];
}

export function leftContext(left: number, most: number): Skip {
  const files = left === 1 ? 'file that checks look at was' : 'files that checks look at were';
  return { what: 'file', why: `${left} unchanged ${files} left out: at most ${most} are read` };
}

function leftChanged(left: number, most: number): string {
  return `${left} changed ${left === 1 ? 'file was' : 'files were'} left out: at most ${most} are read in one change`;
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

function bareFile({ path, previousPath, status }: ListedFile): ChangedFile {
  return { path, ...(previousPath === undefined ? {} : { previousPath }), status, hunks: [] };
}

/**
 * One changed file with its texts. Hunks are given where the text that a comment would stand on is known: a comment needs both.
 * A file that cannot be read stays in the list, since its path still says something; why it has no text is in the skips.
 */
function assembleFile(listed: ListedFile, sides: Sides, request: CaptureRequest): Assembled {
  const { path, previousPath, status } = listed;
  const bare = bareFile(listed);
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
      const assembled = reads.leftOut.has(listed.path)
        ? { file: bareFile(listed), skips: [] }
        : assembleFile(listed, sides, request);
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
