import type { DataDocument } from '../../core/facts.ts';
import type { Span } from '../../core/flow.ts';
import { lineStarts } from '../../core/span.ts';
import type { PythonStatement } from './python-statement.ts';
import { isTable, listAt } from '../tables.ts';

const VERSION_KEY = /^py(thon)?([-_ ]?versions?)?$/i;

/** `python-version: 3.10` without quotes, which is the number 3.1: below keys that name Python's version, lists included. */
export function floats(document: DataDocument, text: string): readonly PythonStatement[] {
  const starts = lineStarts(text);
  const found: PythonStatement[] = [];
  const visit = (value: unknown, path: readonly (string | number)[], named: boolean): void => {
    if (Array.isArray(value)) for (const [index, item] of listAt(value).entries()) visit(item, [...path, index], named);
    else if (isTable(value))
      for (const key of Object.keys(value)) visit(value[key], [...path, key], VERSION_KEY.test(key));
    else if (named && typeof value === 'string' && /^3\.\d0$/.test(value)) {
      const at = document.spanOf(path);
      if (at && sourceOf(text, starts, at) === value)
        found.push({ kind: 'float', version: value, who: 'YAML', at: { ...at } });
    }
  };
  visit(document.data, [], false);
  return found;
}

function sourceOf(text: string, starts: readonly number[], { line, col, endCol }: Span): string {
  const start = starts[line - 1] ?? 0;
  return text.slice(start + col - 1, start + endCol - 1);
}
