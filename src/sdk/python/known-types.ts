import type { PyNode, PythonFile } from '../../core/facts.ts';
import { nameText, parametersOf } from './python-definitions.ts';
import { stringValue, unwrapped } from './python-literals.ts';
import { enclosingClass, enclosingFunction, nodesIn } from './python.ts';

/**
 * What an expression holds, by the calls that made it and by annotations: dotted names of classes and functions, imports and aliases
 * resolved, a class or function of this file as `:Name`. `x = httpx.Client()` makes `x` a `httpx.Client`, and so do
 * `with httpx.Client() as x` and `x: httpx.Client | None`. What a made thing gives when it is called ends in
 * `()`: `Session = sessionmaker(engine)` makes `Session()` a `sqlalchemy.orm.sessionmaker()`. Undefined as soon as something else may be in it; None is not counted.
 */
export function knownTypes(expression: PyNode | null, file: PythonFile): readonly string[] | undefined {
  const node = unwrapped(expression);
  if (!node) return undefined;
  if (node.type === 'call') return ofCallee(node, file);
  if (node.type === 'identifier') return ofName(node, file);
  return node.type === 'attribute' ? ofOwnAttribute(node, file) : undefined;
}

/** True where the expression holds nothing but what one of the names gives. */
export function isKnownAs(expression: PyNode | null, names: ReadonlySet<string>, file: PythonFile): boolean {
  const types = knownTypes(expression, file);
  return types !== undefined && types.length > 0 && types.every((type) => names.has(type));
}

type Types = readonly string[] | undefined;

function ofCallee(call: PyNode, file: PythonFile): Types {
  const callee = call.childForFieldName('function');
  const name = nameHere(callee, file);
  if (name !== undefined) return [name];
  const made = callee?.type === 'call' ? undefined : knownTypes(callee, file);
  return made?.map((type) => `${type}()`);
}

/** A dotted name, or `:Name` for what the top level of this file defines under it. */
function nameHere(node: PyNode | null, file: PythonFile): string | undefined {
  const name = file.nameOf(node);
  if (name !== undefined || node?.type !== 'identifier') return name;
  const definition = file.root.namedChildren
    .map((child) => (child.type === 'decorated_definition' ? child.childForFieldName('definition') : child))
    .filter((child) => child && /^(class|function)_definition$/.test(child.type) && nameText(child) === node.text);
  return definition.length === 1 ? `:${node.text}` : undefined;
}

const BINDERS = [
  'assignment',
  'augmented_assignment',
  'named_expression',
  'for_statement',
  'for_in_clause',
  'as_pattern',
  'function_definition',
  'class_definition',
  'import_statement',
  'import_from_statement',
  'global_statement',
  'nonlocal_statement',
  'case_clause',
  'delete_statement',
];

function ofName(name: PyNode, file: PythonFile): Types {
  if (isLambdaParameter(name)) return undefined;
  for (let scope = enclosingFunction(name); scope; scope = enclosingFunction(scope)) {
    const parameter = parametersOf(scope).find((one) => one.name === name.text);
    const bound = boundIn(scope, name.text, file);
    if (parameter && !/^(positional|keyword)/.test(parameter.kind)) return undefined;
    if (parameter) return merge([ofAnnotation(parameter.annotation ?? null, file), ...bound]);
    if (bound.length > 0) return merge(bound);
  }
  if (new RegExp(`\\bglobal\\b[^\\n]*\\b${name.text}\\b`).test(file.text)) return undefined;
  return merge(boundIn(file.root, name.text, file));
}

function isLambdaParameter(name: PyNode): boolean {
  for (let outer = name.parent; outer; outer = outer.parent)
    if (outer.type === 'lambda' && parametersOf(outer).some((one) => one.name === name.text)) return true;
  return false;
}

/** One entry for each thing that binds the name in a scope itself. */
function boundIn(scope: PyNode, name: string, file: PythonFile): readonly Types[] {
  return nodesIn(scope, BINDERS).flatMap((node) => {
    if (node.id === scope.id || !mentions(node, name)) return [];
    const [target, value] = partsOf(node);
    if (target?.type === 'identifier' && target.text === name) return [ofBinding(node, value, file)];
    return bindsAmongOthers(node, name) ? [undefined] : [];
  });
}

function mentions(node: PyNode, name: string): boolean {
  return node.text.includes(name);
}

/** Target and value of what binds one name to one value. */
function partsOf(node: PyNode): readonly [PyNode | null | undefined, PyNode | null | undefined] {
  if (node.type === 'assignment') return [node.childForFieldName('left'), node.childForFieldName('right')];
  if (node.type === 'named_expression') return [node.childForFieldName('name'), node.childForFieldName('value')];
  if (node.type !== 'as_pattern' || !isWithItem(node)) return [undefined, undefined];
  return [node.childForFieldName('alias')?.firstNamedChild, node.firstNamedChild];
}

