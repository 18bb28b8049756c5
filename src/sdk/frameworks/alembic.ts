import type { PyNode, PythonFile } from '../../core/facts.ts';
import { argument, positionalArguments } from '../python/python-calls.ts';
import { nameText } from '../python/python-definitions.ts';
import { isFString, stringValue } from '../python/python-literals.ts';
import { enclosing, nodesIn } from '../python/python.ts';

/** Alembic migrations as the operations that they carry out. */

/** One call of `op.…`, or of the name that `with op.batch_alter_table(…) as name` gives. */
export interface Operation {
  /** `drop_column` of `op.drop_column` and of a batch. */
  readonly name: string;
  readonly call: PyNode;
  /** The table that a batch is for; its operations do not name it. */
  readonly batch?: string;
}

/** `upgrade` or `downgrade` of a migration. */
export function migrationStep(file: PythonFile, name: 'upgrade' | 'downgrade'): PyNode | undefined {
  return file.root
    .descendantsOfType('function_definition')
    .find((node) => nameText(node) === name && !enclosing(node, 'function_definition', 'class_definition'));
}

/** The operations in the body of a def, in order. */
export function operationsIn(definition: PyNode, file: PythonFile): readonly Operation[] {
  return nodesIn(definition, ['call']).flatMap((call) => operationOf(call, file) ?? []);
}

function operationOf(call: PyNode, file: PythonFile): Operation | undefined {
  const callee = call.childForFieldName('function');
  const name = /^alembic\.op\.(\w+)$/.exec(file.nameOf(callee) ?? '')?.[1];
  if (name !== undefined) return { name, call };
  const receiver = callee?.childForFieldName('object');
  const batch = receiver?.type === 'identifier' ? batchCalled(receiver.text, call, file) : undefined;
  return batch
    ? {
        name: callee?.childForFieldName('attribute')?.text ?? '',
        call,
        batch: stringValue(argument(batch, 'table_name', 0)) ?? '',
      }
    : undefined;
}

/** `op.batch_alter_table(…)` of the `with` around a call that gives it this name. */
function batchCalled(name: string, call: PyNode, file: PythonFile): PyNode | undefined {
  for (let outer = enclosing(call, 'with_statement'); outer; outer = enclosing(outer, 'with_statement')) {
    const pattern = nodesIn(outer, ['as_pattern']).find((one) => one.childForFieldName('alias')?.text === name);
    const made = pattern?.firstNamedChild;
    if (made?.type === 'call' && file.nameOf(made.childForFieldName('function')) === 'alembic.op.batch_alter_table')
      return made;
  }
  return undefined;
}

/** Names of the tables that the operations make, by `create_table` or in SQL. */
export function tablesMadeBy(operations: readonly Operation[]): ReadonlySet<string> {
  const made = new Set<string>();
  for (const operation of operations) {
    const name = operation.name === 'create_table' ? stringValue(argument(operation.call, 'table_name', 0)) : undefined;
    if (name !== undefined) made.add(name);
    const sql = operation.name === 'execute' ? sqlOf(operation) : '';
    for (const found of sql.matchAll(CREATE_TABLE)) made.add(found[1] ?? '');
  }
  return made;
}

const CREATE_TABLE = /\bcreate\s+(?:\w+\s+){0,3}?table\s+(?:if\s+not\s+exists\s+)?["`]?(\w+)/gi;

/** The statement that `execute` is given, in `text(…)` or not, with the fields of an f-string left in. */
export function sqlOf({ call }: Operation): string {
  const [given] = positionalArguments(call);
  const sql = given?.type === 'call' ? positionalArguments(given)[0] : given;
  return stringValue(sql) ?? (isFString(sql) ? (sql?.text.replace(/^\w*["']+|["']+$/g, '') ?? '') : '');
}
