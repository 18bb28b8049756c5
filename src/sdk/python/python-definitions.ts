import type { PyNode } from '../../core/facts.ts';
import { unwrapped } from './python-literals.ts';

/** Parts of defs, classes and modules. */

/** True for `async def`, `async with`, `async for`, and a comprehension's `async for`. */
export function isAsync(node: PyNode): boolean {
  return node.firstChild?.type === 'async';
}

/** The name of a def or class; empty where broken text has none. */
export function nameText(definition: PyNode): string {
  return definition.childForFieldName('name')?.text ?? '';
}

/** The expressions behind the `@` of a def or class, top to bottom: names, attributes or calls. */
export function decoratorsOf(definition: PyNode): readonly PyNode[] {
  const decorated = definition.type === 'decorated_definition' ? definition : definition.parent;
  if (decorated?.type !== 'decorated_definition') return [];
  const expressions = decorated.namedChildren.map((child) =>
    child.type === 'decorator' ? child.firstNamedChild : null,
  );
  return expressions.filter((expression) => expression !== null);
}

export interface Parameter {
  readonly name: string;
  /** The whole parameter, with annotation and default. */
  readonly node: PyNode;
  /** A `type` node; its text is the annotation. */
  readonly annotation?: PyNode;
  readonly default?: PyNode;
  readonly kind: 'positional-only' | 'positional' | 'args' | 'keyword' | 'kwargs';
}

/** The parameters of a def or lambda, `self` included, in order. `positional` ones can be given by keyword too. */
export function parametersOf(definition: PyNode): readonly Parameter[] {
  let found: Parameter[] = [];
  let kind: Parameter['kind'] = 'positional';
  for (const node of definition.childForFieldName('parameters')?.namedChildren ?? []) {
    if (node.type === 'positional_separator')
      found = found.map((parameter) => ({ ...parameter, kind: 'positional-only' }));
    else if (node.type === 'keyword_separator') kind = 'keyword';
    else {
      const parameter = parameterOf(node, kind);
      if (parameter) found.push(parameter);
      if (parameter?.kind === 'args') kind = 'keyword';
    }
  }
  return found;
}

function parameterOf(node: PyNode, kind: Parameter['kind']): Parameter | undefined {
  const typed = node.type === 'typed_parameter';
  const target = typed ? node.firstNamedChild : (node.childForFieldName('name') ?? node);
  const splat =
    target?.type === 'list_splat_pattern' ? 'args' : target?.type === 'dictionary_splat_pattern' ? 'kwargs' : undefined;
  const name = splat ? target?.firstNamedChild : target;
  if (name?.type !== 'identifier') return undefined;
  const annotation = node.childForFieldName('type');
  const value = node.childForFieldName('value');
  return {
    name: name.text,
    node,
    ...(annotation ? { annotation } : {}),
    ...(value ? { default: value } : {}),
    kind: splat ?? kind,
  };
}

/**
 * The statements of a def, class, module, block, loop, `with`, `try`, or of one clause of a compound statement, comments left out.
 * Of an `if` it is the first branch.
 */
export function bodyOf(node: PyNode): readonly PyNode[] {
  const inner = node.type === 'decorated_definition' ? node.childForFieldName('definition') : node;
  const block = inner?.type === 'module' || inner?.type === 'block' ? inner : inner && blockOf(inner);
  return block?.namedChildren.filter((child) => child.type !== 'comment') ?? [];
}

function blockOf(node: PyNode): PyNode | undefined {
  return (
    node.childForFieldName('body') ??
    node.childForFieldName('consequence') ??
    node.namedChildren.find((child) => child.type === 'block')
  );
}

/** The string that documents a def, class or module. */
export function docstringOf(definition: PyNode): PyNode | undefined {
  const [first] = bodyOf(definition);
  if (first?.type !== 'expression_statement' || first.namedChildren.length !== 1) return undefined;
  const string = unwrapped(first.firstNamedChild);
  return string && isPlainString(string) ? string : undefined;
}

/** Bytes and f-strings document nothing. */
function isPlainString(node: PyNode): boolean {
  const starts = node.descendantsOfType('string_start');
  return /^(string|concatenated_string)$/.test(node.type) && starts.every((start) => /^[ru]?['"]/i.test(start.text));
}
