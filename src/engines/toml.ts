import { ParseError } from 'toml-eslint-parser';
import type { DataDocument, SourceFile, TomlFile } from '../core/facts.ts';
import type { Parsed } from '../core/parsed.ts';
import type { Span } from '../core/flow.ts';
import { hasTemplateMarks } from '../core/path-class.ts';
import { FILE_START, lineStarts, spanAt } from '../core/span.ts';
import { createDocument } from './data-places.ts';
import { parseLargeToml } from './toml-large.ts';
import { readTomlTree } from './toml-tree.ts';

/** Beyond this many characters the parser with positions is too slow for every file; machines write such files. */
const LARGE = 200_000;

/**
 * A TOML 1.0 file, as Python's own `tomllib` reads it. Tables have no prototype. Dates and integers beyond 2^53 are strings.
 * Lock files and other large files are read by a faster parser, and a second time for places if one is asked for.
 */
export function parseToml(source: SourceFile): Parsed<TomlFile> {
  const starts = lineStarts(source.text);
  const large = source.path.endsWith('.lock') || source.text.length > LARGE;
  try {
    const document = large ? parseLargeToml(source.text, starts) : parseWithPlaces(source.text, starts);
    return document.ok
      ? { ok: true, value: { ...source, ...document.value } }
      : failure(source, document.message, document.span);
  } catch (error) {
    // The parsers recurse; their only way to say "too deep" is to run out of stack.
    if (error instanceof RangeError) return failure(source, 'it is nested too deeply', FILE_START);
    throw error;
  }
}

function parseWithPlaces(text: string, starts: readonly number[]): Parsed<DataDocument> {
  try {
    const { data, place } = readTomlTree(text, '1.0');
    return { ok: true, value: createDocument(data, starts, () => place) };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const before = text.slice(0, error.index);
    // What is missing is missed where the text before ends, and not on the line of what comes next.
    const at = SOMETHING_MISSING.test(error.message) ? before.trimEnd().length : before.length;
    return { ok: false, message: REASONS[error.message] ?? lowerFirst(error.message), span: spanAt(starts, at, at) };
  }
}

function failure(source: SourceFile, reason: string, span: Span): Parsed<TomlFile> {
  if (hasTemplateMarks(source.text))
    return { ok: false, message: 'This file looks like a template; it is not TOML as it stands.', span };
  return { ok: false, message: `This file is not valid TOML: ${reason}.`, span };
}

const SOMETHING_MISSING = /^(?:Unterminated|Expected|Unspecified|Must be)/;
const REASONS: Readonly<Record<string, string>> = {
  'Defining a key multiple times is invalid': 'this key is there twice',
  'Unspecified values are invalid': 'a value is missing or cannot be read',
};

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');
}
