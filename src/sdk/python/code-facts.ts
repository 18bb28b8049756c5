import type { PyNode, PythonFile } from '../../core/facts.ts';
import { plainForm } from './code-forms.ts';
import { readCodeText } from './code-tokens.ts';
import type { CodeText } from './code-tokens.ts';
import { importedPaths } from './module-paths.ts';
import { decoratorsOf, nameText, parametersOf } from './python-definitions.ts';
import { positionalArguments } from './python-calls.ts';
import { isTestPath } from '../tests/test-files.ts';

/** One statement, or the head of a compound one, as tokens joined by blanks; see `CodeText`. */
export interface CodeStatement {
  readonly tokens: string;
  /** 1-based. */
  readonly line: number;
}

/** A function or a method with what it executes, nested functions included. */
export interface CodeDefinition {
  /** `Cart.total`. */
  readonly name: string;
  /** Place of its name, 1-based. */
  readonly line: number;
  readonly col: number;
  readonly parameters: readonly string[];
  /** Last names of what decorates it: `get` for `@app.get("/")`. */
  readonly decorators: readonly string[];
  /** A method of a class with bases: a framework may call it by its name. */
  readonly inherits: boolean;
  /** Its docstring holds an example that doctest runs. */
  readonly doctest: boolean;
  readonly statements: readonly CodeStatement[];
}

/** What a Python file executes, as plain data. */
export interface CodeFact {
  readonly definitions: readonly CodeDefinition[];
  /** What stands in no function: module level, class bodies, decorators. Imports are left out. */
  readonly rest: readonly CodeStatement[];
  /** See `importedPaths`. */
  readonly imports: readonly string[];
  /** It defines test functions, or a class of them. */
  readonly hasTests: boolean;
}

const HEADS: ReadonlySet<string> = new Set([
  'if_statement',
  'elif_clause',
  'while_statement',
  'for_statement',
  'with_statement',
  'except_clause',
  'except_group_clause',
  'match_statement',
  'case_clause',
]);

const SIMPLE: ReadonlySet<string> = new Set([
  'expression_statement',
  'return_statement',
  'raise_statement',
  'delete_statement',
  'assert_statement',
]);

const UNITS = [
  ...HEADS,
  ...SIMPLE,
  'else_clause',
  'function_definition',
  'class_definition',
  'decorator',
  'import_statement',
  'import_from_statement',
];

type Draft = { -readonly [K in keyof CodeDefinition]: CodeDefinition[K] } & { readonly statements: CodeStatement[] };

interface Scope {
  readonly end: number;
  /** Name of a class, where it is one. */
  readonly className?: string;
  readonly inherits?: boolean;
  readonly definition?: Draft;
  /** Nothing in it counts. */
  readonly left?: boolean;
}

/** Several checks ask for the same trees. */
const known = new WeakMap<PyNode, CodeFact>();

/** Reads one file. Statements of tests keep their asserts; elsewhere an assert is for readers and type checkers. */
export function readCode(file: PythonFile): CodeFact {
  const earlier = known.get(file.root);
  if (earlier) return earlier;
  const reader = createReader(file);
  for (const node of file.root.descendantsOfType(UNITS)) reader.take(node);
  const fact = reader.fact();
  known.set(file.root, fact);
  return fact;
}

