import {
  argument,
  defineCheck,
  enclosing,
  enclosingFunction,
  hasSplat,
  lineAt,
  literal,
  nameText,
  positionalArguments,
  py,
  spanOf,
  unwrapped,
  matchesIn,
  namesIn,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const SKIPPED = 'This is skipped without a reason; say why, so that somebody can tell when it may run again.';
const EXPECTED =
  'This is expected to fail, and nothing says why; add a `reason`, so that somebody can tell when to look again.';
const REFUSED = 'pytest refuses a condition without a `reason`, and reports an error in place of the test; add one.';

/** Any of the names, but where it is called with a text that says something. */
const UNREASONED =
  /(?:[.@][ \t]*(?:skip|skipif|xfail|skipTest)|\bSkipTest|\b(?:skip|skipif|xfail)(?=[ \t]*\(|[ \t]+as\b))\b(?!\(\s*[rRuUfFbB]{0,2}(["'])(?!\1)[^\s\\])/g;
/** Their names in imports that give them others. */
const MARKED = ['skip', 'skipif', 'xfail', 'SkipTest'];
const RENAMED = /\b(?:skip|skipif|xfail|SkipTest)[\s\\]+as\b/;

export default defineCheck({
  title: 'Test skipped without a reason',
  on: 'python',
  bullet: 'pytest',
  severity: 'notice',
  preset: 'recommended',
  why: `A skipped test looks like a passing one from far away. With its reason in the report somebody can see that the reason is gone;
    without it, the test stays out for good.`,
  whenNotTo: 'The skip lives for an hour on a branch of your own.',
  mentions: ['skip', 'Skip', 'xfail'],
  suspects: ({ text }) => text.search(UNREASONED) >= 0,
  places: ({ text }) => [...matchesIn(text, UNREASONED), ...(RENAMED.test(text) ? namesIn(text, MARKED) : [])],
  examples: [
    {
      title: 'Say why, and where it is followed up',
      bad: py`
        import pytest

        @pytest.mark.skip  # <-
        def test_pay(gateway):
            assert gateway.pay(12)

        @pytest.mark.xfail(strict=True)  # <-
        def test_refund(gateway):
            assert gateway.refund(12)
      `,
      good: py`
        import pytest

        @pytest.mark.skip(reason="the sandbox is down until May, #812")
        def test_pay(gateway):
            assert gateway.pay(12)

        @pytest.mark.xfail(strict=True, reason="refunds lose the cents, #815")
        def test_refund(gateway):
            assert gateway.refund(12)
      `,
    },
    {
      title: 'An empty text is no reason',
      bad: py`
        import unittest

        class CartTest(unittest.TestCase):
            @unittest.skip("")  # <-
            def test_total(self):
                self.assertEqual(Cart().total, 0)

            def test_rates(self):
                if not rates_service.up():
                    self.skipTest("")  # <-
      `,
      good: py`
        import unittest

        class CartTest(unittest.TestCase):
            @unittest.skip("rounding is being discussed in #640")
            def test_total(self):
                self.assertEqual(Cart().total, 0)

            def test_rates(self):
                if not rates_service.up():
                    self.skipTest("the rates service does not answer")
      `,
    },
    {
      title: 'pytest wants a reason beside a condition',
      bad: py`
        import sys

        import pytest

        @pytest.mark.skipif(sys.platform == "win32")  # <-
        def test_permissions():
            assert mode_of("cart.db") == 0o600
      `,
      good: py`
        import sys

        import pytest

        @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
        def test_permissions():
            assert mode_of("cart.db") == 0o600
      `,
    },
  ],
  quiet: [
    py`
      import pytest

      @pytest.mark.skip("the sandbox is down")
      def test_pay(): ...

      @pytest.mark.skip(reason=WHY)
      def test_refund(): ...

      # The sandbox is down until May.
      @pytest.mark.skip
      def test_void(): ...

      @pytest.mark.skip()  # sandbox down, #812
      def test_book(): ...

      @pytest.mark.skipif("sys.platform == 'win32'")
      def test_mode(): ...

      WITHOUT_GATEWAY = "not config.gateway"

      @pytest.mark.skipif(WITHOUT_GATEWAY)
      def test_gateway(): ...

      @pytest.mark.skip
      def xtest_later(): ...

      on_windows = functools.partial(pytest.mark.xfail, WINDOWS, reason="no modes here")

      @pytest.mark.skip(**options)
      def test_options(): ...

      @pytest.mark.xfail(*CONDITIONS)
      def test_owner(): ...

      @pytest.mark.parametrize("x", [1, pytest.param(2, marks=pytest.mark.xfail(reason="two is odd here"))])
      def test_x(x):
          if x > 5:
              pytest.skip(f"{x} is too large")
    `,
    py`
      from shop.marks import skip

      @skip
      def load(item): ...

      def walk(items):
          return items.skip()
    `,
    py`
      import pytest

      xfail_on_windows = pytest.mark.xfail(raises=OSError)

      def find(name):
          try:
              return getattr(shop, name)
          except AttributeError:
              return pytest.param(name, marks=[pytest.mark.skip])

      def test_rule_skips(run):
          class Machine:
              def rule(self):
                  pytest.skip()

          with pytest.raises(Skipped):
              run(Machine)

      def pytest_collection_modifyitems(items):
          for item in items:
              if item.get_closest_marker("skip") is None:
                  item.add_marker(pytest.mark.skip(reason="not today"))
    `,
    py`
      import unittest

      @unittest.skipIf(WINDOWS, "no modes here")
      class ModeTest(unittest.TestCase):
          def test_mode(self):
              raise unittest.SkipTest("not yet")
    `,
  ],
  nodes: {
    // A mark may stand as it is, without being called.
    *attribute(node, file) {
      const judge = MARKS.get(file.nameOf(node) ?? '');
      if (!judge || isCalled(node) || isHandedOn(node) || !marksTest(node)) return;
      yield* report(node, judge(undefined), file);
    },
    *decorator(node, file) {
      const name = node.firstNamedChild;
      if (name?.type !== 'identifier') return;
      const judge = MARKS.get(file.nameOf(name) ?? '');
      if (judge) yield* report(name, judge(undefined), file);
    },
    *call(node, file) {
      const callee = node.childForFieldName('function');
      const method = callee?.type === 'attribute' && callee.text === 'self.skipTest' ? judgeSkip : undefined;
      const judge = MARKS.get(file.nameOf(callee) ?? '') ?? CALLS.get(file.nameOf(callee) ?? '') ?? method;
      if (judge && !hasSplat(node)) yield* report(node, judge(node), file);
    },
    *raise_statement(node, file) {
      const raised = node.firstNamedChild;
      if (raised?.type !== 'call' && /^unittest(\.case)?\.SkipTest$/.test(file.nameOf(raised) ?? ''))
        yield* report(node, SKIPPED, file);
    },
  },
});

/** What is wrong with a mark or a call; a mark that is not called has no node. */
type Judge = (call: PyNode | undefined) => string | undefined;

const MARKS: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ['pytest.mark.skip', judgeSkip],
  ['pytest.mark.skipif', judgeCondition],
  ['pytest.mark.xfail', judgeXfail],
  ['unittest.skip', judgeSkip],
]);

const CALLS: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ['pytest.skip', judgeSkip],
  ['pytest.xfail', (call) => (judgeSkip(call) === undefined ? undefined : EXPECTED)],
  ['unittest.SkipTest', judgeSkip],
  ['unittest.case.SkipTest', judgeSkip],
]);

function judgeSkip(call: PyNode | undefined): string | undefined {
  return call && ['reason', 'msg'].some((name) => isReason(argument(call, name, 0))) ? undefined : SKIPPED;
}

function judgeCondition(call: PyNode | undefined): string | undefined {
  if (!call || isReason(argument(call, 'reason'))) return undefined;
  // A condition given as text is its own reason; a name may stand for one.
  return positionalArguments(call).some((condition) => BOOLEAN.test(unwrapped(condition)?.type ?? ''))
    ? REFUSED
    : undefined;
}

const BOOLEAN = /^(comparison_operator|not_operator|boolean_operator|true|false)$/;

function judgeXfail(call: PyNode | undefined): string | undefined {
  if (!call) return EXPECTED;
  if (positionalArguments(call).length > 0) return judgeCondition(call);
  return isReason(argument(call, 'reason')) ? undefined : EXPECTED;
}

/** False for an empty text and for None; what is worked out counts as a reason. */
function isReason(value: PyNode | undefined): boolean {
  const known = literal(value);
  return value !== undefined && known !== null && (typeof known !== 'string' || known.trim() !== '');
}

/** Given to a function that may add the reason. */
function isHandedOn(node: PyNode): boolean {
  const call = node.parent?.type === 'argument_list' ? node.parent.parent : undefined;
  return call !== undefined && !/(^|\.)(add_marker|applymarker)$/.test(call?.childForFieldName('function')?.text ?? '');
}

/** False above what pytest does not collect in any case: `def xtest_pay`. */
function marksTest(node: PyNode): boolean {
  const definition =
    node.parent?.type === 'decorator' ? node.parent.parent?.childForFieldName('definition') : undefined;
  return definition?.type !== 'function_definition' || nameText(definition).startsWith('test');
}

function isCalled(node: PyNode): boolean {
  return node.parent?.type === 'call' && node.parent.childForFieldName('function')?.id === node.id;
}

function* report(node: PyNode, message: string | undefined, file: PythonFile): Iterable<Draft> {
  if (message === undefined || (message !== REFUSED && (isExplained(node, file) || isCase(node)))) return;
  yield { at: spanOf(node), message };
}

/**
 * Of what failed just now, the error is the reason, and a mark with a name is told by it; a function within a test is what the test
 * tries, no test.
 */
function isCase(node: PyNode): boolean {
  const kept = node.parent?.type === 'assignment' ? node.parent.childForFieldName('left')?.text : undefined;
  if (kept !== undefined && kept !== 'pytestmark') return true;
  const owner = enclosingFunction(node);
  return (
    enclosing(node, 'except_clause') !== undefined || (owner !== undefined && enclosingFunction(owner) !== undefined)
  );
}

/** A comment beside it or right above it tells the reason to whoever reads the test. */
function isExplained(node: PyNode, file: PythonFile): boolean {
  const { line, endLine, endCol } = spanOf(node);
  const comments = [
    lineAt(file, line - 1).trim(),
    lineAt(file, endLine)
      .slice(endCol - 1)
      .trim(),
  ];
  return comments.some((text) => /^[)\],]*\s*#(?!\s*(noqa|type:|pragma|pylint|cv:))/.test(text));
}
