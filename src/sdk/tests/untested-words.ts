import { lineSpan, spanOnLine } from '../../core/span.ts';
import type { Span } from '../../core/flow.ts';
import type { Untested } from './missing-tests.ts';
import type { NewDefinition } from '../python/new-code.ts';

/** At the name of what has most new code, if it is new; else at its first new statement. */
export function placeOfUntested({ file, definitions }: Untested): Span {
  const [first] = definitions;
  if (!first) return spanOnLine(1, 1, 1);
  const { definition, isNew, fresh } = first;
  if (isNew) return spanOnLine(definition.line, definition.col, definition.col + lastPart(definition.name).length);
  const line = Math.min(...fresh.map((statement) => statement.line));
  const lines = (file.text ?? '').split(/\r\n|\n|\r/);
  const whole = lineSpan(lines, line);
  const indent = /^\s*/.exec(lines[line - 1] ?? '')?.[0].length ?? 0;
  return { ...whole, col: indent + 1 };
}

/** `` `vat` ``, `` `vat` and `net` ``, or `` `vat` and 3 more ``. */
export function namesOfUntested({ definitions }: Untested): string {
  const [first, second, ...more] = [...new Set(definitions.map(nameOf))];
  if (first === undefined) return 'this';
  if (second === undefined) return code(first, 40);
  return more.length === 0 && first.length + second.length < 40
    ? `${code(first, 40)} and ${code(second, 40)}`
    : `${code(first, 32)} and ${more.length + 1} more`;
}

function nameOf({ definition: { name } }: NewDefinition): string {
  return name.endsWith('.__init__') ? name.slice(0, -'.__init__'.length) : name;
}

/** The end of a test's path, which tells most. */
export function testPlace({ place: { path } }: Untested): string {
  if (path.length <= 44) return `\`${path}\``;
  const parts = path.split('/');
  while (parts.length > 1 && parts.join('/').length > 42) parts.shift();
  return code(`…/${parts.join('/')}`, 44);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function code(text: string, length: number): string {
  return `\`${text.length > length ? `${text.slice(0, length - 1)}…` : text}\``;
}
