import type { PyNode } from '../../core/facts.ts';

const FOR_IMPORTS = /\b(?:ImportError|ModuleNotFoundError|Exception|BaseException)\b/;
/** Words of a condition under which code runs on some Pythons only, or only for type checkers. */
const ON_SOME =
  /version_info|hexversion|python_version|PY[23]|PYPY|pypy|TYPE_CHECKING|find_spec|hasattr|sys\.modules|implementation/;

/**
 * True for an import, or any other node, that is meant to be missing somewhere: in a `try` that catches failing imports, in its
 * `except`, under `contextlib.suppress`, or under a condition on the version of Python.
 */
export function isOptional(node: PyNode): boolean {
  let inner = node;
  for (let outer = node.parent; outer; inner = outer, outer = outer.parent) {
    if (outer.type === 'try_statement' && inner.type === 'block' && catchesImports(outer)) return true;
    if (outer.type === 'except_clause' && FOR_IMPORTS.test(headOf(outer))) return true;
    if (outer.type === 'with_statement' && /\bsuppress\b/.test(headOf(outer)) && FOR_IMPORTS.test(headOf(outer)))
      return true;
    if (
      /^(if_statement|elif_clause|conditional_expression|boolean_operator)$/.test(outer.type) &&
      ON_SOME.test(headOf(outer))
    )
      return true;
    if (outer.type === 'else_clause' && outer.parent && ON_SOME.test(conditionsOf(outer.parent))) return true;
  }
  return false;
}

function catchesImports(statement: PyNode): boolean {
  return statement.namedChildren.some(
    (child) => child.type === 'except_clause' && (/^except\s*:/.test(child.text) || FOR_IMPORTS.test(headOf(child))),
  );
}

/** The text of a clause before its block. */
function headOf(clause: PyNode): string {
  const block = clause.namedChildren.find(({ type }) => type === 'block');
  return block ? clause.text.slice(0, block.startIndex - clause.startIndex) : clause.text;
}

function conditionsOf(statement: PyNode): string {
  return [statement, ...statement.namedChildren.filter(({ type }) => type === 'elif_clause')].map(headOf).join('\n');
}
