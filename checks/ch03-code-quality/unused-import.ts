import { at, defineCheck, py } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Import or variable that nothing uses',
  on: 'ruff',
  codes: ['F401', 'F841'],
  bullet: 'Lint',
  severity: 'notice',
  preset: 'recommended',
  why: `What is imported or assigned and never used sends the next reader looking for its use, and is often the trace of a
    mistake: the line that was to use it says something else.`,
  whenNotTo:
    'The import is there for what it does when it runs, or for others to import from here: say so with `# noqa: F401` or `__all__`.',
  fixes: true,
  excludes: ['migration'],
  examples: [
    {
      title: 'Take out the import',
      bad: py`
        import os  # <-
        import sys

        print(sys.argv)
      `,
      good: py`
        import sys

        print(sys.argv)
      `,
    },
    {
      title: 'Use the result, or do not keep it',
      bad: py`
        def ship(order, carrier):
            label = carrier.book(order)  # <-
            return order.id
      `,
      good: py`
        def ship(order, carrier):
            label = carrier.book(order)
            return order.id, label
      `,
    },
  ],
  quiet: [
    at('src/shop/__init__.py', 'from .cart import Cart\n'),
    at('alembic/env.py', 'from shop import models\n'),
    py`
      try:
          import ujson
      except ImportError:
          ujson = None
    `,
    py`
      import readline  # noqa: F401
    `,
    py`
      from shop.cart import Cart

      __all__ = ["Cart"]
    `,
    py`
      from shop.cart import Cart as Cart
    `,
    py`
      def head(rows):
          first, _rest = rows
          return first
    `,
    py`
      from __future__ import annotations

      from typing import TYPE_CHECKING

      if TYPE_CHECKING:
          from shop.cart import Cart


      def total(cart: Cart) -> int:
          return 0
    `,
  ],
  keep({ code, message }, { path }) {
    if (code !== 'F401') return true;
    const name = path.slice(path.lastIndexOf('/') + 1);
    // A package's own file imports for others; conftest.py and env.py for what the import does.
    if (name === '__init__.py' || name === 'conftest.py' || name === 'env.py') return false;
    // Ruff adds this where the import sits in a try block and only asks whether the module is there.
    return !message.includes('consider using `importlib.util.find_spec`');
  },
  message({ code, message }) {
    const name = /`([^`]{1,60})`/.exec(message)?.[1];
    if (name === undefined) return undefined;
    return code === 'F401'
      ? `\`${name}\` is imported, but nothing here uses it.`
      : `\`${name}\` is assigned, but nothing uses it.`;
  },
});
