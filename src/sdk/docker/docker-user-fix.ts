import type { DockerFile, DockerInstruction, DockerStage } from '../../core/facts.ts';
import type { Edit, Fix } from '../../core/flow.ts';
import { after, before } from '../../core/span.ts';
import { shellCommandsOf } from './docker-commands.ts';
import type { ShellCommand } from './docker-commands.ts';
import { familyOfImage, parseImage } from './docker-image.ts';
import { baseImageOf, workingFolderOf, instructionsOf, startInstructionsOf } from './docker-stages.ts';
import { userCreatedBy } from './docker-user.ts';
import type { NewUser } from './docker-user.ts';

/** Outside the range of people's accounts on a host, so that a file that leaks from the container belongs to nobody there. */
const UID = '10001';

/**
 * Lines that make the program of a stage run as an unprivileged user, at the last place where root is not needed any more.
 * `safe` only where all that the image does is known not to need root: installs from package managers, copies, a Python program,
 * ports from 1024, nothing under `/root`, no volumes; its working folder is then handed over, so that it can be written as before.
 * Undefined where such lines would be a guess: low ports, volumes, unknown bases.
 */
export function userFixOf(file: DockerFile, stage: DockerStage): Fix | undefined {
  const instructions = instructionsOf(file, stage);
  if (bindsLowPort(file, stage) || instructions.some(({ keyword }) => /^(VOLUME|ONBUILD|SHELL)$/.test(keyword)))
    return undefined;
  const created = userCreatedBy(file, stage);
  const lines = created ? [`USER ${created.uid ?? created.name}`] : linesFor(file, stage);
  const edit = lines && editFor(file, stage, lines);
  if (!edit) return undefined;
  const title = created ? `run as ${created.name}` : 'run as a user without privileges';
  return { title, edits: [edit], safe: isSafe(file, stage, created) };
}

function linesFor(file: DockerFile, stage: DockerStage): readonly string[] | undefined {
  const family = familyOfImage(parseImage(baseImageOf(file, stage) ?? ''));
  // Distroless images have this user, and no shell to make another.
  if (family === 'distroless') return ['USER 65532'];
  const add = family === 'debian' ? `useradd --create-home --uid ${UID} app` : `adduser -D -u ${UID} app`;
  if (family === 'other') return undefined;
  const folder = workingFolder(file, stage);
  return [folder === undefined ? `RUN ${add}` : `RUN ${add} && chown -R app ${folder}`, `USER ${UID}`];
}

/** Where the program starts, if it is a folder of its own. */
function workingFolder(file: DockerFile, stage: DockerStage): string | undefined {
  const folder = workingFolderOf(file, stage);
  if (folder === undefined || !/^[\w./-]+$/.test(folder)) return undefined;
  return /^\/(|root|usr|usr\/local|home|opt|var|etc|tmp|srv|mnt)$|^\/root\/|\/\.\.(\/|$)/.test(folder)
    ? undefined
    : folder;
}

const NEEDS_ROOT: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR', 'USER']);

/** Before the first command of the stage, or after the last thing that needs root, whichever is later. */
function editFor({ text }: DockerFile, { instructions }: DockerStage, lines: readonly string[]): Edit | undefined {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const last = instructions.findLastIndex(({ keyword }) => NEEDS_ROOT.has(keyword));
  const start = instructions.findIndex(({ keyword }) => keyword === 'ENTRYPOINT' || keyword === 'CMD');
  const at = instructions[Math.max(last, start)];
  if (!at) return undefined;
  if (start > last) return { span: before(at.span), text: lines.map((line) => line + end).join('') };
  // Where the body of a heredoc ends is not known.
  return at.heredocs.length > 0 ? undefined : { span: after(at.span), text: lines.map((line) => end + line).join('') };
}

function isSafe(file: DockerFile, stage: DockerStage, created: NewUser | undefined): boolean {
  const instructions = instructionsOf(file, stage);
  const folder = workingFolder(file, stage);
  const start = startInstructionsOf(file, stage);
  return (
    folder !== undefined &&
    start.length > 0 &&
    startsPython(start) &&
    instructions.every((instruction) => isHarmless(instruction, folder, created)) &&
    (created
      ? isHandedTo(instructions, created)
      : familyOfImage(parseImage(baseImageOf(file, stage) ?? '')) !== 'distroless')
  );
}

