import {
  argument,
  at,
  bodyOf,
  defineCheck,
  keywordArguments,
  literal,
  migrationStep,
  operationsIn,
  positionalArguments,
  py,
  spanOf,
  sqlOf,
  stringValue,
  tablesMadeBy,
} from '../../src/sdk/check.ts';
import type { Draft, Operation, PyNode, PythonFile } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Migration step that loses data or breaks the running version',
  on: 'python',
  bullet: 'Migrations',
  severity: 'notice',
  preset: 'recommended',
  why: `A migration runs while the old version still serves, on tables with rows in them. What it drops is gone, and what it renames is
    missing to the old version at once. The safe way has two deploys: first code that no longer needs the column, then the drop.`,
  whenNotTo: 'It is the second of the two deploys, or the service stands still while it migrates.',
  options: {
    locks: {
      type: 'boolean',
      default: false,
      about: 'Also report indexes and constraints that lock a PostgreSQL table while they are made.',
    },
    downgrades: {
      type: 'boolean',
      default: false,
      about: 'Also report an empty `downgrade()` beside an `upgrade()` that does something.',
    },
  },
  examples: [
    {
      title: 'Add first; drop when nothing reads it any more',
      bad: at(
        'migrations/versions/0042_split_name.py',
        py`
          import sqlalchemy as sa
          from alembic import op

          def upgrade():
              op.add_column("patients", sa.Column("first_name", sa.Text()))
              op.drop_column("patients", "name")  # <-
              op.rename_table("visits", "appointments")  # <-
              op.alter_column("patients", "born", type_=sa.Date(), existing_type=sa.Text())  # <-
        `,
      ),
      good: at(
        'migrations/versions/0042_split_name.py',
        py`
          import sqlalchemy as sa
          from alembic import op

          def upgrade():
              op.add_column("patients", sa.Column("first_name", sa.Text()))
              op.add_column("patients", sa.Column("born_on", sa.Date()))
        `,
      ),
    },
    {
      title: 'A statement that takes all rows with it',
      bad: at(
        'migrations/versions/0043_clean_up.py',
        py`
          from alembic import op
          from sqlalchemy import text

          def upgrade() -> None:
              with op.batch_alter_table("orders") as batch:
                  batch.drop_column("note")  # <-
                  batch.drop_column("comment")
              op.execute(text("DELETE FROM carts"))  # <-
              op.execute(
                  """
                  -- nobody uses these
                  TRUNCATE TABLE sessions;
                  """
              )
        `,
      ),
      good: at(
        'migrations/versions/0043_clean_up.py',
        py`
          from alembic import op
          from sqlalchemy import text

          def upgrade() -> None:
              op.execute(text("DELETE FROM carts WHERE updated_at < now() - interval '90 days'"))
        `,
      ),
    },
  ],
  quiet: [
    // Going back undoes what upgrade() made.
    at(
      'migrations/versions/0044_labels.py',
      py`
        from alembic import op
        import sqlalchemy as sa

        def upgrade():
            op.create_table("labels", sa.Column("id", sa.Integer()))
            op.create_index("ix_labels_id", "labels", ["id"])

        def downgrade():
            op.drop_table("labels")
            op.execute("DELETE FROM labels")
      `,
    ),
    // Made for this migration only.
    at(
      'migrations/versions/0045_move.py',
      py`
        from alembic import op
        import sqlalchemy as sa

        def upgrade():
            op.create_table("moved", sa.Column("id", sa.Integer()))
            op.execute("CREATE TEMPORARY TABLE seen (id int)")
            op.execute("INSERT INTO moved SELECT id FROM seen")
            op.drop_column("moved", "id")
            op.drop_table("moved")
            op.execute("DROP TABLE IF EXISTS seen")
      `,
    ),
    // Wider is no loss, and these take no rows.
    at(
      'migrations/versions/0046_wider.py',
      py`
        from alembic import op
        import sqlalchemy as sa

        def upgrade():
            op.alter_column("orders", "code", type_=sa.String(80), existing_type=sa.String(length=40))
            op.alter_column("orders", "note", type_=sa.Text(), existing_type=sa.String(200))
            op.alter_column("orders", "state", nullable=False, existing_type=sa.Text())
            op.alter_column("orders", "label", type_=Label, existing_type=sa.String(20))
            op.alter_column("orders", "title", type_=sa.String(80))
            op.alter_column("orders", "paid", type_=sa.Boolean(), existing_type=paid, nullable=True)
            op.drop_index("ix_orders_code")
            op.drop_constraint("uq_code", "orders")
            op.execute("DROP VIEW IF EXISTS open_orders")
            op.execute("UPDATE orders SET note = 'drop table; truncate'")
            op.execute("DELETE FROM carts USING orders WHERE carts.order_id = orders.id")
            op.execute("CREATE FUNCTION f() RETURNS void AS $$ BEGIN DELETE FROM carts; END $$ LANGUAGE plpgsql")
            op.create_index("ix_orders_state", "orders", ["state"])
      `,
    ),
    at(
      'migrations/versions/contract/0047_drop_name.py',
      py`
        from alembic import op

        def upgrade():
            op.drop_column("patients", "name")
      `,
    ),
    py`
      from shop import op

      def upgrade(operations):
          op.drop_table("orders")
          operations.drop_column("orders", "note")
    `,
  ],
  mentions: ['alembic'],
  *file(file) {
    // Of the two branches that Neutron made known, this one is for what nothing uses any more.
    const upgrade = /(^|\/)contract\//.test(file.path) ? undefined : migrationStep(file, 'upgrade');
    const operations = upgrade ? operationsIn(upgrade, file) : [];
    const made = tablesMadeBy(operations);
    const risks = operations.flatMap((operation) => riskOf(operation, made, file) ?? []);
    // One word a migration on each kind of step: its author knows the others.
    for (const [first, ...others] of Map.groupBy(risks, ({ kind }) => kind).values()) {
      if (!first) continue;
      const what = others.length > 0 ? `${first.what} and ${others.length} more` : first.what;
      yield { at: spanOf(first.call), message: WORDS[first.kind].replace('$', () => what), key: first.what };
    }
    if (upgrade && file.options.downgrades) yield* emptyDowngrade(file, upgrade);
  },
});

