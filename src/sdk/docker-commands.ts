import type { DockerInstruction } from '../core/facts.ts';

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
  const isScript = instruction.keyword === 'RUN' && /^<</.test(args);
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

/** Words by command: split at `&&`, `||`, `;`, `|`, `&` and line ends that are neither quoted nor escaped. */
function splitCommands(script: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  let word: string | undefined;
  let quote = '';
  const endWord = (): void => {
    if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  for (let at = 0; at < script.length; at++) {
    const char = script.charAt(at);
    const next = script.charAt(at + 1);
    if (quote === "'" ? char === "'" : quote !== '' && char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) {
      quote = char;
      word ??= '';
    } else if (char === '\\' && quote !== "'") {
      if (next !== '\n') word = (word ?? '') + next;
      at++;
    } else if (quote !== '') word = (word ?? '') + char;
    else if (char === '#' && word === undefined) at = lineEnd(script, at) - 1;
    else if (/[;|\n&]/.test(char) && !(char === '&' && (word?.endsWith('>') === true || next === '>'))) {
      endWord();
      commands.push([]);
    } else if (/\s/.test(char)) endWord();
    else word = (word ?? '') + char;
  }
  endWord();
  return commands.filter((words) => words.length > 0);
}

function lineEnd(script: string, from: number): number {
  const end = script.indexOf('\n', from);
  return end < 0 ? script.length : end;
}