const PROGRAMS =
  /^(python[\d.]*|gunicorn|uvicorn|hypercorn|daphne|granian|fastapi|flask|celery|waitress-serve|litestar|dramatiq|arq|streamlit)$/;

/** A Python program, perhaps under a small init; managers of environments are left out, since they write to a home of their own. */
function startsPython(start: readonly DockerInstruction[]): boolean {
  const commands = start.flatMap(shellCommandsOf);
  const [first] = commands;
  if (!first || (start.length === 1 && commands.length > 1)) return false;
  const isInit = /^(tini|dumb-init)$/.test(first.name);
  const program = isInit ? (first.args.find((arg) => !arg.startsWith('-')) ?? commands[1]?.name ?? '') : first.name;
  return PROGRAMS.test(program.slice(program.lastIndexOf('/') + 1));
}

function isHarmless(instruction: DockerInstruction, folder: string, created: NewUser | undefined): boolean {
  const { keyword, args, flags, heredocs } = instruction;
  if (/(^|[\s"'=:,])(\/root(\/|[\s"':]|$)|~(\/|\s|$)|\$\{?HOME)/.test(args) || /(^|\s)HOME[= ]/.test(args))
    return false;
  if (keyword === 'RUN')
    return (
      heredocs.length === 0 && shellCommandsOf(instruction).every((command) => isHarmlessCommand(command, created))
    );
  if (keyword !== 'COPY' && keyword !== 'ADD') return true;
  if (flags.some(({ name }) => name === 'chmod')) return false;
  // An environment in the working folder would be copied once more by handing it over.
  const target = args.split(/\s+/).at(-1) ?? '';
  return (
    created !== undefined ||
    !flags.some(({ name }) => name === 'from') ||
    !(target.startsWith(folder) || !target.startsWith('/'))
  );
}

function isHarmlessCommand({ name, args }: ShellCommand, created: NewUser | undefined): boolean {
  if (/^(apt-get|apt|apk|rm|echo|set|groupadd|addgroup|useradd|adduser|true)$/.test(name)) return true;
  if (/^pip[\d.]*$/.test(name)) return !args.includes('--user');
  if (/^python[\d.]*$/.test(name))
    return args[0] === '-m' && /^(pip|venv|compileall|ensurepip)$/.test(args[1] ?? '') && !args.includes('--user');
  if (name === 'uv') return args[0] === 'pip' && args.includes('--system');
  return created !== undefined && /^(mkdir|chown)$/.test(name);
}

/** True where files were given to the user, which nobody does for a user that shall not run. */
function isHandedTo(instructions: readonly DockerInstruction[], { name, uid }: NewUser): boolean {
  const isOwner = (word: string): boolean =>
    word.split(':')[0] === name || (uid !== undefined && word.split(':')[0] === uid);
  return instructions.some(
    (instruction) =>
      instruction.flags.some((flag) => flag.name === 'chown' && isOwner(flag.value ?? '')) ||
      (instruction.keyword === 'RUN' &&
        shellCommandsOf(instruction).some((command) => command.name === 'chown' && command.args.some(isOwner))),
  );
}

/** True where the program is told, or seems, to listen where Kubernetes lets only root listen. */
function bindsLowPort(file: DockerFile, stage: DockerStage): boolean {
  const exposed = instructionsOf(file, stage).flatMap((instruction) => {
    const text = file.expand(instruction.args, instruction) ?? instruction.args;
    if (instruction.keyword === 'EXPOSE') return text.split(/\s+/);
    return instruction.keyword === 'ENV' ? (/(?:^|\s)PORT[= ]"?(\d+)/.exec(text)?.[1] ?? []) : [];
  });
  const told = startInstructionsOf(file, stage)
    .flatMap(shellCommandsOf)
    .flatMap(({ args }) => {
      return [...args.join(' ').matchAll(/(?:--port[= ]|-p[= ]?|:)(\d{1,5})\b/g)].map((match) => match[1] ?? '');
    });
  return [...exposed, ...told].some((port) => Number(/^\d+/.exec(port)?.[0] ?? 'none') < 1024);
}
