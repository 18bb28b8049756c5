import type { PyNode } from '../core/facts.ts';
import { BINDING_TYPES, bindNames } from './python-bindings.ts';
import { constructsOf } from './python-constructs.ts';
import { SCOPE_TYPES, enclosingScope, mapScopes } from './python-scopes.ts';
import type { Binding, Scope, ScopeMap } from './python-scopes.ts';

/** What names stand for in one file; see `PythonFile`. */
export interface Names {
  readonly imports: ReadonlyMap<string, string>;
  nameOf(expression: PyNode): string | undefined;
}

const SCOPES: ReadonlySet<string> = new Set(SCOPE_TYPES);

/** Reads a file's names in one pass over its tree. */
export function readNames(root: PyNode): Names {
  const nodes = constructsOf(root, [...SCOPE_TYPES, ...BINDING_TYPES]);
  const scopes = mapScopes(nodes.filter((node) => SCOPES.has(node.type)));
  bindNames(nodes, scopes);
  return { imports: importsOf(scopes), nameOf: (expression) => nameOf(expression, scopes) };
}

function importsOf(scopes: ScopeMap): ReadonlyMap<string, string> {
  const all = new Map<string, Binding>();
  for (const scope of scopes.all) {
    for (const [name, binding] of scope.bindings) {
      if (binding.targets.size === 0) continue;
      const known = all.get(name);
      const here = [known, binding, scopes.module.bindings.get(name)];
      all.set(name, {
        targets: known ? known.targets.union(binding.targets) : binding.targets,
        rebound: here.some((one) => one?.rebound === true),
      });
    }
  }
  const imports = new Map<string, string>();
  for (const [name, binding] of all) {
    const target = importOf(binding);
    if (target !== undefined) imports.set(name, target);
  }
  return imports;
}

/** What a name that only imports bind stands for, where they agree. */
function importOf(binding: Binding): string | undefined {
  const [target, ...others] = binding.targets;
  return binding.rebound || others.length > 0 ? undefined : target;
}

function nameOf(expression: PyNode, scopes: ScopeMap): string | undefined {
  let rest = '';
  let node: PyNode | null = expression;
  while (node) {
    switch (node.type) {
      case 'attribute':
        rest = `.${node.childForFieldName('attribute')?.text ?? ''}${rest}`;
        node = node.childForFieldName('object');
        break;
      case 'parenthesized_expression':
      case 'type':
        node = node.firstNamedChild;
        break;
      case 'dotted_name': {
        const parts: readonly PyNode[] = node.namedChildren;
        rest =
          parts
            .slice(1)
            .map((part) => `.${part.text}`)
            .join('') + rest;
        node = parts[0] ?? null;
        break;
      }
      case 'identifier': {
        const name = meaningOf(node.text, scopes.at(node.startIndex), scopes.module);
        return name === undefined ? undefined : name + rest;
      }
      default:
        return undefined;
    }
  }
  return undefined;
}

/** A name that nothing in reach binds stands for itself: a builtin, or what `import *` brought in. */
function meaningOf(name: string, start: Scope, module: Scope): string | undefined {
  let inside = true;
  for (let scope: Scope | undefined = start; scope; scope = enclosingScope(scope)) {
    if (scope.globals.has(name)) break;
    const binding = scope.kind === 'class' && !inside ? undefined : scope.bindings.get(name);
    if (binding) return importOf(binding);
    // Only what stands in a class body itself, or in the type parameters there, sees the names of the class.
    if (scope.kind !== 'types') inside = false;
  }
  const binding = module.bindings.get(name);
  return binding ? importOf(binding) : name;
}
