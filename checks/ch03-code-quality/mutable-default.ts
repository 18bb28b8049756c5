import { at, defineCheck, lineAt, py } from '../../src/sdk/check.ts';
import type { SourceFile, Span } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Mutable default argument',
  on: 'ruff',
  codes: ['B006'],
  bullet: 'Lint',
  severity: 'warning',
  preset: 'recommended',
  excludes: ['test'],
  why: `A default is made once, when the function is defined. What one call puts into it, the next call finds there.`,
  whenNotTo: 'The default is a cache on purpose, and the function says so.',
  examples: [
    {
      title: 'Make a new list in each call',
      bad: py`
        def add(item, basket=[]):  # <-
            basket.append(item)
            return basket
      `,
      good: py`
        def add(item, basket=None):
            basket = [] if basket is None else basket
            basket.append(item)
            return basket
      `,
    },
    {
      title: 'The same with types, below other code',
      bad: py`
        def count(path):
            try:
                return len(path)
            except:
                raise

        def tally(kind: str, counts: dict[str, int] = {}) -> dict[str, int]:  # <-
            counts[kind] = counts.get(kind, 0) + 1
            return counts
      `,
      good: py`
        def tally(kind: str, counts: dict[str, int] | None = None) -> dict[str, int]:
            counts = {} if counts is None else counts
            counts[kind] = counts.get(kind, 0) + 1
            return counts
      `,
    },
    {
      title: 'An object that keeps it',
      bad: py`
        class Basket:
            def __init__(
                self,
                lines=[],  # <-
                notes={},  # <-
            ):
                self.lines = lines
                self.notes: dict = notes

        def basket(lines=[]):  # <-
            return Basket(lines)
      `,
      good: py`
        class Basket:
            def __init__(self, lines=(), notes=None):
                self.lines = list(lines)
                self.notes: dict = notes or {}

        def basket(lines=()):
            return Basket(lines)
      `,
    },
  ],
  quiet: [
    py`
      def add(item, basket=()):
          return [*basket, item]
    `,
    // Only looked at.
    py`
      def labels(orders, left_out=[], names={}):
          if left_out:
              print(len(left_out))
          found = [names[order.kind] for order in orders if order not in left_out]
          for name in left_out:
              found.append(name)
          return found
    `,
    // What is to last from call to call.
    py`
      def price(order, _cache={}):
          if order not in _cache:
              _cache[order] = order.total()
          return _cache[order]

      def number(next=[0]):
          next[0] += 1
          return next[0]
    `,
    // Replaced before it is touched, or handed to somebody who may only look.
    py`
      def pick(orders=[], wanted={}):
          if not orders:
              orders = ["all"]
          orders.append("last")
          wanted = dict(wanted)
          wanted["all"] = find(orders, wanted)
          return wanted

      def find(orders, extra={}, names=[]):
          return search(orders, extra, names=names)
    `,
    at('tests/test_cart.py', 'def make_cart(lines=[]):\n    return Cart(lines)\n'),
    py`
      from collections.abc import Sequence

      def total(prices: Sequence[int] = []) -> int:
          return sum(prices)
    `,
  ],
  keep: ({ span }, file) => isWritten(span, file),
  message: () => 'This default is made once and shared by all calls; take `None` and make a new one inside.',
});

/** True if code writes into a parameter, keeps it or gives it out. */
function isTouched(code: string, name: string): boolean {
  const self = `(?<![\\w.])${name}\\b`;
  return [
    `${self}\\.(append|extend|insert|add|update|setdefault|pop|popitem|remove|discard|clear|sort|reverse|appendleft)\\(`,
    `${self}(\\[[^\\]\\n]*\\]|\\.\\w+)+\\s*([-+*/|&^]|//)?=(?!=)|${self}\\s*([-+*|&^])=|\\bdel\\s+${self}\\[`,
    // Kept: by an object, under a key, by what a class makes of it; or given to the caller.
    `(\\.\\w+|\\])\\s*(:[^=\\n]+)?=\\s*${self}(?!\\s*(\\.|\\[|\\(|\\band\\b|\\bif\\b|[-+*|&<>=!]))`,
    `\\b(return|yield)\\s+${self}\\s*$`,
    `\\.(append|add|insert|setdefault)\\(([^()\\n]*,\\s*)?${self}\\s*\\)`,
    `\\b([A-Z]\\w*|__init__)\\(([^()\\n]*,\\s*)?(\\w+=)?${self}\\s*[,)]`,
  ].some((pattern) => new RegExp(pattern, 'mu').test(code));
}

/** True if a function takes something else where the parameter is empty, as the default is. */
function isReplaced(code: string, name: string): boolean {
  const first = code.search(new RegExp(`(?<![\\w.])${name}\\b`, 'u'));
  const from = code.slice(code.lastIndexOf('\n', first) + 1);
  return new RegExp(`^\\s*(if not ${name}\\s*:\\s*)?${name}\\s*=(?!=)`, 'u').test(from);
}

/** Names that say that they last from call to call; a list around one value is such a place, too. */
const MEANT = /cache|memo|seen|known|registry/i;

/** The function does more with the parameter than to look at it, or to have others look. */
function isWritten(span: Span, file: SourceFile): boolean {
  const before = file.lines.slice(0, span.line - 1).concat(lineAt(file, span.line).slice(0, span.col - 1));
  // A parameter's type may hold commas, between brackets; nothing of the lines above belongs to it.
  const name = /(\w+)\s*(:(?:[^=\n,[]|\[[^\]\n]*\])*)?=\s*$/.exec(before.slice(-6).join('\n'))?.[1];
  const def = before.findLastIndex((line) => /^\s*(async\s+)?def\b/.test(line));
  if (name === undefined || def < 0) return true;
  if (MEANT.test(name) || /^\[[\w-]+\]/.test(lineAt(file, span.line).slice(span.col - 1))) return false;
  const indent = /^\s*/.exec(before[def] ?? '')?.[0].length ?? 0;
  const end = file.lines.findIndex(
    (line, row) =>
      row >= span.endLine &&
      line.trim() !== '' &&
      line.length - line.trimStart().length <= indent &&
      !/^\s*[)\]]/.test(line),
  );
  const body = [
    lineAt(file, span.endLine).slice(span.endCol - 1),
    ...file.lines.slice(span.endLine, end < 0 ? undefined : end),
  ];
  const code = body.map((line) => line.replace(/#.*/, '')).join('\n');
  return isTouched(code, name) && !isReplaced(code, name);
}
