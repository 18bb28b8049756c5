import type { Change, Files, PlacedText } from '../core/check-info.ts';

/** A sample under a name of its own: `at('tests/test_x.py', py`…`)`. */
export function at(path: string, text: string): PlacedText {
  return { kind: 'placed', path, text };
}

/** A change from one set of files to another; a path that `after` lacks is removed. */
export function change(
  before: Files,
  after: Files,
  about: { title?: string; body?: string; labels?: readonly string[] } = {},
): Change {
  return { kind: 'change', before, after, ...about };
}

/**
 * Sample text without its common indentation and its first line break; ends in one line break.
 * A backslash stands for itself, but before a backtick or `${`.
 */
function dedent(strings: TemplateStringsArray, ...values: readonly unknown[]): string {
  const raw = strings.raw.map((part) => part.replaceAll('\\`', '`').replaceAll('\\${', '${'));
  const lines = String.raw({ raw }, ...values)
    .replace(/^\n/, '')
    .replace(/\n?[ \t]*$/, '')
    .split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const width = Math.min(...indents, Number.POSITIVE_INFINITY);
  return lines.map((line) => line.slice(Math.min(width, line.length))).join('\n') + '\n';
}

export const py = dedent;
export const toml = dedent;
export const yaml = dedent;
export const dockerfile = dedent;
export const text = dedent;
