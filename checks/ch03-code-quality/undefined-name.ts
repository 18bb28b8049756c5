import {
  at,
  blockOpener,
  defineCheck,
  isDefinition,
  isReplaced,
  isUndefined,
  isUnevaluated,
  lineAt,
  py,
  shortName,
} from '../../src/sdk/check.ts';
import type { SourceFile } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Name that is not defined, or defined twice',
  on: 'ruff',
  codes: ['F821', 'F822', 'F823', 'F402', 'F404', 'F407', 'F811'],
  bullet: 'Lint',
  severity: 'error',
  preset: 'recommended',
  why: `A name that nothing defines raises NameError the first time that line runs. A second definition of the same name silently
    replaces the first: of two tests with one name, only the last ever runs.`,
  whenNotTo: 'The name is put into the module or the built-ins at run time by something else.',
  examples: [
    {
      title: 'Use the name that is there',
      bad: py`
        def mean(items):
            if not prices:  # <-
                return 0
            return sum(prices) / len(prices)
      `,
      good: py`
        def mean(items):
            if not items:
                return 0
            return sum(items) / len(items)
      `,
    },
    {
      title: 'Import what annotations name, too',
      bad: py`
        def cheapest(items) -> "Decimal":  # <-
            prices: List[Decimal] = [item.price for item in items]  # <-
            return min(prices)
      `,
      good: py`
        from decimal import Decimal

        def cheapest(items) -> Decimal:
            prices: list[Decimal] = [item.price for item in items]
            return min(prices)
      `,
    },
    {
      title: 'Give the second test its own name',
      bad: at(
        'tests/test_cart.py',
        py`
          def test_discount():
              assert discount(100) == 90


          def test_discount():  # <-
              assert discount(0) == 0


          def discount(price):
              return price * 0.9
        `,
      ),
      good: at(
        'tests/test_cart.py',
        py`
          def test_discount():
              assert discount(100) == 90


          def test_discount_of_nothing():
              assert discount(0) == 0


          def discount(price):
              return price * 0.9
        `,
      ),
    },
    {
      title: 'Import a name once',
      bad: py`
        from collections.abc import Callable
        from typing import Callable, Literal  # <-

        def call(mode: Literal["r"], do: Callable[[], None]) -> None:
            print(f"Hello '{mode}' {user}!")  # <-
            do()
      `,
      good: py`
        from collections.abc import Callable
        from typing import Literal

        def call(mode: Literal["r"], do: Callable[[], None], user: str) -> None:
            print(f"Hello '{mode}' {user}!")
            do()
      `,
    },
  ],
  quiet: [
    '@profile  # kernprof -l\ndef close_day():\n    pass\n',
    at('src/shop/__init__.py', '__path__ = list(__path__)\n'),
    py`
      from typing import overload

      @overload
      def parse(text: str) -> int: ...
      @overload
      def parse(text: bytes) -> int: ...
      def parse(text):
          return int(text)
    `,
    py`
      try:
          import tomllib
      except ImportError:
          import tomli as tomllib
      print(tomllib)
    `,
    py`
      class Node:
          def next(self) -> "Node":
              return self
    `,
    at('src/shop/__init__.py', '__all__ = ["cart", "orders"]\n'),
    py`
      for size in ("SMALL", "LARGE"):
          globals()[size] = size.lower()

      print(SMALL)
    `,
    py`
      def __getattr__(name):
          return name

      __all__ = ["SMALL"]
    `,
    // A place held until the class is there.
    py`
      Cart = Order = None

      def is_cart(value):
          return Cart is not None and isinstance(value, Cart)

      class Cart:
          pass
    `,
    // Bound when the line runs, though further down or by somebody else.
    py`
      from typing import TYPE_CHECKING, Tuple

      if TYPE_CHECKING:
          class Pair(Tuple[First, First]): ...

      def best(
          orders,
      ):
          chosen = None
          for order in orders:
              if chosen is None or order.total > most:
                  chosen, most = order, order.total
          return chosen

      def collect(orders):
          found = []

          def walk(order):
              for line in order.lines:
                  found.append(line)
                  walk(line)

          for order in orders:
              walk(order)
          del found, walk

      def first(orders):
          return START.most(orders)

      FIRST = first([])
      del START

      def ask(thread):
          answer: str

          def run():
              nonlocal answer
              answer = thread.ask()

          if thread.alive:
              run()
              return answer
          answer = thread.late()
          return answer
    `,
    py`
      from six import PY2

      def is_text(value):
          if PY2:
              return isinstance(value, unicode)
          return isinstance(value, str)

      def title():
          return _("Basket")
    `,
    at(
      'tests/test_shell.py',
      'import socket\n\n\ndef test_shell():\n    get_ipython().run("1")\n    for socket in (1, 2):\n        assert socket\n',
    ),
    // What a decorator has taken in, or what puts itself out of the way.
    py`
      from shop import app, limited

      @app.get("/orders")
      @limited(
          times=3,
      )
      def show():
          return "all"

      @app.get("/orders/last")
      def show():
          return "last"

      def pager(text):
          global pager
          pager = find_pager()
          pager(text)

      def find_pager():
          return print

      def show_all(orders):
          with open("orders") as file:
              print(orders)
          with open("lines") as file:
              file.read()
    `,
    // Tests repeat themselves, and ask for the error.
    at(
      'tests/test_names.py',
      py`
        from enum import Enum

        import pytest

        class Size(Enum):
            small: "little"

        def test_classes():
            class Cart:
                pass
            class Cart:
                pass
            with pytest.raises(NameError):
                shop_cart
            assert Cart()

        def test_shows_the_error(shop, shown):
            shop.each(lambda row: no_such_name)
            assert "NameError" in shown.text

        def draw(done):
            raise done
            return box.draw()
      `,
    ),
    py`
      import click
      from enum import IntFlag, global_enum

      @global_enum
      class Flags(IntFlag):
          OPEN = 1

      print(OPEN)
    `,
    py`
      import click

      @click.command()
      def hello(count):
          nobody  # type: ignore[name-defined]
    `,
    // Something outside puts it into every file.
    `def test_all():\n${'    assert console.run("1")\n'.repeat(12)}`,
    py`
      from shop.cart import cart


      def total(cart):
          return sum(cart)
    `,
    py`
      def f():
          global counter
          counter = 1
          return counter
    `,
  ],
  keep: (() => {
    // One sentence tells of a name that a file lacks, however often it uses it.
    const told = new WeakMap<SourceFile, Set<string>>();
    return (diagnostic, file) => {
      const { code, span, message } = diagnostic;
      // A loop in a function hides an import there only.
      if (code === 'F402') return blockOpener(file, span.line, /^\s*(async\s+)?def\b/) === undefined;
      if (code === 'F811') return isReplaced(diagnostic, file);
      if (code !== 'F821' && code !== 'F822') return true;
      // A profiler's decorator is ch08/profiler-left-in's.
      if (/^\s*@profile\s*(#.*)?$/.test(lineAt(file, span.line))) return false;
      const known = told.get(file) ?? new Set<string>();
      told.set(file, known);
      if (known.has(message) || !isUndefined(diagnostic, file)) return false;
      known.add(message);
      return true;
    };
  })(),
  severityOf: (diagnostic, file) =>
    diagnostic.code === 'F402' ||
    (diagnostic.code === 'F811' && !isDefinition(lineAt(file, diagnostic.span.line))) ||
    (diagnostic.code === 'F821' && isUnevaluated(diagnostic, file))
      ? 'warning'
      : undefined,
  message(diagnostic, file) {
    const { code, message } = diagnostic;
    const name = /^[^`]*`([^`]+)`/.exec(message)?.[1] ?? '';
    const shown = `\`${shortName(name, 40)}\``;
    switch (code) {
      case 'F821':
        return isUnevaluated(diagnostic, file)
          ? `${shown} is not defined here: a type checker, or whoever else reads this annotation, stops at it.`
          : `${shown} is not defined here; this line raises NameError when it runs.`;
      case 'F811':
        return `${shown} is defined twice, and this definition replaces an earlier one that nothing used.`;
      case 'F822':
        return `\`__all__\` names ${shown}, which this module does not define.`;
      case 'F823':
        return `${shown} is used before its assignment further down in this function.`;
      case 'F402':
        return `This loop replaces the import ${shown}: after it, the name is the last item.`;
      case 'F404':
        return '`from __future__` has to come first: with code before it, the file does not compile.';
      case 'F407':
        return `\`__future__\` has no ${shown}: the file does not compile.`;
      default:
        return undefined;
    }
  },
});
