import { braceExpand } from 'minimatch';
import { digits, quote } from './words.ts';

const MAX_LENGTH = 500;

/** Globs that a file may have, each pair of braces written out: what a matcher has to try for every path. */
export const MAX_GLOBS = 1_000;

/**
 * What JSON Schema can say of a glob: relative, forward slashes, no `..`, names a file.
 * Every string that it refuses has a problem; unclosed brackets and too many alternatives are beyond it.
 */
export const GLOB_KEYWORDS = {
  minLength: 1,
  maxLength: MAX_LENGTH,
  pattern: String.raw`^(?!/|!|\./|[A-Za-z]:)(?!(.*/)?\.\.(/|$))[^\\\u0000-\u001f]*[^\\/\u0000-\u001f]$`,
} as const;

/** Judges globs of one file; remembers each, since aliases may repeat a costly one thousands of times. */
export interface GlobJudge {
  /** One sentence on a glob that cannot do what its author means, or undefined for a good one. */
  problem(glob: string): string | undefined;
  /** How many globs a good glob stands for, its braces written out. */
  alternatives(glob: string): number;
}

export function createGlobJudge(): GlobJudge {
  const verdicts = new Map<string, Verdict>();
  function judge(glob: string): Verdict {
    const verdict = verdicts.get(glob) ?? judgeGlob(glob);
    verdicts.set(glob, verdict);
    return verdict;
  }
  return { problem: (glob) => judge(glob).problem, alternatives: (glob) => judge(glob).alternatives };
}

interface Verdict {
  readonly problem?: string;
  readonly alternatives: number;
}

function judgeGlob(glob: string): Verdict {
  const problem = formProblem(glob);
  if (problem !== undefined) return { problem, alternatives: 1 };
  const alternatives = braceExpand(glob, { braceExpandMax: MAX_GLOBS + 1 }).length;
  if (alternatives <= MAX_GLOBS) return { alternatives };
  return {
    problem: `the glob ${quote(glob)} stands for more than ${digits(MAX_GLOBS)} globs; say it with \`*\``,
    alternatives: 1,
  };
}

function formProblem(glob: string): string | undefined {
  if (glob === '') return 'a glob should not be empty';
  if (glob.length > MAX_LENGTH) return `the glob has ${digits(glob.length)} characters; at most ${MAX_LENGTH} are read`;
  const wrong = wrongForm(glob) ?? unclosed(glob);
  return wrong === undefined ? undefined : `the glob ${quote(glob)} ${wrong}`;
}

function wrongForm(glob: string): string | undefined {
  if (/\p{Cc}/u.test(glob)) return 'has a control character; a path has none';
  if (glob.startsWith('!')) return 'starts with `!`; there is no negation here, so list only what you mean';
  if (glob.includes('\\')) return 'has a backslash; write `/` between folders';
  if (/^(\/|[A-Za-z]:)/.test(glob)) return 'is absolute; write it relative to the root of the repository';
  if (/(^|\/)\.\.(\/|$)/.test(glob)) return 'has `..`; write it relative to the root of the repository';
  if (glob.startsWith('./')) return 'starts with `./`; leave that out';
  if (glob.endsWith('/')) return `matches no file; for a whole folder write ${quote(`${glob}**`)}`;
  return undefined;
}

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '(': ')' };

function unclosed(glob: string): string | undefined {
  const open: string[] = [];
  for (let index = 0; index < glob.length; index++) {
    const char = glob.charAt(index);
    if (char === '[') {
      const end = endOfClass(glob, index);
      if (end === -1) return 'has a `[` without its `]`';
      index = end;
    } else if (char === '{' || (char === '(' && /[?*+@!]/.test(glob.charAt(index - 1)))) open.push(char);
    else if (char === CLOSING[open.at(-1) ?? '']) open.pop();
    else if (char === '}') return 'has a `}` without its `{`';
  }
  const last = open.pop();
  return last === undefined ? undefined : `has a ${quote(last)} without its ${quote(CLOSING[last] ?? '')}`;
}

/** In `[]a]` and `[!]a]` the first closing bracket is a member of the class. */
function endOfClass(glob: string, start: number): number {
  const first = /[!^]/.test(glob.charAt(start + 1)) ? start + 2 : start + 1;
  return glob.indexOf(']', first + 1);
}
