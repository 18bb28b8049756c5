import type { PyNode, PythonFile } from '../../core/facts.ts';
import type { TextPart } from '../python/built-text.ts';
import { parametersOf } from '../python/python-definitions.ts';
import { literal, unwrapped } from '../python/python-literals.ts';
import { assignmentsTo, enclosingFunction } from '../python/python.ts';

/**
 * The first expression that a statement takes in where it should have a parameter: a value that the function does not choose
 * itself. Tables, columns and pieces of SQL, which no parameter can stand for, count only if they come straight from outside.
 */
export function sqlValue(parts: readonly TextPart[], file: PythonFile): PyNode | undefined {
  if (!isRowStatement(parts)) return undefined;
  let before = '';
  for (const part of parts) {
    if (part.kind === 'put' && !part.numeric && isOpen(part.node, before, file)) return part.node;
    before += part.kind === 'said' ? part.text : 'x';
  }
  return undefined;
}

function isOpen(node: PyNode, before: string, file: PythonFile): boolean {
  if (comesFromOutside(node)) return true;
  return wantsValue(before) && !isHarmless(node, file, new Set());
}

/** A statement that reads or writes rows; others take no parameters. */
function isRowStatement(parts: readonly TextPart[]): boolean {
  const text = parts.map((part) => (part.kind === 'said' ? part.text : 'x')).join('');
  return /^[\s(]*(with\s[^]*\bas\s*\(|select\b[^]*\bfrom\s+(?!the\b|a\b)|insert\s[^]*\binto\b|replace\s+into\b|update\b[^]*\bset\b|delete\s+from\b|merge\s+into\b)/i.test(
    text,
  );
}

/** In quotes, or after an operator. Names of tables and columns stand elsewhere; files of `read_csv('…')` take no parameter. */
function wantsValue(before: string): boolean {
  if (/\b(read_\w+|interval)\s*\(?\s*'$/i.test(before)) return false;
  const inQuotes = (before.match(/'/g) ?? []).length % 2 === 1;
  return (
    inQuotes || /(?:[^<>=!:]=|<>|!=|[<>]=?|\b(?:i?like|regexp|between)|\bin\s*\(|\bvalues\s*\()\s*["(]?$/i.test(before)
  );
}

/** Straight from a request, the command line or the keyboard; one variable may stand between. */
function comesFromOutside(node: PyNode): boolean {
  if (OUTSIDE.test(node.text) && !GUARDED.test(node.text)) return true;
  const scope = node.type === 'identifier' ? enclosingFunction(node) : undefined;
  if (!scope || parametersOf(scope).some(({ name }) => name === node.text)) return false;
  const given = assignmentsTo(scope, node.text).map((one) => one.childForFieldName('right')?.text ?? '');
  return given.length === 1 && given.every((text) => OUTSIDE.test(text) && !GUARDED.test(text));
}

const OUTSIDE =
  /\b(request|req)\.(args|GET|POST|form|json|query_params|path_params|params|values|match_info|cookies|headers)\b|(^|[^\w.])input\(|\bsys\.argv\b/;
/** What looks a value up in a constant (`request.GET` is none), or turns it into a number. */
const GUARDED =
  /(?<!\b(?:request|req)\.)\b[A-Z][A-Z\d_]+(\[|\.get\()|(^|[^\w.])(int|float|len|bool|UUID)\(|\b(quote|escape)\w*\(/;

/** Words of names that hold pieces of SQL, not values. */
const PIECE =
  /(placeholder|mark|param|bind|sql|quer(y|ie)|clause|where|cond|condition|filter|fragment|column|col|field|table|schema|order|expr|cte|select|join|predicate|quoted|escaped|ident|identifier|operator|op)s?_?\d*$/i;

/** Functions whose result is a number, or quoted. */
const SAFE_CALL =
  /(^|[._])(int|float|len|bool|round|sum|abs|ord|Identifier|Literal|quote\w*|escape\w*|literal\w*|adapt|mogrify|qn|hash|hexdigest|isoformat|timestamp)$/;

const SAFE_TYPE = /^(int|float|bool|Decimal|UUID|uuid\.UUID|Literal\[|date\b|datetime\b|\w*(Enum|Kind|Status)\b)/;

const CONSTANT = /^(\w+\.)*_*[A-Z][A-Z\d_]*$/;

/** Nothing that a stranger chooses. `seen` are the variables on the way: one that is made of itself adds nothing. */
type Seen = ReadonlySet<string>;

function isHarmless(expression: PyNode, file: PythonFile, seen: Seen): boolean {
  const node = unwrapped(expression) ?? expression;
  const all = (nodes: readonly (PyNode | null | undefined)[]): boolean =>
    nodes.every((one) => one != null && isHarmless(one, file, seen));
  if (literal(node) !== undefined) return true;
  switch (node.type) {
    case 'call': {
      const callee = node.childForFieldName('function')?.text ?? '';
      return (
        SAFE_CALL.test(callee) ||
        PIECE.test(callee) ||
        callee.endsWith('.join') ||
        CONSTANT.test(callee.replace(/\.get$/, ''))
      );
    }
    case 'attribute':
      return (
        CONSTANT.test(node.text.replace(/\.(value|name)$/, '')) ||
        /\.(__\w+__|db_table|pk|id)$/.test(node.text) ||
        PIECE.test(node.text.replace(/\.name$/, ''))
      );
    case 'subscript':
      return CONSTANT.test(node.childForFieldName('value')?.text ?? '');
    case 'conditional_expression':
      return all([node.namedChildren[0], node.namedChildren[2]]);
    case 'binary_operator':
      return all([node.childForFieldName('left'), node.childForFieldName('right')]);
    case 'identifier':
      return (
        CONSTANT.test(node.text) ||
        PIECE.test(node.text) ||
        seen.has(node.text) ||
        isChosenHere(node, file, new Set([...seen, node.text]))
      );
    default:
      return /comprehension|generator|lambda|comparison|boolean|not_operator/.test(node.type);
  }
}

/** Everything that the function, or the module, gives the name is harmless; a parameter's annotation must say so. */
function isChosenHere(name: PyNode, file: PythonFile, seen: Seen): boolean {
  const scope = enclosingFunction(name);
  const parameter = scope && parametersOf(scope).find((one) => one.name === name.text);
  if (parameter) return SAFE_TYPE.test(parameter.annotation?.text ?? '');
  const loops = (scope ?? file.root)
    .descendantsOfType(['for_statement', 'for_in_clause'])
    .filter((one) => one.childForFieldName('left')?.text === name.text);
  if (loops.length > 0) return loops.every((loop) => isConstantList(loop.childForFieldName('right'), file, seen));
  const local = scope ? assignmentsTo(scope, name.text) : [];
  const given = local.length > 0 ? local : assignmentsTo(file.root, name.text);
  return given.length > 0 && given.every((one) => givesHarmless(one, file, seen));
}

function givesHarmless(assignment: PyNode, file: PythonFile, seen: Seen): boolean {
  const value = assignment.childForFieldName('right') ?? assignment.childForFieldName('value');
  const target = assignment.childForFieldName('left') ?? assignment.childForFieldName('name');
  return value !== null && target?.type === 'identifier' && isHarmless(value, file, seen);
}

function isConstantList(list: PyNode | null, file: PythonFile, seen: Seen): boolean {
  const node = unwrapped(list);
  if (!node) return false;
  if (/^(tuple|list|set|expression_list)$/.test(node.type))
    return node.namedChildren.every((one) => isHarmless(one, file, seen));
  return CONSTANT.test(node.text) || node.text.startsWith('range(');
}
