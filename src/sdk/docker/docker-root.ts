import type { DockerFile, DockerInstruction, DockerStage } from '../../core/facts.ts';
import type { Severity } from '../../core/flow.ts';
import { shellCommandsOf } from './docker-commands.ts';
import type { Draft } from '../check-meta.ts';
import { parseImage } from './docker-image.ts';
import { userFixOf } from './docker-user-fix.ts';
import { baseImageOf, isDevelopmentFile, isDevelopmentStage, startInstructionsOf } from './docker-stages.ts';
import { userCreatedBy } from './docker-user.ts';
import type { RuntimeUser } from './docker-user.ts';
import { shortName } from '../short-name.ts';

/** Actions of GitHub must run as root, and an editor maps the user of its containers itself. */
export function isMadeForRoot({ path, text }: DockerFile): boolean {
  if (/(^|\/)(\.github|\.devcontainer|\.gitpod)\//.test(path)) return true;
  return /com\.github\.actions|\bGITHUB_(WORKSPACE|ACTION_PATH|OUTPUT|STEP_SUMMARY)\b/.test(text);
}

/** Programs that cannot do without root, and give it to what they start by their own settings. */
const SUPERVISORS =
  /^(supervisord|crond?|sshd|init|systemd|dockerd|dockerd-entrypoint\.sh|s6-svscan|runsvdir|busybox|apache2|apache2ctl|apache2-foreground|nginx|httpd)$/;

/** How much it matters that the program of a stage runs as root: less in development images, in images that start nothing, and where the program may change its user itself. */
export function rootSeverityOf(file: DockerFile, stage: DockerStage): Severity {
  const start = startInstructionsOf(file, stage);
  if (isDevelopmentFile(file.path) || isDevelopmentStage(stage) || start.length === 0) return 'notice';
  if (startsSupervisor(start)) return 'notice';
  // A script that makes a user and does not switch here may well switch inside, with `su` or `setpriv`.
  return startsScript(start) && userCreatedBy(file, stage) ? 'notice' : 'error';
}

function startsSupervisor(start: readonly DockerInstruction[]): boolean {
  const words = start.flatMap(shellCommandsOf).flatMap(({ name, args }) => [name, ...args]);
  return words.some((word) => SUPERVISORS.test(word.slice(word.lastIndexOf('/') + 1)));
}

function startsScript(start: readonly DockerInstruction[]): boolean {
  const [first] = start.flatMap(shellCommandsOf);
  const program = /^(ba|da|a)?sh$/.test(first?.name ?? '') ? first?.args[0] : first?.name;
  return /\.sh$|entrypoint/.test(program ?? '');
}

/** What to do about a web server that keeps root to bind its port. */
function serverMessageOf(image: string): string {
  if (image === 'nginx') return 'Its first process runs as root; `nginxinc/nginx-unprivileged` starts without it.';
  return 'Its first process runs as root; set an unprivileged `USER` and a port from 1024.';
}

/** What to do about a stage whose program runs as root. */
function rootMessageOf(file: DockerFile, stage: DockerStage, { by }: RuntimeUser): string {
  if (by) return 'The last `USER` is root, so the program runs as root; switch back to an unprivileged user after it.';
  const created = userCreatedBy(file, stage);
  if (!created) return 'The program runs as root; make a user for it and end with a numeric `USER`.';
  return `\`${shortName(created.name)}\` is made here and never used, so the program runs as root; end with \`USER\`.`;
}

/** What to say of a stage by whom its program runs as; undefined where nothing is wrong. */
export function rootDraftOf(file: DockerFile, stage: DockerStage, user: RuntimeUser): Draft | undefined {
  const start = startInstructionsOf(file, stage);
  const own = start.find((instruction) => stage.instructions.includes(instruction));
  const by = user.by && stage.instructions.includes(user.by) ? user.by : (own ?? stage.from);
  const place = { at: by.span, key: `${stage.name ?? ''} ${user.who}` };
  const { name } = parseImage(baseImageOf(file, stage) ?? '');
  if (user.who === 'server') return { ...place, message: serverMessageOf(name), severity: 'notice' };
  if (user.who === 'unknown') {
    const message = `Whether \`${shortName(name)}\` runs as root is not known here; say it with a numeric \`USER\`.`;
    return { ...place, message, severity: 'notice' };
  }
  // What only holds files for others to copy is never run.
  if (user.who !== 'root' || (name === 'scratch' && start.length === 0)) return undefined;
  const fix = user.by ? undefined : userFixOf(file, stage);
  const message = rootMessageOf(file, stage, user);
  return { ...place, message, severity: rootSeverityOf(file, stage), ...(fix && { fix }) };
}
