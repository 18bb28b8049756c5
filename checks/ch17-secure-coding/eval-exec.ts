import {
  argument,
  at,
  comesFromOutside,
  defineCheck,
  each,
  enclosing,
  hasSplat,
  keywordArguments,
  literal,
  onlyValue,
  positionalArguments,
  py,
  spanOf,
  stringValue,
  unwrapped,
  variableParts,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const COMPILE: ReadonlySet<string> = new Set(['compile', 'builtins.compile']);

export default defineCheck({
  title: '`eval` or `exec` on data',
  on: 'python',
  sameAs: ['S102', 'S307', 'PGH001'],
  bullet: 'Dangerous patterns',
  severity: 'error',
  preset: 'recommended',
  why: `\`eval\` and \`exec\` run whatever the text says, with all that the program may do. No filter in front of them has held yet;
    \`ast.literal_eval\` reads numbers, strings and containers, and runs nothing.`,
  whenNotTo:
    'The program is there to run the code of the person who starts it: a console, a debugger, a template compiler.',
  excludes: ['test', 'script'],
  places: 'calls',
  examples: [
    {
      title: 'Read a literal without running it',
      bad: py`
        import ast

        def read_prices(line):
            return eval(line)  # <-
      `,
      good: py`
        import ast

        def read_prices(line):
            return ast.literal_eval(line)
      `,
    },
    {
      title: 'No names is not no power',
      bad: py`
        def price(formula, amount):
            return eval(formula, {"__builtins__": {}}, {"amount": amount})  # <-
      `,
      good: py`
        from simpleeval import simple_eval

        def price(formula, amount):
            return simple_eval(formula, names={"amount": amount})
      `,
    },
    {
      title: 'Choose from what is there',
      bad: py`
        def apply(rule, order):
            exec(f"order.{rule.action}()")  # <-
      `,
      good: py`
        ACTIONS = {"cancel": Order.cancel, "refund": Order.refund}

        def apply(rule, order):
            ACTIONS[rule.action](order)
      `,
    },
  ],
  quiet: [
    // Methods of that name do something else.
    py`
      def score(model, frame, redis):
          model.eval()
          redis.eval("return 1", 0)
          return frame.eval("price * count")
    `,
    py`
      import pandas as pd

      def total(frame):
          return pd.eval("frame.price * 2")
    `,
    // What the file defines or is given is not the builtin.
    py`
      def run(eval, text):
          return eval(text)
    `,
    py`
      from asteval import Interpreter

      def eval(text):
          return Interpreter()(text)

      def run(text):
          return eval(text)
    `,
    // Code that the source itself says, and code that was compiled from a file to be run.
    py`
      import sys

      def version(path, frame):
          scope = {}
          with open(path) as file:
              code = compile(file.read(), path, "exec")
          exec(code, scope)
          exec(frame.f_code, scope)
          exec(compile("x = 1", "<constant>", "exec"), scope)
          eval("1 + 1")
          return scope["version"]
    `,
    // Whoever names a namespace means to run code: a console, a debugger, a maker of functions.
    py`
      def run_line(line, scope):
          exec(line, globals(), scope)
          return eval("len", scope)

      def make(name, fields):
          scope = {}
          exec(f"def {name}({', '.join(fields)}): return ({', '.join(fields)},)", scope)
          return scope[name]
    `,
    // Texts that the source says piece by piece, and one that was compared with those it may be.
    py`
      from textwrap import dedent

      NAMES = ("left", "right")
      MODULE = "shop/_version.py"

      def load(word):
          exec(dedent("""
              x = 1
          """).strip())
          for name in NAMES:
              print(eval("Turtle." + name).__doc__)
          if word in ("True", "False", "None"):
              return eval(word)
          elif word in ["left", "right"] and NAMES:
              return eval(word)
          with open(MODULE) as file:
              exec(file.read())
    `,
    // Its author has answered another linter that asks the same.
    py`
      def run(code, scope):
          exec(code, scope)  # noqa: S102
          return eval(code)  # nosec B307 - the shell of the developers
    `,
    at('tests/test_math.py', 'def test_repr(order):\n    assert eval(repr(order)) == order\n'),
  ],
  // Methods of these names, as of regular expressions and databases, are none.
  suspects: ({ text }) => /(?<![.\w])(?:eval|exec)\s*\(|builtins/.test(text),
  calls: each(['eval', 'exec', 'builtins.eval', 'builtins.exec'], findData),
});

function* findData(call: PyNode, file: PythonFile): Iterable<Draft> {
  const code = argument(call, 'source', 0);
  if (!code || hasSplat(call) || isOwn(code, file) || isOneOfThese(code)) return;
  const isEval = call.childForFieldName('function')?.text.endsWith('eval') === true;
  const [, ...namespaces] = [...positionalArguments(call), ...keywordArguments(call).values()];
  const isFenced = namespaces.some((one) => /\b__builtins__\b/.test(one.text));
  // Whoever names a namespace means to run code. One without builtins is meant to hold strangers, and holds none.
  if (namespaces.length > 0 && !isFenced && !comesFromOutside(code)) return;
  if (!isEval && isOwnFile(code, file)) return;
  yield {
    at: spanOf(call),
    message: isFenced
      ? 'Without builtins the code still reaches all that the program has; read a value, or use an evaluator made for it.'
      : isEval && namespaces.length === 0
        ? '`eval` runs what the text says; `ast.literal_eval` reads a value and runs nothing.'
        : `\`${isEval ? 'eval' : 'exec'}\` runs what the text says; look up what may happen instead of running it.`,
  };
}

/** Text that the source says, or code that \`compile\` made: whoever compiles has read what it is. */
function isOwn(code: PyNode, file: PythonFile): boolean {
  const node = unwrapped(code) ?? code;
  if (literal(node) !== undefined || variableParts(node, file, { callees: COMPILE }).length === 0) return true;
  if (/(\.(f_|_|__)code(__)?|code_?obj(ect)?|bytecode)$/i.test(node.text) && node.type !== 'call') return true;
  return (
    node.type === 'identifier' && new RegExp(`\\b${node.text}\\b[^=\\n]*=[^=\\n]*\\bcompile\\s*\\(`).test(file.text)
  );
}

/** The condition around it says which texts it may be. */
function isOneOfThese(code: PyNode): boolean {
  const name = unwrapped(code)?.text ?? '';
  for (let outer = code.parent; outer && outer.type !== 'function_definition'; outer = outer.parent) {
    const condition = /^(if_statement|elif_clause)$/.test(outer.type) ? outer.childForFieldName('condition') : null;
    const tests = condition ? [condition, ...condition.descendantsOfType('comparison_operator')] : [];
    if (tests.some((test) => test.type === 'comparison_operator' && isListed(test, name))) return true;
  }
  return false;
}

function isListed(test: PyNode, name: string): boolean {
  const [item, list] = test.namedChildren;
  if (item?.text !== name || !/\sin\s/.test(test.text) || /\snot\s+in\s/.test(test.text)) return false;
  return (
    /^(list|tuple|set)$/.test(list?.type ?? '') &&
    list?.namedChildren.every((one) => stringValue(one) !== undefined) === true
  );
}

/** `file.read()` of a file whose path the program says: Python of its own, as a module that holds a version. */
function isOwnFile(code: PyNode, file: PythonFile): boolean {
  const node = onlyValue(code, file.root) ?? code;
  const callee = node.type === 'call' ? node.childForFieldName('function') : null;
  if (!/^read(_text)?$/.test(callee?.childForFieldName('attribute')?.text ?? '')) return false;
  const read = unwrapped(callee?.childForFieldName('object'));
  const opened = read?.type === 'identifier' ? (openedAs(read) ?? read) : read;
  const path = opened?.type === 'call' ? (positionalArguments(opened)[0] ?? opened) : opened;
  return path !== undefined && variableParts(path, file, { callees: COMPILE }).length === 0;
}

/** `open(…)` of `with open(…) as name`. */
function openedAs(name: PyNode): PyNode | undefined {
  for (let outer = enclosing(name, 'with_statement'); outer; outer = enclosing(outer, 'with_statement')) {
    const pattern = outer.descendantsOfType('as_pattern').find((one) => one.namedChildren.at(-1)?.text === name.text);
    if (pattern) return unwrapped(pattern.firstNamedChild);
  }
  return undefined;
}
