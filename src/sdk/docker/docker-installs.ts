import type { DockerFile, DockerInstruction } from '../../core/facts.ts';
import type { Span } from '../../core/flow.ts';
import { shellCommandsOf } from './docker-commands.ts';
import { isDevelopmentFile, isDevelopmentStage } from './docker-stages.ts';
import type { ShellCommand } from './docker-commands.ts';
import { readRequirementText } from '../dependencies/requirement-text.ts';

/** Packages that one instruction installs by name, each in the newest version of that day. */
export interface OpenInstall {
  /** Normalised; at least one. */
  readonly names: readonly string[];
  /** Of the whole instruction. */
  readonly at: Span;
}

/** What `pip install` names without an upper bound, in the stages that are not for development. Lists and constraints are read elsewhere. */
export function openInstallsOf(file: DockerFile): readonly OpenInstall[] {
  if (isDevelopmentFile(file.path)) return [];
  const stages = file.stages.filter((stage) => !isDevelopmentStage(stage));
  const runs = stages.flatMap(({ instructions }) => instructions.filter(({ keyword }) => keyword === 'RUN'));
  return runs.flatMap((run) => {
    const names = new Set(shellCommandsOf(run).flatMap((command) => openNamesIn(command, file, run)));
    return names.size === 0 ? [] : [{ names: [...names], at: run.span }];
  });
}

/** They install the rest, and what they install is pinned elsewhere. */
const INSTALLERS: ReadonlySet<string> = new Set(
  'pip setuptools wheel uv poetry pipenv pdm hatch flit build virtualenv pipx pip-tools poetry-core poetry-plugin-export'.split(
    ' ',
  ),
);
/** Options that take the next word as their value. */
const WITH_VALUE =
  /^(-[ietfbr]|--(index-url|extra-index-url|default-index|index|target|prefix|root|cache-dir|find-links|python|python-version|platform|trusted-host|no-binary|only-binary|requirement|editable|proxy|timeout|retries|log|config-settings?|upgrade-strategy|progress-bar|report|src|cert|client-cert|implementation|abi|link-mode|prerelease|resolution|exclude-newer|torch-backend|root-user-action|keyring-provider|override|build-constraints?))$/;

function openNamesIn(command: ShellCommand, file: DockerFile, run: DockerInstruction): readonly string[] {
  const words = installedBy(command);
  // Constraints have the versions, and so has a folder of wheels that stands in for the index.
  if (!words || words.some((word) => /^(-c|--constraints?|--no-index)\b/.test(word)) || isConstrained(command, file))
    return [];
  const names: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word.startsWith('-')) {
      if (WITH_VALUE.test(word)) at++;
      continue;
    }
    // What only the build knows may well be a version.
    const read = /[$`\\/*?(]/.test(word) ? undefined : readRequirementText(file.expand(word, run) ?? '$');
    if (read && read.url === undefined && isOpen(read.specifier) && !INSTALLERS.has(read.name)) names.push(read.name);
  }
  return names;
}

/** The words after `install` of `pip`, `python -m pip` and `uv pip`. */
function installedBy({ name, args }: ShellCommand): readonly string[] | undefined {
  const isPip =
    /^pip[\d.]*$/.test(name) ||
    (/^python[\d.]*$/.test(name) && args[0] === '-m' && args[1] === 'pip') ||
    (name === 'uv' && args[0] === 'pip');
  const at = isPip ? args.indexOf('install') : -1;
  return at < 0 || at > 6 ? undefined : args.slice(at + 1);
}

function isConstrained({ assignments }: ShellCommand, { text }: DockerFile): boolean {
  return [...assignments, text].some((part) => /\b(PIP|UV)_CONSTRAINTS?[= ]/.test(part));
}

/** A range that somebody closed, or a version that they left out, was thought about. */
function isOpen(specifier: string): boolean {
  return specifier === '' || /^>=?[^,]+$/.test(specifier);
}
