import type { PyNode, PythonFile } from '../../core/facts.ts';
import { nodesIn, walkStatements } from './python.ts';

/** What a module can be asked for. */
export interface ModuleNames {
  /** Bound at the top level, in any branch; sorted. */
  readonly names: readonly string[];
  /** More names may come about when it runs: a star import, a module `__getattr__`, `globals()`. */
  readonly open: boolean;
}

export function moduleNames({ root, text }: PythonFile): ModuleNames {
  const names = new Set<string>();
  let open = /\bglobals\(\)|\bsys\.modules\[__name__\]|^(?:exec|vars)\(|\blazy_?loader\b|\b_?LazyModule\b/m.test(text);
  for (const statement of walkStatements(root)) {
    for (const name of boundBy(statement)) names.add(name);
    if (
      statement.type === 'import_from_statement' &&
      statement.namedChildren.some(({ type }) => type === 'wildcard_import')
    )
      open = true;
  }
  for (const statement of root.descendantsOfType('global_statement'))
    for (const { text: name } of statement.namedChildren) names.add(name);
  return { names: [...names].sort(), open: open || names.has('__getattr__') };
}

function* boundBy(statement: PyNode): Generator<string> {
  const definition = statement.type === 'decorated_definition' ? statement.childForFieldName('definition') : statement;
  switch (definition?.type) {
    case 'function_definition':
    case 'class_definition':
      yield definition.childForFieldName('name')?.text ?? '';
      break;
    case 'import_statement':
    case 'import_from_statement':
      for (const item of statement.childrenForFieldName('name')) yield importedAs(item);
      break;
    case 'type_alias_statement':
      yield statement.firstNamedChild?.text.replace(/\[.*/s, '') ?? '';
      break;
    default:
      yield* targetsIn(statement);
  }
}

function importedAs(item: PyNode): string {
  return item.childForFieldName('alias')?.text ?? item.text.split('.', 1)[0] ?? '';
}

/** Names that assignments, loops, `with` and `except` of one statement bind; blocks are statements of their own. */
function* targetsIn(statement: PyNode): Generator<string> {
  for (const node of nodesIn(statement, ['assignment', 'named_expression', 'for_statement', 'as_pattern_target'])) {
    const target =
      node.type === 'as_pattern_target' ? node : (node.childForFieldName('left') ?? node.childForFieldName('name'));
    for (const { text } of target?.descendantsOfType('identifier') ?? []) yield text;
  }
}
