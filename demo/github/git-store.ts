import { execFile, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { createGitReader } from './git-reader.ts';
import type { GitObject } from './git-reader.ts';

const run = promisify(execFile);

/** Contents of one file. The object form sets the mode: `100755` executable, `120000` symbolic link, `160000` submodule (text = SHA). */
export type FileContent = string | Uint8Array | { readonly mode: string; readonly text: string };

/** Files by path. `null` deletes the path. */
export type Files = Readonly<Record<string, FileContent | null>>;

export interface NewCommit {
  readonly branch: string;
  /** SHA to build upon; without it the commit has no parent. */
  readonly parent?: string | undefined;
  readonly files: Files;
  readonly message: string;
  readonly author: string;
  /** Refs that are to point to the commit as well. */
  readonly refs?: readonly string[];
}

/** A bare repository on disk. Dates come from a counter, so the same calls always give the same SHAs. */
export interface GitStore {
  readonly folder: string;
  /** Runs git and gives its output. Throws when git fails. */
  readonly git: (...args: readonly string[]) => Promise<Buffer>;
  /** Commits onto `refs/heads/<branch>`, whatever it pointed to before, and gives the SHA. */
  readonly commit: (commit: NewCommit) => Promise<string>;
  /** SHA of a branch, a tag, `refs/…`, or a (possibly short) SHA. */
  readonly resolve: (name: string) => Promise<string | undefined>;
  readonly read: (oid: string) => Promise<GitObject | undefined>;
  /** Stores an object as it is and gives its SHA. */
  readonly write: (type: GitObject['type'], text: string) => Promise<string>;
  readonly setBranch: (branch: string, sha: string) => Promise<void>;
  readonly close: () => void;
}

/** 2026-01-01T00:00:00Z */
const firstSecond = 1_767_225_600;
const maxOutput = 256 * 1024 * 1024;

function quotePath(path: string): string {
  return /^"|[\n\\]/.test(path) ? JSON.stringify(path) : path;
}

/** One commit in the language of `git fast-import`. */
function fastImport(commit: NewCommit, second: number): Buffer {
  const parts: (string | Uint8Array)[] = [];
  const data = (content: string | Uint8Array): void => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    parts.push(`data ${bytes.byteLength}\n`, bytes, '\n');
  };
  const who = `${commit.author.replace(/[<>\n]/g, '')} <${commit.author.replace(/[^\w.-]/g, '')}@example.com> ${second} +0000`;
  parts.push(`commit refs/heads/${commit.branch}\nmark :1\nauthor ${who}\ncommitter ${who}\n`);
  data(commit.message);
  if (commit.parent !== undefined) parts.push(`from ${commit.parent}\n`);
  for (const [path, content] of Object.entries(commit.files)) {
    if (content === null) parts.push(`D ${quotePath(path)}\n`);
    else if (typeof content === 'string' || content instanceof Uint8Array) {
      parts.push(`M 100644 inline ${quotePath(path)}\n`);
      data(content);
    } else if (content.mode === '160000') parts.push(`M 160000 ${content.text} ${quotePath(path)}\n`);
    else {
      parts.push(`M ${content.mode} inline ${quotePath(path)}\n`);
      data(content.text);
    }
  }
  for (const ref of commit.refs ?? []) parts.push(`reset ${ref}\nfrom :1\n`);
  parts.push('\nget-mark :1\ndone\n');
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

/** Git without the settings of the machine it runs on. */
function environment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
  };
}

function feed(folder: string, args: readonly string[], input: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { cwd: folder, env: environment() });
    const out: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out));
      else reject(new Error(`git ${args[0] ?? ''} ended with ${code}: ${Buffer.concat(complaints).toString()}`));
    });
    child.stdin.on('error', () => undefined); // Git that stops early says why on stderr.
    child.stdin.end(input);
  });
}

/** Makes an empty bare repository in the folder. */
export async function createGitStore(folder: string): Promise<GitStore> {
  await mkdir(folder, { recursive: true });
  const objects = new Map<string, GitObject>();
  let commits = 0;

  async function git(...args: readonly string[]): Promise<Buffer> {
    const { stdout } = await run('git', args, {
      cwd: folder,
      env: environment(),
      encoding: 'buffer',
      maxBuffer: maxOutput,
    });
    return stdout;
  }

  async function resolve(name: string): Promise<string | undefined> {
    // What git would take for more than a name: ranges, ancestors, paths, options.
    if (/^-|[\s~^:?*[\\]|\.\.|@\{/.test(name)) return undefined;
    const tries = /^[0-9a-f]{4,40}$/.test(name)
      ? [name]
      : [`refs/heads/${name}`, `refs/tags/${name}`, name.startsWith('refs/') ? name : `refs/${name}`];
    if (name === 'HEAD') tries.push(name);
    for (const candidate of tries) {
      const found = await reader.read(candidate);
      if (found === undefined) continue;
      objects.set(found.oid, found);
      return found.oid;
    }
    return undefined;
  }

  async function read(oid: string): Promise<GitObject | undefined> {
    if (!/^[0-9a-f]{40}$/.test(oid)) return undefined;
    const found = objects.get(oid) ?? (await reader.read(oid));
    if (found !== undefined) objects.set(oid, found);
    return found;
  }

  await git('init', '--bare', '--quiet', '--template=', '--initial-branch=main', '.');
  const reader = createGitReader(folder, environment());
  return {
    folder,
    git,
    resolve,
    read,
    close: () => reader.close(),
    async commit(commit) {
      const second = firstSecond + commits * 60;
      commits += 1;
      const mark = await feed(folder, ['fast-import', '--quiet', '--force', '--done'], fastImport(commit, second));
      return mark.toString().trim();
    },
    async write(type, text) {
      const sha = await feed(folder, ['hash-object', '-t', type, '-w', '--stdin'], Buffer.from(text));
      return sha.toString().trim();
    },
    async setBranch(branch, sha) {
      await git('update-ref', `refs/heads/${branch}`, sha);
    },
  };
}
