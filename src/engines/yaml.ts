import { parseAllDocuments } from 'yaml';
import type { Document } from 'yaml';
import type { DataDocument, SourceFile, YamlFile } from '../core/facts.ts';
import type { Span } from '../core/flow.ts';
import type { Parsed } from '../core/parsed.ts';
import { hasTemplateMarks } from '../core/path-class.ts';
import { FILE_START, lineStarts, spanAt } from '../core/span.ts';
import { createDocument } from './data-places.ts';
import { readYamlTree, YamlProblem } from './yaml-tree.ts';

// The parser's own search for keys that are there twice takes quadratic time; ours is in yaml-tree.ts.
const OPTIONS = { version: '1.2', schema: 'core', merge: true, prettyErrors: false, uniqueKeys: false } as const;

/**
 * YAML 1.2 with the core schema: `on`, `yes` and `no` are strings. Merge keys (`<<`) are merged; tags that mean something only
 * to some tool (`!Ref`, `!vault`) are left aside. Mappings have no prototype and their keys are strings.
 *
 * A number whose text is not the number's usual form stays the string that was written: `3.10` is `"3.10"` and not 3.1,
 * `1.0` is `"1.0"`, `0o755` is `"0o755"`, `1_000` was a string anyway.
 */
export function parseYaml(source: SourceFile): Parsed<YamlFile> {
  const starts = lineStarts(source.text);
  try {
    const parsed: Document.Parsed[] = parseAllDocuments(source.text, OPTIONS);
    const documents: DataDocument[] = [];
    for (const document of parsed) {
      const error = document.errors[0];
      if (error)
        return failure(source, reasonOf(error.code, error.message), spanAt(starts, error.pos[0], error.pos[1]));
      const { data, place } = readYamlTree(document, source.text);
      documents.push(createDocument(data, starts, () => place));
    }
    return { ok: true, value: { ...source, documents } };
  } catch (error) {
    if (error instanceof YamlProblem)
      return failure(source, error.message, spanAt(starts, error.range[0], error.range[1]));
    // The parser recurses in places; its only way to say "too deep" is to run out of stack.
    if (error instanceof RangeError) return failure(source, 'it is nested too deeply', FILE_START);
    throw error;
  }
}

function failure(source: SourceFile, reason: string, span: Span): Parsed<YamlFile> {
  if (hasTemplateMarks(source.text))
    return { ok: false, message: 'This file looks like a template; it is not YAML as it stands.', span };
  return { ok: false, message: `This file is not valid YAML: ${reason}.`, span };
}

const REASONS: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'an alias names no anchor that stands before it',
  BAD_INDENT: 'this line is not indented as its neighbours are',
  BLOCK_AS_IMPLICIT_KEY: 'there is a mapping where a plain value was expected; a value with a colon needs quotes',
  MULTILINE_IMPLICIT_KEY: 'a key spans several lines; a colon may be missing',
  TAB_AS_INDENT: 'a tab indents this line; YAML wants spaces',
  UNEXPECTED_TOKEN: 'something stands here that does not belong to what is before it',
};

function reasonOf(code: string, message: string): string {
  if (message.includes('call stack')) return 'it is nested too deeply';
  return REASONS[code] ?? message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '');
}
