import { at, defineCheck, isBug, py, sentenceFor } from '../../src/sdk/check.ts';
import type { Sentence, Severity } from '../../src/sdk/check.ts';

const SENTENCES: Readonly<Record<string, Sentence>> = {
  B002: 'Python has no `++` or `--`: this is a sign written twice, which changes nothing; write `+= 1` or `-= 1`.',
  B003: 'This rebinds the name only, and programs started from here see the old variables: use `clear()` and `update()`.',
  B005: 'The argument is a set of characters, not a word: this cuts off any of them; use `removeprefix()` or `removesuffix()`.',
  B015: 'This comparison’s result goes nowhere: an `assert`, a `return` or a single `=` is missing.',
  B016: 'A literal cannot be raised: this line ends in a TypeError of its own.',
  B018: 'This expression does nothing: its value goes nowhere.',
  B021: 'An f-string is no docstring: the tools that read documentation see none here.',
  B022: 'Without an exception class, `suppress()` suppresses nothing.',
  B023: (name) =>
    `All functions made here share one \`${name}\` and see its last value; hand it over as a default: \`${name}=${name}\`.`,
  B032: 'This is an annotation, which assigns nothing: write `=` for `:`.',
  B033: (item) => `\`${item}\` stands in this set twice: one of the two may have been meant to be something else.`,
  B035: 'Every round writes to the same key: only the last value stays.',
  B039: 'This default is made once and shared by all contexts; leave it out and set a new value in each.',
  F501: 'This `%` format cannot be read: it raises ValueError when the line runs.',
  F502: 'The format names its values, so `%` needs a dictionary here, not a tuple or a list.',
  F503: 'The format takes its values by place, so `%` needs a tuple here, not a dictionary.',
  F504: 'The dictionary has values that no placeholder of this format takes.',
  F505: 'The format names values that the dictionary does not have: KeyError when this line runs.',
  F506: 'The format takes some values by name and some by place, which `%` cannot do at once.',
  F507: 'The format has more or fewer placeholders than it is given values.',
  F508: 'A `*` width takes its number by place: `%` needs a tuple here.',
  F509: (letter) => `\`%\` knows no format letter \`${letter}\`: ValueError when this line runs.`,
  F521: 'This format string cannot be read: ValueError when the line runs.',
  F522: '`format()` is given values by name that no placeholder takes.',
  F523: '`format()` is given values by place that no placeholder takes.',
  F524: 'A placeholder has no value in this `format()` call: IndexError or KeyError when the line runs.',
  F525: '`{}` and `{0}` cannot stand in one format: ValueError when this line runs.',
  F601: (key) => `The key \`${key}\` stands in this dictionary twice, and only the last value stays.`,
  F632: '`is` asks whether two objects are the same one, which for literals is chance; compare values with `==`.',
  F701: '`break` stands outside of any loop: the file does not compile.',
  F702: '`continue` stands outside of any loop: the file does not compile.',
  F704: (word) => `\`${word}\` stands outside of any function: the file does not compile.`,
  F706: '`return` stands outside of any function: the file does not compile.',
  F901: '`NotImplemented` is a value, not an exception: raising it is a TypeError.',
  PLE0100: 'With a `yield`, `__init__` returns a generator, and making an instance raises TypeError.',
  PLE0101: '`__init__` may return nothing but None: making an instance raises TypeError.',
  PLE0115: (name) => `\`${name}\` cannot be \`global\` and \`nonlocal\` at once: the file does not compile.`,
  PLE0117: (name) => `No function around this one has a \`${name}\`: the file does not compile.`,
  PLE0118: (name) => `\`${name}\` is used before its \`global\` statement: the file does not compile.`,
  PLE0241: (name) => `\`${name}\` is a base of this class twice: TypeError when the class is made.`,
  PLE0302: (name) => `Python calls \`${name}\` itself, and with another number of arguments than this signature takes.`,
  PLE0303: '`__len__` must return an integer that is not negative: `len()` raises an error here.',
  PLE0305: '`__index__` must return an integer: TypeError wherever Python asks for it.',
  PLE0307: '`__str__` must return a string: `str()` and `print()` raise TypeError here.',
  PLE0643: 'The list is shorter than this index: IndexError when the line runs.',
  PLE1132: (name) => `\`${name}\` is given twice in this call: TypeError when the line runs.`,
  PLE1142: '`await` works in an `async def` only: the file does not compile.',
  PLE1300: 'There is no such format letter: ValueError when this line runs.',
  PLE1307: 'The value is not of the type that its format letter takes: TypeError when this line runs.',
  PLR0124: (comparison) => `\`${comparison}\` compares a value with itself: one side was meant to be something else.`,
  PLR0133: 'Two literals are compared: the result never changes, so one side was meant to be a name.',
  PLW0120: 'No `break` leaves this loop, so its `else` always runs: put the lines after the loop, or add the `break`.',
  PLW0127: (name) => `\`${name}\` is assigned to itself: one side was meant to be something else.`,
  PLW0128: (name) => `\`${name}\` is assigned twice in one statement, and only the last value stays.`,
  PLW0133: 'The exception is made, but not raised: the program goes on as if nothing had happened.',
  PLW0177: 'Nothing equals NaN, not even NaN: ask with `math.isnan()`.',
  PLW0245: '`super` without parentheses is the class itself, not this object’s parent: write `super()`.',
  PLW0711: '`A or B` is just `A` here: to catch both, name them in a tuple.',
  PLW1501: 'There is no such file mode: ValueError when this line runs.',
  PIE794: (name) => `The class defines \`${name}\` twice, and only the last one stays.`,
  RUF008: 'All instances share this default; use `field(default_factory=…)`.',
  RUF016: 'A list, string or tuple has no such key: TypeError when this line runs.',
  RUF018: 'With `python -O` this assignment never happens: assign first, then assert.',
  RUF024: 'All keys share this one value: what is put in for one is there for all.',
  RUF049: '`@dataclass` and `Enum` write over each other’s methods: the members do not work.',
};