/** What is said of each kind of step; `$` stands for its table or column. */
const WORDS = {
  drop: 'Dropping $ loses data and breaks versions that still use it; drop it one release after its last use.',
  rename: 'The running version still asks for $; add the new name first, and drop the old one a release later.',
  type: 'Changing the type of $ may rewrite the table under a lock, or fail on its rows; fill a new column instead.',
  rows: 'This statement takes every row of $ with it; make sure that no running version needs them.',
  index: 'Writes wait while this index is made; set `postgresql_concurrently=True` in an `autocommit_block()`.',
  constraint: 'All rows are checked under a lock; add it with `postgresql_not_valid=True` and validate it later.',
};

interface Risk {
  readonly kind: keyof typeof WORDS;
  readonly what: string;
  readonly call: PyNode;
}

interface WithLocks {
  readonly options: { readonly locks: boolean };
}

/** What is risky about an operation on a table that was there before. */
function riskOf(operation: Operation, made: ReadonlySet<string>, file: PythonFile & WithLocks): Risk | undefined {
  const { name, call, batch } = operation;
  const nth = (position: number) => stringValue(positionalArguments(call)[position - (batch === undefined ? 0 : 1)]);
  const table = batch ?? stringValue(argument(call, 'table_name', 0)) ?? nth(0);
  if (name === 'execute') return riskOfSql(operation, made);
  if (table !== undefined && made.has(table)) return undefined;
  const column = stringValue(keywordArguments(call).get('column_name')) ?? nth(1);
  const what = short(name === 'drop_table' || name === 'rename_table' ? table : column, table);
  switch (name) {
    case 'drop_table':
    case 'drop_column':
      return { kind: 'drop', what, call };
    case 'rename_table':
      return { kind: 'rename', what, call };
    case 'alter_column': {
      const kind = kindOfAlter(call);
      return kind && { kind, what, call };
    }
    default:
      return file.options.locks ? riskOfLock(operation, nth(1), made) : undefined;
  }
}

function short(name: string | undefined, table: string | undefined): string {
  const full = name === undefined || name === table || table === undefined || table === '' ? name : `${table}.${name}`;
  if (full === undefined) return table === undefined || table.length > 30 ? 'this' : `a column of \`${table}\``;
  return full.length > 40 ? 'this' : `\`${full}\``;
}

