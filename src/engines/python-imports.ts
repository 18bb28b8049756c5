import type { PyNode } from '../core/facts.ts';

/** The names that an import statement binds, each with the dotted name that it stands for. `import *` binds none that are known. */
export function importedNames(statement: PyNode): readonly (readonly [string, string])[] {
  const from = moduleOf(statement);
  return statement.childrenForFieldName('name').map((item) => {
    const name = item.type === 'aliased_import' ? item.childForFieldName('name') : item;
    const alias = item.type === 'aliased_import' ? item.childForFieldName('alias')?.text : undefined;
    const target = dotted(name);
    if (from !== undefined) return [alias ?? target, from.endsWith('.') ? from + target : `${from}.${target}`];
    // `import a.b` binds `a`, and says nothing of `a` but itself.
    const top = target.split('.', 1)[0] ?? target;
    return alias === undefined ? [top, top] : [alias, target];
  });
}

/** `a.b`, `..a.b` or `.`; undefined for `import …`. */
function moduleOf(statement: PyNode): string | undefined {
  if (statement.type === 'import_statement') return undefined;
  if (statement.type === 'future_import_statement') return '__future__';
  const module = statement.childForFieldName('module_name');
  if (module?.type !== 'relative_import') return dotted(module);
  const prefix = module.firstNamedChild?.text.replace(/[^.]/g, '') ?? '.';
  const name = module.namedChildren.find((child) => child.type === 'dotted_name');
  return prefix + dotted(name ?? null);
}

/** Without the spaces and line continuations that may stand around the dots. */
function dotted(name: PyNode | null): string {
  return name === null
    ? ''
    : name.namedChildren
        .filter((part) => part.type === 'identifier')
        .map((part) => part.text)
        .join('.');
}
