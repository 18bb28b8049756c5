import {
  outline,
  argument,
  bareStatement,
  defineCheck,
  hasSplat,
  literal,
  positionalArguments,
  py,
  shortName,
  spanOf,
  truthyAlternative,
  truthyKind,
  unwrapped,
  matchesIn,
  linesWhere,
} from '../../src/sdk/check.ts';
import type { Draft, Fix, PyNode, PythonFile } from '../../src/sdk/check.ts';

/** Names that mocks make up, and cases in rows: they are looked at in any case. */
const ODD = /\b(?:called_once|called_once_with|called_with|has_calls|any_call|not_called|parametrize)\b/g;
/** `True(` where it is `assertTrue()`, and what is asserted. */
const ASSERTED = /\bassert(?:(True)[ \t]*\((?:[ \t]*expr[ \t]*=)?|\b(?![ \t]*=))(.*)/;
const NAMED_ONLY = /^[^=]*\.assert(?:_[a-z]|[A-Z])\w*$/;

/** An assert that may hold for a reason of its own, or one that is named without being called. */
function mayBeTrue(line: string): boolean {
  if (!line.includes('assert')) return false;
  const [, isCall, rest = ''] = ASSERTED.exec(line) ?? [];
  if (rest !== '' && (isDoubtful(rest) || (isCall !== undefined && /\bfor\b|\bassert/.test(outline(rest)))))
    return true;
  return /\.assert\w+\s*(?:;|$)/.test(line) && NAMED_ONLY.test(outline(line));
}

const CONSTANT = /^(?:\[\]|\{\}|(?:\w{0,2}"x?"\s*)+|\.?\d[\w.]*|lambda\b.*)$/;

/** A constant, a tuple, a list, a generator, an `or` with one of them, or a message that is no text. */
function isDoubtful(expression: string): boolean {
  const [condition = '', message, ...more] = outline(expression).split(',');
  if (condition === '()' && message === undefined) {
    const inner = expression.trim().slice(1, -1);
    return /,|\bfor\b/.test(outline(inner)) || isDoubtful(inner);
  }
  if (more.length > 0 || /^(?:\(\)|\s*)$/.test(condition) || CONSTANT.test(condition.trim())) return true;
  const sides = condition.split(/\bor\b/).map((side) => side.trim());
  if (sides.length > 1 && sides.some((side) => side === '()' || side === 'True' || CONSTANT.test(side))) return true;
  return (
    message !== undefined &&
    (/^\s*(?:msg\s*=\s*)?(?:[-+~]*\.?\d|True\b|False\b|print\b)/.test(message) ||
      /,\s*(?:msg\s*=\s*)?\([\s(]*[-+~]*(?:\.?\d|True|False)/.test(expression))
  );
}

export default defineCheck({
  title: 'Assertion that can never fail, or a test case given twice',
  on: 'python',
  bullet: 'pytest',
  severity: 'error',
  preset: 'recommended',
  why: `An assertion of a tuple, a text or a mock’s misspelt attribute passes whatever the code does. The test is green, and everybody
    believes that something is tested.`,
  whenNotTo: 'Nothing to be said for it: an assertion that cannot fail can go.',
  mentions: ['assert', 'called', 'has_calls', 'any_call', 'parametrize'],
  fixes: true,
  exactPlaces: true,
  places: ({ text }) => [...matchesIn(text, ODD), ...linesWhere(text, mayBeTrue)],
  examples: [
    {
      title: 'Parentheses around condition and message make a tuple',
      bad: py`
        def test_total(cart):
            assert (cart.total == 12, "the total is wrong")  # <-
      `,
      good: py`
        def test_total(cart):
            assert cart.total == 12, "the total is wrong"
      `,
    },
    {
      title: 'Call what a mock offers; it makes up every other name',
      bad: py`
        def test_mail(mocker):
            send = mocker.patch("shop.mail.send")
            order()
            send.assert_called_once  # <-
            assert send.called_once_with("receipt")  # <-
      `,
      good: py`
        def test_mail(mocker):
            send = mocker.patch("shop.mail.send")
            order()
            send.assert_called_once()
            send.assert_called_once_with("receipt")
      `,
    },
    {
      title: 'Compare with each value',
      bad: py`
        def test_status(answer):
            assert answer.status == 200 or 201  # <-
            assert answer.body or True  # <-
            assert len(answer.rows), 3  # <-
            assert answer.rows, print("no rows")  # <-
            assert (row.paid for row in answer.rows)  # <-
      `,
      good: py`
        def test_status(answer):
            assert answer.status in (200, 201)
            assert answer.body
            assert len(answer.rows) == 3
            assert answer.rows, "no rows"
            assert all(row.paid for row in answer.rows)
      `,
    },
    {
      title: 'In unittest the second argument is the message',
      bad: py`
        import unittest

        class CartTest(unittest.TestCase):
            def test_count(self):
                self.assertTrue(len(self.cart), 2)  # <-
                self.assertTrue("the cart is full")  # <-
      `,
      good: py`
        import unittest

        class CartTest(unittest.TestCase):
            def test_count(self):
                self.assertEqual(len(self.cart), 2)
                self.assertTrue(self.cart.full, "the cart is not full")
      `,
    },
    {
      title: 'Give each case once',
      bad: py`
        import pytest

        @pytest.mark.parametrize(("price", "rounded"), [
            (1.24, 1.2),
            (1.25, 1.3),
            (1.24, 1.2),  # <-
            (1.25, 1.3),
        ])
        def test_round(price, rounded):
            assert round_price(price) == rounded
      `,
      good: py`
        import pytest

        @pytest.mark.parametrize(("price", "rounded"), [
            (1.24, 1.2),
            (1.25, 1.3),
            (1.26, 1.3),
        ])
        def test_round(price, rounded):
            assert round_price(price) == rounded
      `,
    },
  ],
  quiet: [
    py`
      def test_total(cart, mock):
          assert (
              cart.total == 12
          ), "the total is wrong"
          assert cart.total == 12, f"{cart.total}"
          assert cart.lines, (cart, cart.lines)
          assert cart.full(), True
          assert not ("a", "b") == cart.names
          assert [*cart.lines] and "lines"
          assert [*cart.lines]
          assert cart.discount or cart.voucher or 0
          assert [line for line in cart.lines]
          assert f"{cart.name}"
          assert ()  == cart.notes
          assert False, "not reached"
          assert mock.called
          mock.assert_called_once()
          check = mock.assert_called_once
          assert mock.call_args == ("a",), mock.call_args
    `,
    py`
      class CartTest(TestCase):
          def test_total(self):
              self.assertTrue(self.cart.total, "empty")
              self.assertTrue(*self.cart.checks)
              self.assertEqual(2, 2)
    `,
    py`
      import pytest

      @pytest.mark.parametrize("price", [1, 1.0, True, object(), object(), *MORE, *MORE])
      def test_price(price):
          assert price
    `,
    // Not a mock.
    py`
      def report(bell):
          if bell.not_called:
              bell.called_with("x")
    `,
  ],
  nodes: {
    *assert_statement(node, file) {
      const [test, message] = node.namedChildren.filter(({ type }) => type !== 'comment');
      const condition = unwrapped(test);
      if (!condition) return;
      const problem = alwaysTrue(condition) ?? madeUp(condition, file);
      if (problem) yield { at: spanOf(node), message: problem, ...withFix(untuple(node, condition)) };
      else if (message) yield* judgeMessage(node, message, file);
    },
    *expression_statement(node, file) {
      const expression = unwrapped(node.firstNamedChild);
      if (!expression || !bareStatement(expression)) return;
      const name = expression.type === 'attribute' ? (expression.childForFieldName('attribute')?.text ?? '') : '';
      if (/^assert(_[a-z]|[A-Z])/.test(name))
        yield {
          at: spanOf(node),
          message: `\`${name}\` is named here, but not called: nothing is checked.`,
          ...withFix(call(expression, name)),
        };
      else {
        const problem = expression.type === 'call' ? madeUp(expression, file) : undefined;
        if (problem) yield { at: spanOf(node), message: problem };
      }
    },
  },
  calls: {
    *'.assertTrue'(node) {
      const condition = unwrapped(argument(node, 'expr', 0));
      const problem = condition && alwaysTrue(condition);
      const message = argument(node, 'msg', 1);
      if (problem) yield { at: spanOf(node), message: problem };
      else if (isNumber(message)) {
        const text = `The second argument is the message: nothing is compared with \`${message?.text}\`; use \`assertEqual()\`.`;
        yield { at: spanOf(node), message: text, severity: 'warning' };
      }
    },
    *'pytest.mark.parametrize'(node) {
      const cases = unwrapped(argument(node, 'argvalues', 1));
      if (cases?.type !== 'list' && cases?.type !== 'tuple') return;
      const seen = new Set<string>();
      for (const one of cases.namedChildren.filter(isConstant)) {
        const text = one.text.replace(/\s+/g, ' ');
        if (seen.has(text)) {
          const message = 'This case stands here twice; the second one tests nothing new.';
          // Whoever looks at the first one looks at the list.
          return void (yield { at: spanOf(one), message, severity: 'notice' });
        }
        seen.add(text);
      }
    },
  },
});

function* judgeMessage(node: PyNode, message: PyNode, file: PythonFile): Iterable<Draft> {
  if (isNumber(message)) {
    // That the condition is true is just what is asserted.
    if (message.type === 'true') return;
    yield {
      at: spanOf(node),
      message: `After the comma stands the message: nothing is compared with \`${message.text}\`.`,
    };
  } else if (message.type === 'call' && file.nameOf(message.childForFieldName('function')) === 'print') {
    const [text, ...more] = positionalArguments(message);
    const fix =
      text && more.length === 0 && !hasSplat(message)
        ? { title: 'Give the text itself', edits: [{ span: spanOf(message), text: text.text }], safe: true }
        : undefined;
    yield {
      at: spanOf(node),
      message: 'The message is what `print()` returns, which is None; give the text itself.',
      severity: 'warning',
      ...withFix(fix),
    };
  }
}

/** Why a condition holds whatever the code does. */
function alwaysTrue(condition: PyNode): string | undefined {
  const kind = truthyKind(condition);
  if (kind === 'a generator') return 'A generator is always true; put `all()` or `any()` around it.';
  if (kind !== undefined) return `This asserts ${kind}, which is always true.`;
  const constant = truthyAlternative(condition);
  return constant && `\`or ${shortName(constant.text)}\` makes this always true; compare with each value by itself.`;
}

/** Attributes that a mock lacks, and therefore makes up. */
const MADE_UP: ReadonlySet<string> = new Set([
  'called_once',
  'called_once_with',
  'called_with',
  'has_calls',
  'any_call',
  'not_called',
]);

function madeUp(expression: PyNode, { text }: PythonFile): string | undefined {
  const attribute = expression.type === 'call' ? expression.childForFieldName('function') : expression;
  const name = attribute?.type === 'attribute' ? (attribute.childForFieldName('attribute')?.text ?? '') : '';
  if (!MADE_UP.has(name) || !/mock|patch|spy/i.test(text)) return undefined;
  return `A mock has no \`${name}\`, and makes one up that is always true; call \`assert_${name}()\`.`;
}

function isNumber(value: PyNode | undefined): boolean {
  const known = literal(value);
  return typeof known === 'number' || typeof known === 'boolean';
}

/** It has the same value in each place. */
function isConstant(node: PyNode): boolean {
  return node.type !== 'comment' && node.descendantsOfType(['call', 'lambda', 'list_splat', 'await']).length === 0;
}

/** Takes the parentheses away where a condition and its message stand in them. */
function untuple(node: PyNode, tuple: PyNode): Fix | undefined {
  const [condition, message, ...more] = tuple.namedChildren;
  if (tuple.parent?.id !== node.id || !condition || !message || more.length > 0) return undefined;
  const isOneLine = tuple.startPosition.row === tuple.endPosition.row;
  if (!isOneLine || !message.type.endsWith('string') || /^(named_expression|lambda|yield)$/.test(condition.type))
    return undefined;
  const text = ` ${condition.text}, ${message.text}`;
  const keyword = spanOf(node);
  const span = { ...spanOf(tuple), line: keyword.line, col: keyword.col + 'assert'.length };
  return { title: 'Take the parentheses away', edits: [{ span, text }], safe: true };
}

const WITHOUT_ARGUMENTS = /^assert_(not_)?(called|awaited)(_once)?$/;

function call(attribute: PyNode, name: string): Fix | undefined {
  if (!WITHOUT_ARGUMENTS.test(name)) return undefined;
  return { title: 'Call it', edits: [{ span: spanOf(attribute), text: `${attribute.text}()` }], safe: true };
}

function withFix(fix: Fix | undefined): { readonly fix?: Fix } {
  return fix ? { fix } : {};
}
