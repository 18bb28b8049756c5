import {
  blockBelow,
  lastStatement,
  at,
  bodyOf,
  decoratorsOf,
  defineCheck,
  docstringOf,
  enclosingClass,
  enclosingFunction,
  nameText,
  nodesIn,
  parametersOf,
  positionalArguments,
  py,
  someBelow,
  spanOf,
  walkStatements,
  withCalled,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

/** A test file under its usual path. */
function inTest(text: string): ReturnType<typeof at> {
  return at('tests/test_pricing.py', text);
}

export default defineCheck({
  title: 'Test that asserts nothing',
  on: 'python',
  bullet: 'pytest',
  severity: 'notice',
  preset: 'recommended',
  why: `A test without an assertion passes whatever the code gives back. It shows that nothing raised, and counts as coverage for
    lines whose results nobody looked at.`,
  whenNotTo:
    'That nothing raises is the point: a name such as `test_close_does_not_raise`, or a word in the docstring, says so.',
  files: ['test_*.py', '*_test.py', 'tests.py'],
  // Helpers of helpers of helpers are asked whether they assert.
  places: ({ text }) => withCalled(text, { isOfInterest: isBlind, depth: 3 }),
  examples: [
    {
      title: 'Look at what comes back',
      bad: inTest(py`
        from shop.pricing import total

        def test_total():  # <-
            total([1, 2])
      `),
      good: inTest(py`
        from shop.pricing import total

        def test_total():
            assert total([1, 2]) == 3
      `),
    },
    {
      title: 'Use the result that was asked for',
      bad: inTest(py`
        def test_discount_for_regulars(cart, customer):  # <-
            customer.orders = 20
            result = cart.price_for(customer)
      `),
      good: inTest(py`
        def test_discount_for_regulars(cart, customer):
            customer.orders = 20
            assert cart.price_for(customer) == 95
      `),
    },
  ],
  quiet: [
    // Other ways to assert.
    inTest(py`
      import pytest
      from shop.pricing import total, vat

      def test_text():
          with pytest.raises(TypeError):
              total("ab")

      def test_call(mailer):
          vat(1, mailer)
          mailer.send.assert_called_once_with(1)

      def test_by_hand():
          if total([]) != 0:
              raise AssertionError("not empty")

      def test_page(page):
          page.goto("/")
          expect(page).to_have_title("Shop")

      def test_numbers():
          np.testing.assert_allclose(total([1]), 1)
          verify(total([1]))
    `),
    // A helper asserts: of this file, of the class, of another module, or a fixture.
    inTest(py`
      from tests.helpers import roundtrip

      def same(order):
          assert order == order.copy()

      def test_copy():
          same(Order())

      def test_roundtrip():
          roundtrip(Order())

      def test_fixture(run_twice):
          run_twice(Order())

      class TestOrder(Base):
          def test_base(self):
              self.go(1)

          def test_own(self):
              self.both(1)

          def both(self, count):
              assert count
    `),
    // That nothing raises is the point.
    inTest(py`
      def test_closing_twice_does_not_raise(cart):
          cart.close()
          cart.close()

      def test_import():
          """Smoke test."""
          load()

      def test_big_baskets():
          # see gh-812
          cart = fill(10_000)

      def test_filling():
          """A cart can be filled."""
          cart = fill(3)

      def test_empty():
          # must not fail
          load([])

      def test_idempotent(cart):
          cart.clear()
    `),
    // Nobody says what should come back: a smoke test, for all that is known.
    inTest(py`
      def test_issue_812():
          Cart().add("book").remove("book")

      def test_big():
          cart = Cart()
          cart.fill(10_000)

      def test_placeholder():
          pass
    `),
    // What is compared and let go is ch03/bug-prone-construct's; a job that is given nothing gives nothing back.
    inTest(py`
      from shop.jobs import documentation, show

      view = logged(show)

      def test_comparing():
          cart = Cart()
          cart.count("book") == 2

      def test_documentation():
          documentation()

      def test_view(request):
          view(request)

      def test_copy_of_ring():
          ring.next = ring
          copied = copy(ring)  # this blew up once
    `),
    // Never run as such, or judged by someone else.
    inTest(py`
      import pytest
      from hypothesis import given

      @pytest.mark.skip(reason="gateway")
      def test_later():
          pay()

      @pytest.mark.xfail(strict=True)
      def test_known():
          pay()

      @given(texts)
      def test_any(text):
          parse(text)

      def test_speed(benchmark):
          benchmark(pay)

      @pytest.fixture
      def test_client():
          return make_client()

      def test_names():
          def test_inner():
              pay()
          return test_inner

      def test_rows():
          yield pay, 1
    `),
    // Not a test of this file, or not a test at all.
    inTest(py`
      class Helper:
          def test_connection(self):
              self.connect()

      def testing(self):
          pay()
    `),
    at('src/shop/pricing.py', 'def test_mode():\n    switch("test")\n'),
  ],
  nodes: { function_definition: findBlind },
});

/** What a line starts with that no such test has. */
const SEEING = /^\s*(?:(?:assert|raise|return|yield)\b|(?:with\s+)?self\.assert\w*\s*\()/;

/** False if each test visibly asserts, or has nothing to let go. */
function isBlind(line: string, index: number, lines: readonly string[]): boolean {
  if (!line.includes(' test') || !line.includes('def')) return false;
  const [, name = '', rest = ''] = /^\s*(?:async\s+)?def\s+(test(?:_|[A-Z])\w*|test)\b(.*)/.exec(line) ?? [];
  if (name === '' || NO_ERROR.test(name)) return false;
  if (!/:\s*$/.test(rest)) return true;
  return (
    !someBelow(lines, index, (one) => SEEING.test(one)) && mayDropResult(lastStatement(blockBelow(lines, index)), name)
  );
}

function mayDropResult(line: string, name: string): boolean {
  const [, called] = /^\s*(\w+)\s*\(/.exec(line) ?? [];
  if (called !== undefined) return name.toLowerCase().includes(called.toLowerCase());
  return /^\s*[^\W_]\w*\s*(?::[^=]*)?=/.test(line);
}

const ASSERTING =
  /assert|check|verif|expect|validat|should|snapshot|benchmark|match|approx|fail|raise|warn|ensure|compare|must|equal|golden|regress|deprecated|doctest|reveal_type|skip|xfail|exit|(^|_)(eq|ok|is)_?$|run_?test|testdir|pytester/i;

/** Words in a test's name, docstring or comments by which no error is the point. */
const NO_ERROR =
  /blew|segfault|used to|trigger|bpo-?\d|does_?n[o']?t|not_|_no_|without|swallow|allow|ignor|accept|close|idempotent|smoke|import|safe|noop|no_op|silent|succe|works?(_|\b)|twice|(^|_)can_|_ok(_|$)|runs?(_|$)|compil|deadlock|leak|hang|crash|regression|smoke|no (error|exception)|can be|avoid|\bgh-\d|#\d{2,}|not (raise|fail|crash|throw|hang|blow|error)|should (work|pass|run)|without (error|exception|raising|fail)|n't (raise|fail|crash|throw|error)/i;

function* findBlind(definition: PyNode, file: PythonFile): Iterable<Draft> {
  const name = nameText(definition);
  const body = definition.childForFieldName('body');
  if (!/^test(_|[A-Z]|$)/.test(name) || !body || enclosingFunction(definition) || !isCollected(definition)) return;
  if (decoratorsOf(definition).some((one) => !NEUTRAL.test(one.text)) || NO_ERROR.test(name) || saysWhy(definition))
    return;
  if (nodesIn(body, ['assert_statement', 'raise_statement', 'yield', 'return_statement'], { nested: true }).length > 0)
    return;
  if (!dropsResult(definition, name, file)) return;
  if (asserts(definition, file, 2)) return;
  const short = name.length > 40 ? `${name.slice(0, 39)}…` : name;
  yield {
    at: spanOf(definition.childForFieldName('name') ?? definition),
    message: `\`${short}\` passes whatever comes back: assert something about the result.`,
  };
}

/**
 * It works something out and lets it go: a last result that is never used, or a bare call of the function, from elsewhere, that the
 * test is named after. Other tests without assertions may well be there to see that nothing raises.
 */
function dropsResult(definition: PyNode, name: string, file: PythonFile): boolean {
  const last = bodyOf(definition).at(-1);
  const final = last?.type === 'expression_statement' ? last.firstNamedChild : null;
  if (final?.type === 'assignment') {
    const target = final.childForFieldName('left');
    if (
      target?.type !== 'identifier' ||
      target.text.startsWith('_') ||
      final.childForFieldName('right')?.type !== 'call'
    )
      return false;
    return definition.descendantsOfType('identifier').filter(({ text }) => text === target.text).length === 1;
  }
  const callee = final?.type === 'call' ? final.childForFieldName('function') : undefined;
  const words = name.replace(/^test_?/, '').toLowerCase();
  if (!final || (callee && final.childForFieldName('arguments')?.namedChildren.length === 0)) return false;
  return (
    callee?.type === 'identifier' &&
    file.nameOf(callee) !== undefined &&
    /^(?!(repr|str|hash|print|deepcopy|del)$)[a-z]\w\w/.test(callee.text) &&
    `_${words}_`.includes(`_${callee.text.toLowerCase()}_`)
  );
}

/** Decorators that leave a plain test a plain test. */
const NEUTRAL =
  /^((mock|unittest\.mock|mocker)\.)?patch\b|^pytest\.mark\.(parametrize|usefixtures|asyncio|anyio|django_db|slow|integration|unit)\b|^override_settings\b/;

/** At the top level, in a class that pytest collects, or in a test case. */
function isCollected(definition: PyNode): boolean {
  const owner = enclosingClass(definition);
  return (
    !owner ||
    nameText(owner).startsWith('Test') ||
    positionalArguments(owner).some(({ text }) => text.endsWith('TestCase'))
  );
}

function saysWhy(definition: PyNode): boolean {
  const words = [
    docstringOf(definition)?.text ?? '',
    ...definition.descendantsOfType('comment').map(({ text }) => text),
  ];
  return words.some((text) => NO_ERROR.test(text));
}

/** By a name that asserts, by a helper that does, or by one that nobody here can look into. */
function asserts(definition: PyNode, file: PythonFile, depth: number): boolean {
  const parameters = parametersOf(definition).map(({ name }) => name);
  if (
    parameters.some((name) =>
      /mock|snapshot|regtest|responses|respx|benchmark|expect|assert|check|golden|approval|verify|caplog|validator/i.test(
        name,
      ),
    )
  )
    return true;
  const statements = [...walkStatements(definition)];
  if (
    statements.some(
      (one) =>
        one.type === 'with_statement' &&
        [...one.children].some((part) => part.type === 'with_clause' && ASSERTING.test(part.text)),
    )
  )
    return true;
  const calls = nodesIn(definition, ['call'], { nested: true });
  return calls.some(
    (call) =>
      /\b(check|strict|raise_\w*)\s*=\s*True/.test(call.childForFieldName('arguments')?.text ?? '') ||
      isAsserting(call, parameters, file, depth),
  );
}

function isAsserting(call: PyNode, parameters: readonly string[], file: PythonFile, depth: number): boolean {
  const callee = call.childForFieldName('function');
  if (callee?.type === 'attribute') {
    const [object, name] = [
      callee.childForFieldName('object')?.text ?? '',
      callee.childForFieldName('attribute')?.text ?? '',
    ];
    if (ASSERTING.test(name) || ASSERTING.test(object)) return true;
    return object === 'self' || object === 'cls' || object === 'super()'
      ? methodAsserts(call, name, file, depth)
      : isHelperModule(file.nameOf(callee));
  }
  const name = callee?.text ?? '';
  if (ASSERTING.test(name) || parameters.includes(name) || /^[^\w]|\(/.test(name)) return true;
  if (isHelperModule(file.nameOf(callee))) return true;
  const own = file.root.descendantsOfType('function_definition').filter((one) => nameText(one) === name);
  return own.some((one) => holdsAssert(one, file, depth));
}

/** Tests share helpers from beside them; what is imported from there may assert. */
function isHelperModule(name: string | undefined): boolean {
  const shared = /(^|\.)(tests?|testing|conftest|\w*(helpers?|utils?|common|support|fixtures|testlib|asserts?)\w*)\./;
  return name !== undefined && (name.startsWith('.') || shared.test(name));
}

/** A method of another class may assert for all that is known here. */
function methodAsserts(call: PyNode, name: string, file: PythonFile, depth: number): boolean {
  const owner = enclosingClass(call);
  const own = owner?.descendantsOfType('function_definition').filter((one) => nameText(one) === name) ?? [];
  if (own.length > 0) return own.some((one) => holdsAssert(one, file, depth));
  const bases = owner ? positionalArguments(owner) : [];
  // A plain test case has none but the known ones, with `assert` in their names.
  return bases.some(({ text }) => !/^(unittest\.)?TestCase$|^object$/.test(text)) || bases.length === 0;
}

function holdsAssert(definition: PyNode, file: PythonFile, depth: number): boolean {
  if (nodesIn(definition, ['assert_statement', 'raise_statement'], { nested: true }).length > 0) return true;
  return depth > 0 && asserts(definition, file, depth - 1);
}
