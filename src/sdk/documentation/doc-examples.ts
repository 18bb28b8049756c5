import type { PyNode } from '../../core/facts.ts';
import { decodeEscapes } from '../python/python-literals.ts';

/** Python that stands in documentation: examples with prompts, and fences of Markdown. */

export interface DocExample {
  /** What Python would be given. */
  readonly code: string;
  /** The same before the escapes of its docstring were decoded, where that makes a difference. */
  readonly written?: string;
  /** The lines behind it up to the next prompt or blank line: what it gives, or the rest of it where the prompts were left out. */
  readonly answer: readonly string[];
  /** 1-based line of the file on which it starts. */
  readonly line: number;
  /** The same number for examples with no blank line between them. */
  readonly paragraph: number;
}

interface Line {
  readonly text: string;
  /** 1-based. */
  readonly number: number;
}

/** The examples of a docstring, which is a single string node. */
export function examplesInDocstring(docstring: PyNode): readonly DocExample[] {
  const first = docstring.startPosition.row + 1;
  const open = docstring.firstChild?.text ?? '';
  const isRaw = /^[a-z]*r/i.test(open);
  const content = docstring.text.slice(open.length, docstring.lastNamedChild?.type === 'string_end' ? -3 : undefined);
  const lines = content.split(/\r\n|\n|\r/).map((text, index) => ({ text, number: first + index }));
  return promptedIn(isRaw ? lines : joined(lines), isRaw);
}

/** Lines of a docstring that end in a backslash go on in the next. */
function joined(lines: readonly Line[]): readonly Line[] {
  const found: Line[] = [];
  let open = false;
  for (const { text, number } of lines) {
    const goesOn = (/\\*$/.exec(text)?.[0].length ?? 0) % 2 === 1;
    const own = goesOn ? text.slice(0, -1) : text;
    const last = open ? found.pop() : undefined;
    found.push(last ? { text: last.text + own, number: last.number } : { text: own, number });
    open = goesOn;
  }
  return found;
}

/** The examples of a Markdown or reStructuredText file. */
export function examplesInText(path: string, lines: readonly string[]): readonly DocExample[] {
  const numbered = lines.map((text, index) => ({ text, number: index + 1 }));
  if (!/\.(md|mdx|markdown)$/i.test(path)) return promptedIn(numbered, true);
  return fencesIn(numbered).flatMap((block) =>
    block.some(({ text }) => PROMPT.test(text)) ? promptedIn(block, true) : blockOf(block),
  );
}

const PROMPT = /^(\s*)>>>(?: (.*))?$/;
const MORE = /^\s*\.\.\.(?: (.*))?$/;

/** Each prompt with the lines that go on from it, as doctest takes them. */
function promptedIn(lines: readonly Line[], isRaw: boolean): readonly DocExample[] {
  const found: DocExample[] = [];
  let paragraph = lines[0]?.number ?? 1;
  for (let index = 0; index < lines.length; index += 1) {
    const { text, number } = lines[index] ?? { text: '', number: 0 };
    if (text.trim() === '') paragraph = number;
    if (!PROMPT.test(text)) continue;
    let end = index + 1;
    while (MORE.test(lines[end]?.text ?? '')) end += 1;
    const source = lines.slice(index, end).map((line) => line.text);
    const answer = answerTo(text, lines.slice(end));
    index = end - 1;
    const written = withoutPrompts(source);
    const decoded = isRaw ? undefined : decodeEscapes(source.join('\n'))?.split('\n');
    const code = decoded ? withoutPrompts(decoded) : written;
    if (isTried(code, answer.join('\n')))
      found.push({ code, answer, line: number, paragraph, ...(code === written ? {} : { written }) });
  }
  return found;
}

/** Up to the first line that has no prompt: what a decoded line break parts is no longer code. */
function withoutPrompts(lines: readonly string[]): string {
  const code: string[] = [];
  for (const [index, line] of lines.entries()) {
    const match = index === 0 ? PROMPT.exec(line) : MORE.exec(line);
    if (!match) break;
    code.push((index === 0 ? match[2] : match[1]) ?? '');
  }
  return code.join('\n');
}

function answerTo(prompt: string, lines: readonly Line[]): readonly string[] {
  const end = lines.findIndex(({ text }) => text.trim() === '' || PROMPT.test(text));
  const indent = prompt.search(/\S/);
  return lines.slice(0, end < 0 ? undefined : end).map(({ text }) => text.slice(Math.min(indent, text.search(/\S|$/))));
}

/** Python is meant to take it: it is not left out, no error of that kind is expected, and no shell is spoken to. */
function isTried(code: string, answer: string): boolean {
  return (
    !/#\s*doctest:.*\+SKIP/.test(code) &&
    !/\b(Syntax|Indentation|Tab)Error\b/.test(answer + code) &&
    !/^\s*[%!?$]|\?\s*$/.test(code) &&
    !hasPlaceholder(code)
  );
}

/** Something stands for what the reader would write there. */
function hasPlaceholder(code: string): boolean {
  return /…|\.\.\.|%\(\w+\)s|<[a-z][\w -]*>|\{\{|\{%/i.test(code);
}

/** Contents of the fences that say `python`, without the indentation of the fence. */
function fencesIn(lines: readonly Line[]): readonly (readonly Line[])[] {
  const blocks: Line[][] = [];
  let open: { readonly mark: string; readonly indent: number; readonly into?: Line[] } | undefined;
  for (const { text, number } of lines) {
    const [, blanks = '', mark, info = ''] = /^([\s>]*)(`{3,}|~{3,})(.*)$/.exec(text) ?? [];
    if (open && mark?.startsWith(open.mark) === true && info.trim() === '') open = undefined;
    else if (open) open.into?.push({ text: text.slice(Math.min(open.indent, text.search(/\S|$/))), number });
    else if (mark !== undefined) {
      const isPython = /^(python3?|py)\b(?!.*\b(skip|ignore|no_?run|invalid|wrong|bad|broken|fails?)\b)/i.test(
        info.trim(),
      );
      const into: Line[] = [];
      if (isPython && !blanks.includes('>')) blocks.push(into);
      open = { mark, indent: blanks.length, into };
    }
  }
  return blocks;
}

/** What a fragment may start with, or have in it, that is shown and not run. */
const FRAGMENT =
  /^\s*(else|elif|except|finally|case)\b|^\s*["'][^"']*["']\s*:|^\s*[$%!?]|^[+-] |-->|--8<--|^\s*(\$|pip|python3?|cd|git|docker|curl|uv|poetry|conda|export|source|pytest) \S|\)\s*->[^:]*$|\b(Syntax|Indentation)Error\b|❌/m;

function blockOf(block: readonly Line[]): readonly DocExample[] {
  const texts = block.map(({ text }) => text);
  const indent = Math.min(...texts.filter((text) => text.trim() !== '').map((text) => text.search(/\S/)));
  const code = texts.map((text) => text.slice(Math.min(indent, text.length))).join('\n');
  const [first] = block;
  // One line is as often a signature, or output.
  if (!first || texts.filter((text) => text.trim() !== '').length < 2 || hasPlaceholder(code) || FRAGMENT.test(code))
    return [];
  return [{ code, answer: [], line: first.number, paragraph: first.number }];
}
