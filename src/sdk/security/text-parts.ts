import type { PyNode, PythonFile } from '../../core/facts.ts';
import { originOf } from '../python/bound-values.ts';
import { keywordArguments, positionalArguments } from '../python/python-calls.ts';
import { parametersOf } from '../python/python-definitions.ts';
import { unwrapped } from '../python/python-literals.ts';
import { enclosingFunction } from '../python/python.ts';

/** What a piece of text is made of, as far as a file says: which parts of a command or a page are not fixed by the program itself. */

export interface Harmless {
  /** Callees whose results are harmless in this kind of text, by dotted name (`shlex.quote`) or last name (`.quote`). */
  readonly callees: ReadonlySet<string>;
  /** Other calls whose results are harmless. */
  readonly isHarmless?: (call: PyNode) => boolean;
}

/** Their results hold digits, or come from whoever runs the program. */
const PLAIN_CALLS: ReadonlySet<string> = new Set(
  'int float len bool round abs hash id ord hex oct sum uuid.uuid4 uuid.UUID os.getpid os.getuid os.getgid os.cpu_count os.getenv os.environ.get time.time tempfile.mkstemp tempfile.mkdtemp tempfile.mktemp tempfile.gettempdir tempfile.NamedTemporaryFile tempfile.TemporaryDirectory'.split(
    ' ',
  ),
);
/** Dotted beginnings of what somebody else may have written although a module holds it. */
const FOREIGN = /^(flask\.(request|g|session)|quart\.request|bottle\.request|sys\.argv|sys\.stdin|cherrypy\.request)\b/;
/** Give the text of their object, and that of their arguments. */
const METHODS: ReadonlySet<string> = new Set(
  'format join strip lstrip rstrip lower upper title encode decode replace removeprefix removesuffix splitlines split'.split(
    ' ',
  ),
);
const TEXT_CALLS: ReadonlySet<string> = new Set(
  'str list tuple sorted reversed set dedent textwrap.dedent os.fsencode os.fsdecode os.fspath os.path.join os.path.abspath os.path.realpath os.path.normpath os.path.dirname os.path.basename os.path.expanduser pathlib.Path'.split(
    ' ',
  ),
);
const NUMBERS: ReadonlySet<string> = new Set([
  'int',
  'float',
  'bool',
  'uuid.UUID',
  'decimal.Decimal',
  'datetime.date',
  'datetime.datetime',
]);
const INSIDE: ReadonlySet<string> = new Set([
  'list',
  'tuple',
  'set',
  'string',
  'concatenated_string',
  'boolean_operator',
  'list_splat',
  'dictionary',
]);
const COMPREHENSIONS: ReadonlySet<string> = new Set([
  'list_comprehension',
  'generator_expression',
  'set_comprehension',
]);

/**
 * The innermost parts of a text that the program does not fix, in source order. A name is followed to what the function gives it;
 * what stands at the top of a module, in a class or in capitals counts as fixed, and so do numbers and the environment.
 */
export function variableParts(expression: PyNode | undefined, file: PythonFile, harmless: Harmless): readonly PyNode[] {
  return partsOf(expression, { file, harmless, seen: new Set() });
}

interface Reading {
  readonly file: PythonFile;
  readonly harmless: Harmless;
  /** Names that are being followed already: `text = text + x` says nothing more about `text`. */
  readonly seen: ReadonlySet<string>;
}

const CONSTANTS = /^(integer|float|true|false|none|ellipsis|string_(start|content|end)|comment)$/;

function partsOf(expression: PyNode | null | undefined, reading: Reading): readonly PyNode[] {
  const node = unwrapped(expression);
  if (!node || CONSTANTS.test(node.type)) return [];
  if (INSIDE.has(node.type)) return allParts(node.namedChildren, reading);
  if (COMPREHENSIONS.has(node.type)) return ofComprehension(node, reading);
  switch (node.type) {
    case 'interpolation':
      return hasNumberFormat(node)
        ? []
        : partsOf(node.childForFieldName('expression') ?? node.firstNamedChild, reading);
    case 'pair':
    case 'named_expression':
      return partsOf(node.childForFieldName('value'), reading);
    case 'binary_operator':
      return isRepeated(node)
        ? []
        : allParts([node.childForFieldName('left'), node.childForFieldName('right')], reading);
    case 'conditional_expression':
      return allParts([node.namedChildren[0], node.namedChildren[2]], reading);
    case 'call':
      return ofCall(node, reading);
    case 'identifier':
      return ofName(node, reading);
    case 'attribute':
      return isFixedAttribute(node, reading.file) ? [] : [node];
    case 'subscript':
      // The program's own path.
      if (/^sys\.argv\s*\[\s*0\s*\]$/.test(node.text)) return [];
      return partsOf(node.childForFieldName('value'), reading).length === 0 ? [] : [node];
    default:
      return [node];
  }
}

