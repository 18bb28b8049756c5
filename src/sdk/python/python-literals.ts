import type { PyNode } from '../../core/facts.ts';

/** Values that Python source says outright. */

/**
 * The value of a plain or concatenated string, escapes decoded. Undefined for bytes, templates, f-strings with fields, and for
 * `\N{…}`, which takes the Unicode name table.
 */
export function stringValue(node: PyNode | null | undefined): string | undefined {
  const string = unwrapped(node);
  if (string?.type === 'string') return valueOfPart(string);
  if (string?.type !== 'concatenated_string') return undefined;
  const parts = partsOf(string).map(valueOfPart);
  return parts.some((part) => part === undefined) ? undefined : parts.join('');
}

/** A string with an `f` prefix, with or without fields, or a concatenation with such a part. */
export function isFString(node: PyNode | null | undefined): boolean {
  const string = unwrapped(node);
  return string !== undefined && partsOf(string).some((part) => prefixOf(part).includes('f'));
}

export type Literal = string | number | boolean | null;

/**
 * The value of a number, string, `True`, `False` or `None`; `-1` is a number too. Undefined for everything else, for complex
 * numbers and for integers that JavaScript cannot hold exactly.
 */
export function literal(node: PyNode | null | undefined): Literal | undefined {
  const value = unwrapped(node);
  switch (value?.type) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'none':
      return null;
    case 'integer':
    case 'float':
      return numberValue(value.text);
    case 'unary_operator':
      return signed(value);
    default:
      return stringValue(value);
  }
}

/** The expression inside any parentheses around it. */
export function unwrapped(node: PyNode | null | undefined): PyNode | undefined {
  let inner = node;
  while (inner?.type === 'parenthesized_expression')
    inner = inner.namedChildren.find((child) => child.type !== 'comment');
  return inner ?? undefined;
}

function partsOf(string: PyNode): readonly PyNode[] {
  if (string.type === 'string') return [string];
  return string.type === 'concatenated_string' ? string.namedChildren.filter((child) => child.type === 'string') : [];
}

/** Letters before the quotes, lower case. */
function prefixOf(string: PyNode): string {
  return (/^[a-z]*/i.exec(string.firstChild?.text ?? '')?.[0] ?? '').toLowerCase();
}

function valueOfPart(string: PyNode): string | undefined {
  const prefix = prefixOf(string);
  if (/[bt]/.test(prefix) || string.lastNamedChild?.type !== 'string_end') return undefined;
  if (string.namedChildren.some((child) => child.type === 'interpolation')) return undefined;
  const open = string.firstChild?.text.length ?? 0;
  // The grammar lets the closing quotes of `r'\''` take in the escaped one; they are as long as the opening quotes.
  const content = string.text.slice(open, string.text.length - (open - prefix.length)).replace(/\r\n?/g, '\n');
  const plain = prefix.includes('f') ? content.replaceAll('{{', '{').replaceAll('}}', '}') : content;
  return prefix.includes('r') ? plain : decodeEscapes(plain);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const ESCAPE = /\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{1,3}|N\{[^}]*\}|[^])/g;

/** What a plain string's content means. A backslash before anything that is no escape stands for itself; undefined for `\N{…}`. */
export function decodeEscapes(content: string): string | undefined {
  let known = true;
  const value = content.replace(ESCAPE, (whole, escape: string) => {
    const simple = ESCAPES[escape];
    if (simple !== undefined) return simple;
    if (escape.startsWith('N{')) known = false;
    if (/^[0-7]/.test(escape)) return String.fromCodePoint(Number.parseInt(escape, 8));
    if (!/^[xuU]./.test(escape)) return whole;
    const code = Number.parseInt(escape.slice(1), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
  return known ? value : undefined;
}

function numberValue(text: string): number | undefined {
  const plain = text.replaceAll('_', '');
  // Python 2 octals and longs, and complex numbers, are no numbers here.
  if (/[jl]$/i.test(plain) || /^0\d*[1-9]\d*$/.test(plain)) return undefined;
  const value = Number(plain);
  const exact = Number.isSafeInteger(value) || (/[.e]/i.test(plain) && !/^0x/i.test(plain));
  return exact ? value : undefined;
}

function signed(operation: PyNode): number | undefined {
  const operand = unwrapped(operation.childForFieldName('argument'));
  const value = operand?.type === 'integer' || operand?.type === 'float' ? numberValue(operand.text) : undefined;
  if (value === undefined) return undefined;
  const sign = operation.firstChild?.text;
  return sign === '-' ? -value : sign === '+' ? value : undefined;
}