function kindOfAlter(call: PyNode): 'rename' | 'type' | undefined {
  const given = keywordArguments(call);
  if (given.has('new_column_name')) return 'rename';
  const next = given.get('type_');
  const existing = given.get('existing_type');
  return next && existing && isRisky(kindOfType(next), kindOfType(existing)) ? 'type' : undefined;
}

interface ColumnType {
  readonly name: string;
  /** Of a string; infinite where there is none. */
  readonly length: number;
}

function kindOfType(type: PyNode): ColumnType {
  const isCall = type.type === 'call';
  const name = (isCall ? type.childForFieldName('function') : type)?.text.replace(/^.*\./, '').toLowerCase() ?? '';
  const length = isCall ? literal(argument(type, 'length', 0)) : undefined;
  return { name, length: typeof length === 'number' ? length : Number.POSITIVE_INFINITY };
}

const TEXTS = /^(string|varchar|nvarchar|unicode|autostring|text|unicodetext|mediumtext|longtext|clob)$/;
const OTHERS =
  /^((small|big|tiny)?int(eger)?|biginteger|smallinteger|numeric|decimal|float|real|double(_precision)?|boolean|bool|date|datetime|timestamp|time|interval|json|jsonb|uuid|array|largebinary|binary|bytea|blob)$/;

/** Another kind of value, or a shorter text. Of types that the project made itself nothing is known. */
function isRisky(next: ColumnType, existing: ColumnType): boolean {
  if (TEXTS.test(next.name) && TEXTS.test(existing.name)) return next.length < existing.length;
  const isKnown = [next, existing].every(({ name }) => TEXTS.test(name) || OTHERS.test(name));
  return isKnown && next.name !== existing.name;
}

function riskOfLock({ name, call }: Operation, table: string | undefined, made: ReadonlySet<string>): Risk | undefined {
  if (table === undefined || made.has(table)) return undefined;
  const given = keywordArguments(call);
  if (name === 'create_index' && literal(given.get('postgresql_concurrently')) !== true)
    return { kind: 'index', what: table, call };
  if (/^create_(foreign_key|check_constraint)$/.test(name) && literal(given.get('postgresql_not_valid')) !== true)
    return { kind: 'constraint', what: table, call };
  return undefined;
}

function riskOfSql(operation: Operation, made: ReadonlySet<string>): Risk | undefined {
  const { call } = operation;
  const sql = sqlOf(operation);
  // What stands in the body of a function is not carried out here.
  if (/\$\w*\$/.test(sql)) return undefined;
  const plain = sql
    .replace(/--[^\n]*/g, ' ')
    .replace(/\/\*[^]*?\*\//g, ' ')
    .replace(/'[^']*'/g, "''");
  for (const statement of plain.split(';')) {
    const [, verb = '', table = ''] =
      /^\s*(drop\s+table|truncate(?:\s+table)?|delete\s+from)\s+(?:if\s+exists\s+|only\s+)*["`]?(\w+)/i.exec(
        statement,
      ) ?? [];
    if (verb !== '' && !made.has(table) && !(/^delete/i.test(verb) && /\b(where|using)\b/i.test(statement)))
      return { kind: 'rows', what: short(table, undefined), call };
    if (/^\s*alter\s+table\b[^]*\bdrop\s+column\b/i.test(statement)) return { kind: 'drop', what: 'a column', call };
  }
  return undefined;
}

function* emptyDowngrade(file: PythonFile, upgrade: PyNode): Generator<Draft> {
  const downgrade = migrationStep(file, 'downgrade');
  const name = downgrade?.childForFieldName('name');
  if (!downgrade || !name || isEmpty(upgrade) || !isEmpty(downgrade)) return;
  yield {
    at: spanOf(name),
    message: 'There is no way back from this migration; undo it here, or raise an error that says why not.',
  };
}

function isEmpty(definition: PyNode): boolean {
  return bodyOf(definition).every(
    ({ type, firstNamedChild }) =>
      type === 'pass_statement' ||
      (type === 'expression_statement' && /^(string|ellipsis)$/.test(firstNamedChild?.type ?? '')),
  );
}
