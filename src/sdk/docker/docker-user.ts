import type { DockerFile, DockerInstruction, DockerStage } from '../../core/facts.ts';
import { shellCommandsOf } from './docker-commands.ts';
import { parseImage, userOfImage } from './docker-image.ts';
import type { ImageUser } from './docker-image.ts';
import { baseImageOf, instructionsOf, startInstructionsOf } from './docker-stages.ts';

/** Who the program of an image runs as. */
export interface RuntimeUser {
  /** `unknown` where the base image decides and nothing is known of it. */
  readonly who: ImageUser;
  /** The USER that decides; absent where the base image does. */
  readonly by?: DockerInstruction;
}

/**
 * Follows the stages that an image is made of and the ARGs and ENVs in its USER. A user that only a build knows (an ARG without a
 * value) is taken for an unprivileged one.
 */
export function runtimeUserOf(file: DockerFile, stage: DockerStage): RuntimeUser {
  const by = instructionsOf(file, stage).findLast(({ keyword }) => keyword === 'USER');
  const who = by ? userOf(file, by) : userOfBase(file, stage);
  return { who: who === 'root' ? asStarted(file, stage) : who, ...(by && { by }) };
}

function userOf(file: DockerFile, user: DockerInstruction): 'root' | 'non-root' {
  const name = (file.expand(user.args, user) ?? 'unknown').replace(/["']/g, '').trim();
  return /^(root|0+)(:|$)/.test(name) ? 'root' : 'non-root';
}

function userOfBase(file: DockerFile, stage: DockerStage): ImageUser {
  const base = baseImageOf(file, stage);
  // An image that only the build knows may be anything.
  if (base === undefined) return 'non-root';
  const image = parseImage(base);
  if (/windows|nanoserver/.test(`${image.name} ${image.tag ?? ''}`)) return 'non-root';
  const who = userOfImage(image);
  const hasOwnStart = instructionsOf(file, stage).some(({ keyword }) => keyword === 'ENTRYPOINT');
  // An entrypoint of our own replaces the one that would give the rights away.
  if (who === 'steps-down' && hasOwnStart) return 'root';
  return who === 'unknown' && !isPublic(image.name) ? 'non-root' : who;
}

/** True for images that anybody can pull. What stands in a company's registry, or was built on the spot, may well set its user. */
function isPublic(name: string): boolean {
  const [host = '', ...rest] = name.split('/');
  if (rest.length === 0) return false;
  const hasHost = /[.:]|^localhost$/.test(host);
  return (
    !hasHost ||
    /^(ghcr\.io|quay\.io|gcr\.io|mcr\.microsoft\.com|nvcr\.io|public\.ecr\.aws|registry\.gitlab\.com)$/.test(host)
  );
}

const STEPPERS = /(^|[\s/"'=])(gosu|su-exec|setpriv|runuser|chpst|setuidgid|s6-setuidgid|fixuid)([\s"'=@:]|$)/;

/** What becomes of root once the program starts. */
function asStarted(file: DockerFile, stage: DockerStage): ImageUser {
  // The runtime of AWS Lambda chooses the user, whatever the image says.
  const start = startInstructionsOf(file, stage);
  if (start.some(({ args }) => /\bawslambdaric\b|\/lambda-entrypoint\.sh/.test(args))) return 'platform';
  return stepsDown(file, stage) ? 'steps-down' : 'root';
}

/** True where the file shows that the entrypoint changes to another user before the program starts. */
function stepsDown(file: DockerFile, stage: DockerStage): boolean {
  const start = startInstructionsOf(file, stage);
  const commands = start.flatMap(shellCommandsOf);
  if (commands.some(({ name, args }) => name === 'su' || (name === 'sh' && args.join(' ').includes('su -'))))
    return true;
  return instructionsOf(file, stage).some(({ args, heredocs, flags }) =>
    [args, ...heredocs, ...flags.map(({ value = '' }) => value)].some((text) => STEPPERS.test(text)),
  );
}

export interface NewUser {
  readonly name: string;
  readonly uid?: string;
}

const ADDERS = new Set(['useradd', 'adduser']);
/** Options of `useradd` and busybox's and Debian's `adduser` that take a value. */
const WITH_VALUE =
  /^(-[a-zA-Z]*[bcdefgGkKpsuhPR]|--(uid|gid|shell|home|home-dir|comment|gecos|groups|ingroup|base-dir|password|key|skel|inactive|expiredate|conf|firstuid|lastuid|prefix|root))$/;

/** The user that the image's own RUNs create last, if any. */
export function userCreatedBy(file: DockerFile, stage: DockerStage): NewUser | undefined {
  const runs = instructionsOf(file, stage).filter(({ keyword }) => keyword === 'RUN');
  const created = runs.flatMap((run) =>
    shellCommandsOf(run).flatMap(({ name, args }) =>
      ADDERS.has(name) ? (readAdder(args.map((word) => file.expand(word, run) ?? '$')) ?? []) : [],
    ),
  );
  return created.at(-1);
}

function readAdder(words: readonly string[]): NewUser | undefined {
  let uid: string | undefined;
  const names: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) {
      if (word !== '') names.push(word);
      continue;
    }
    const [option = '', value] = word.split('=');
    const given = value ?? (WITH_VALUE.test(option) ? words[++at] : undefined);
    if (/^(-[a-zA-Z]*u|--uid)$/.test(option)) uid = given;
  }
  // Debian's `adduser name group` adds nobody.
  const [name, ...others] = names;
  if (name === undefined || others.length > 0 || !/^[a-z_][\w-]*$/.test(name)) return undefined;
  return { name, ...(uid !== undefined && /^[1-9]\d*$/.test(uid) ? { uid } : {}) };
}
