import type { Rule } from './rule.ts';

/** At the top level, a function is declared with `function`: it has its name in front, and may stand below what calls it. */
export const functionDeclarations: Rule = {
  create(context) {
    return {
      VariableDeclarator(node) {
        const holder = node.parent.parent?.type;
        if (holder !== 'Program' && holder !== 'ExportNamedDeclaration') return;
        if (node.init?.type !== 'ArrowFunctionExpression' && node.init?.type !== 'FunctionExpression') return;
        context.report({ node, message: 'Declare functions of the top level with `function`.' });
      },
    };
  },
};