function createReader(file: PythonFile): { take(node: PyNode): void; fact(): CodeFact } {
  const code = readCodeText(file.root, file.text);
  const uncovered = rowsWithoutCover(file.lines);
  const asserts = isTestPath(file);
  const definitions: Draft[] = [];
  const rest: CodeStatement[] = [];
  const imports: string[] = [];
  const scopes: Scope[] = [];
  const owner = (): Draft | undefined => scopes.find(({ definition }) => definition)?.definition;
  const take = (node: PyNode): void => {
    while ((scopes.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= node.startIndex) scopes.pop();
    const left = scopes.some((scope) => scope.left === true) || uncovered(node) || isForTypeCheckers(node, file.text);
    if (left && bodyStart(node) !== undefined) scopes.push({ end: node.endIndex, left });
    if (left) return;
    if (node.type.startsWith('import_')) imports.push(...importedPaths(node, file.path));
    else if (node.type === 'class_definition') {
      scopes.push({ end: node.endIndex, className: nameText(node), inherits: hasBases(node) });
      rest.push(...statementOf(node, code));
    } else if (node.type === 'function_definition') {
      if (owner()) return;
      const definition = definitionOf(node, scopes);
      definitions.push(definition);
      scopes.push({ end: node.endIndex, definition });
    } else {
      const into = owner();
      if (into?.statements.length === 0 && hasDoctest(node)) into.doctest = true;
      if (counts(node, file.text, asserts)) (into?.statements ?? rest).push(...statementOf(node, code));
    }
  };
  return {
    take,
    fact: () => ({
      definitions,
      rest,
      imports: [...new Set(imports)].sort(),
      hasTests: hasTests(definitions, asserts),
    }),
  };
}

function definitionOf(node: PyNode, scopes: readonly Scope[]): Draft {
  const { row, column } = node.childForFieldName('name')?.startPosition ?? node.startPosition;
  return {
    name: [...scopes.flatMap(({ className }) => className ?? []), nameText(node)].join('.'),
    line: row + 1,
    col: column + 1,
    parameters: parametersOf(node).map(({ name }) => name),
    decorators: decoratorsOf(node).map(lastName),
    inherits: scopes.at(-1)?.inherits === true,
    doctest: false,
    statements: [],
  };
}

function lastName(decorator: PyNode): string {
  const called = decorator.type === 'call' ? decorator.childForFieldName('function') : decorator;
  return called?.childForFieldName('attribute')?.text ?? called?.text ?? '';
}

function hasBases(definition: PyNode): boolean {
  return positionalArguments(definition).some(({ text }) => text !== 'object');
}

function hasTests(definitions: readonly CodeDefinition[], inTest: boolean): boolean {
  return definitions.some(
    ({ name, decorators }) =>
      /(^|\.)test/i.test(name) || (inTest && decorators.some((one) => /^(given|when|then|scenario)$/.test(one))),
  );
}

function statementOf(node: PyNode, code: CodeText): readonly CodeStatement[] {
  const end = bodyStart(node) ?? node.endIndex;
  const tokens = code.tokens(node.startIndex, end, node.type === 'raise_statement');
  return [{ tokens: plainForm(tokens), line: node.startPosition.row + 1 }];
}

/** Where the block of a compound statement, clause, def or class starts; undefined for simple statements. */
function bodyStart(node: PyNode): number | undefined {
  if (SIMPLE.has(node.type) || node.type === 'decorator' || node.type.startsWith('import_')) return undefined;
  const body =
    node.childForFieldName('body') ??
    node.childForFieldName('consequence') ??
    node.namedChildren.find(({ type }) => type === 'block');
  return body?.startIndex ?? node.endIndex;
}

/** A statement that a test could see the effect of. */
function counts(node: PyNode, text: string, asserts: boolean): boolean {
  if (HEADS.has(node.type) || node.type === 'decorator') return !onlySays(node, text);
  const start = text.slice(node.startIndex, node.startIndex + 120);
  switch (node.type) {
    case 'assert_statement':
      return asserts;
    case 'raise_statement':
      return !/^raise NotImplementedError\b/.test(start);
    case 'expression_statement': {
      const [only] = node.namedChildren;
      if (only && /string|ellipsis/.test(only.type)) return false;
      if (only?.type === 'assignment' && !only.childForFieldName('right')) return false;
      return !SAYING.test(start);
    }
    default:
      return node.type !== 'else_clause';
  }
}

/** Calls that only tell people something, bound loggers and the attributes of a span included. */
const SAYING =
  /^(await\s+)?(([\w.]+\.)?_*(log(ger|ging)?)_*(\.(bind|opt|with\w*|contextualize)\((?:[^()]|\([^()]*\))*\))?\.(debug|info|warn|warning|error|exception|critical|log|trace|success|setLevel)|(warnings\.)?warn|p?print|([\w.]+\.)?_*(current_|root_)?span\.(set_\w+|add_event|record_exception|update_name))\s*\(/i;

/** A condition or a loop around nothing but such calls. */
function onlySays(node: PyNode, text: string): boolean {
  if (node.type !== 'if_statement' && node.type !== 'for_statement') return false;
  if (node.childForFieldName('alternative')) return false;
  const block = node.childForFieldName('consequence') ?? node.childForFieldName('body');
  const inner = block?.namedChildren.filter(({ type }) => type !== 'comment') ?? [];
  return (
    inner.length > 0 &&
    inner.every(
      (one) =>
        (one.type === 'expression_statement' && SAYING.test(text.slice(one.startIndex, one.startIndex + 120))) ||
        onlySays(one, text),
    )
  );
}

function isForTypeCheckers(node: PyNode, text: string): boolean {
  return (
    node.type === 'if_statement' &&
    /^if\s+([\w]+\.)?TYPE_CHECKING\s*:/.test(text.slice(node.startIndex, node.startIndex + 60))
  );
}

function hasDoctest(node: PyNode): boolean {
  return node.type === 'expression_statement' && node.firstNamedChild?.type === 'string' && node.text.includes('>>>');
}

/** Tells nodes whose head, or some line of a simple statement, coverage.py is told to leave out. */
function rowsWithoutCover(lines: readonly string[]): (node: PyNode) => boolean {
  const rows = lines.flatMap((line, row) => (/#.*\bpragma:?\s*no\s*cover/i.test(line) ? [row] : []));
  if (rows.length === 0) return () => false;
  return (node) => {
    const block =
      bodyStart(node) === undefined ? undefined : node.namedChildren.findLast(({ type }) => type === 'block');
    const last = block ? Math.max(node.startPosition.row, block.startPosition.row - 1) : node.endPosition.row;
    return rows.some((row) => row >= node.startPosition.row && row <= last);
  };
}
