import type { PyNode } from '../core/facts.ts';
import { importedNames } from './python-imports.ts';
import { enclosingScope } from './python-scopes.ts';
import type { Scope, ScopeMap } from './python-scopes.ts';

/** Grammar types of all that binds names, beside `SCOPE_TYPES`. */
export const BINDING_TYPES = [
  'import_statement',
  'import_from_statement',
  'future_import_statement',
  'assignment',
  'augmented_assignment',
  'named_expression',
  'for_statement',
  'for_in_clause',
  'as_pattern',
  'case_clause',
  'global_statement',
  'nonlocal_statement',
] as const;

/** Writes what the nodes bind into the scopes. `del` binds nothing: it needs a binding elsewhere. */
export function bindNames(nodes: readonly PyNode[], scopes: ScopeMap): void {
  for (const scope of scopes.all) bindParameters(scope);
  for (const node of nodes) bindNode(node, scopes);
  // Inner declarations after outer ones, whose `global` may have moved what they mean.
  for (const scope of scopes.all) moveDeclared(scope, scopes.module);
}

type Bind = (scope: Scope, node: PyNode) => void;

const BINDERS: ReadonlyMap<string, Bind> = new Map<string, Bind>([
  ['function_definition', bindField('name')],
  ['class_definition', bindField('name')],
  ['type_alias_statement', (scope, node) => rebind(scope, aliasName(node))],
  ['import_statement', bindImports],
  ['import_from_statement', bindImports],
  ['future_import_statement', bindImports],
  ['assignment', bindField('left')],
  ['augmented_assignment', bindField('left')],
  // A walrus in a comprehension binds in the scope around it.
  ['named_expression', (scope, node) => bindField('name')(outsideComprehensions(scope), node)],
  ['for_statement', bindField('left')],
  ['for_in_clause', bindField('left')],
  ['as_pattern', bindAlias],
  ['case_clause', bindCaptures],
  ['global_statement', (scope, node) => declare(scope.globals, node)],
  ['nonlocal_statement', (scope, node) => declare(scope.nonlocals, node)],
]);

function bindNode(node: PyNode, scopes: ScopeMap): void {
  BINDERS.get(node.type)?.(scopes.at(node.startIndex), node);
}

function bindField(field: string): Bind {
  return (scope, node) => rebindTargets(scope, node.childForFieldName(field));
}

function bindImports(scope: Scope, statement: PyNode): void {
  for (const [name, target] of importedNames(statement)) bindingOf(scope, name).targets.add(target);
}

/** `as` of `with` and `except` has a field; that of a pattern is the last of its parts. */
function bindAlias(scope: Scope, pattern: PyNode): void {
  const last = pattern.lastNamedChild;
  rebindTargets(scope, pattern.childForFieldName('alias') ?? (last?.type === 'identifier' ? last : null));
}

function bindCaptures(scope: Scope, clause: PyNode): void {
  for (const name of captures(clause)) rebind(scope, name);
}

function declare(names: Set<string>, statement: PyNode): void {
  for (const name of statement.namedChildren) names.add(name.text);
}

/** Undefined for `type(x).y = 1`, which the grammar takes for an alias of `(x).y`. */
function aliasName(alias: PyNode): string | undefined {
  const left = alias.childForFieldName('left')?.firstNamedChild;
  const name = left?.type === 'generic_type' ? left.firstNamedChild : left;
  return name?.type === 'identifier' ? name.text : undefined;
}

function bindingOf(scope: Scope, name: string): { readonly targets: Set<string>; rebound: boolean } {
  let binding = scope.bindings.get(name);
  if (!binding) scope.bindings.set(name, (binding = { targets: new Set(), rebound: false }));
  return binding;
}

function rebind(scope: Scope, name: string | undefined): void {
  if (name !== undefined) bindingOf(scope, name).rebound = true;
}

const TARGET_LISTS = new Set([
  'pattern_list',
  'tuple_pattern',
  'list_pattern',
  'list_splat_pattern',
  'dictionary_splat_pattern',
  'as_pattern_target',
  'tuple',
  'list',
  'list_splat',
  'expression_list',
  'parenthesized_expression',
]);

/** Binds the plain names of a target; `a.b` and `a[0]` bind none. */
function rebindTargets(scope: Scope, target: PyNode | null): void {
  const open = target ? [target] : [];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === 'identifier') rebind(scope, node.text);
    else if (TARGET_LISTS.has(node.type)) open.push(...node.namedChildren);
  }
}

function outsideComprehensions(scope: Scope): Scope {
  let outside = scope;
  while (outside.kind === 'comprehension') outside = enclosingScope(outside) ?? scope;
  return outside;
}

function bindParameters(scope: Scope): void {
  if (scope.kind === 'types') bindTypeParameters(scope);
  if (scope.kind !== 'function') return;
  for (const parameter of scope.owner?.childForFieldName('parameters')?.namedChildren ?? []) {
    switch (parameter.type) {
      case 'default_parameter':
      case 'typed_default_parameter':
        rebindTargets(scope, parameter.childForFieldName('name'));
        break;
      case 'typed_parameter':
        rebindTargets(scope, parameter.firstNamedChild);
        break;
      default:
        rebindTargets(scope, parameter);
    }
  }
}

function bindTypeParameters(scope: Scope): void {
  const parameters =
    scope.owner?.childForFieldName('type_parameters') ?? scope.owner?.descendantsOfType('type_parameter')[0];
  for (const parameter of parameters?.namedChildren ?? [])
    rebind(scope, parameter.descendantsOfType('identifier')[0]?.text);
}

/** Names that the patterns of a case bind; `as` names are `as_pattern` nodes of their own. */
function captures(clause: PyNode): readonly string[] {
  return clause.namedChildren
    .filter((child) => child.type === 'case_pattern')
    .flatMap((pattern) => pattern.descendantsOfType(['dotted_name', 'splat_pattern']))
    .filter((node) => !isValueOrClass(node))
    .flatMap((node) => node.firstNamedChild?.text ?? []);
}

/** `Color.RED` is a value; `Point` of `Point(x=0)` is a class. Neither binds. */
function isValueOrClass(node: PyNode): boolean {
  return node.type === 'dotted_name' && (node.namedChildren.length !== 1 || node.parent?.type === 'class_pattern');
}

/** What a scope binds under `global` and `nonlocal` names is bound elsewhere. */
function moveDeclared(scope: Scope, module: Scope): void {
  for (const name of scope.globals) moveBinding(scope, module, name);
  for (const name of scope.nonlocals) {
    let owner = enclosingScope(scope);
    while (owner && !(owner.kind === 'function' && owner.bindings.has(name))) owner = enclosingScope(owner);
    if (owner) moveBinding(scope, owner, name);
  }
}

function moveBinding(from: Scope, to: Scope, name: string): void {
  const moved = from.bindings.get(name);
  if (!moved || from === to) return;
  from.bindings.delete(name);
  const binding = bindingOf(to, name);
  for (const target of moved.targets) binding.targets.add(target);
  binding.rebound ||= moved.rebound;
}
