import {
  argument,
  defineCheck,
  each,
  enclosingFunction,
  hasSplat,
  literal,
  py,
  spanOf,
  unwrapped,
  formattedPlaces,
  linesWhere,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const READ = /\b(?:getenv|environ\s*\.\s*(?:get|setdefault))\s*\(([^()]*)(.)/g;
/** A name of a variable, and a default that is a text, a name or None. */
const PLAIN = /^\s*(?:"x"|[^\W\d]\w*)\s*(?:,\s*(?:"x?"|(?!True\b|False\b|lambda\b)[^\W\d][\w.]*)\s*)?,?\s*$/;

const RENAMED = /\b(?:getenv|environ)\s+as\b/;

/** A read of the environment that is not plain. */
function mixes(line: string): boolean {
  return (
    (line.includes('getenv') || line.includes('environ')) &&
    line.matchAll(READ).some(([, given = '', end]) => end !== ')' || !PLAIN.test(given))
  );
}

function mixedPlaces(text: string): readonly number[] {
  return [...linesWhere(text, mixes), ...formattedPlaces(text, 'getenv'), ...formattedPlaces(text, 'environ')];
}

export default defineCheck({
  title: 'Default of another type than the environment gives',
  on: 'python',
  sameAs: ['PLE1507', 'PLW1508'],
  bullet: 'Validation',
  severity: 'warning',
  preset: 'recommended',
  why: `The environment holds strings only. With a default of another type the program sees a number on the developer’s machine, where the
    variable is not set, and a string in production, where it is.`,
  whenNotTo: 'Whatever reads the value takes a string and the default alike, and turns both into the same thing.',
  examples: [
    {
      title: 'Give a string, then convert what came',
      bad: py`
        import os
        import uvicorn

        DEBUG = os.getenv("SHOP_DEBUG", False)  # <-
        HOSTS = os.environ.get("SHOP_HOSTS", [])  # <-
        uvicorn.run("shop:app", port=os.getenv("PORT", 8000))  # <-
      `,
      good: py`
        import os
        import uvicorn

        DEBUG = os.getenv("SHOP_DEBUG", "0") == "1"
        HOSTS = os.environ.get("SHOP_HOSTS", "").split()
        uvicorn.run("shop:app", port=int(os.getenv("PORT", "8000")))
      `,
    },
    {
      title: 'Names and values of variables are strings',
      bad: py`
        from os import environ, getenv

        def clinic(number):
            environ.setdefault("CLINIC_BEDS", 40)  # <-
            print(f"{getenv('CLINIC_SIZE', 40)}")  # <-
            return getenv(1)  # <-
      `,
      good: py`
        from os import environ, getenv

        def clinic(number):
            environ.setdefault("CLINIC_BEDS", "40")
            print(f"{getenv('CLINIC_SIZE', '40')}")
            return getenv("CLINIC_1")
      `,
    },
  ],
  quiet: [
    // Converted on the spot, or a little later.
    py`
      import os
      from decimal import Decimal
      from shop.settings import parse_bool

      BEDS = int(os.getenv("BEDS", 40))
      RATE = Decimal(os.environ.get("RATE", 1) or 1)
      DEBUG = parse_bool(os.getenv("DEBUG", False))
      PORT = int((os.getenv("PORT", 80)))

      def workers():
          count = os.getenv("WORKERS", 4)
          return int(count) if count else 1

      LIMIT = os.environ.get("LIMIT", 10)
      LIMIT = int(LIMIT)
    `,
    // Only asked whether it is set, or compared.
    py`
      import os

      if os.getenv("CI", False):
          print("in CI")
      FAST = not os.environ.get("SLOW", 0)
      QUIET = os.environ.get("LEVEL", 0) in ("1", "yes")
      BOTH = bool(os.getenv("A", False) and FAST)
      while os.getenv("WAIT", False) and FAST:
          pass
    `,
    py`
      import os

      NAME = os.getenv("NAME", "shop" + "-dev")
      HOME = os.getenv("HOME", None)
      ELSE = os.environ.get("ELSE", NAME)
      ROOT = os.environ.get("ROOT", os.getcwd())
      LANG = os.getenv(*("LANG", 1))
      PATH = os.getenv("P" "ATH", f"{HOME}/bin")
      COUNT = os.environ.get("COUNT", "%d" % 3)
    `,
    py`
      from shop import config

      def read(os, environ):
          return os.getenv("BEDS", 40), environ.get("BEDS", 40), config.get("BEDS", 40)
    `,
  ],
  exactPlaces: true,
  places: ({ text }) => (RENAMED.test(text) ? undefined : mixedPlaces(text)),
  calls: {
    ...each(['os.getenv', 'os.environ.get'], findMixed),
    *'os.environ.setdefault'(call) {
      const value = argument(call, 'value', 1);
      if (value && isNoString(value))
        yield {
          at: spanOf(value),
          message: 'The environment takes strings only; this raises TypeError when the variable is not set.',
        };
    },
  },
});

function* findMixed(call: PyNode, file: PythonFile): Generator<Draft> {
  if (hasSplat(call)) return;
  const key = argument(call, 'key', 0);
  if (key && isNoString(key))
    yield { at: spanOf(key), message: 'Names of environment variables are strings; this raises TypeError.' };
  const value = argument(call, 'default', 1);
  if (!value || value.type === 'none' || !isNoString(value)) return;
  const use = useOf(call);
  if (use.converted || (use.tested && isFalsy(value)) || isConvertedLater(use.node, file)) return;
  const shown = value.text.length > 40 || value.text.includes('\n') ? 'this default' : `\`${value.text}\``;
  yield {
    at: spanOf(value),
    message: `The environment gives a string, where ${shown} is none; write the default as a string and convert both.`,
  };
}

const NO_STRINGS =
  /^(integer|float|true|false|none|list|tuple|dictionary|set|list_comprehension|dictionary_comprehension|set_comprehension|lambda)$/;

function isNoString(node: PyNode): boolean {
  const value = unwrapped(node);
  if (!value) return false;
  return (
    NO_STRINGS.test(value.type) ||
    typeof literal(value) === 'number' ||
    (value.type === 'binary_operator' && value.namedChildren.every((part) => typeof literal(part) === 'number'))
  );
}

function isFalsy(value: PyNode): boolean {
  return literal(value) === false || literal(value) === 0 || /^[[({]\s*[\])}]$/.test(value.text);
}

interface Use {
  /** The call with what only chooses between values around it. */
  readonly node: PyNode;
  readonly converted: boolean;
  /** Only its truth counts. */
  readonly tested: boolean;
}

const CONVERTERS =
  /(^|[._])(int|float|str|bool\w*|complex|decimal|fraction|loads|literal_eval|timedelta|datetime|enum|path|len|type|isinstance)$|bool|parse|convert|cast|coerce|^_?(as|to|is)_|str2|strto|truthy/i;

const CHOOSERS = /^(boolean_operator|conditional_expression|parenthesized_expression)$/;
const TESTS = /^(not_operator|if_statement|elif_clause|while_statement|assert_statement)$/;

function useOf(call: PyNode): Use {
  let node = call;
  while (node.parent && CHOOSERS.test(node.parent.type)) node = node.parent;
  const outer = node.parent;
  const taker = outer?.type === 'argument_list' ? outer.parent : undefined;
  const isConverted = taker?.type === 'call' && CONVERTERS.test(taker.childForFieldName('function')?.text ?? '');
  return {
    node,
    converted: isConverted || outer?.type === 'comparison_operator',
    tested: TESTS.test(outer?.type ?? ''),
  };
}

/** Put under a plain name that the same function or module hands to a conversion. */
function isConvertedLater(node: PyNode, file: PythonFile): boolean {
  const target = node.parent?.type === 'assignment' ? node.parent.childForFieldName('left') : undefined;
  if (target?.type !== 'identifier') return false;
  const scope = enclosingFunction(node) ?? file.root;
  return scope.descendantsOfType('identifier').some((use) => {
    const list = use.text === target.text ? use.parent : undefined;
    const callee = list?.type === 'argument_list' ? list.parent?.childForFieldName('function')?.text : undefined;
    return callee !== undefined && CONVERTERS.test(callee);
  });
}
