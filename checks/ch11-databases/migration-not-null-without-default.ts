import {
  argument,
  at,
  defineCheck,
  enclosing,
  enclosingFunction,
  keywordArguments,
  literal,
  nameText,
  positionalArguments,
  py,
  spanOf,
  stringValue,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

/** A migration under its usual path. */
function alembic(body: string): ReturnType<typeof at> {
  return at('migrations/versions/3f2a_order_total.py', `import sqlalchemy as sa\nfrom alembic import op\n\n\n${body}`);
}

function django(body: string): ReturnType<typeof at> {
  return at(
    'shop/migrations/0007_order_total.py',
    `from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n${body.replace(/^(?=.)/gm, '    ')}`,
  );
}

export default defineCheck({
  title: 'New NOT NULL column without a server default',
  on: 'python',
  bullet: 'Migrations',
  severity: 'error',
  preset: 'recommended',
  why: `The database must put something into the rows that are already there. With nothing to put, the migration works on the empty
    table of a test and stops in production.`,
  whenNotTo: 'The table is known to be empty wherever the migration runs.',
  mentions: ['add_column', 'AddField'],
  examples: [
    {
      title: 'Give old rows a value',
      bad: alembic(py`
        def upgrade():
            op.add_column("orders", sa.Column("total", sa.Integer(), nullable=False))  # <-
      `),
      good: alembic(py`
        def upgrade():
            op.add_column("orders", sa.Column("total", sa.Integer(), nullable=False, server_default="0"))
      `),
    },
    {
      title: 'Or fill it before it is required',
      bad: alembic(py`
        def upgrade():
            with op.batch_alter_table("orders") as batch_op:
                batch_op.add_column(sa.Column("currency", sa.String(3), nullable=False, default="EUR"))  # <-
      `),
      good: alembic(py`
        def upgrade():
            op.add_column("orders", sa.Column("currency", sa.String(3), nullable=True))
            op.execute("UPDATE orders SET currency = 'EUR'")
            op.alter_column("orders", "currency", nullable=False)
      `),
    },
    {
      title: 'Django needs a default, too',
      bad: django(py`
        operations = [
            migrations.AddField("order", "total", models.IntegerField()),  # <-
        ]
      `),
      good: django(py`
        operations = [
            migrations.AddField("order", "total", models.IntegerField(default=0), preserve_default=False),
        ]
      `),
    },
  ],
  quiet: [
    // A table of the same migration is empty, and so is one that was just cleared.
    alembic(py`
      def upgrade():
          op.create_table("refunds", sa.Column("id", sa.Integer(), primary_key=True))
          op.add_column("refunds", sa.Column("total", sa.Integer(), nullable=False))
          op.execute("DELETE FROM carts")
          op.add_column("carts", sa.Column("total", sa.Integer(), nullable=False))
    `),
    // What the way back adds was there before; values that the database works out need no default.
    alembic(py`
      def upgrade():
          op.drop_column("orders", "note")
          op.add_column("orders", sa.Column("gross", sa.Integer(), sa.Computed("net + vat"), nullable=False))
          op.add_column("orders", sa.Column("number", sa.Integer(), sa.Identity(), nullable=False))
          op.add_column("orders", sa.Column("label", sa.String()))

      def downgrade():
          op.add_column("orders", sa.Column("note", sa.String(), nullable=False))
    `),
    // Nobody here can say which table or column it is.
    alembic(py`
      OPTIONS = {"nullable": False, "server_default": "0"}

      def upgrade():
          op.add_column("orders", sa.Column("total", sa.Integer(), **OPTIONS))
          op.add_column("orders", total_column())
          op.add_column("orders", sa.Column("paid", sa.Boolean(), nullable=IS_NULLABLE))
    `),
    // Django: null, an empty text, the time of the migration, no column at all, a new model, a field of someone else.
    django(py`
      operations = [
          migrations.AddField("order", "total", models.IntegerField(null=True)),
          migrations.AddField("order", "note", models.TextField(blank=True)),
          migrations.AddField("order", "changed", models.DateTimeField(auto_now=True)),
          migrations.AddField("order", "paid", models.BooleanField(db_default=False)),
          migrations.AddField("order", "tags", models.ManyToManyField(to="shop.tag")),
          migrations.AddField("order", "key", models.BigAutoField(primary_key=True)),
          migrations.AddField("order", "slug", autoslug.fields.AutoSlugField()),
          migrations.CreateModel("Refund", [("id", models.AutoField(primary_key=True))]),
          migrations.AddField("refund", "order", models.ForeignKey(to="shop.order", on_delete=models.CASCADE)),
      ]
    `),
    django(py`
      initial = True
      operations = [
          migrations.AddField("order", "total", models.IntegerField()),
      ]
    `),
    django(py`
      operations = [
          migrations.SeparateDatabaseAndState(state_operations=[migrations.AddField("order", "total", models.IntegerField())]),
          migrations.SeparateDatabaseAndState([], [migrations.AddField("order", "total", models.IntegerField())]),
      ]
    `),
    // Not a migration's operation.
    py`
      def describe(table):
          table.add_column("total", Column("total", nullable=False))
    `,
  ],
  calls: { '.add_column': findColumn, '.AddField': findField, 'django.db.migrations.AddField': findField },
});

const COLUMN = /^(sqlalchemy|sqlmodel)(\.\w+)*\.Column$/;

function* findColumn(call: PyNode, file: PythonFile): Iterable<Draft> {
  const callee = call.childForFieldName('function');
  const batch = file.nameOf(callee) === 'alembic.op.add_column' ? undefined : batchTable(call, file);
  if (batch === undefined && file.nameOf(callee) !== 'alembic.op.add_column') return;
  const table = batch ?? argument(call, 'table_name', 0);
  const column = argument(call, 'column', batch ? 0 : 1);
  if (!table || column?.type !== 'call' || !COLUMN.test(file.nameOf(column.childForFieldName('function')) ?? ''))
    return;
  const given = keywordArguments(column);
  if (literal(given.get('nullable')) !== false || given.has('server_default') || column.text.includes('**')) return;
  if (
    positionalArguments(column).some(({ text }) =>
      /\b(Computed|Identity|Sequence|DefaultClause|FetchedValue)\(/.test(text),
    )
  )
    return;
  if (
    given.get('primary_key')?.text === 'True' ||
    nameText(outermost(call)) === 'downgrade' ||
    isEmptied(stringValue(table), call, file)
  )
    return;
  const name = stringValue(argument(column, 'name', 0)) ?? 'it';
  yield {
    at: spanOf(call),
    message: `Adding \`${short(name)}\` as NOT NULL fails where the table has rows: give it a \`server_default\`, or fill it first.`,
  };
}

/** The table of the \`with op.batch_alter_table("orders") as batch_op\` that the call's object comes from. */
function batchTable(call: PyNode, file: PythonFile): PyNode | undefined {
  const object = call.childForFieldName('function')?.childForFieldName('object')?.text;
  for (let outer = enclosing(call, 'with_statement'); outer; outer = enclosing(outer, 'with_statement')) {
    const item = outer.descendantsOfType('as_pattern').find((one) => one.childForFieldName('alias')?.text === object);
    const made = item?.firstNamedChild;
    if (made?.type === 'call' && file.nameOf(made.childForFieldName('function')) === 'alembic.op.batch_alter_table')
      return argument(made, 'table_name', 0);
  }
  return undefined;
}

function outermost(node: PyNode): PyNode {
  const owner = enclosingFunction(node);
  return owner ? outermost(owner) : node;
}

/** Created or cleared by the same migration; also where nobody can say which table it is. */
function isEmptied(table: string | undefined, call: PyNode, file: PythonFile): boolean {
  if (table === undefined) return true;
  const earlier = file.text.slice(0, call.startIndex);
  const name = table.replace(/[^\w]/g, '\\$&');
  return new RegExp(
    `create_table\\(\\s*["']${name}["']|\\b(delete\\s+from|truncate(\\s+table)?)\\s+["\`]?(\\w+\\.)?${name}\\b`,
    'i',
  ).test(earlier);
}

/** Django's own fields that are columns; \`ManyToManyField\` is none, and auto fields fill themselves. */
const FIELD =
  /^(BigInteger|Binary|Boolean|Char|Date|DateTime|Decimal|Duration|Email|File|FilePath|Float|ForeignKey|GenericIPAddress|Image|Integer|JSON|OneToOne|PositiveBigInteger|PositiveInteger|PositiveSmallInteger|Slug|SmallInteger|Text|Time|URL|UUID)(Field)?$/;
/** They take the empty text where \`blank=True\` allows it. */
const TEXT = /^(Char|Text|Slug|Email|URL|File|FilePath|Image|Binary)Field$/;

function* findField(call: PyNode, file: PythonFile): Iterable<Draft> {
  if (file.nameOf(call.childForFieldName('function')) !== 'django.db.migrations.AddField') return;
  const [model, name, field] = [argument(call, 'model_name', 0), argument(call, 'name', 1), argument(call, 'field', 2)];
  const kind =
    /^django\.db\.models\.(\w+)$/.exec(file.nameOf(field?.childForFieldName('function') ?? null) ?? '')?.[1] ?? '';
  if (field?.type !== 'call' || !FIELD.test(kind) || field.text.includes('**')) return;
  const given = keywordArguments(field);
  const isSet = (key: string): boolean => given.has(key) && given.get(key)?.text !== 'False';
  if (given.has('default') || given.has('db_default')) return;
  if (['null', 'auto_now', 'auto_now_add', 'primary_key'].some(isSet) || (TEXT.test(kind) && isSet('blank'))) return;
  const modelName = stringValue(model);
  if (modelName === undefined || isNew(modelName, call, file)) return;
  yield {
    at: spanOf(call),
    message: `Adding \`${short(stringValue(name) ?? 'it')}\` as NOT NULL fails where the table has rows: give it a \`default\`, or \`null=True\` first.`,
  };
}

function isNew(model: string, call: PyNode, { text }: PythonFile): boolean {
  if (/^\s*initial\s*=\s*True/m.test(text) || isOnlyState(call)) return true;
  return new RegExp(`CreateModel\\(\\s*(name\\s*=\\s*)?["']${model}["']`, 'i').test(text);
}

function isOnlyState(call: PyNode): boolean {
  const outside = enclosing(call, 'call');
  if (outside?.childForFieldName('function')?.text.endsWith('SeparateDatabaseAndState') === true) {
    const state = positionalArguments(outside)[1];
    if (state && state.startIndex <= call.startIndex && call.endIndex <= state.endIndex) return true;
  }
  for (let outer = enclosing(call, 'keyword_argument'); outer; outer = enclosing(outer, 'keyword_argument'))
    if (outer.childForFieldName('name')?.text === 'state_operations') return true;
  return false;
}

function short(name: string): string {
  return name.length > 40 ? `${name.slice(0, 39)}…` : name;
}
