import type { PyNode } from '../../core/facts.ts';

/** Python files as modules: what an import names, and which file of a tree that is. */

/**
 * What an import statement names: `shop.pricing.rate` for `from shop.pricing import rate`, and `/src/shop/pricing/rate`, from the
 * root of the repository, for `from .pricing import rate` in a file of `src/shop`.
 */
export function importedPaths(statement: PyNode, path: string): readonly string[] {
  const names = statement.childrenForFieldName('name').map((name) => (name.childForFieldName('name') ?? name).text);
  if (statement.type === 'import_statement') return names;
  const module = statement.childForFieldName('module_name')?.text.replace(/\s+/g, '') ?? '';
  const [, dots = '', rest = ''] = /^(\.*)(.*)$/.exec(module) ?? [];
  const parts = dots === '' ? undefined : path.split('/').slice(0, -dots.length);
  const base = parts ? `/${[...parts, ...rest.split('.').filter(Boolean)].join('/')}` : rest;
  const joint = parts ? '/' : '.';
  return names.length === 0 ? [base] : names.map((name) => `${base}${base === '/' ? '' : joint}${name}`);
}

/** Path without `.py`, and without `/__init__` for a package: `src/shop/pricing`. */
export function moduleOf(path: string): string {
  return path.replace(/\.pyi?$/, '').replace(/\/__init__$/, '');
}

/** Last part of a module's path, without the underscore of private modules: `pricing`. */
export function stemOf(path: string): string {
  const module = moduleOf(path);
  return module.slice(module.lastIndexOf('/') + 1).replace(/^_+(?=[a-z])/i, '');
}

export interface ModuleTree {
  /** The file of the longest module that an imported path starts with, the nearest to the importing file where several fit. */
  resolve(imported: string, from: string): string | undefined;
}

/** The Python files of a tree by what an import may call them. */
export function createModuleTree(tree: ReadonlySet<string>): ModuleTree {
  const byName = Map.groupBy(
    [...tree].filter((path) => path.endsWith('.py')),
    (path) => moduleOf(path).slice(moduleOf(path).lastIndexOf('/') + 1),
  );
  /** A module may be called by what stands below its source root; a folder with `__init__.py` is none. */
  const isCalled = (path: string, called: string): boolean => {
    const module = moduleOf(path);
    if (module === called) return true;
    return module.endsWith(`/${called}`) && !tree.has(`${module.slice(0, -called.length - 1)}/__init__.py`);
  };
  const find = (called: string, from: string): string | undefined => {
    const own = (byName.get(called.slice(called.lastIndexOf('/') + 1)) ?? []).filter((path) => isCalled(path, called));
    return own.reduce<string | undefined>(
      (best, path) => (best === undefined || shared(path, from) > shared(best, from) ? path : best),
      undefined,
    );
  };
  return {
    resolve(imported, from) {
      const rooted = imported.startsWith('/');
      const parts = rooted ? imported.slice(1).split('/') : imported.split('.');
      for (let count = parts.length; count > 0; count -= 1) {
        const called = parts.slice(0, count).join('/');
        const exact = [`${called}.py`, `${called}/__init__.py`].find((path) => tree.has(path));
        const found = rooted ? exact : find(called, from);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** Number of leading folders that two paths share. */
export function shared(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  let count = 0;
  while (count < left.length - 1 && left[count] === right[count]) count += 1;
  return count;
}
