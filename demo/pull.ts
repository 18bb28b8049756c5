import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The demo's repository, and the pull request that a colleague opens on it. */
export interface DemoPull {
  readonly owner: string;
  readonly repo: string;
  readonly author: string;
  readonly branch: string;
  readonly title: string;
  readonly body: string;
  /** The whole of the default branch. */
  readonly base: Readonly<Record<string, string>>;
  /** What the pull request changes; `null` deletes. */
  readonly files: Readonly<Record<string, string | null>>;
  /** Made-up credentials in the files, which no output should show. */
  readonly credentials: readonly string[];
}

const PROJECT = new URL('./project/', import.meta.url);

/** `letters.py` has taken its place. */
const DELETED = ['src/lending/mail.py'];

/**
 * Credentials of the right form that nobody was ever given. They are put together here, so that no scanner takes the files of this
 * repository for a leak.
 */
const CREDENTIALS: Readonly<Record<string, string>> = {
  SLACK_HOOK: ['T04H9QLENDS', 'B05K2VMDESK', 'u7Rq2Zx9Kf4Wm1Tb8Np3Yd6L'].join('/'),
};

/** Reads the sample project: `base` is the default branch, `head` has the files that differ, `pull.md` the title and what follows. */
export async function readDemoPull(): Promise<DemoPull> {
  const [words, base, head] = await Promise.all([
    readFile(new URL('pull.md', PROJECT), 'utf8'),
    readFolder('base'),
    readFolder('head'),
  ]);
  const [, title = '', body = ''] = /^# (.+)\n+([^]*)$/.exec(words) ?? [];
  return {
    owner: 'harbour-library',
    repo: 'lending',
    author: 'mirela-v',
    branch: 'ebooks',
    title,
    body,
    base,
    files: { ...head, ...Object.fromEntries(DELETED.map((path) => [path, null])) },
    credentials: Object.values(CREDENTIALS),
  };
}

async function readFolder(name: string): Promise<Record<string, string>> {
  const folder = fileURLToPath(new URL(name, PROJECT));
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = files
    .sort()
    .map(async (file) => [relative(folder, file).replaceAll(sep, '/'), fillIn(await readFile(file, 'utf8'))] as const);
  return Object.fromEntries(await Promise.all(texts));
}

/** Puts the made-up credentials where the files have `{{NAME}}`. GitHub's own `${{ … }}` stays. */
function fillIn(text: string): string {
  return text.replace(/\{\{([A-Z_]+)\}\}/g, (mark, name: string) => CREDENTIALS[name] ?? mark);
}
