import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';

/** Git said no; the message is for the person at the command line. */
export class GitError extends Error {
  override readonly name = 'GitError';
  /** Exit code, or undefined where git did not run. */
  readonly code: number | undefined;

  constructor(message: string, code?: number) {
    super(message);
    this.code = code;
  }
}

/**
 * Settings that a repository's own configuration could use to run a program or to reach the network, turned off.
 * The command line wins over every configuration file.
 */
const HARMLESS = [
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.pager', 'cat'],
  ['core.sshCommand', 'false'],
  ['credential.helper', ''],
  ['protocol.allow', 'never'],
  ...['file', 'git', 'ssh', 'http', 'https', 'ext'].map((name) => [`protocol.${name}.allow`, 'never'] as const),
  ['core.quotePath', 'false'],
  ['submodule.recurse', 'false'],
] as const;

/** Settings that would change what git prints. */
const PLAIN = [
  ['diff.suppressBlankEmpty', 'false'],
  ['diff.orderFile', '/dev/null'],
  ['color.ui', 'never'],
  ['core.precomposeUnicode', 'true'],
] as const;

export interface RunOptions {
  /** More settings, after the fixed ones. */
  readonly config?: readonly (readonly [string, string])[];
  /** Written to its standard input. */
  readonly input?: string;
  /** Exit codes that are answers too. */
  readonly allow?: readonly number[];
}

/** Runs git in a folder, without a shell, and gives what it printed. */
export async function runGit(folder: string, args: readonly string[], options: RunOptions = {}): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await streamGit(folder, args, { ...options, onOutput: (chunk) => void chunks.push(chunk) });
  return Buffer.concat(chunks);
}

/** As `runGit`, with the output handed over as it comes. */
export function streamGit(
  folder: string,
  args: readonly string[],
  options: RunOptions & { readonly onOutput: (chunk: Buffer) => void },
): Promise<void> {
  const settings = [...HARMLESS, ...PLAIN, ...(options.config ?? [])].flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);
  const flags = ['--no-pager', '--no-optional-locks', '--literal-pathspecs', '--no-replace-objects'];
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['-C', folder, ...flags, ...settings, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const complaints: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => {
      try {
        options.onOutput(chunk);
      } catch (error) {
        child.kill();
        reject(error instanceof Error ? error : new GitError(String(error)));
      }
    });
    child.stderr.on('data', (chunk: Buffer) => void complaints.push(chunk));
    child.stdin.on('error', () => undefined); // Git that stops early says why on its standard error.
    child.on('error', () => reject(new GitError('git could not be started: is it installed?')));
    child.on('close', (code) => {
      if (code === 0 || (code !== null && options.allow?.includes(code))) resolve();
      else reject(new GitError(complaintOf(args, Buffer.concat(complaints).toString()), code ?? undefined));
    });
    child.stdin.end(options.input ?? '');
  });
}

function complaintOf(args: readonly string[], complaint: string): string {
  const lines = complaint.split('\n').filter((line) => line !== '');
  const fatal = lines.find((line) => line.startsWith('fatal:')) ?? lines.at(-1);
  return `git ${args[0] ?? ''}: ${fatal?.replace(/^fatal: /, '') ?? 'failed without a word'}`;
}

/** The fields of a `-z` output. */
export function splitNul(output: Buffer): string[] {
  const fields = output.toString('utf8').split('\0');
  if (fields.at(-1) === '') fields.pop();
  return fields;
}

/**
 * Settings that empty every content filter that the configuration defines: comparing a working tree would run them.
 * Their names are free, so they are read first.
 */
export async function filtersOff(folder: string): Promise<readonly (readonly [string, string])[]> {
  const listed = splitNul(
    await runGit(folder, ['config', '--name-only', '-z', '--get-regexp', '^filter\\.'], { allow: [1] }),
  );
  const names = new Set(listed.map((key) => key.slice('filter.'.length, key.lastIndexOf('.'))));
  return [...names].flatMap((name) => {
    if (name.includes('='))
      throw new GitError(
        `the repository's configuration has a filter named ${JSON.stringify(name)}, which cannot be turned off`,
      );
    const commands = ['clean', 'smudge', 'process'].map((part) => [`filter.${name}.${part}`, ''] as const);
    return [...commands, [`filter.${name}.required`, 'false'] as const];
  });
}
