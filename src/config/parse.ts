import { isScalar, parseAllDocuments } from 'yaml';
import type { Document, ParsedNode, YAMLError } from 'yaml';
import { lineStarts, spanAt } from '../core/span.ts';
import { locate, type Fault, type Located } from './located.ts';
import { digits } from './words.ts';

/** Larger files are refused unread. */
export const MAX_BYTES = 65_536;

export interface Parsed {
  /** Absent where the text is not one YAML document that can be judged further. */
  readonly root?: Located;
  readonly faults: readonly Fault[];
}

/**
 * YAML text as plain data with places. Never throws: whatever is wrong with the text is a fault.
 * `off` is a string, as YAML 1.2 has it; aliases are followed; tags, merge keys and repeated keys are faults.
 */
export function parseYaml(source: string): Parsed {
  const text = source.replace(/^\uFEFF/, '');
  const starts = lineStarts(text);
  const top = spanAt(starts, 0, 0);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES) {
    return {
      faults: [{ span: top, message: `the file has ${digits(bytes)} bytes; at most ${digits(MAX_BYTES)} are read` }],
    };
  }
  // Repeated keys are found while converting: the parser's own search takes quadratic time.
  const stream = parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  const documents: readonly Document.Parsed[] = 'empty' in stream ? [] : stream;
  const errors = 'empty' in stream ? stream.errors : documents.flatMap((document) => document.errors);
  if (errors.length > 0) return { faults: firstOfEachLine(errors.map((error) => syntaxFault(error, starts))) };
  const [first, second] = documents;
  const faults = second ? [secondDocument(second, starts)] : [];
  const version = first?.directives.yaml.explicit ? first.directives.yaml.version : '1.2';
  if (version !== '1.2') {
    faults.push({ span: top, message: `the file is read as YAML 1.2; take the \`%YAML ${version}\` line out` });
  }
  const contents = first?.contents ?? undefined;
  if (!contents || isEmpty(contents)) return { root: { value: {}, span: top, children: new Map() }, faults };
  const located = locate(contents, starts);
  return { root: located.root, faults: [...faults, ...located.faults] };
}

function secondDocument(document: Document.Parsed, starts: readonly number[]): Fault {
  const [start] = document.range;
  const message = 'a second document starts here; the file should be one document, without `---` in between';
  return { span: spanAt(starts, start, start), message };
}

function isEmpty(node: ParsedNode): boolean {
  return isScalar(node) && node.value === null && node.tag === undefined;
}

function syntaxFault(error: YAMLError, starts: readonly number[]): Fault {
  const span = spanAt(starts, ...error.pos);
  if (error.code === 'RESOURCE_EXHAUSTION') return { span, message: 'the file is nested too deeply' };
  // The parser's messages may quote the text at any length.
  const reason = error.message.replace(/[\p{C}\p{Z}]+/gu, ' ').slice(0, 200);
  return { span, message: `not valid YAML: ${reason}` };
}

/** What follows a syntax error on its line is mostly an echo of it. */
function firstOfEachLine(faults: readonly Fault[]): readonly Fault[] {
  const lines = new Map<number, Fault>();
  for (const fault of faults) {
    const other = lines.get(fault.span.line);
    if (!other || fault.span.col < other.span.col) lines.set(fault.span.line, fault);
  }
  return [...lines.values()];
}