function allParts(nodes: readonly (PyNode | null | undefined)[], reading: Reading): readonly PyNode[] {
  return nodes.flatMap((node) => partsOf(node, reading));
}

function ofCall(call: PyNode, reading: Reading): readonly PyNode[] {
  const callee = call.childForFieldName('function');
  const name = reading.file.nameOf(callee) ?? '';
  const method = callee?.childForFieldName('attribute')?.text;
  const { callees, isHarmless } = reading.harmless;
  if (isHarmless?.(call)) return [];
  if (PLAIN_CALLS.has(name) || callees.has(name) || callees.has(`.${method ?? callee?.text ?? ''}`)) return [];
  if (TEXT_CALLS.has(name) || callee?.text === 'fsencode') return allParts(positionalArguments(call), reading);
  if (method === undefined || !METHODS.has(method)) return [call];
  const given = [...positionalArguments(call), ...keywordArguments(call).values()];
  return allParts([callee?.childForFieldName('object'), ...given], reading);
}

function ofComprehension(node: PyNode, reading: Reading): readonly PyNode[] {
  const loops = node.namedChildren.filter(({ type }) => type === 'for_in_clause');
  const names = loops.flatMap((loop) => loop.childForFieldName('left')?.descendantsOfType('identifier') ?? []);
  const lists = loops.map((loop) => loop.childForFieldName('right'));
  const sources = allParts(lists, reading);
  // An item is as good as where it comes from.
  return partsOf(node.childForFieldName('body'), reading).flatMap((part) =>
    names.some((name) => rootOf(part) === name.text) ? sources : [part],
  );
}

function ofName(name: PyNode, reading: Reading): readonly PyNode[] {
  if (reading.seen.has(name.text) || /^(__\w+__|[A-Z][A-Z\d_]+)$/.test(name.text)) return [];
  const { from, values } = originOf(name);
  switch (from) {
    case 'caller':
      return isNumberParameter(name, reading.file) ? [] : [name];
    case 'elsewhere':
      return FOREIGN.test(reading.file.nameOf(name) ?? '') ? [name] : [];
    case 'unknown':
      return isTemporary(name, reading.file) ? [] : [name];
    case 'function':
      return allParts(values, { ...reading, seen: new Set([...reading.seen, name.text]) });
  }
}

/** A path that `tempfile` drew, as one of two results or as what a `with` gives. */
function isTemporary(name: PyNode, file: PythonFile): boolean {
  const scope = enclosingFunction(name);
  const bound = scope?.descendantsOfType(['assignment', 'as_pattern']).filter((one) => {
    const target = one.type === 'assignment' ? one.childForFieldName('left') : one.childForFieldName('alias');
    return target?.descendantsOfType('identifier').some(({ text }) => text === name.text) === true;
  });
  return (
    bound !== undefined &&
    bound.length > 0 &&
    bound.every((one) => {
      const made = one.type === 'assignment' ? one.childForFieldName('right') : one.firstNamedChild;
      return file.nameOf(made?.childForFieldName('function') ?? null)?.startsWith('tempfile.') === true;
    })
  );
}

/** `"-" * width` */
function isRepeated(operation: PyNode): boolean {
  if (operation.childForFieldName('operator')?.text !== '*') return false;
  return ['left', 'right'].some((side) => unwrapped(operation.childForFieldName(side))?.type === 'string');
}

/** `{x:d}` and `{x:.2f}` take numbers only. */
function hasNumberFormat(interpolation: PyNode): boolean {
  const format = interpolation.namedChildren.find(({ type }) => type === 'format_specifier');
  return format !== undefined && /[bcdeEfFgGnoxX%]$/.test(format.text);
}

function isFixedAttribute(node: PyNode, file: PythonFile): boolean {
  const name = file.nameOf(node);
  if (name !== undefined && FOREIGN.test(name)) return false;
  // What Django has in capitals is not fixed for all that.
  if (/(^|\.)request\.(GET|POST|META|COOKIES|FILES|DATA)$/.test(node.text)) return false;
  if (name === undefined) return /^[A-Z][A-Z\d_]+$/.test(node.childForFieldName('attribute')?.text ?? '');
  return true;
}

function isNumberParameter(name: PyNode, file: PythonFile): boolean {
  for (let scope = enclosingFunction(name); scope; scope = enclosingFunction(scope)) {
    const parameter = parametersOf(scope).find((one) => one.name === name.text);
    if (parameter) return NUMBERS.has(file.nameOf(parameter.annotation?.firstNamedChild ?? null) ?? '');
  }
  return false;
}

/** The name that a chain of attributes, items and calls starts at; empty where it starts at something else. */
export function rootOf(expression: PyNode): string {
  let node: PyNode | null = expression;
  while (node && node.type !== 'identifier')
    node = node.childForFieldName('object') ?? node.childForFieldName('value') ?? node.childForFieldName('function');
  return node?.text ?? '';
}