export default defineCheck({
  title: 'Construct that is almost always a bug',
  on: 'ruff',
  codes: Object.keys(SENTENCES),
  bullet: 'Lint',
  severity: 'warning',
  preset: 'recommended',
  fixes: true,
  why: `Each of these is valid Python that fails when the line runs, or does something else than it seems to say. Nothing complains
    before that; a reader has to know the trap.`,
  whenNotTo: 'The line does just this on purpose, for example in a test of how Python itself behaves.',
  examples: [
    {
      title: 'Compare values with `==`, and give each placeholder its value',
      bad: py`
        def label(order):
            if order.status is "paid":  # <-
                return "%s: %s" % (order.id,)  # <-
            return order.id
      `,
      good: py`
        def label(order):
            if order.status == "paid":
                return "%s: paid" % (order.id,)
            return order.id
      `,
    },
    {
      title: 'Give back what is asked for',
      bad: py`
        def has_line(order, book):
            book in order.lines  # <-
      `,
      good: py`
        def has_line(order, book):
            return book in order.lines
      `,
    },
    {
      title: 'Raise what was made to be raised',
      bad: py`
        def ship(order):
            if not order.lines:
                ValueError("nothing to ship")  # <-
            raise NotImplemented  # <-
      `,
      good: py`
        def ship(order):
            if not order.lines:
                raise ValueError("nothing to ship")
            raise NotImplementedError
      `,
    },
    {
      title: 'Cut off a word, not any of its letters',
      bad: py`
        def host(url):
            return url.lstrip("https://")  # <-
      `,
      good: py`
        def host(url):
            return url.removeprefix("https://")
      `,
    },
    {
      title: 'Give each function the value of its own round',
      bad: py`
        def bind(window, handlers):
            for key in handlers:
                window.on_press.append(lambda: handlers[key]())  # <-
      `,
      good: py`
        def bind(window, handlers):
            for key in handlers:
                window.on_press.append(lambda key=key: handlers[key]())
      `,
    },
    {
      title: 'Assert what is compared',
      bad: at(
        'tests/test_cart.py',
        py`
          async def test_receipt(printer):
              await printer.last_line() == "Total 12.50"  # <-
        `,
      ),
      good: at(
        'tests/test_cart.py',
        py`
          async def test_receipt(printer):
              assert await printer.last_line() == "Total 12.50"
        `,
      ),
    },
  ],
  quiet: [
    // Asked for the error that it raises.
    at(
      'tests/test_price.py',
      py`
        import pytest

        def test_order():
            with pytest.raises(TypeError):
                Price(1) < "one"
      `,
    ),
    py`
      try:
          unicode
      except NameError:
          unicode = str

      from shop import cart, orders

      cart, orders  # imported for what they register

      class Report:
          def refresh(self):
              self.rows  # loads them
    `,
    py`
      # %%
      rows = load()
      # %%
      [row.total for row in rows]
    `,
    py`
      def is_number(value):
          return not value != value

      TimeoutError = TimeoutError

      class Namespace:
          dict = dict
    `,
    py`
      import struct

      def width(answer):
          _, columns, _, _ = struct.unpack("hhhh", answer)
          dummy, height, dummy = answer
          return columns * height

      def heaviest(parcels, limits):
          for limit in limits:
              yield first(parcels, lambda parcel: parcel.weight < limit)
    `,
    py`
      def find(rows, key):
          for row in rows:
              if row.key == key:
                  return row
          else:
              raise LookupError(key)

      text = "-=- x -=-".strip("-=- ")

      class Label(Widget):
          def __init__(self, text):
              return super().__init__(text=text)

      from contextvars import ContextVar
      from shop.session import Session

      session = ContextVar("session", default=Session())
    `,
    at(
      'tests/test_money.py',
      py`
        def test_equal_to_itself(money):
            assert money == money
            assert (text := money.text())
            assert text
      `,
    ),
    // What is put into the value, or compared with it, or refused.
    py`
      def tally(orders, matrix):
          sums = dict.fromkeys(orders, {})
          for order in orders:
              sums[order] = order.by_day()
          (n, n) = matrix.shape
          return sums == dict.fromkeys(orders, {}), n

      class Door:
          state: str
          state = "closed"

          def __enter__(self):
              return self

          def __exit__(self):
              raise TypeError("write async with")

          def __truediv__(self) -> str: ...
    `,
    py`
      def is_odd(value):
          """True for NaNs, too."""
          return not value == value

      def differ(value, other):
          return value != other and (value == value)
    `,
    // What is thrown away, asked for what asking does, or said for the sake of the other branch.
    py`
      def weigh(parcel, row, scales):
          x, x, weight, x = row
          "gram" in scales
          if parcel.tare:
              net = weight - parcel.tare
          else:
              weight = weight
              net = weight
          if isinstance(net, float):
              net = net
          elif isinstance(net, str):
              net = float(net)
          return net

      class Totals:
          COLUMNS = None
          COLUMNS = ["net", "gross"]

          @cached_property
          def __contains__(self):
              return self.rows.__contains__

      QUERY = "SELECT 1" % (locals())
      LABEL = "{:~P}".format(weight)
      MARK = "{[}]}".format({"}": weight})
    `,
    py`
      from zope.interface import Interface

      class IScales(Interface):
          def __getitem__(unit):
              """The weight in this unit."""
    `,
    at(
      'tests/test_weights.py',
      py`
        class Weight:
            def __eq__(self, other):
                calls.append(other)
                return NotImplemented

        def test_asks():
            Weight() == 1
            assert calls == [1]

        def test_formats(self):
            with pytest.raises(
                ValueError,
            ):
                with scales():
                    "%z" % 0
            with self.assertRaises(TypeError):
                ValueError(unit="gram")
            assert "{0}".format(1, 2) == "1"
            for row in rows:
                pass
            else:
                done()
      `,
    ),
  ],
  keep: isBug,
  message: (diagnostic) => sentenceFor(SENTENCES, diagnostic),
  severityOf: ({ code }): Severity | undefined => (WEAK.has(code) ? 'notice' : undefined),
});

/** They work as written, and only mislead whoever reads or extends them. */
const WEAK: ReadonlySet<string> = new Set(['B033', 'PLW0120']);
