import type { PyNode } from '../core/facts.ts';

/**
 * `types` holds the type parameters of one def, class or alias. `outer` is no scope of its own: it marks the first iterable of
 * a comprehension, which is evaluated outside of it.
 */
export type ScopeKind = 'module' | 'function' | 'class' | 'comprehension' | 'types' | 'outer';

/** A stretch of text in which names mean the same. Bodies only: defaults, decorators and annotations belong outside. */
export interface Scope {
  readonly kind: ScopeKind;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** The def, lambda, class, comprehension or alias that makes it. */
  readonly owner: PyNode | undefined;
  /** The stretch around it. */
  parent: Scope | undefined;
  readonly bindings: Map<string, Binding>;
  /** Names that it declares `global`. */
  readonly globals: Set<string>;
  /** Names that it declares `nonlocal`. */
  readonly nonlocals: Set<string>;
}

export interface Binding {
  /** What imports bind the name to. */
  readonly targets: Set<string>;
  /** Something else than an import binds it too. */
  rebound: boolean;
}

/** The scopes of a file, found by offset. */
export interface ScopeMap {
  readonly module: Scope;
  /** Outer scopes before inner ones. */
  readonly all: readonly Scope[];
  /** The innermost scope around an offset. */
  at(offset: number): Scope;
}

/** Grammar types that make scopes. */
export const SCOPE_TYPES = [
  'function_definition',
  'lambda',
  'class_definition',
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
  'type_alias_statement',
] as const;

/** @param owners Nodes of `SCOPE_TYPES`, parents before children. */
export function mapScopes(owners: readonly PyNode[]): ScopeMap {
  const module = newScope('module', undefined, { startIndex: 0, endIndex: Number.POSITIVE_INFINITY });
  // Sorting is stable, so that of two equal stretches the outer one stays first.
  const scopes = [module, ...owners.flatMap(scopesOf)].sort((a, b) => a.start - b.start || b.end - a.end);
  let around: Scope | undefined;
  for (const scope of scopes) {
    while (around && (around.end < scope.end || around.end <= scope.start)) around = around.parent;
    scope.parent = around;
    around = scope;
  }
  return { module, all: scopes, at: (offset) => scopeAt(scopes, offset) ?? module };
}

function newScope(kind: ScopeKind, owner: PyNode | undefined, range: { startIndex: number; endIndex: number }): Scope {
  return {
    kind,
    start: range.startIndex,
    end: range.endIndex,
    owner,
    parent: undefined,
    bindings: new Map(),
    globals: new Set(),
    nonlocals: new Set(),
  };
}

function scopesOf(owner: PyNode): readonly Scope[] {
  const body = owner.childForFieldName('body');
  switch (owner.type) {
    case 'function_definition':
    case 'class_definition': {
      const types = owner.childForFieldName('type_parameters');
      const kind = owner.type === 'class_definition' ? 'class' : 'function';
      return [
        ...(types ? [newScope('types', owner, { startIndex: types.startIndex, endIndex: owner.endIndex })] : []),
        ...(body ? [newScope(kind, owner, body)] : []),
      ];
    }
    case 'lambda':
      return body ? [newScope('function', owner, body)] : [];
    case 'type_alias_statement':
      // After its first character, so that the alias itself is bound outside.
      return [newScope('types', owner, { startIndex: owner.startIndex + 1, endIndex: owner.endIndex })];
    default: {
      const first = owner.namedChildren.find((child) => child.type === 'for_in_clause')?.childForFieldName('right');
      return [newScope('comprehension', owner, owner), ...(first ? [newScope('outer', owner, first)] : [])];
    }
  }
}

function scopeAt(scopes: readonly Scope[], offset: number): Scope | undefined {
  let low = 0;
  let high = scopes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((scopes[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  let scope = scopes[low];
  while (scope && scope.end <= offset) scope = scope.parent;
  return withoutOuter(scope);
}

/** The scope that names are looked up in next, after `scope`. */
export function enclosingScope(scope: Scope): Scope | undefined {
  return withoutOuter(scope.parent);
}

/** What stands in the first iterable of a comprehension belongs to the scope around the comprehension. */
function withoutOuter(scope: Scope | undefined): Scope | undefined {
  let found = scope;
  while (found?.kind === 'outer') found = found.parent?.parent;
  return found;
}
