import { parseArgs } from 'node:util';
import { PRESETS } from '../config/config.ts';
import type { Preset } from '../core/check-info.ts';

/** The command line says something that cannot be done: one sentence, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const FORMATS = ['text', 'json', 'sarif', 'github'] as const;
export type Format = (typeof FORMATS)[number];

export const CONFIG_FORMATS = ['yaml', 'json'] as const;

interface Common {
  /** Overrides the configuration's. */
  readonly preset?: Preset;
  /** Configuration file to use in place of the repository's. */
  readonly config?: string;
  /** File to write to, in place of standard output. */
  readonly output?: string;
}

interface Reporting extends Common {
  readonly format: Format;
}

interface Range {
  readonly repo: string;
  readonly base?: string;
  readonly head?: string;
}

interface Printing extends Common {
  readonly repo: string;
  /** Relative to the repository: what holds for this file. */
  readonly path?: string;
  readonly format: (typeof CONFIG_FORMATS)[number];
}

/** Writes the baseline of a repository's working tree. */
interface Freezing extends Common {
  readonly repo: string;
  /** Freezes what is new as well, where there is a baseline already. */
  readonly add: boolean;
}

export type Command =
  | ({ readonly name: 'review' } & Range & Reporting)
  | ({ readonly name: 'check'; readonly paths: readonly string[] } & Reporting)
  | ({ readonly name: 'config' } & Printing)
  | ({ readonly name: 'baseline' } & Freezing)
  | { readonly name: 'help' }
  | { readonly name: 'version' };

export const USAGE = `Reviews changes to Python projects and cites chapter and verse.

Usage
  chapter-and-verse review [--repo DIR] [--base REF] [--head REF] [options]
      what changed between the merge base and head; without --head, the working tree
  chapter-and-verse check PATH… [options]
      whole files and folders, as if all of them were new; missing tests and growth are left to review
  chapter-and-verse config [--repo DIR] [--path FILE] [--format yaml|json] [options]
      the configuration with nothing left implicit; with --path, what holds for one file
  chapter-and-verse baseline [--repo DIR] [--add] [options]
      freezes what is found today in .github/chapter-and-verse-baseline.json; where that is there, takes out what was
      mended, and with --add takes in what is new

Options
  --format text|json|sarif|github   how the report is written (text)
  --preset recommended|strict|all   in place of the configuration's preset
  --config FILE                     in place of .github/chapter-and-verse.yml
  --output FILE                     write there, not to standard output
  --help, --version

Exit code
  0  nothing at or above fail_on     1  something     2  usage or configuration error
`;

const OPTIONS = {
  repo: { type: 'string' },
  base: { type: 'string' },
  head: { type: 'string' },
  path: { type: 'string' },
  add: { type: 'boolean' },
  format: { type: 'string' },
  preset: { type: 'string' },
  config: { type: 'string' },
  output: { type: 'string', short: 'o' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** @throws UsageError */
export function readCommand(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const [name, ...rest] = positionals;
  if (values.version) return { name: 'version' };
  if (values.help || name === undefined || name === 'help') return { name: 'help' };
  const { preset, config, output, repo, base, head, path } = values;
  const common: Common = {
    ...(preset === undefined ? {} : { preset: oneOf('preset', preset, PRESETS) }),
    ...(config === undefined ? {} : { config }),
    ...(output === undefined ? {} : { output }),
  };
  if (values.add && name !== 'baseline') throw new UsageError(`--add goes with baseline, not with ${name}`);
  if (name === 'config') return readPrinting({ rest, values, common });
  if (name === 'baseline') return readFreezing({ rest, values, common });
  const format = oneOf('format', values.format ?? 'text', FORMATS);
  refuse({ path }, 'config', name);
  if (name === 'review') {
    if (rest.length > 0)
      throw new UsageError(`review takes no path, but got ${JSON.stringify(rest[0])}; use check for whole files`);
    return {
      name,
      repo: repo ?? '.',
      ...(base === undefined ? {} : { base }),
      ...(head === undefined ? {} : { head }),
      format,
      ...common,
    };
  }
  if (name === 'check') {
    if (rest.length === 0) throw new UsageError('check needs a path: a file or a folder');
    refuse({ repo, base, head }, 'review', name);
    return { name, paths: rest, format, ...common };
  }
  throw new UsageError(`there is no command ${JSON.stringify(name)}: it is review, check, config or baseline`);
}

interface Words {
  /** What stands after the command's name. */
  readonly rest: readonly string[];
  readonly values: ReturnType<typeof parse>['values'];
  readonly common: Common;
}

function readPrinting({ rest, values, common }: Words): Extract<Command, { readonly name: 'config' }> {
  const { base, head, repo, path } = values;
  const name = 'config';
  if (rest.length > 0)
    throw new UsageError(`config takes no path, but got ${JSON.stringify(rest[0])}; name a file with --path`);
  refuse({ base, head }, 'review', name);
  if (common.config !== undefined) refuse({ repo }, 'the configuration of a repository', '--config');
  const format = oneOf('format', values.format ?? 'yaml', CONFIG_FORMATS);
  const file = path === undefined ? {} : { path: path.replace(/^\.\//, '') };
  return { name, repo: repo ?? '.', ...file, format, ...common };
}

function readFreezing({ rest, values, common }: Words): Extract<Command, { readonly name: 'baseline' }> {
  const { base, head, format, path, repo, add } = values;
  const name = 'baseline';
  if (rest.length > 0) throw new UsageError('baseline takes no path: it is for the whole repository; see --repo');
  refuse({ base, head }, 'review', name);
  refuse({ format }, 'review, check and config', name);
  refuse({ path }, 'config', name);
  return { name, repo: repo ?? '.', add: add ?? false, ...common };
}

/** @throws UsageError for an option that was given and goes with something else. */
function refuse(options: Readonly<Record<string, string | undefined>>, goesWith: string, given: string): void {
  const stray = Object.entries(options).find(([, value]) => value !== undefined);
  if (stray) throw new UsageError(`--${stray[0]} goes with ${goesWith}, not with ${given}`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message.split('. ')[0] ?? error.message);
    throw error;
  }
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new UsageError(`--${option} is ${allowed.join(', ')}, not ${JSON.stringify(value)}`);
  return found;
}
