import { argument, at, defineCheck, each, py, spanOf, sqlValue, textParts } from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const SINKS = [
  '.execute',
  '.executemany',
  '.executescript',
  '.exec_driver_sql',
  '.raw',
  '.extra',
  'sqlalchemy.text',
  'sqlalchemy.sql.text',
  'pandas.read_sql',
  'pandas.read_sql_query',
];

export default defineCheck({
  title: 'SQL text made of values',
  on: 'python',
  sameAs: ['S608', 'S610', 'S611'],
  bullet: 'Dangerous patterns',
  severity: 'error',
  preset: 'recommended',
  why: `A value that becomes part of the SQL text can bring its own SQL: a customer called \`' OR 1=1 --\` reads every row. A
    parameter travels beside the text and is never read as SQL.`,
  whenNotTo:
    'The value can only be one of a few that the code itself names; then look it up in a constant, which is silent here.',
  excludes: ['test'],
  examples: [
    {
      title: 'Hand the value over as a parameter',
      bad: py`
        def find_patient(cursor, name):
            cursor.execute(f"SELECT id FROM patients WHERE name = '{name}'")  # <-
            return cursor.fetchone()
      `,
      good: py`
        def find_patient(cursor, name):
            cursor.execute("SELECT id FROM patients WHERE name = %s", (name,))
            return cursor.fetchone()
      `,
    },
    {
      title: 'Bind it in SQLAlchemy text',
      bad: py`
        from sqlalchemy import text

        def orders_of(session, email):
            query = "SELECT * FROM orders WHERE email = '" + email + "'"
            return session.execute(text(query)).all()  # <-
      `,
      good: py`
        from sqlalchemy import text

        def orders_of(session, email):
            query = "SELECT * FROM orders WHERE email = :email"
            return session.execute(text(query), {"email": email}).all()
      `,
    },
    {
      title: 'Never from a request, not even as the name of a column',
      bad: py`
        def products(request, db):
            column = request.args["sort"]
            return db.execute("SELECT * FROM products ORDER BY %s" % column)  # <-

        def report(request, cursor):
            cursor.execute(f"SELECT * FROM {request.GET['table']}")  # <-
            cursor.execute("SELECT * FROM products ORDER BY " + request.GET.get("sort", "name"))  # <-
      `,
      good: py`
        COLUMNS = {"name": "name", "price": "price_cents"}
        TABLES = {"products": "products", "orders": "open_orders"}

        def products(request, db):
            column = COLUMNS[request.args["sort"]]
            return db.execute("SELECT * FROM products ORDER BY %s" % column)

        def report(request, cursor):
            cursor.execute(f"SELECT * FROM {TABLES[request.GET['table']]}")
            cursor.execute("SELECT * FROM products ORDER BY " + COLUMNS.get(request.GET.get("sort"), "name"))
      `,
    },
  ],
  quiet: [
    // Parameters, of any style, also as many as there are values.
    py`
      def cancel(cursor, ids, reason):
          marks = ", ".join(["%s"] * len(ids))
          cursor.execute(f"UPDATE orders SET reason = %s WHERE id IN ({marks})", [reason, *ids])
          cursor.execute("DELETE FROM carts WHERE id IN ({})".format(",".join("?" for _ in ids)), ids)
          cursor.execute("INSERT INTO log (reason) VALUES (%(reason)s)", {"reason": reason})
    `,
    // Constants, numbers, and names of tables and columns that no parameter can stand for.
    py`
      STATUS = "open"

      class Repository:
          TABLE = "orders"

          def count(self, cursor, column, days: int):
              cursor.execute(f"SELECT count({column}) FROM {self.TABLE} WHERE status = '{STATUS}'")
              cursor.execute("SELECT * FROM %s WHERE age = %d" % (self.TABLE, days))
              cursor.execute(f"SELECT * FROM orders WHERE age > {days} AND size = {len(column)} LIMIT {int(column)}")
    `,
    // One of what the code itself says.
    py`
      def rename(cursor, upper):
          style = "upper" if upper else "lower"
          for kind in ("book", "food"):
              cursor.execute(f"UPDATE items SET label = '{style}' WHERE kind = '{kind}'")
    `,
    // Made of a constant and of itself.
    py`
      def close(cursor, ops, model):
          value = "now()"
          if ops.late:
              value = "date(%s)" % value
          cursor.execute("UPDATE orders SET closed = now() WHERE kind = '%(kind)s'" % {"kind": model.db_table})
          cursor.execute("UPDATE orders SET closed = %s" % value)
    `,
    // Composed by the driver, or quoted by it.
    py`
      from psycopg import sql

      def copy(cursor, table, value):
          cursor.execute(sql.SQL("SELECT * FROM {} WHERE id = {}").format(sql.Identifier(table), sql.Literal(value)))
          cursor.execute(f"SELECT * FROM orders WHERE name = {quote_literal(value)}")
          cursor.execute("SELECT * FROM orders " + where_clause(value), [value])
    `,
    // Query builders, other things that execute, and texts that are no SQL.
    py`
      from sqlalchemy import select, text

      def load(session, executor, name, redis):
          session.execute(select(User).where(User.name == name))
          session.execute(text("SELECT * FROM users WHERE name = :name").bindparams(name=name))
          executor.execute(f"select {name} from the list")
          redis.execute(f"SET {name} = '{name}'")
          log.info(f"SELECT * FROM users WHERE name = '{name}'")
    `,
    // What is put in is itself a piece of SQL.
    py`
      def totals(cursor, conditions, subquery):
          where = " AND ".join(conditions)
          cursor.execute(f"SELECT sum(total) FROM orders WHERE {where}")
          cursor.execute(f"SELECT * FROM orders WHERE id IN ({subquery})")
    `,
    at(
      'tests/test_orders.py',
      'def test_one(cursor, name):\n    cursor.execute(f"DELETE FROM orders WHERE name = \'{name}\'")\n',
    ),
  ],
  calls: each(SINKS, findValues),
});

function* findValues(call: PyNode, file: PythonFile): Iterable<Draft> {
  const parts = textParts(argument(call, 'statement', 0) ?? argument(call, 'sql', 0));
  const value = parts && sqlValue(parts, file);
  if (!value) return;
  const name = value.text.replace(/\s+/g, ' ').replaceAll('`', "'");
  const shown = name.length > 40 ? `${name.slice(0, 39)}…` : name;
  const isTool =
    file.classes.has('script') || file.classes.has('migration') || file.path.includes('/management/commands/');
  yield {
    at: spanOf(call),
    message: `\`${shown}\` becomes part of the SQL text; pass it as a parameter instead.`,
    ...(isTool && { severity: 'notice' as const }),
  };
}
