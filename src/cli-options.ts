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

export type Command =
  | ({ readonly name: 'review'; readonly repo: string; readonly base?: string; readonly head?: string } & Common)
  | ({ readonly name: 'check'; readonly paths: readonly string[] } & Common)
  | { readonly name: 'help' }
  | { readonly name: 'version' };

export const USAGE = `Reviews changes to Python projects and cites chapter and verse.

Usage
  chapter-and-verse review [--repo DIR] [--base REF] [--head REF] [options]
      what changed between the merge base and head; without --head, the working tree
  chapter-and-verse check PATH… [options]
      whole files and folders, as if all of them were new

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
  format: { type: 'string', default: 'text' },
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
    format: oneOf('format', values.format, FORMATS),
    ...(preset === undefined ? {} : { preset: oneOf('preset', preset, PRESETS) }),
    ...(config === undefined ? {} : { config }),
    ...(output === undefined ? {} : { output }),
  };
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
  throw new UsageError(`there is no command ${JSON.stringify(name)}: it is review or check`);
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
