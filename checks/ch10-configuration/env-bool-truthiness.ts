import {
  glanceLines,
  argument,
  assignmentsTo,
  defineCheck,
  enclosingFunction,
  environmentRead,
  isInside,
  literal,
  positionalArguments,
  py,
  shortName,
  spanOf,
  stringValue,
  unwrapped,
  formattedPlaces,
  linesWhere,
  namesIn,
} from '../../src/sdk/check.ts';
import type { Draft, EnvironmentRead, Fix, PyNode, PythonFile } from '../../src/sdk/check.ts';

const RENAMED = /\b(?:getenv|environ)\s+as\b/;
const ASKED = /\bbool\s*\([\s(]*[\w.]*(?:environ|getenv)\b/;
const READ = /\b(?:getenv|environ\s*\.\s*(?:get|setdefault|pop))\s*\((?:[^(),]*(.))?/g;

/** A variable that is read with a default, or goes straight into `bool()`. */
function mayTest(line: string): boolean {
  return (
    (line.includes('getenv') || line.includes('environ')) &&
    (ASKED.test(line) || line.matchAll(READ).some(([, end]) => end !== ')'))
  );
}

/** With the uses of what takes the value, which may be anywhere. */
function placesIn(text: string): readonly number[] {
  const targets = glanceLines(text).flatMap((line) =>
    mayTest(line) ? (/^\s*(\w+)\s*[:=]/.exec(line)?.[1] ?? []) : [],
  );
  return [
    ...linesWhere(text, mayTest),
    ...namesIn(text, targets),
    ...formattedPlaces(text, 'getenv'),
    ...formattedPlaces(text, 'environ'),
  ];
}

export default defineCheck({
  title: 'Environment variable taken for a truth value',
  on: 'python',
  bullet: 'Validation',
  severity: 'error',
  preset: 'recommended',
  why: `The environment holds strings, and every string but the empty one is true. \`DEBUG=False\` switches debugging on, in production too,
    and \`bool("0")\` is \`True\`: the switch has one position only.`,
  whenNotTo: 'The variable means something by being there at all, whatever its value, as `CI` and `NO_COLOR` do.',
  fixes: true,
  examples: [
    {
      title: 'Compare with the words that mean yes',
      bad: py`
        import os

        DEBUG = bool(os.getenv("DEBUG", "False"))  # <-
        USE_CACHE = bool(os.environ.get("USE_CACHE"))  # <-
      `,
      good: py`
        import os

        DEBUG = os.getenv("DEBUG", "False").lower() in {"1", "true", "yes", "on"}
        USE_CACHE = os.environ.get("USE_CACHE", "").lower() in {"1", "true", "yes", "on"}
      `,
    },
    {
      title: 'A condition sees a string too',
      bad: py`
        from os import environ

        def start(app):
            if environ.get("SHOP_RELOAD", "0"):  # <-
                app.reload()
            return "slow" if not environ.get("SHOP_FAST", "no") else "fast"  # <-
      `,
      good: py`
        from os import environ

        def start(app):
            if environ.get("SHOP_RELOAD", "0") == "1":
                app.reload()
            return "slow" if environ.get("SHOP_FAST", "no") == "no" else "fast"
      `,
    },
    {
      title: 'A variable keeps the string that it was given',
      bad: py`
        import os

        VERBOSE = os.getenv("VERBOSE", "false")  # <-

        def report(order):
            if VERBOSE:
                print(order)
      `,
      good: py`
        import os

        VERBOSE = os.getenv("VERBOSE", "false") == "true"

        def report(order):
            if VERBOSE:
                print(order)
      `,
    },
  ],
  quiet: [
    // Only asked whether it is there.
    py`
      import os

      IN_CI = bool(os.getenv("CI"))
      HAS_MAIL = bool(os.environ.get("SMTP_URL", ""))
      COLOUR = not os.environ.get("NO_COLOR")
      if os.getenv("SENTRY_DSN") and not os.getenv("PYTEST_CURRENT_TEST", False):
          print("reporting")
    `,
    // Converted, compared, or not a switch.
    py`
      import os
      from shop.settings import to_bool

      DEBUG = bool(int(os.getenv("DEBUG", "0")))
      FAST = to_bool(os.getenv("FAST", "false"))
      TRACE = os.getenv("TRACE", "false").lower() == "true"
      LEVEL = os.getenv("LEVEL", "no")
      VERBOSE = os.getenv("VERBOSE", "false")
      if VERBOSE.lower() in {"1", "true"}:
          print("verbose")
      if os.getenv("MODE", "off") == "on":
          print("on")
      NAME = bool(os.getenv("NAME", "shop"))
    `,
    py`
      import os

      def dialect(settings):
          enabled = os.getenv("ENABLED", "0")
          enabled = enabled == "1"
          return 1 if enabled else 0
    `,
    py`
      class os:
          @staticmethod
          def getenv(name, default):
              return default

      if os.getenv("DEBUG", "False"):
          pass
    `,
  ],
  mentions: ['getenv', 'environ'],
  places: ({ text }) => (RENAMED.test(text) ? undefined : placesIn(text)),
  nodes: {
    *call(node, file) {
      if (file.nameOf(node.childForFieldName('function')) === 'bool') {
        yield* judgeBool(node, file);
        return;
      }
      yield* judgeRead(node, file);
    },
  },
});

type Word = 'no' | 'yes';

/** A string that spells a truth value. */
function wordOf(node: PyNode | undefined): Word | undefined {
  const text = stringValue(node)?.trim().toLowerCase();
  if (text === undefined) return undefined;
  if (/^(false|0|no|off|n|f|none|disabled?)$/.test(text)) return 'no';
  return /^(true|1|yes|on|y|t|enabled?)$/.test(text) ? 'yes' : undefined;
}

/** Names of switches; names of things that are there or not, such as addresses, are none. */
function isSwitch(name: string): boolean {
  if (/(^|_)(url|uri|dsn|token|key|path|dir|file|host|name|id|email|color|colour)$/i.test(name)) return false;
  return /(^|_)(debug|testing|enabled?|disabled?|verbose|reload|dry_run|flag)$|^(use|is|has|enable|disable|allow|should)_/i.test(
    name,
  );
}

const MESSAGE = 'Every string but the empty one is true, "False" and "0" too; compare with the words that mean yes.';

function* judgeBool(call: PyNode, file: PythonFile): Iterable<Draft> {
  const [value, ...others] = positionalArguments(call);
  const inner = unwrapped(value);
  const read = inner && others.length === 0 ? environmentRead(inner, file) : undefined;
  if (!inner || read?.gives !== 'text') return;
  const fallback = literal(read.default);
  const isAsked = read.default === undefined || fallback === null || fallback === '';
  if (isAsked ? !isSwitch(read.name) : wordOf(read.default) === undefined && typeof fallback !== 'boolean') return;
  const fix = fixFor(call, inner, read);
  yield { at: spanOf(call), message: MESSAGE, ...(fix && { fix }) };
}

/** A read that stands by itself: in a condition, or in a variable that is taken for a truth value further down. */
function* judgeRead(call: PyNode, file: PythonFile): Iterable<Draft> {
  const read = environmentRead(call, file);
  if (read?.gives !== 'text' || read.default === undefined) return;
  const word = wordOf(read.default);
  if (!isTested(call)) {
    const target = word === undefined ? undefined : targetOf(call);
    if (!target || !(isTakenForTruth(target, file) || isDjangoDebug(target, file))) return;
    const message = `\`${shortName(target.text)}\` is a string here, so that "False" and "0" count as true; compare it with the words that mean yes.`;
    yield { at: spanOf(call), message };
  } else if (word !== undefined) {
    const fix = fixFor(call, call, read);
    yield { at: spanOf(call), message: MESSAGE, ...(fix && { fix }) };
  } else if (typeof literal(read.default) === 'boolean' && isSwitch(read.name)) {
    yield { at: spanOf(call), message: MESSAGE, severity: 'warning' };
  }
}

/** The variable that takes the value as it is. */
function targetOf(call: PyNode): PyNode | undefined {
  const target = call.parent?.type === 'assignment' ? call.parent.childForFieldName('left') : null;
  return target?.type === 'identifier' ? target : undefined;
}

/** Django reads the truth of this setting, and nothing else. */
function isDjangoDebug(target: PyNode, file: PythonFile): boolean {
  const isSetting =
    target.text === 'DEBUG' &&
    file.classes.has('settings') &&
    !isInside(target, ['class_definition'], ['function_definition']);
  return isSetting && usesOf(target, file).length === 0;
}

/** True where only the truth of the expression counts. */
function isTested(node: PyNode): boolean {
  let inner = node;
  for (let outer = node.parent; outer; inner = outer, outer = outer.parent) {
    if (outer.type === 'not_operator') return true;
    if (/^(if_statement|elif_clause|while_statement)$/.test(outer.type))
      return outer.childForFieldName('condition')?.id === inner.id;
    if (outer.type === 'conditional_expression') {
      if (outer.namedChildren[1]?.id === inner.id) return true;
    } else if (outer.type === 'if_clause' || outer.type === 'assert_statement')
      return outer.firstNamedChild?.id === inner.id;
    else if (outer.type !== 'boolean_operator' && outer.type !== 'parenthesized_expression') return false;
  }
  return false;
}

/** Other places of a name that the same function, or the whole module, knows. */
function usesOf(target: PyNode, file: PythonFile): readonly PyNode[] {
  const scope = enclosingFunction(target) ?? file.root;
  return scope.descendantsOfType('identifier').filter((node) => node.text === target.text && node.id !== target.id);
}

/** All that is done with the variable is to ask whether it is true. */
function isTakenForTruth(target: PyNode, file: PythonFile): boolean {
  const scope = enclosingFunction(target) ?? file.root;
  const uses = usesOf(target, file);
  return uses.length > 0 && uses.every(isTested) && assignmentsTo(scope, target.text).length === 1;
}

/** Parents that take any expression without parentheses. */
const ROOMY =
  /^(assignment|keyword_argument|argument_list|return_statement|if_statement|elif_clause|while_statement|pair|list|tuple|default_parameter|typed_default_parameter|parenthesized_expression|not_operator|boolean_operator|named_expression)$/;

/** Puts a comparison in the place of `whole`, which holds the read; unset means what it was meant to mean. */
function fixFor(whole: PyNode, call: PyNode, read: EnvironmentRead): Fix | undefined {
  const outer = whole.parent;
  if (call.type !== 'call' || !outer || !ROOMY.test(outer.type) || call.text.includes('\n')) return undefined;
  const fallback = literal(read.default);
  const name = argument(call, 'key', 0);
  const callee = call.childForFieldName('function');
  const text =
    typeof fallback === 'string'
      ? read.default?.text
      : fallback === true
        ? '"true"'
        : read.default && fallback === false
          ? '"false"'
          : '""';
  if (!name || !callee || text === undefined) return undefined;
  const comparison = `${callee.text}(${name.text}, ${text}).lower() in {"1", "true", "yes", "on"}`;
  return {
    title: 'compare with the words that mean yes',
    edits: [{ span: spanOf(whole), text: comparison }],
    safe: read.default !== undefined,
  };
}
