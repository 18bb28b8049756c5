import { Add, Copy, ModifiableInstruction, Run } from 'dockerfile-ast';
import type { Heredoc, Instruction } from 'dockerfile-ast';
import type { DockerInstruction } from '../core/facts.ts';
import { offsetOf, spanAt } from '../core/span.ts';

interface Context {
  readonly text: string;
  readonly starts: readonly number[];
  readonly escape: string;
}

type Flags = DockerInstruction['flags'];

/** An instruction of the parser as ours: continuations joined, heredoc bodies apart. */
export function readInstruction(node: Instruction, context: Context): DockerInstruction {
  const { text, starts } = context;
  const offset = (place: { line: number; character: number }) =>
    offsetOf(starts, place.line + 1, place.character + 1, text.length);
  const heredocs = heredocsOf(node);
  const start = offset(node.getInstructionRange().start);
  const keywordEnd = offset(node.getInstructionRange().end);
  const end = trimmedEnd(
    text,
    keywordEnd,
    heredocs[0] ? firstBodyStart(heredocs[0], offset) : offset(node.getRange().end),
  );
  const { flags, after } = flagsOf(node, keywordEnd, offset);
  const argsStart = Math.min(end, skipBlank(context, after));
  const args = joinLines(text.slice(argsStart, end), context.escape);
  const json = jsonOf(args);
  return {
    keyword: node.getKeyword().toUpperCase(),
    args,
    ...(json && { json }),
    flags,
    heredocs: heredocs.map((heredoc) => bodyOf(heredoc, text, offset)),
    span: spanAt(starts, start, end),
    argsSpan: args === '' ? spanAt(starts, keywordEnd, keywordEnd) : spanAt(starts, argsStart, end),
  };
}

type OffsetOf = (place: { line: number; character: number }) => number;

function heredocsOf(node: Instruction): readonly Heredoc[] {
  // The parser reads the heredocs of ADD and hides them; its reader for COPY serves every instruction.
  if (node instanceof Add) return Copy.prototype.getHeredocs.call(node);
  return node instanceof Run || node instanceof Copy ? node.getHeredocs() : [];
}

/** Where the line ends that opens the heredocs; an empty body has only its closing delimiter, an unclosed one perhaps neither. */
function firstBodyStart(heredoc: Heredoc, offset: OffsetOf): number {
  const body = heredoc.getContentRange()?.start ?? heredoc.getDelimiterRange()?.start;
  return body ? offset({ line: body.line, character: 0 }) : offset(heredoc.getStartRange().end);
}

function bodyOf(heredoc: Heredoc, text: string, offset: OffsetOf): string {
  const range = heredoc.getContentRange();
  return range ? text.slice(offset(range.start), offset(range.end)) : '';
}

function flagsOf(
  node: Instruction,
  keywordEnd: number,
  offset: OffsetOf,
): { readonly flags: Flags; readonly after: number } {
  if (!(node instanceof ModifiableInstruction)) return { flags: [], after: keywordEnd };
  const found = node.getFlags();
  const flags = found.map((flag) => {
    const value = flag.getValue();
    return { name: flag.getName(), ...(value !== null && { value }) };
  });
  const last = found.at(-1);
  return { flags, after: last ? offset(last.getRange().end) : keywordEnd };
}

/** Past white space, continuations, and the comment lines between them. */
function skipBlank({ text, escape }: Context, from: number): number {
  let at = from;
  for (;;) {
    const char = text.charAt(at);
    const rest = char === escape ? lineEnd(text, at + 1) : undefined;
    if (rest !== undefined && /^[ \t\r]*$/.test(text.slice(at + 1, rest))) at = skipComments(text, rest);
    else if (char === ' ' || char === '\t') at++;
    else return at;
  }
}

/** From the end of a continued line to the next line that is neither empty nor a comment. */
function skipComments(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const end = lineEnd(text, at + 1);
    const line = text.slice(at + 1, end).trim();
    if (line !== '' && !line.startsWith('#')) return at + 1;
    at = end;
  }
  return text.length;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function trimmedEnd(text: string, least: number, end: number): number {
  let at = end;
  while (at > least && /\s/.test(text.charAt(at - 1))) at--;
  return at;
}

/** One line of what stands on several; lines within that are empty or comments are left out, as Docker does. */
function joinLines(raw: string, escape: string): string {
  const lines = raw.split(/\r\n|\n|\r/);
  const kept = lines.filter((line, index) => index === 0 || !(line.trim() === '' || line.trimStart().startsWith('#')));
  return kept
    .map((line, index) => (index < kept.length - 1 ? withoutEscape(line, escape) : line))
    .join('')
    .trim();
}

function withoutEscape(line: string, escape: string): string {
  const trimmed = line.trimEnd();
  return trimmed.endsWith(escape) ? trimmed.slice(0, -1) : line;
}

/** The strings of the JSON form. Docker reads it as JSON; what is not, it takes for a shell line. */
function jsonOf(args: string): readonly string[] | undefined {
  if (!args.startsWith('[') || !args.endsWith(']')) return undefined;
  try {
    const list: unknown = JSON.parse(args);
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}
