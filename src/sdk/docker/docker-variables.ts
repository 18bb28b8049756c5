import type { DockerFile, DockerInstruction } from '../../core/facts.ts';
import type { Span } from '../../core/flow.ts';

/** What ENV, ARG and LABEL set. */
export interface DockerVariable {
  readonly name: string;
  /** As written, quotes taken off, variables not replaced; absent for an ARG without default. */
  readonly value?: string;
  /** The name with its value. */
  readonly at: Span;
}

/** The variables of an ENV, ARG or LABEL, with their places; none for other instructions. */
export function variablesOf(file: DockerFile, instruction: DockerInstruction): readonly DockerVariable[] {
  const { keyword, args } = instruction;
  if (keyword !== 'ENV' && keyword !== 'ARG' && keyword !== 'LABEL') return [];
  const words = wordsOf(args);
  const first = words[0] ?? '';
  // `ENV NAME the rest is the value`: the old form, for one variable.
  const isOldForm = keyword !== 'ARG' && !first.includes('=');
  const pairs = isOldForm ? [`${first}=${args.slice(first.length).trim()}`] : words;
  return pairs.map((pair) => {
    const equals = pair.indexOf('=');
    const name = (equals < 0 ? pair : pair.slice(0, equals)).replace(/["']/g, '');
    const raw = equals < 0 ? undefined : pair.slice(equals + 1);
    return {
      name,
      ...(raw === undefined ? {} : { value: unquoted(raw) }),
      at: placeOf(file, instruction, { name, raw: raw ?? '' }),
    };
  });
}

/** Names of the variables that a text refers to. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$(?:\{(\w+)|(\w+))/g)].map((match) => match[1] ?? match[2] ?? '');
}

function unquoted(raw: string): string {
  return /^(["']).*\1$/s.test(raw) ? raw.slice(1, -1) : raw;
}

/** Where a name with its value stands in the instruction's lines; the whole instruction where it is torn apart by continuations. */
function placeOf(
  { lines }: DockerFile,
  { span }: DockerInstruction,
  { name, raw }: { name: string; raw: string },
): Span {
  for (let line = span.line; line <= span.endLine; line++) {
    const text = lines[line - 1] ?? '';
    const found = new RegExp(`(?<![\\w.-])${name.replace(/[^\w]/g, String.raw`\$&`)}(?=[\\s"'=]|$)`).exec(text);
    if (!found) continue;
    const value = raw === '' ? -1 : text.indexOf(raw, found.index + name.length);
    const end = value < 0 ? found.index + name.length : value + raw.length;
    return { line, col: found.index + 1, endLine: line, endCol: end + 1 };
  }
  return span;
}

/** Words as written: parted by white space that is neither quoted nor escaped. */
function wordsOf(args: string): readonly string[] {
  return args.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gs) ?? [];
}
