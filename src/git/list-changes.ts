import type { Buffer } from 'node:buffer';
import type { ListedFile } from '../core/assemble.ts';
import type { FileStatus, Hunk } from '../core/flow.ts';
import { parsePatch } from '../core/patch.ts';
import type { Range } from './resolve-range.ts';
import { filtersOff, GitError, runGit, splitNul, streamGit } from './run-git.ts';

/** A changed path with where its two sides are stored. */
export interface GitChange {
  readonly listed: ListedFile;
  /** Blob at the merge base, where the path was there. */
  readonly before?: StoredId;
  /** At head; `oid` is all zeros where only the working tree has it. */
  readonly after?: StoredId;
}

export interface StoredId {
  readonly mode: string;
  readonly oid: string;
}

const STATUSES: Readonly<Record<string, FileStatus>> = {
  A: 'added',
  D: 'removed',
  R: 'renamed',
  M: 'modified',
  T: 'modified',
  U: 'modified',
};

/** A changed type is printed as one file removed and another added. */
const SECTIONS: Readonly<Record<string, number>> = { T: 2 };

/** What a user's or a repository's configuration could change in the list of a diff's files, said outright. */
const DIFF = [
  'diff',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-relative',
  '--ignore-submodules=dirty',
  '-M50%',
  '-l1000',
];

const RAW = ['--raw', '-z', '--no-abbrev'];

/** And in their patches. */
const PATCH = [
  '--patch',
  '--unified=3',
  '--inter-hunk-context=0',
  '--no-function-context',
  '--diff-algorithm=myers',
  '--indent-heuristic',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--submodule=short',
  '--ws-error-highlight=none',
];

/**
 * What changed between the merge base and head, or the working tree, with git's own hunks.
 * @param maxFileBytes larger files get no hunks, as binary ones, so that the output stays small.
 */
export async function listChanges(repo: string, range: Range, maxFileBytes: number): Promise<readonly GitChange[]> {
  const commits = range.head === undefined ? [range.base] : [range.base, range.head];
  const config = [...(await filtersOff(repo)), ['core.bigFileThreshold', String(maxFileBytes)] as const];
  const raw = parseRaw(splitNul(await runGit(repo, [...DIFF, ...RAW, ...commits, '--'], { config })));
  const splitter = createSplitter();
  await streamGit(repo, [...DIFF, ...PATCH, ...commits, '--'], { config, onOutput: splitter.push });
  const sections = splitter.finish();
  let at = 0;
  const changes = raw.map((entry) => {
    const own = sections.slice(at, (at += SECTIONS[entry.letter] ?? 1));
    return changeOf(entry, own.length === 1 ? own[0] : undefined);
  });
  if (at !== sections.length) throw new GitError('the working tree changed while it was read; run it again');
  return changes;
}

interface RawEntry {
  readonly letter: string;
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly before: StoredId;
  readonly after: StoredId;
}

/** Reads the fields of `--raw -z`: `:100644 100644 <old> <new> R097`, then one path or two. */
function parseRaw(fields: readonly string[]): readonly RawEntry[] {
  const entries: RawEntry[] = [];
  for (let at = 0; at < fields.length;) {
    const [oldMode = '', newMode = '', oldId = '', newId = '', status = ''] = (fields[at++] ?? '').slice(1).split(' ');
    const letter = status.slice(0, 1);
    const first = fields[at++] ?? '';
    const path = letter === 'R' ? (fields[at++] ?? '') : first;
    const entry = { letter, path, before: { mode: oldMode, oid: oldId }, after: { mode: newMode, oid: newId } };
    entries.push({ ...entry, previousPath: letter === 'R' ? first : undefined });
  }
  return entries;
}

function changeOf(entry: RawEntry, hunks: readonly Hunk[] | undefined): GitChange {
  const status = STATUSES[entry.letter] ?? 'modified';
  const listed: ListedFile = {
    path: entry.path,
    ...(entry.previousPath === undefined ? {} : { previousPath: entry.previousPath }),
    status,
    ...(hunks && hunks.length > 0 && (status === 'modified' || status === 'renamed') ? { hunks } : {}),
    ...(entry.after.mode === '160000' ? { submodule: true } : {}),
  };
  return {
    listed,
    ...(status === 'added' ? {} : { before: entry.before }),
    ...(status === 'removed' ? {} : { after: entry.after }),
  };
}

interface Splitter {
  push(chunk: Buffer): void;
  finish(): readonly (readonly Hunk[])[];
}

const FILE_START = '\ndiff --git ';

/**
 * Cuts a patch of many files at each file's header and keeps only the hunks. Bytes are read as Latin-1: only lines are counted,
 * and no line of content starts with a letter.
 */
function createSplitter(): Splitter {
  const sections: (readonly Hunk[])[] = [];
  let rest = '\n';
  const take = (section: string): void => {
    if (section.trim() !== '') sections.push(parsePatch(section));
  };
  return {
    push(chunk) {
      const searched = Math.max(0, rest.length - FILE_START.length);
      rest += chunk.toString('latin1');
      for (let next = rest.indexOf(FILE_START, Math.max(1, searched)); next >= 0; next = rest.indexOf(FILE_START, 1)) {
        take(rest.slice(0, next));
        rest = rest.slice(next);
      }
    },
    finish() {
      take(rest);
      return sections;
    },
  };
}
