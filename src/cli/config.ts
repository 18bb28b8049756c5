import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UsageError } from './options.ts';
import type { Command } from './options.ts';
import { CONFIG_PATH, defaultConfig } from '../config/config.ts';
import type { Config } from '../config/config.ts';
import { readExtended } from '../config/extend.ts';
import type { ReadPlace } from '../config/extend.ts';
import { printProblem } from '../config/read.ts';
import { decode } from '../core/decode.ts';
import type { Decoded } from '../core/decode.ts';
import { readFileAt, readWorkFile } from '../git/read-file-at.ts';
import { resolveRange } from '../git/resolve-range.ts';
import { runGit } from '../git/run-git.ts';
import type { Catalogue } from '../sdk/load.ts';

/** A configuration that cannot be used; the message has its problems, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** A command that needs the configuration. */
export type Job = Extract<Command, { readonly name: 'review' | 'check' | 'config' | 'baseline' }>;

export interface FoundConfig {
  readonly config: Config;
  /** The file that it was read from; undefined where there is none. */
  readonly from: string | undefined;
}

/**
 * The file that was named; else the repository's, for a range as it is at the tip of the base, where the App reads it too.
 * @throws ConfigError
 */
export async function readConfiguration(command: Job, catalogue: Catalogue): Promise<FoundConfig> {
  const { path, file, read } = await findConfiguration(command);
  const text = file && ('why' in file ? fail(`${path}:1:1: the file ${file.why}`) : file.text);
  const known = { checks: catalogue.checks.map(({ info }) => info), chapters: catalogue.chapters };
  const { config, problems } =
    text === undefined
      ? { config: defaultConfig(), problems: [] }
      : await readExtended({ place: { repo: undefined, path }, text }, known, read);
  if (!config) return fail(problems.map(printProblem).join('\n'));
  return {
    config: command.preset === undefined ? config : { ...config, preset: command.preset },
    from: text === undefined ? undefined : path,
  };
}

/** @throws ConfigError */
export function fail(message: string): never {
  throw new ConfigError(message);
}

interface FoundFile {
  readonly path: string;
  readonly file: Decoded | undefined;
  /** Reads what the file extends. Other repositories are on GitHub, where this command does not go. */
  readonly read: ReadPlace;
}

async function findConfiguration(command: Job): Promise<FoundFile> {
  const elsewhere = { why: 'is in another repository: write it to a file and name that with --config' };
  if (command.config !== undefined) {
    const path = command.config;
    const from = (name: string): Promise<Decoded> =>
      readFile(name).then(
        (bytes) => decode(bytes, name),
        () => fail(`chapter-and-verse: the configuration ${name} cannot be read`),
      );
    return {
      path,
      file: await from(path),
      read: async (place) => (place.repo === undefined ? from(place.path) : elsewhere),
    };
  }
  if (command.name === 'review') {
    const { tip } = await resolveRange(command);
    const from = (path: string): Promise<Decoded | undefined> => readFileAt(command.repo, tip, path);
    return {
      path: CONFIG_PATH,
      file: await from(CONFIG_PATH),
      read: async ({ repo, path }) => (repo === undefined ? from(path) : elsewhere),
    };
  }
  if ((command.name === 'config' || command.name === 'baseline') && !(await stat(command.repo).catch(() => undefined)))
    throw new UsageError(`there is no folder ${JSON.stringify(command.repo)}`);
  const root = await rootOf(command.name === 'check' ? (command.paths[0] ?? '.') : command.repo);
  const from = (path: string): Promise<Decoded | undefined> => readWorkFile(root, path);
  return {
    path: CONFIG_PATH,
    file: await from(CONFIG_PATH),
    read: async ({ repo, path }) => (repo === undefined ? from(path) : elsewhere),
  };
}

/** Top folder of the repository around a path; where there is none, the path itself or the folder it is in. */
export async function rootOf(path: string): Promise<string> {
  const full = resolve(path);
  const found = await stat(full).catch(() => undefined);
  const folder = found?.isDirectory() ? full : dirname(full);
  const top = await runGit(folder, ['rev-parse', '--show-toplevel']).catch(() => undefined);
  return top ? top.toString().replace(/\n$/, '') : folder;
}
