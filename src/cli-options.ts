import { parseArgs } from 'node:util';
import { PRESETS } from './config/config.ts';
import type { Preset } from './core/check-info.ts';

/** The command line says something that cannot be done: one sentence, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const FORMATS = ['text', 'json', 'sarif', 'github'] as const;
export type Format = (typeof FORMATS)[number];

interface Common {
  readonly format: Format;
  /** Overrides the configuration's. */
  readonly preset?: Preset;
  /** Configuration file to use in place of the repository's. */
  readonly config?: string;
  /** File to write the report to, in place of standard output. */
  readonly output?: string;
}

/** Writes the baseline of a repository's working tree. */
export interface BaselineCommand extends Omit<Common, 'format'> {
  readonly name: 'baseline';
  readonly repo: string;
  /** Freezes what is new as well, where there is a baseline already. */
  readonly add: boolean;
}

export type Command =
  | ({ readonly name: 'review'; readonly repo: string; readonly base?: string; readonly head?: string } & Common)
  | ({ readonly name: 'check'; readonly paths: readonly string[] } & Common)
  | BaselineCommand
  | { readonly name: 'help' }
  | { readonly name: 'version' };

export const USAGE = `Reviews changes to Python projects and cites chapter and verse.

Usage
  chapter-and-verse review [--repo DIR] [--base REF] [--head REF] [options]
      what changed between the merge base and head; without --head, the working tree
  chapter-and-verse check PATH… [options]
      whole files and folders, as if all of them were new
  chapter-and-verse baseline [--repo DIR] [--add] [options]
      freezes what is found today in .github/chapter-and-verse-baseline.json; where that is there, takes out what was mended,
      and with --add takes in what is new

Options
  --format text|json|sarif|github   how the report is written (text)
  --preset recommended|strict|all   in place of the configuration's preset
  --config FILE                     in place of .github/chapter-and-verse.yml
  --output FILE                     write the report there, not to standard output
  --help, --version

Exit code
  0  nothing at or above fail_on     1  something     2  usage or configuration error
`;

const OPTIONS = {
  repo: { type: 'string' },
  base: { type: 'string' },
  head: { type: 'string' },
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
  const { preset, config, output, repo, base, head } = values;
  const common: Common = {
    format: oneOf('format', values.format ?? 'text', FORMATS),
    ...(preset === undefined ? {} : { preset: oneOf('preset', preset, PRESETS) }),
    ...(config === undefined ? {} : { config }),
    ...(output === undefined ? {} : { output }),
  };
  if (values.add && name !== 'baseline') throw new UsageError('--add goes with baseline');
  if (name === 'baseline') return readBaseline({ rest, values, common });
  if (name === 'review') {
    if (rest.length > 0)
      throw new UsageError(`review takes no path, but got ${JSON.stringify(rest[0])}; use check for whole files`);
    return {
      name,
      repo: repo ?? '.',
      ...(base === undefined ? {} : { base }),
      ...(head === undefined ? {} : { head }),
      ...common,
    };
  }
  if (name === 'check') {
    if (rest.length === 0) throw new UsageError('check needs a path: a file or a folder');
    const stray = Object.entries({ repo, base, head }).find(([, value]) => value !== undefined);
    if (stray) throw new UsageError(`--${stray[0]} goes with review, not with check`);
    return { name, paths: rest, ...common };
  }
  throw new UsageError(`there is no command ${JSON.stringify(name)}: it is review, check or baseline`);
}

interface BaselineWords {
  readonly rest: readonly string[];
  readonly values: ReturnType<typeof parse>['values'];
  readonly common: Common;
}

function readBaseline({ rest, values, common }: BaselineWords): BaselineCommand {
  const { base, head, format, repo, add } = values;
  const stray = Object.entries({ base, head, format }).find(([, value]) => value !== undefined);
  if (stray) throw new UsageError(`--${stray[0]} does not go with baseline`);
  if (rest.length > 0) throw new UsageError('baseline takes no path: it is for the whole repository; see --repo');
  const { format: _format, ...others } = common;
  return { ...others, name: 'baseline', repo: repo ?? '.', add: add ?? false };
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
