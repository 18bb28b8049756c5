import {
  argument,
  at,
  defineCheck,
  each,
  hasSplat,
  keywordArguments,
  literal,
  positionalArguments,
  py,
  spanOf,
  textParts,
  unwrapped,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

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
  if (!code || hasSplat(call) || isOwn(code, file)) return;
  const isEval = call.childForFieldName('function')?.text.endsWith('eval') === true;
  const given = positionalArguments(call).length + keywordArguments(call).size;
  const canBeLiteral = isEval && given === 1;
  yield {
    at: spanOf(call),
    message: canBeLiteral
      ? '`eval` runs what the text says; `ast.literal_eval` reads a value and runs nothing.'
      : `\`${isEval ? 'eval' : 'exec'}\` runs what the text says; look up what may happen instead of running it.`,
    // Whoever names a namespace means to run code.
    ...(given > 1 && { severity: 'warning' as const }),
  };
}

/** Text that the source says, or code that \`compile\` made: whoever compiles has read what it is. */
function isOwn(code: PyNode, file: PythonFile): boolean {
  const node = unwrapped(code) ?? code;
  if (literal(node) !== undefined || textParts(node)?.every(({ kind }) => kind === 'said') === true) return true;
  if (/(\.(f_|_|__)code(__)?|code_?obj(ect)?|bytecode)$/i.test(node.text) && node.type !== 'call') return true;
  if (node.type === 'call') return /(^|\.)compile$/.test(node.childForFieldName('function')?.text ?? '');
  return (
    node.type === 'identifier' && new RegExp(`\\b${node.text}\\b[^=\\n]*=[^=\\n]*\\bcompile\\s*\\(`).test(file.text)
  );
}
