import type { PyNode } from '../../core/facts.ts';
import { spanOnLine } from '../../core/span.ts';
import type { Span } from '../../core/flow.ts';

/** A parameter that a docstring describes. */
export interface DocumentedName {
  /** Without the stars. */
  readonly name: string;
  readonly at: Span;
}

interface Line {
  readonly text: string;
  /** 1-based line of the file. */
  readonly number: number;
  /** 0-based column at which `text` starts. */
  readonly from: number;
}

/** The parameters that a docstring describes, in the manner of Google, NumPy or Sphinx. `docstring` is a single string node. */
export function documentedNames(docstring: PyNode): readonly DocumentedName[] {
  const { row, column } = docstring.startPosition;
  const lines = docstring.text
    .split(/\r\n|\n|\r/)
    .map((text, index): Line => ({ text, number: row + 1 + index, from: index === 0 ? column : 0 }));
  return [...sphinxNames(lines), ...googleNames(lines), ...numpyNames(lines)];
}

function* sphinxNames(lines: readonly Line[]): Iterable<DocumentedName> {
  for (const line of lines) {
    const match = /^(\s*:(?:param|parameter|arg|argument|key|keyword|type)\s+(?:[^:]*\s)?)\\?(\*{0,2})(\w+)\s*:/.exec(
      line.text,
    );
    if (match) yield nameAt(line, (match[1] ?? '').length + (match[2] ?? '').length, match[3] ?? '');
  }
}

const GOOGLE = /^\s*(Args|Arguments|Parameters|Params|Keyword Args|Keyword Arguments):\s*$/;
/** Words with a colon that start no entry. */
const NO_NAME =
  /^(notes?|examples?|warnings?|see|defaults?|returns?|raises?|yields?|todo|types?|https?|optional|required|attributes?|usage|tip|important|hint)$/i;

function* googleNames(lines: readonly Line[]): Iterable<DocumentedName> {
  for (const [index, heading] of lines.entries()) {
    if (!GOOGLE.test(heading.text) || index === 0) continue;
    const base = indentOf(heading.text);
    let depth: number | undefined;
    for (const line of lines.slice(index + 1)) {
      if (line.text.trim() === '') continue;
      const indent = indentOf(line.text);
      if (indent <= base) break;
      depth ??= indent;
      if (indent !== depth) continue;
      const match = /^(\s*\\?(?:\*|\\\*){0,2})(\w+)\s*(?:\([^)]*\)|\[[^\]]*\])?\s*:(?!:)/.exec(line.text);
      // What is no entry, but stands where entries do, says that this section is read wrongly.
      if (!match && !/^\s*[`*\\]/.test(line.text)) break;
      if (match && !NO_NAME.test(match[2] ?? '')) yield nameAt(line, (match[1] ?? '').length, match[2] ?? '');
    }
  }
}

function* numpyNames(lines: readonly Line[]): Iterable<DocumentedName> {
  for (const [index, heading] of lines.entries()) {
    if (!/^\s*Parameters\s*$/.test(heading.text) || !/^\s*-{3,}\s*$/.test(lines[index + 1]?.text ?? '')) continue;
    const base = indentOf(heading.text);
    for (const [offset, line] of lines.slice(index + 2).entries()) {
      const next = lines[index + 3 + offset]?.text ?? '';
      if (line.text.trim() === '') continue;
      if (indentOf(line.text) < base || /^\s*[-=]{3,}\s*$/.test(next)) break;
      if (indentOf(line.text) === base) yield* entryNames(line, next, base);
    }
  }
}

/** `x, y : float`; a name alone needs its description below, further in. */
function* entryNames(line: Line, next: string, base: number): Iterable<DocumentedName> {
  const match = /^\s*((?:\\?\*{0,2}\w+)(?:\s*,\s*\\?\*{0,2}\w+)*)\s*(:\s|:$|$)/.exec(line.text);
  if (!match || (match[2] === '' && indentOf(next) <= base)) return;
  const start = line.text.indexOf(match[1] ?? '');
  for (const one of (match[1] ?? '').matchAll(/\w+/g)) yield nameAt(line, start + one.index, one[0]);
}

function nameAt(line: Line, offset: number, name: string): DocumentedName {
  const column = line.from + offset + 1;
  return { name, at: spanOnLine(line.number, column, column + name.length) };
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
