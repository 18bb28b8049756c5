import type { PyNode } from '../../core/facts.ts';

/**
 * Source text as tokens joined by single blanks, such that what changes nothing at run time changes no token: layout, comments,
 * annotations, quotes, trailing commas, and parentheses around a whole expression. A string's content is one token that starts
 * with a quote.
 */
export interface CodeText {
  /** Tokens of `[start, end)`. `wordless` leaves out what strings say, for texts that only people read. */
  tokens(start: number, end: number, wordless?: boolean): string;
}

interface Mark {
  readonly start: number;
  readonly end: number;
  /** What stands there instead; absent where nothing does. */
  readonly token?: string;
}

const MARKED = [
  'comment',
  'line_continuation',
  'type',
  'string_start',
  'string_content',
  'string_end',
  'parenthesized_expression',
  'tuple',
  'tuple_pattern',
];

const TOKEN = /[^\W\d]\w*|\d[\w.]*|[-+*/%@&|^<>=!:]+=|\*\*|\/\/|->|<<|>>|\.\.\.|[^\s\w]/gu;

/** Reads a file's lexical marks once. Offsets are those of the tree. */
export function readCodeText(root: PyNode, text: string): CodeText {
  const marks = root.descendantsOfType(MARKED).flatMap((node) => marksOf(node, text));
  marks.sort((a, b) => a.start - b.start || a.end - b.end);
  return {
    tokens(start, end, wordless = false) {
      const found: string[] = [];
      let at = start;
      for (let index = firstFrom(marks, start); index < marks.length; index += 1) {
        const mark = marks[index];
        if (!mark || mark.start >= end) break;
        // What stands within an annotation is gone with it.
        if (mark.start < at) continue;
        found.push(...(text.slice(at, mark.start).match(TOKEN) ?? []));
        if (mark.token === undefined) dropColon(found, text, mark.start);
        else if (mark.token !== '' && !(wordless && mark.token.length > 1)) found.push(mark.token);
        at = mark.end;
      }
      found.push(...(text.slice(at, end).match(TOKEN) ?? []));
      return found.filter((token, index) => token !== ',' || !/^[)\]}]$/.test(found[index + 1] ?? '')).join(' ');
    },
  };
}

function marksOf(node: PyNode, text: string): readonly Mark[] {
  const { startIndex: start, endIndex: end } = node;
  switch (node.type) {
    case 'type':
      return [{ start, end }];
    case 'string_start':
      return [{ start, end, token: /b/i.test(text.slice(start, end)) ? "b'" : "'" }];
    case 'string_content':
      return [{ start, end, token: `'${text.slice(start, end).replace(/\s+/g, '_')}` }];
    case 'parenthesized_expression':
    case 'tuple':
    case 'tuple_pattern':
      return isRedundant(node)
        ? [
            { start, end: start + 1, token: '' },
            { start: end - 1, end, token: '' },
          ]
        : [];
    default:
      return [{ start, end, token: '' }];
  }
}

/** Around these an expression is whole with or without its parentheses. */
const WHOLE: ReadonlySet<string> = new Set([
  'assignment',
  'augmented_assignment',
  'return_statement',
  'expression_statement',
  'if_statement',
  'elif_clause',
  'while_statement',
  'for_statement',
  'with_item',
  'assert_statement',
  'keyword_argument',
  'argument_list',
  'list',
  'pair',
  'parenthesized_expression',
]);

/** Around these a tuple needs none. */
const LISTED: ReadonlySet<string> = new Set([
  'assignment',
  'return_statement',
  'expression_statement',
  'for_statement',
  'for_in_clause',
  'subscript',
  'yield',
]);

const PRIMARY: ReadonlySet<string> = new Set([
  'identifier',
  'attribute',
  'call',
  'subscript',
  'string',
  'list',
  'dictionary',
  'tuple',
  'true',
  'false',
  'none',
]);

/** Parentheses that make no other expression of it. */
function isRedundant(node: PyNode): boolean {
  const outer = node.parent?.type ?? '';
  if (node.type !== 'parenthesized_expression') return LISTED.has(outer) && node.namedChildren.length > 1;
  const inner = node.firstNamedChild?.type ?? '';
  if (WHOLE.has(outer) || PRIMARY.has(inner)) return true;
  if (outer === 'boolean_operator') return inner === 'not_operator' || inner === 'comparison_operator';
  return outer === 'not_operator' && inner === 'comparison_operator';
}

/** The `:` or `->` before an annotation. */
function dropColon(found: string[], text: string, at: number): void {
  if (/(:|->)\s*$/.test(text.slice(Math.max(0, at - 20), at))) found.pop();
}

/** Index of the first mark that starts at an offset or after it. */
function firstFrom(marks: readonly Mark[], offset: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'and as assert async await break case class continue def del elif else except False finally for from global if import in is ' +
    'lambda match None nonlocal not or pass raise return True try while with yield'
  ).split(' '),
);

/** True for a token that is a name, and no keyword. */
export function isNameToken(token: string): boolean {
  return /^[^\W\d]/u.test(token) && !KEYWORDS.has(token);
}
