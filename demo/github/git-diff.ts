import type { GitStore } from './git-store.ts';

export type DiffStatus = 'added' | 'modified' | 'removed' | 'renamed' | 'copied' | 'changed';

/** One changed file as GitHub lists it. */
export interface FileChange {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: DiffStatus;
  /** Blob at head; the old blob of a removed file. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** Unified diff from the first `@@` on. Absent for binary files, and for changes without lines. */
  readonly patch?: string;
}

export interface DiffOptions {
  /** Whether a new file that is like another changed one counts as `copied`. */
  readonly detectCopies: boolean;
}

const statuses: Readonly<Record<string, DiffStatus>> = {
  A: 'added',
  M: 'modified',
  D: 'removed',
  R: 'renamed',
  C: 'copied',
  T: 'changed',
};
const noObject = '0'.repeat(40);

interface RawEntry {
  readonly letter: string;
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly sha: string;
}

/** Reads `git diff-tree --raw --numstat -p -z`: entries, counts in the same order, an empty field, and the patches as text. */
function parseDiff(output: string): { raw: RawEntry[]; counts: (readonly [number, number])[]; patches: string } {
  const raw: RawEntry[] = [];
  const counts: (readonly [number, number])[] = [];
  let at = 0;
  const next = (): string => {
    const end = output.indexOf('\0', at);
    const field = output.slice(at, end < 0 ? output.length : end);
    at += field.length + 1;
    return field;
  };
  for (let head = next(); head !== ''; head = next()) {
    if (head.startsWith(':')) {
      const [, , before = '', after = '', letter = ''] = head.split(' ');
      const first = next();
      const second = /^[RC]/.test(letter) ? next() : undefined;
      const kind = letter.slice(0, 1);
      raw.push({
        letter: kind,
        path: second ?? first,
        previousPath: second === undefined ? undefined : first,
        sha: after === noObject ? before : after,
      });
    } else {
      const [added = '', removed = '', path = ''] = head.split('\t');
      // A rename: both names follow as fields of their own.
      if (path === '') {
        next();
        next();
      }
      counts.push([Number(added) || 0, Number(removed) || 0]);
    }
  }
  return { raw, counts, patches: output.slice(at) };
}

/** Cuts git's output at each file's header. Only `\n` ends a line: content may hold any other line separator. */
function splitPatches(text: string): string[] {
  return `\n${text}`.split('\ndiff --git ').slice(1);
}

function hunksOf(section: string): string | undefined {
  const start = section.indexOf('\n@@ ');
  return start < 0 ? undefined : section.slice(start + 1).replace(/\n$/, '');
}

/** The files that differ between two commits, with renames and three lines of context, sorted as git sorts them. */
export async function readChanges(
  store: GitStore,
  range: { base: string; head: string },
  options: DiffOptions,
): Promise<readonly FileChange[]> {
  const args = [
    '--raw',
    '--numstat',
    '-p',
    '-z',
    '--unified=3',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--full-index',
  ];
  const output = await store.git(
    'diff-tree',
    '-r',
    '-M',
    ...(options.detectCopies ? ['-C'] : []),
    ...args,
    range.base,
    range.head,
  );
  const { raw, counts, patches } = parseDiff(output.toString());
  const sections = splitPatches(patches);
  let at = 0;
  return raw.map((entry, index) => {
    const own = sections.slice(at, (at += entry.letter === 'T' ? 2 : 1));
    const patch = own.flatMap((section) => hunksOf(section) ?? []).join('\n');
    const [additions, deletions] = counts[index] ?? [0, 0];
    return {
      path: entry.path,
      ...(entry.previousPath === undefined ? {} : { previousPath: entry.previousPath }),
      status: statuses[entry.letter] ?? 'modified',
      sha: entry.sha,
      additions,
      deletions,
      ...(patch === '' ? {} : { patch }),
    };
  });
}
