import { at, blockOpener, defineCheck, isReadElsewhere, lineAt, py } from '../../src/sdk/check.ts';
import type { RuffDiagnostic, SourceFile } from '../../src/sdk/check.ts';

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
  excludes: ['migration', 'test'],
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
      def has_numpy():
          try:
              import numpy
              return True
          except Exception:
              return False

      def best(
          orders,
      ):
          chosen = None
          for order in orders:
              if chosen is None or order.total > most:
                  chosen = order
                  most = order.total
          dummy = note(chosen)
          try:
              chosen.close()
          except OSError as error:
              return None
          return chosen
    `,
    // A module of imports, and the one of several that fits.
    {
      'src/shop/__init__.py': '',
      'src/shop/display.py': 'from shop.cart import Cart, Line\nfrom .orders import Order\n',
      'src/shop/signatures.py': '"""Kept for others."""\n\nfrom inspect import Parameter, Signature\n',
      'src/shop/process.py': py`
        import sys

        if sys.platform == "win32":
            from ._windows import start, stop
        else:
            from ._posix import start, stop

        def restart():
            stop()
      `,
      'src/shop/machines.py': 'from ._engine import Engine, Wheel\n\n\ndef build():\n    return Engine()\n',
    },
    at(
      'tests/test_imports.py',
      'from shop.cart import add\n\n\ndef test_import():\n    from shop import orders\n    basket = add("book")\n',
    ),
    {
      'src/shop/_posix.py': 'from ._common import split\n\n\ndef run(line):\n    return line\n',
      'src/shop/old.py':
        'import warnings\nfrom inspect import Signature\n\nwarnings.warn(\n    "gone",\n    DeprecationWarning,\n)\n',
      'src/shop/sums.py':
        'def work_out(text, point):\n    from math import inf\n    x, y = point.x, point.y\n    return x * eval(text)\n',
    },
    // What a comment gives a reason for, and what other lines reach by its name.
    py`
      import pickle  # others take it from here

      # The scripts of our customers import these from here.
      from shop.models import Order
      from shop.lines import Line

      from typing import List
      from _shop import OPEN, CLOSED
      from _shop import __doc__

      def total(lines):
          # type: (List[int]) -> int
          return sum(lines)

      def usage(name):
          shop = name.title()
          return "%(shop)s --help" % vars()
    `,
    py`
      def is_sized(value, cache):
          try:
              size = len(value)
          except TypeError:
              return False
          # A reference, so that it is not collected before the end.
          last = cache.pop()
          cache.clear()
          return True
    `,
    at('src/shop/py_compat.py', 'import queue\nimport http.client as http_client\n\nPY3 = True\n'),
    py`
      import readline  # noqa: F401
      import types  # NOQA: shadows a module of ours
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
  keep: (diagnostic, file) => (diagnostic.code === 'F401' ? isIdleImport : isIdleVariable)(diagnostic, file),
  message({ code, message }) {
    const name = /`([^`]{1,60})`/.exec(message)?.[1];
    if (name === undefined) return undefined;
    return code === 'F401'
      ? `\`${name}\` is imported, but nothing here uses it: it can go.`
      : `\`${name}\` is assigned, but nothing uses it: use it, or do not keep it.`;
  },
});

function isIdleVariable({ span, message }: RuffDiagnostic, file: SourceFile): boolean {
  const variable = /`([^`]+)`/.exec(message)?.[1] ?? '';
  // The name of a caught exception does nobody any harm, and a probe needs the line, not the value.
  if (/^\s*except\b/.test(lineAt(file, span.line)) || /^try\b/.test(blockOpener(file, span.line) ?? '')) return false;
  if (MEANT.test(variable) || SHOWS_VARIABLES.test(file.text)) return false;
  // One of several names that are given their values at once.
  if (/^[^=]*,[^=]*=(?!=)/.test(lineAt(file, span.line))) return false;
  if (file.lines.slice(Math.max(0, span.line - 7), span.line - 1).some((line) => KEEPS_ALIVE.test(line))) return false;
  return !isReadElsewhere(variable, file, span.line);
}

function isIdleImport({ span, message }: RuffDiagnostic, file: SourceFile): boolean {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  // A package's own file imports for others; conftest.py and env.py for what the import does.
  if (name === '__init__.py' || name === 'conftest.py' || name === 'env.py' || name.includes('compat')) return false;
  const imported = /`(?:[^`]*\.)?(\w+)`/.exec(message)?.[1] ?? '';
  if (/^__\w+__$/.test(imported) || isInTypeComment(imported, file) || isExplained(file, span.line)) return false;
  // Behind a condition, or in a module of imports, it is for others.
  const statement = statementAt(file, span.line);
  if (isOwn(statement, file) && (/^\s/.test(statement) || handsOn(statement, name))) return false;
  if (isFacade(file) || (/^\s/.test(statement) && SHOWS_VARIABLES.test(file.text))) return false;
  // Within a try block it only asks whether the module is there.
  return (
    !message.includes('consider using `importlib.util.find_spec`') && !/^try\b/.test(blockOpener(file, span.line) ?? '')
  );
}

/** Names that say so themselves. */
const MEANT = /^(_.*|dummy|unused|ignored?|junk)$/;

/** Code that looks variables up by name, to fill in a template or to show them. */
const SHOWS_VARIABLES = /\b(locals|vars)\(\)|locals=True|(?<![\w.])(eval|exec)\(/;

/** A comment says that the value must live on. */
const KEEPS_ALIVE = /#.*\b(alive|references?|garbage|collected)\b/i;

/** A comment says what the import is for: on its line, or above the block of imports that it stands in. */
function isExplained(file: SourceFile, line: number): boolean {
  if (/#\s*(?!noqa|type:|pylint|todo|fixme)\w/i.test(lineAt(file, line))) return true;
  const above = file.lines.slice(0, line - 1);
  const block = above.slice(above.findLastIndex((text) => text.trim() === '') + 1);
  return block.some((text) =>
    /^\s*#.*\b((re-?)?export|backwards?|compat|side effects?|from here|imports? (these|this|them))/i.test(text),
  );
}

/** Types may be written in comments, where only type checkers see them. */
function isInTypeComment(name: string, { lines }: SourceFile): boolean {
  const use = new RegExp(`#\\s*type:(?!\\s*ignore).*\\b${name}\\b`, 'u');
  return lines.some((text) => use.test(text));
}

/** The first line of the import statement that a line belongs to. */
function statementAt({ lines }: SourceFile, line: number): string {
  return lines.slice(0, line).findLast((text) => /^\s*(from|import)\b/.test(text)) ?? '';
}

/** An import from a module of this project. */
function isOwn(statement: string, { project }: SourceFile): boolean {
  const module = /^\s*(?:from|import)\s+([\w.]+)/.exec(statement)?.[1] ?? '';
  return /^(\.|_(?!_))/.test(module) || project.firstParty.includes(module.split('.', 1)[0] ?? '');
}

/** A module that takes from a private one does so for others: a public one always, a private one beside it for whoever picks one of them. */
function handsOn(statement: string, name: string): boolean {
  return (
    /^from\s+\.+_\w+\s+import\b/.test(statement) ||
    (!name.startsWith('_') && /^from\s+[\w.]*?\b_\w+\s+import\b/.test(statement))
  );
}

/** A module that does nothing but import, and perhaps warn that it is an old name. */
function isFacade({ lines }: SourceFile): boolean {
  return !lines.some((line) =>
    /^(\s*(async|def|class|return)\b|(?!__|(warnings\.)?warn\()[a-z]\w*(\.\w+)*\s*[(=])/i.test(line),
  );
}
