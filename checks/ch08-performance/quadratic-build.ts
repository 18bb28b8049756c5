import {
  argument,
  assignmentsTo,
  at,
  defineCheck,
  onlyValue,
  enclosing,
  enclosingFunction,
  isShortLoop,
  loopAround,
  positionalArguments,
  py,
  spanOf,
  stringValue,
  unwrapped,
  linesWhere,
  formattedPlaces,
} from '../../src/sdk/check.ts';
import type { Draft, Fix, PyNode, PythonFile } from '../../src/sdk/check.ts';

const LISTS_JOINED = /\bsum\s*\(.*[,=][\s(]*(?:\[\s*\]|list\b)/;
/** What joins tables: a call whose value is kept, and an import under another name. */
const JOINED = /=.*\b(?:append|concat\w*|[hvd]stack|row_stack|column_stack)\s*\(/;
const RENAMED = /\b(?:append|concat\w*|[hvd]stack|row_stack|column_stack)\s+as\b/;
/** A name of `x = x +`, in parentheses or not, with a hint of its type or not. */
const NAME = /[^\s;:=().,[\]]+/g;
const GROWN = /(?<![^\s;:=])([^\s;:=().,[\]]+)\s*(?::[^=]*)?=[\s(]*\1\s*\+/g;

/** Where something may join tables, a sum may start at a list, or a name that is given a list somewhere is given itself with more. */
function placesIn(text: string, texts: boolean): readonly number[] {
  const loops = /\b(?:for|while)\b/.test(text);
  const tables = loops && /\b(?:pandas|polars|numpy)\b/.test(text) && (RENAMED.test(text) ? /=/ : JOINED);
  const grows = loops && texts && /\+=/;
  const isSeen = (line: string): boolean => (tables && tables.test(line)) || (grows && grows.test(line));
  let lists: ReadonlySet<string> | undefined;
  const isGrown = (line: string, all: readonly string[]): boolean => {
    if (!line.includes('+') || line.search(GROWN) < 0) return false;
    lists ??= new Set(all.filter((one) => /[=(]\s*\[/.test(one)).flatMap((one) => one.match(NAME) ?? []));
    return line.matchAll(GROWN).some(([, name = '']) => lists?.has(name));
  };
  const mayCopy = (line: string, _index: number, all: readonly string[]): boolean =>
    (line.includes('sum') && LISTS_JOINED.test(line)) || isGrown(line, all) || isSeen(line);
  return [...linesWhere(text, mayCopy), ...formattedPlaces(text, 'sum')];
}

export default defineCheck({
  title: 'Everything copied anew in every round',
  on: 'python',
  bullet: 'Optimize',
  severity: 'warning',
  preset: 'recommended',
  excludes: ['test'],
  why: `Adding to a list, a table or an array by making a longer one copies all that is there already, each time: twice the rows take four
    times as long. Collecting the parts and joining them once takes time that grows with the rows.`,
  whenNotTo: 'There are never more than a few parts.',
  fixes: true,
  mentions: ['sum(', 'concat', 'append', 'stack(', ' + ', '+='],
  exactPlaces: true,
  options: {
    texts: {
      type: 'boolean',
      default: false,
      about: 'Also report texts that grow by `+=` in a loop, which CPython usually does in place.',
    },
  },
  places: ({ text, options }) => placesIn(text, options.texts),
  examples: [
    {
      title: 'Join lists in one pass',
      bad: py`
        def all_lines(orders):
            lines = sum((order.lines for order in orders), [])  # <-
            notes = sum(map(notes_of, orders), start=[])  # <-
            return lines, notes, sum(orders.ids, list())  # <-
      `,
      good: py`
        def all_lines(orders):
            lines = [line for order in orders for line in order.lines]
            notes = [note for order in orders for note in notes_of(order)]
            return lines, notes, [one for ids in orders.ids for one in ids]
      `,
    },
    {
      title: 'Collect the tables, then put them together',
      bad: py`
        import numpy as np
        import pandas as pd

        def load(paths):
            table = None
            for path in paths:
                if table is None:
                    table = pd.read_csv(path)
                else:
                    table = pd.concat([table, pd.read_csv(path)])  # <-
            return table

        class Readings:
            def extend(self, source):
                for reading in source:
                    if reading.ok:
                        self.values = np.append(self.values, reading.value)  # <-
                        self.rows = np.vstack((self.rows, reading.row))  # <-
                        self.table = self.table.append(reading.row)  # <-
      `,
      good: py`
        import numpy as np
        import pandas as pd

        def load(paths):
            return pd.concat([pd.read_csv(path) for path in paths])

        class Readings:
            def extend(self, source):
                read = [reading for reading in source if reading.ok]
                self.values = np.append(self.values, [reading.value for reading in read])
                self.rows = np.vstack((self.rows, *(reading.row for reading in read)))
                self.table = pd.concat([self.table, *(reading.row for reading in read)])
      `,
    },
    {
      title: 'A list grows by itself',
      bad: py`
        def names(orders):
            found = []
            for order in orders:
                found = found + [order.name]  # <-
            more = [orders.first]
            while orders.next():
                more = more + orders.names()  # <-
            return found, more
      `,
      good: py`
        def names(orders):
            found = []
            for order in orders:
                found.append(order.name)
            more = [orders.first]
            while orders.next():
                more += orders.names()
            return found, more
      `,
    },
  ],
  quiet: [
    // Few rounds, as one can see.
    py`
      import select
      import pandas as pd

      def load(orders):
          table = pd.DataFrame()
          for name in ("open", "closed"):
              table = pd.concat([table, orders.table(name)])
          found = []
          for month in range(1, 11):
              found = found + orders.of(month)
          for number, name in enumerate(["a", "b"]):
              found = found + [name]
          for order in orders:
              found = found + [order]
              break
          ready = select.select(orders.sockets, [], [])
          return sum([found, orders.new, orders.old], []) + sum(ready, [])
    `,
    // Added up, not joined.
    py`
      def total(orders, rates):
          amount = 0
          for order in orders:
              amount = amount + order.total
          # Shapes and the like are tuples, and short.
          shape = sum(orders.shapes, ())
          return amount + sum(order.total for order in orders) + sum(rates, 3) + sum(rates, [1])
    `,
    // Each round needs a list of its own.
    py`
      def paths(tree):
          path = []
          found = []
          for step in tree:
              path = path + [step]
              found.append(path)
          seen = []
          for step in tree:
              seen = []
              seen = seen + [step]
              step.seen = seen
          return found

      def walk(tree, path):
          for step in tree:
              walk(step, path + [step])
              longer = path + [step]
              path = path + [step]
    `,
    // Another table each round, and no loop.
    py`
      import numpy as np
      import pandas as pd

      def load(paths, old):
          for path in paths:
              table = pd.read_csv(path)
              table = pd.concat([table, old])
              table.save(path)
          known = old
          for path in paths:
              known = pd.concat([known, known.next(path)])
              path.seen = known
              both = pd.concat([old, table])
          rows = np.append(old, 1)
          rows = np.append(rows, 2)
          return rows, both

      def later(paths):
          table = pd.DataFrame()
          for path in paths:
              def add(more):
                  nonlocal table
                  table = pd.concat([table, more])
              path.on_change(add)
    `,
    // In place.
    py`
      def text(orders):
          text = ""
          lines = []
          for order in orders:
              text += order.name
              lines += [order.name]
              lines.append(order.name)
          return text
    `,
    // Each round asks for what is there so far.
    py`
      import numpy as np

      def visit(start, graph):
          seen = np.array([start])
          while len(graph):
              fresh = graph.next(~np.isin(graph.nodes, seen))
              seen = np.concatenate((seen, fresh))
          return seen
    `,
    // Another sum, and another append.
    py`
      from shop.money import sum

      def total(orders, chain):
          for order in orders:
              chain = chain.append(order)
          return sum(orders, [])
    `,
    at('tests/test_orders.py', 'def test_lines(orders):\n    assert sum(orders, []) == []\n'),
  ],
  calls: { sum: onSum },
  nodes: { assignment: onAssignment, augmented_assignment: onText },
});

function* onSum(call: PyNode, file: PythonFile): Generator<Draft> {
  const start = unwrapped(argument(call, 'start', 1));
  const [items] = positionalArguments(call);
  if (!items || !start || !isEmptyList(start, file) || isFew(items, file)) return;
  const fix = flattened(call, items);
  yield {
    at: spanOf(call),
    severity: 'notice',
    message: '`sum()` copies all that it has at every list: with many of them, join them in one comprehension.',
    ...(fix ? { fix } : {}),
  };
}

/** A few lists that are written out, or the three that `select` gives. */
function isFew(items: PyNode, file: PythonFile): boolean {
  const made = onlyValue(items, file.root) ?? unwrapped(items);
  if (made?.type === 'call') return file.nameOf(made.childForFieldName('function')) === 'select.select';
  return /^(list|tuple|list_splat)$/.test(unwrapped(items)?.type ?? '');
}

function isEmptyList(start: PyNode, file: PythonFile): boolean {
  if (start.type !== 'call') return start.type === 'list' && start.namedChildren.length === 0;
  return file.nameOf(start.childForFieldName('function')) === 'list' && positionalArguments(start).length === 0;
}

function flattened(call: PyNode, items: PyNode): Fix | undefined {
  if (!/^(identifier|attribute|call|subscript|generator_expression|list_comprehension)$/.test(items.type))
    return undefined;
  if (/\b(part|item)\b|#/.test(call.text)) return undefined;
  const text = `[item for part in ${items.text} for item in part]`;
  return { title: 'Join them in one pass', edits: [{ span: spanOf(call), text }], safe: true };
}

function* onAssignment(assignment: PyNode, file: PythonFile): Generator<Draft> {
  const target = assignment.childForFieldName('left');
  const value = unwrapped(assignment.childForFieldName('right'));
  if (!target || !value || !/^(identifier|attribute)$/.test(target.type)) return;
  const isList = value.type === 'binary_operator' && isListSum(value, target);
  if (!isList && !(value.type === 'call' && joins(value, target, file))) return;
  const loop = growingIn(assignment, target, file);
  if (!loop || (isList && !isOwnList(assignment, target, loop))) return;
  const fix = isList ? grown(assignment, target, loop) : undefined;
  yield {
    at: spanOf(assignment),
    message: isList
      ? 'Every round copies the whole list: `append()` and `+=` add to the one that is there.'
      : 'Every round copies all rows so far: collect the parts in a list, and put them together once, after the loop.',
    ...(fix ? { fix } : {}),
  };
}

function isListSum(value: PyNode, target: PyNode): boolean {
  return (
    target.type === 'identifier' &&
    value.childForFieldName('operator')?.text === '+' &&
    value.childForFieldName('left')?.text === target.text
  );
}

const JOINS = /^((pandas|polars)\.concat|numpy\.(append|concatenate|hstack|vstack|row_stack|column_stack|dstack))$/;

/** A call that makes a longer table or array of the target and something else. */
function joins(call: PyNode, target: PyNode, file: PythonFile): boolean {
  const callee = call.childForFieldName('function');
  const [first] = positionalArguments(call).map(unwrapped);
  if (JOINS.test(file.nameOf(callee) ?? '')) {
    const parts = first && /^(list|tuple)$/.test(first.type) ? first.namedChildren : [first];
    return parts.some((part) => part?.text === target.text);
  }
  // A list's `append` gives None, which nobody keeps.
  return (
    callee?.type === 'attribute' &&
    callee.childForFieldName('attribute')?.text === 'append' &&
    callee.childForFieldName('object')?.text === target.text &&
    [...file.imports.values()].some((name) => /^pandas\b/.test(name))
  );
}

/** The loop in which the target grows: not a short one, and nothing in it starts the target anew or needs it before the loop is over. */
function growingIn(assignment: PyNode, target: PyNode, file: PythonFile): PyNode | undefined {
  const loop = loopAround(assignment);
  if (!loop || isShortLoop(loop, file) || file.root.hasError) return undefined;
  const uses = loop.descendantsOfType(target.type).filter(({ text }) => text === target.text);
  const others = uses.filter((use) => use.startIndex < assignment.startIndex || use.endIndex > assignment.endIndex);
  return others.every((use) => isFirstRound(use, assignment)) ? loop : undefined;
}

/** It asks whether there is anything yet, or is the value that the first round gives. */
function isFirstRound(use: PyNode, assignment: PyNode): boolean {
  const around = enclosing(use, 'if_statement', 'for_statement', 'while_statement');
  if (around?.type !== 'if_statement' || !holds(around, assignment)) return false;
  const condition = around.childForFieldName('condition');
  return (condition !== null && holds(condition, use)) || use.parent?.childForFieldName('left')?.id === use.id;
}

function holds(outer: PyNode, inner: PyNode): boolean {
  return outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;
}

/** It starts as a list in the same function. */
function isOwnList(assignment: PyNode, target: PyNode, loop: PyNode): boolean {
  const owner = enclosingFunction(assignment);
  return owner !== undefined && startOf(target.text, owner, loop)?.type === 'list';
}

function startOf(name: string, owner: PyNode, loop: PyNode): PyNode | undefined {
  const before = assignmentsTo(owner, name).filter(({ endIndex }) => endIndex <= loop.startIndex);
  return unwrapped(before.at(-1)?.childForFieldName('right'));
}

/** The list is let grow in place, where nobody else can hold it before the loop is over. */
function grown(assignment: PyNode, target: PyNode, loop: PyNode): Fix | undefined {
  const added = assignment.childForFieldName('right')?.childForFieldName('right');
  const owner = enclosingFunction(assignment);
  const uses = owner
    ?.descendantsOfType('identifier')
    .filter(({ text, endIndex }) => text === target.text && endIndex <= loop.startIndex);
  if (!added || uses?.length !== 1) return undefined;
  const [only, ...others] = added.type === 'list' ? added.namedChildren : [];
  const isOne = only !== undefined && others.length === 0 && only.type !== 'list_splat' && only.type !== 'comment';
  const text = isOne ? `${target.text}.append(${only.text})` : `${target.text} += ${added.text}`;
  return { title: 'Add to the list in place', edits: [{ span: spanOf(assignment), text }], safe: true };
}

function* onText(
  assignment: PyNode,
  file: PythonFile & { readonly options: { readonly texts: boolean } },
): Generator<Draft> {
  const target = assignment.childForFieldName('left');
  const owner = enclosingFunction(assignment);
  if (!file.options.texts || target?.type !== 'identifier' || assignment.childForFieldName('operator')?.text !== '+=')
    return;
  const loop = owner && growingIn(assignment, target, file);
  if (!loop || stringValue(startOf(target.text, owner, loop)) === undefined) return;
  yield {
    at: spanOf(assignment),
    severity: 'notice',
    message: 'A text that grows in a loop may be copied every round: collect the parts in a list, and `join()` them.',
  };
}
