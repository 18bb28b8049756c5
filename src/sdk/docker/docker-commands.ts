import type { DockerInstruction } from '../../core/facts.ts';

/** One command of a RUN, CMD or ENTRYPOINT. */
export interface ShellCommand {
  /** File name of the program, past `exec`, `sudo`, `env` and assignments: `pip` of `PIP_X=1 /usr/bin/pip install`. */
  readonly name: string;
  /** What is handed to it, quotes taken off. */
  readonly args: readonly string[];
  /** Assignments before it: `PIP_X=1`. */
  readonly assignments: readonly string[];
}

/**
 * The commands of an instruction, in order, whatever joins them; those of heredocs that a shell runs are included.
 * Undefined pieces of shell (substitutions, loops) stay words: this is a reading, not a shell.
 */
export function shellCommandsOf(instruction: DockerInstruction): readonly ShellCommand[] {
  const { json, args, heredocs } = instruction;
  if (json) {
    const [program = '', option, script] = json;
    const isShell = /^(?:ba|da|a)?sh$/.test(fileName(program)) && /^-\w*c$/.test(option ?? '');
    return isShell && script !== undefined ? parseShell(script) : [json].flatMap(toCommand);
  }
  const isScript = instruction.keyword === 'RUN' && args.startsWith('<<');
  return isScript ? heredocs.flatMap(parseShell) : parseShell(args);
}

function parseShell(script: string): readonly ShellCommand[] {
  return splitCommands(script).flatMap(toCommand);
}

const WRAPPERS: ReadonlySet<string> = new Set([
  'exec',
  'sudo',
  'env',
  'time',
  'nice',
  'command',
  'then',
  'do',
  'else',
  '{',
  '(',
  '!',
  'if',
  'while',
]);

function toCommand(words: readonly string[]): readonly ShellCommand[] {
  let at = 0;
  const assignments: string[] = [];
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    if (/^\w+=/.test(word)) assignments.push(word);
    else if (!WRAPPERS.has(word)) break;
  }
  const program = words[at];
  return program === undefined ? [] : [{ name: fileName(program), args: words.slice(at + 1), assignments }];
}

function fileName(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
}

/** A word (quotes and escapes with it), an operator or line end, a comment, or white space. */
const TOKEN = /((?:\\[^]|'[^']*'|"(?:\\[^]|[^"\\])*"|>&|&>|[^\s;|&"'\\])+)|([;|&\n]+)|\s/g;

/** Words by command: split at `&&`, `||`, `;`, `|`, `&` and line ends that are neither quoted nor escaped. */
function splitCommands(script: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  const plain = script.replace(/(^|\s)#.*$/gm, '$1');
  for (const [, word, operator] of plain.matchAll(TOKEN)) {
    if (operator !== undefined) commands.push([]);
    else if (word !== undefined && word !== '\\\n') commands.at(-1)?.push(unquoted(word));
  }
  return commands.filter((words) => words.length > 0);
}

/** A word as the program sees it: quotes taken off, escaped characters plain. */
function unquoted(word: string): string {
  return word.replace(/'[^']*'|"(?:\\[^]|[^"\\])*"|\\\n|\\[^]/g, (piece) => {
    if (piece.startsWith("'")) return piece.slice(1, -1);
    if (piece.startsWith('"')) return piece.slice(1, -1).replace(/\\(["\\$`])/g, '$1');
    return piece.slice(1).replace('\n', '');
  });
}
