import { relative, sep } from 'node:path';
import { refuseImport } from './refuse-import.ts';
import type { NodeOf, Rule } from './rule.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

type Source = NodeOf<'ImportExpression'>['source'];

/** Every way to name a module is held against the table in rooms.ts: imports, re-exports, types, `import()` and `require()`. */
export const roomsRule: Rule = {
  create(context) {
    const file = relative(ROOT, context.filename).replaceAll(sep, '/');
    const judge = (source: Source, names?: readonly string[]): void => {
      const message = refuseImport({ file, specifier: plainText(source), names });
      if (message !== undefined) context.report({ node: source, message });
    };
    return {
      ImportDeclaration: (node) => judge(node.source, importedNames(node)),
      ExportNamedDeclaration: (node) => node.source && judge(node.source),
      ExportAllDeclaration: (node) => judge(node.source),
      ImportExpression: (node) => judge(node.source),
      TSImportType: (node) => judge(node.source),
      TSExternalModuleReference: (node) => judge(node.expression),
      CallExpression(node) {
        const [argument] = node.arguments;
        if (argument && argument.type !== 'SpreadElement' && isRequire(node.callee)) judge(argument);
      },
    };
  },
};

function plainText(source: Source): string | undefined {
  return source.type === 'Literal' && typeof source.value === 'string' ? source.value : undefined;
}

/** Undefined where the whole module is taken: `import * as x`, `import x` and `import 'x'`. */
function importedNames({ specifiers }: NodeOf<'ImportDeclaration'>): readonly string[] | undefined {
  const names: string[] = [];
  for (const specifier of specifiers) {
    if (specifier.type !== 'ImportSpecifier' || specifier.imported.type !== 'Identifier') return undefined;
    names.push(specifier.imported.name);
  }
  return names.length > 0 ? names : undefined;
}

/** `require('x')`, also as made by `createRequire`. */
function isRequire(callee: NodeOf<'CallExpression'>['callee']): boolean {
  return callee.type === 'Identifier' && callee.name === 'require';
}