function isWithItem(pattern: PyNode): boolean {
  const outer = pattern.parent?.type === 'parenthesized_expression' ? pattern.parent.parent : pattern.parent;
  return outer?.type === 'with_item';
}

function ofBinding(node: PyNode, value: PyNode | null | undefined, file: PythonFile): Types {
  const annotation = node.childForFieldName('type');
  if (annotation) return ofAnnotation(annotation, file);
  const made = unwrapped(value);
  if (made?.type === 'none') return [];
  // `a = b = make()`
  if (made?.type === 'assignment') return ofBinding(made, made.childForFieldName('right'), file);
  return made?.type === 'call' ? ofCallee(made, file) : undefined;
}

/** True where a node that binds several names, or one to something unknown, binds this one too. */
function bindsAmongOthers(node: PyNode, name: string): boolean {
  const targets =
    node.childForFieldName('left') ??
    node.childForFieldName('alias') ??
    node.childForFieldName('name') ??
    (/^(assignment|named_expression)$/.test(node.type) ? null : node);
  return (
    targets
      ?.descendantsOfType('identifier')
      .some((one) => one.text === name && !/^(attribute|subscript)$/.test(one.parent?.type ?? '')) === true
  );
}

/** `self.x` by all that the class gives it. */
function ofOwnAttribute(node: PyNode, file: PythonFile): Types {
  const owner = enclosingClass(node);
  if (!owner || !/^(self|cls)$/.test(node.childForFieldName('object')?.text ?? '')) return undefined;
  const name = node.childForFieldName('attribute')?.text ?? '';
  const assignments = nodesIn(owner, ['assignment', 'augmented_assignment'], { nested: true }).filter((one) => {
    const left = one.childForFieldName('left');
    return (
      left?.text === node.text ||
      (left?.text === name && enclosingClass(one)?.id === owner.id && !enclosingFunction(one))
    );
  });
  return merge(assignments.map((one) => ofBinding(one, one.childForFieldName('right'), file)));
}

function merge(all: readonly Types[]): Types {
  const found = all.filter((types) => types !== undefined);
  const names = [...new Set(found.flat())];
  return found.length === all.length && names.length > 0 ? names : undefined;
}

const WRAPPERS = /^(typing|typing_extensions)\.(Optional|Annotated|Final|ClassVar)$/;

/** `X`, `"X"`, `X | None`, `Optional[X]`, `Annotated[X, …]`, and names that this file gives to such. */
function ofAnnotation(annotation: PyNode | null, file: PythonFile, depth = 0): Types {
  const node = annotation?.type === 'type' ? annotation.firstNamedChild : annotation;
  if (!node || depth > 4) return undefined;
  if (node.type === 'none') return [];
  if (node.type === 'string') return ofQuoted(stringValue(node), file);
  if (node.type === 'binary_operator' || node.type === 'union_type')
    return merge(node.namedChildren.map((child) => ofAnnotation(child, file, depth + 1)));
  const subscript =
    node.type === 'subscript'
      ? node.childForFieldName('value')
      : node.type === 'generic_type'
        ? node.firstNamedChild
        : undefined;
  if (subscript) {
    const inner =
      node.type === 'subscript' ? node.childForFieldName('subscript') : node.lastNamedChild?.firstNamedChild;
    return WRAPPERS.test(file.nameOf(subscript) ?? '')
      ? ofAnnotation(inner ?? null, file, depth + 1)
      : ofAnnotation(subscript, file, depth + 1);
  }
  const name = nameHere(node, file);
  if (name !== undefined) return [name];
  return node.type === 'identifier' ? ofAlias(node.text, file, depth + 1) : undefined;
}

function ofQuoted(text: string | undefined, file: PythonFile): Types {
  const name = text === undefined ? undefined : /^([\w.]+)(?: \| None)?$/.exec(text.trim())?.[1];
  if (name === undefined) return undefined;
  const [first = '', ...rest] = name.split('.');
  const target = file.imports.get(first);
  if (target !== undefined) return [[target, ...rest].join('.')];
  return file.root.namedChildren.some((child) =>
    child.descendantsOfType('class_definition').some((one) => nameText(one) === name),
  )
    ? [`:${name}`]
    : undefined;
}

/** `Session = Annotated[AsyncSession, Depends(…)]`, with or without `type` before it. */
function ofAlias(name: string, file: PythonFile, depth: number): Types {
  const aliases = nodesIn(file.root, ['assignment', 'type_alias_statement']).filter(
    (one) => one.childForFieldName('left')?.text === name,
  );
  const [alias, ...others] = aliases;
  return alias && others.length === 0 ? ofAnnotation(alias.childForFieldName('right'), file, depth) : undefined;
}
