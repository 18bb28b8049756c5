import type { Context, NodeOf, Rule } from './rule.ts';

type Assertion = NodeOf<'TSAsExpression'> | NodeOf<'TSTypeAssertion'> | NodeOf<'TSNonNullExpression'>;

/** `as`, `!` and `<T>x` switch the compiler off; a comment beside them, or above their statement, says why that is right. */
export const reasonedAssertion: Rule = {
  create(context) {
    const judge = (node: Assertion): void => {
      if (isConst(node) || hasReason(node, context)) return;
      context.report({
        node,
        message: 'Say in a comment why the compiler may be overruled here, or let it see for itself.',
      });
    };
    return { TSAsExpression: judge, TSTypeAssertion: judge, TSNonNullExpression: judge };
  },
};

function isConst(node: Assertion): boolean {
  if (node.type === 'TSNonNullExpression') return false;
  const { typeAnnotation: type } = node;
  return type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'const';
}

/** A comment from the line above the statement to the line on which the assertion ends. */
function hasReason(node: Assertion, { sourceCode }: Context): boolean {
  const first = startOfStatement(node) - 1;
  const last = node.loc.end.line;
  return sourceCode.getAllComments().some(({ loc }) => loc.end.line >= first && loc.start.line <= last);
}

const HOLDERS = new Set(['Program', 'BlockStatement', 'StaticBlock', 'SwitchCase', 'ClassBody']);

function startOfStatement(node: NodeOf<'TSAsExpression'>['parent']): number {
  const { parent } = node;
  return parent === null || HOLDERS.has(parent.type) ? node.loc.start.line : startOfStatement(parent);
}
