import type { DockerFile, DockerInstruction, DockerStage } from '../../core/facts.ts';
import { shellCommandsOf } from './docker-commands.ts';
import type { ShellCommand } from './docker-commands.ts';
import { instructionsOf } from './docker-stages.ts';

/** How Poetry is used in a Dockerfile. */

/** A `poetry install` and the RUN that it stands in. */
export interface PoetryInstall {
  readonly run: DockerInstruction;
  readonly stage: DockerStage;
  readonly args: readonly string[];
}

export function poetryInstalls(file: DockerFile): readonly PoetryInstall[] {
  return file.stages.flatMap((stage) =>
    runsOf(stage).flatMap((run) =>
      shellCommandsOf(run)
        .filter(({ name, args }) => name === 'poetry' && firstPlain(args) === 'install')
        .map(({ args }) => ({ run, stage, args })),
    ),
  );
}

/** The version of Poetry that the file asks for. `latest` where it is installed without one; `unknown` where it comes with the base image. */
export type PoetryVersion = readonly [major: number, minor: number] | 'latest' | 'unknown';

export function poetryVersionIn(file: DockerFile): PoetryVersion {
  const instructions = [...file.globalArgs, ...file.stages.flatMap((stage) => stage.instructions)];
  let isInstalled = false;
  for (const instruction of instructions) {
    const text = file.expand(instruction.args, instruction) ?? instruction.args;
    const asked = versionIn(text);
    if (asked) return asked;
    isInstalled ||= instruction.keyword === 'RUN' && shellCommandsOf(instruction).some(isPoetryInstaller);
  }
  return isInstalled ? 'latest' : 'unknown';
}

const REQUIREMENT = /\bpoetry(?:\[[\w,-]*\])?["']?\s*((?:(?:[~<>!]=?|={2,3})\s*v?\d[\d.*]*\s*,?\s*)+)/i;
const SETTING = /\bPOETRY_VERSION[= ]["']?v?(\d+)(?:\.(\d+))?|python-poetry\.org[^;&]*--version[= ]v?(\d+)(?:\.(\d+))?/;

function versionIn(text: string): PoetryVersion | undefined {
  const requirement = REQUIREMENT.exec(text)?.[1];
  const below = /<(=?)\s*(\d+)(?:\.(\d+))?/.exec(requirement ?? '');
  if (below) {
    const [major, minor] = [Number(below[2]), Number(below[3] ?? 0)];
    if (below[1] === '=') return [major, minor];
    return minor > 0 ? [major, minor - 1] : [major - 1, 99];
  }
  const exact = /[~=]=\s*v?(\d+)(?:\.(\d+))?/.exec(requirement ?? '');
  const setting = SETTING.exec(text);
  if (exact) return [Number(exact[1]), Number(exact[2] ?? 0)];
  if (setting) return [Number(setting[1] ?? setting[3]), Number(setting[2] ?? setting[4] ?? 0)];
  if (/\bPOETRY_VERSION\b|\bpoetry(\[[\w,-]*\])?\s*[=~]=+\s*\$/.test(text)) return 'unknown';
  // `>=1.8` takes what is newest.
  return requirement === undefined ? undefined : 'latest';
}

/** True for what brings Poetry into the image: pip, pipx, uv, or its own installer piped into Python. */
export function isPoetryInstaller({ name, args }: ShellCommand): boolean {
  if (name === 'curl' || name === 'wget')
    return args.some((arg) => /install\.python-poetry\.org|get-poetry\.py/.test(arg));
  const installs = /^(pip[\d.]*|pipx|uv|python[\d.]*)$/.test(name) && args.includes('install');
  return installs && args.some((arg) => /^poetry(\[.*\])?([=~<>!@].*)?$/.test(arg));
}

/** True where something makes Poetry use a `.venv` in the project, or no environment of its own at all. */
export function keepsEnvironmentInProject(file: DockerFile, stage: DockerStage): boolean {
  return instructionsOf(file, stage).some((instruction) => {
    const text = file.expand(instruction.args, instruction) ?? instruction.args;
    if (
      /POETRY_VIRTUALENVS_(IN_PROJECT|CREATE|PATH)|virtualenvs\.(in-project|create|path)|poetry\.toml|poetry(-plugin)?[ -]bundle/.test(
        text,
      )
    )
      return true;
    return instruction.keyword === 'RUN' && shellCommandsOf(instruction).some(makesEnvironment);
  });
}

function makesEnvironment({ name, args }: ShellCommand): boolean {
  return (
    name === 'virtualenv' ||
    args.includes('venv') ||
    args.includes('virtualenv') ||
    (name === 'mkdir' && args.some((arg) => /(^|\/)\.venv$/.test(arg)))
  );
}

const MANIFESTS =
  /(^|\/)(pyproject\.toml\*?|poetry\.(lock\*?|toml)|poetry\*|README(\.\w+)?\*?|LICENSE(\.\w+)?\*?|requirements[\w-]*\.txt|setup\.(cfg|py)|\.python-version|Makefile)$/;

/** What a stage has copied from the build context before an instruction: nothing but files that describe the project, or more. */
export function copiedBefore(
  file: DockerFile,
  stage: DockerStage,
  instruction: DockerInstruction,
): 'nothing' | 'manifests' | 'more' {
  const all = instructionsOf(file, stage);
  const earlier = all.slice(0, all.indexOf(instruction));
  // Files that a mount lends to the command count as well.
  const mounts = instruction.flags.some(
    ({ name, value = '' }) => name === 'mount' && !/type=(cache|secret|ssh|tmpfs)/.test(value),
  );
  const copies = earlier.filter(({ keyword }) => keyword === 'COPY' || keyword === 'ADD');
  const sources = copies.flatMap(({ json, args }) => (json ?? args.split(/\s+/)).slice(0, -1));
  if (mounts || copies.some(({ heredocs }) => heredocs.length > 0)) return 'more';
  if (sources.length === 0) return 'nothing';
  return sources.every((source) => MANIFESTS.test(source)) ? 'manifests' : 'more';
}

function runsOf({ instructions }: DockerStage): readonly DockerInstruction[] {
  return instructions.filter(({ keyword }) => keyword === 'RUN');
}

function firstPlain(args: readonly string[]): string | undefined {
  return args.find((arg) => !arg.startsWith('-'));
}
