/** How Python's `json.dumps(…, sort_keys=True)` parts items and keys. `compact` is `separators=(",", ":")`. */
export type JsonStyle = 'spaced' | 'compact';

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

/**
 * The text that Python's `json.dumps(value, sort_keys=True)` gives, to the byte; hashes of lock files are made of it.
 * Undefined values are left out. An integral float is written as an integer, since JavaScript does not tell the two apart.
 */
export function pythonJson(value: unknown, style: JsonStyle = 'spaced'): string {
  const [comma, colon] = style === 'compact' ? [',', ':'] : [', ', ': '];
  if (Array.isArray(value)) return `[${value.map((item) => pythonJson(item, style)).join(comma)}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, child]) => child !== undefined);
    const sorted = entries.sort(([a], [b]) => compareCodePoints(a, b));
    return `{${sorted.map(([key, child]) => quote(key) + colon + pythonJson(child, style)).join(comma)}}`;
  }
  if (typeof value === 'string') return quote(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'null';
}

/** Everything but printable ASCII is escaped, one UTF-16 unit at a time. */
function quote(text: string): string {
  const escaped = text.replace(/["\\]|[^ -~]/g, (unit) => ESCAPES[unit] ?? unicodeEscape(unit));
  return `"${escaped}"`;
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.codePointAt(0)?.toString(16).padStart(4, '0')}`;
}

/** Python orders strings by code points, JavaScript by UTF-16 units. */
function compareCodePoints(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
