import { at, defineCheck, py } from '../../src/sdk/check.ts';

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
        def total(items):
            return sum(prices)  # <-
      `,
      good: py`
        def total(items):
            return sum(items)
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
  keep({ code, span }, { path, lines, text }) {
    if (code === 'F821' || code === 'F822') {
      // A profiler's decorator is ch08/profiler-left-in's.
      if (/^\s*@profile\s*(#.*)?$/.test(lines[span.line - 1] ?? '')) return false;
      // Names come and go at run time here; and `__all__` of a package may name its modules.
      return !MAKES_NAMES.test(text) && !(code === 'F822' && path.endsWith('__init__.py'));
    }
    if (code !== 'F811') return true;
    // A parameter of the same name as an import hides it in one function and replaces nothing.
    const before = (lines[span.line - 1] ?? '').slice(0, span.col - 1);
    return !/^\s*(async\s+)?def\s+\w+\s*\(/.test(before);
  },
  message({ code, message }) {
    const name = /`([^`]{1,40})`/.exec(message)?.[1];
    if (name === undefined) return undefined;
    switch (code) {
      case 'F821':
        return `\`${name}\` is not defined here; this line raises NameError when it runs.`;
      case 'F811':
        return `\`${name}\` is defined twice, and this definition replaces an earlier one that nothing used.`;
      case 'F822':
        return `\`__all__\` names \`${name}\`, which this module does not define.`;
      case 'F823':
        return `\`${name}\` is used before its assignment further down in this function.`;
      default:
        return undefined;
    }
  },
});

/** What modules do that define names without writing them down. */
const MAKES_NAMES = /\bglobals\(\)|\bvars\(\)|^def __getattr__\(|\bexec\(|\bsys\.modules\[__name__\]|\._convert_\(/m;
