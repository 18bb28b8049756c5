/** What a variable gives: its text, nothing (declared without a value, or not at all), or something that only a build knows. */
export type Value = { readonly text: string } | 'unset' | 'unknown';

export type Lookup = (name: string) => Value;

export interface WordOptions {
  readonly lookup: Lookup;
  /** The escape character of the file, a backslash or a backtick. */
  readonly escape: string;
  /** `strip` reads the text as Docker reads a word; `keep` leaves quotes standing. Single quotes keep variables from being replaced in both. */
  readonly quotes: 'strip' | 'keep';
}

/** Longer values are given up, so that values that double each other cannot fill the memory. */
const MAX_LENGTH = 100_000;
const MAX_DEPTH = 20;

/** The text with its variables replaced; undefined where one has no known value. */
export function expandWord(text: string, options: WordOptions, depth = 0): string | undefined {
  let result = '';
  let quote = '';
  for (let at = 0; at < text.length;) {
    const char = text.charAt(at);
    if (char === options.escape && quote !== "'" && at + 1 < text.length) {
      result += escaped(text.charAt(at + 1), quote, options);
      at += 2;
    } else if (char === quote || (quote === '' && (char === "'" || char === '"'))) {
      quote = quote === '' ? char : '';
      if (options.quotes === 'keep') result += char;
      at++;
    } else if (char === '$' && quote !== "'") {
      const replaced = replaceAt(text, at, options, depth);
      if (!replaced) return undefined;
      result += replaced.text;
      at = replaced.next;
    } else {
      result += char;
      at++;
    }
    if (result.length > MAX_LENGTH) return undefined;
  }
  return result;
}

function escaped(next: string, quote: string, { quotes, escape }: WordOptions): string {
  if (next === '$') return '$';
  const meant = quote === '' ? quotes === 'strip' : quotes === 'strip' && (next === '"' || next === escape);
  return meant ? next : escape + next;
}

interface Replaced {
  readonly text: string;
  /** Index after the variable. */
  readonly next: number;
}

function replaceAt(text: string, dollar: number, options: WordOptions, depth: number): Replaced | undefined {
  if (text.charAt(dollar + 1) === '{') return replaceBraced(text, dollar, options, depth);
  const name = nameAt(text, dollar + 1);
  // `$(…)`, `$1` and `$$` mean something to a shell only; what they give is not known here.
  if (name === '') return /[\d({$@*#?!-]/.test(text.charAt(dollar + 1)) ? undefined : { text: '$', next: dollar + 1 };
  const value = options.lookup(name);
  return typeof value === 'string' ? undefined : { text: value.text, next: dollar + 1 + name.length };
}

function replaceBraced(text: string, dollar: number, options: WordOptions, depth: number): Replaced | undefined {
  const close = closingBrace(text, dollar + 2);
  if (close < 0 || depth > MAX_DEPTH) return undefined;
  const name = nameAt(text, dollar + 2);
  const [operator, word] = splitOperator(text.slice(dollar + 2 + name.length, close));
  if (name === '') return undefined;
  const value = options.lookup(name);
  if (value === 'unknown') return undefined;
  const given = value !== 'unset' && !(operator.startsWith(':') && value.text === '') ? value : undefined;
  const result = applyOperator(operator, given?.text, () =>
    expandWord(word, { ...options, quotes: 'strip' }, depth + 1),
  );
  return result === undefined ? undefined : { text: result, next: close + 1 };
}

/** `-` takes the word where nothing is given, `+` where something is, `?` refuses. Patterns (`#`, `%`, `/`) are not worked out. */
function applyOperator(
  operator: string,
  given: string | undefined,
  word: () => string | undefined,
): string | undefined {
  if (operator === '' || operator.endsWith('?')) return given;
  if (operator.endsWith('-')) return given ?? word();
  return operator.endsWith('+') ? (given === undefined ? '' : word()) : undefined;
}

function splitOperator(text: string): readonly [operator: string, word: string] {
  const operator = /^:?[-+?]/.exec(text)?.[0] ?? text.charAt(0);
  return [operator, text.slice(operator.length)];
}

function closingBrace(text: string, from: number): number {
  let open = 1;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith('${', at)) open++;
    else if (text.charAt(at) === '}' && --open === 0) return at;
  }
  return -1;
}

function nameAt(text: string, from: number): string {
  let end = from;
  while (end < text.length && (end === from ? /[A-Za-z_]/ : /\w/).test(text.charAt(end))) end++;
  return text.slice(from, end);
}

/** The words of an instruction's arguments as they are written: parted by white space that is neither quoted nor escaped. */
export function splitWords(text: string, escape: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === escape && quote !== "'") {
      word += char + text.charAt(++at);
      continue;
    }
    if (quote === '' && /\s/.test(char)) {
      if (word !== '') words.push(word);
      word = '';
      continue;
    }
    if (char === quote) quote = '';
    else if (quote === '' && (char === "'" || char === '"')) quote = char;
    word += char;
  }
  return word === '' ? words : [...words, word];
}
