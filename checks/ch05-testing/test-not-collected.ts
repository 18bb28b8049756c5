import {
  at,
  change,
  definePullCheck,
  FILE_START,
  findHiddenTests,
  freshItems,
  isFirstOutside,
  py,
  pytestNames,
  shortName,
  toml,
  placesOfHiddenTests,
  usesPytest,
} from '../../src/sdk/check.ts';
import type { HiddenTest, HiddenTests, PullDraft, PullFile, PytestNames } from '../../src/sdk/check.ts';

const PYTEST = toml`
  [tool.pytest.ini_options]
  testpaths = ["tests"]
`;

export default definePullCheck<HiddenTests>({
  title: 'Test that pytest never finds',
  on: 'pull',
  bullet: 'pytest',
  severity: 'warning',
  preset: 'recommended',
  why: `pytest finds tests by the names of files, classes and functions, and passes over everything else without a word. A test that
    is never found looks like one that passes.`,
  whenNotTo: 'Another program runs it, or a test of another file takes it up.',
  files: ['*.py'],
  places: placesOfHiddenTests,
  examples: [
    {
      title: 'Prepare in `setup_method`: a class with `__init__` is passed over',
      bad: at(
        'tests/test_cart.py',
        py`
          class TestCart:
              def __init__(self):  # <-
                  self.cart = Cart()

              def test_total(self):
                  assert self.cart.total == 0
        `,
      ),
      good: at(
        'tests/test_cart.py',
        py`
          class TestCart:
              def setup_method(self):
                  self.cart = Cart()

              def test_total(self):
                  assert self.cart.total == 0
        `,
      ),
    },
    {
      title: 'A test inside a test is never run',
      bad: at(
        'tests/test_cart.py',
        py`
          def test_total():
              assert Cart().total == 0

              def test_discount():  # <-
                  assert Cart(voucher=5).discount == 5
        `,
      ),
      good: at(
        'tests/test_cart.py',
        py`
          def test_total():
              assert Cart().total == 0


          def test_discount():
              assert Cart(voucher=5).discount == 5
        `,
      ),
    },
    {
      title: 'Names begin with what pytest looks for',
      bad: {
        'pyproject.toml': PYTEST,
        'tests/cart_checks.py': py`
          def test_total():  # <-
              assert Cart().total == 0
        `,
        'tests/test_prices.py': py`
          class PriceTests:  # <-
              def test_rounding(self):
                  assert price(1.25) == 1.3
        `,
      },
      good: {
        'pyproject.toml': PYTEST,
        'tests/test_cart_checks.py': py`
          def test_total():
              assert Cart().total == 0
        `,
        'tests/test_prices.py': py`
          class TestPrices:
              def test_rounding(self):
                  assert price(1.25) == 1.3
        `,
      },
    },
    {
      title: 'Put tests where pytest is told to look',
      bad: { 'pyproject.toml': PYTEST, 'checks/test_login.py': 'def test_login():  # <-\n    assert login("ada")\n' },
      good: { 'pyproject.toml': PYTEST, 'tests/test_login.py': 'def test_login():\n    assert login("ada")\n' },
    },
  ],
  quiet: [
    // Named by the project; used by something else; made on purpose.
    {
      'pyproject.toml': toml`
        [tool.pytest.ini_options]
        python_files = ["check_*.py", "tests/unit/*.py"]
        python_classes = ["*Tests", "Describe"]
        testpaths = ["tests"]
      `,
      'tests/check_cart.py': py`
        class CartTests:
            def test_total(self):
                assert Cart().total == 0

        class DescribePrices:
            def test_rounding(self):
                assert price(1.25) == 1.3
      `,
      'tests/unit/cart.py': py`
        def test_total():
            assert Cart().total == 0
      `,
    },
    {
      'pyproject.toml': PYTEST,
      'tests/test_cart.py': py`
        import unittest
        from dataclasses import dataclass

        class CartTests(unittest.TestCase):
            def __init__(self, *args):
                super().__init__(*args)

            def test_total(self):
                assert Cart().total == 0

        class OrderTests:
            def test_total(self):
                assert self.order.total == 0

        class TestShopOrder(OrderTests):
            order = Order()

        class TestServer:
            def __init__(self, port):
                self.port = port

        class TestBase:
            __test__ = False

            def __init__(self):
                self.port = 80

            def test_port(self):
                assert self.port

        def test_twice(client):
            def test_once():
                assert client.get("/")

            test_once()
            run(test_once)

        def test_route(app):
            @app.get("/")
            def test_view():
                assert app.ready
      `,
      'tests/helpers.py': py`
        def test_client(app):
            assert app.ready
            return app.client()
      `,
      'tests/load.py': py`
        def test_load():
            assert hammer("/") < 2

        if __name__ == "__main__":
            test_load()
      `,
      'tests/client.py': py`
        import pytest

        @pytest.fixture
        def test_client(app):
            assert app.ready
            return app.client()
      `,
      'src/shop/health.py': py`
        class TestConnection:
            def __init__(self, database):
                self.database = database

            def test_write(self):
                assert self.database.write("x")
      `,
    },
    // What pytest is told here is not known; here is no pytest.
    {
      'tox.ini': '[pytest]\n',
      'tests/cart_checks.py': 'import pytest\n\ndef test_total():\n    assert Cart().total == 0\n',
    },
    at('tests/cart_checks.py', 'def test_total():\n    assert Cart().total == 0\n'),
    // A folder beside `testpaths` that had tests before.
    change(
      { 'pyproject.toml': PYTEST, 'e2e/test_shop.py': 'def test_shop(): assert True\n' },
      {
        'pyproject.toml': PYTEST,
        'e2e/test_shop.py': 'def test_shop(): assert True\n',
        'e2e/test_login.py': 'def test_login(): assert True\n',
      },
    ),
    // It was there before.
    change(
      { 'pyproject.toml': PYTEST, 'tests/cart_checks.py': 'def test_total():\n    assert Cart().total == 0\n' },
      { 'pyproject.toml': PYTEST, 'tests/cart_checks.py': 'def test_total():\n    assert Cart().total == 1\n' },
    ),
  ],
  collect: { python: findHiddenTests },
  mentions: ['def test_'],
  *run({ files, tree, wholeFiles }) {
    for (const file of files) {
      if (file.status === 'context' || LEFT_OUT.some((name) => file.classes.has(name))) continue;
      const names = pytestNames(file.project, tree);
      // A new name may hide what was found before.
      const wasFound = file.previousPath !== undefined && names?.isTestFile(file.previousPath);
      for (const hidden of wasFound ? (file.fact ?? []) : freshItems(file)) yield* judge(hidden, file, names);
      const isNew = !wholeFiles && file.status !== 'modified';
      if (
        isNew &&
        names?.isTestFile(file.path) &&
        /^def test_/m.test(file.text ?? '') &&
        isFirstOutside(file.path, names, tree)
      )
        yield { path: file.path, at: FILE_START, message: OUTSIDE, key: 'folder', severity: 'notice' };
    }
  },
});

const OUTSIDE =
  'Started without a path, pytest searches the folders of `testpaths` only, and this file is in none of them.';

const LEFT_OUT = ['generated', 'vendored', 'fixture', 'template'] as const;

function* judge(
  { kind, name, inside, at: place, key }: HiddenTest,
  file: PullFile<HiddenTests>,
  names: PytestNames | undefined,
): Iterable<PullDraft> {
  const isRead = names?.isTestFile(file.path) ?? /(^|\/)(test_[^/]*|[^/]*_test)\.py$/.test(file.path);
  const draft = { path: file.path, at: place, key };
  const shown = shortName(name);
  if (kind === 'nested' && (isRead || file.classes.has('test')))
    yield { ...draft, message: `This test stands inside of \`${inside}\`, where pytest does not look; move it out.` };
  if (kind === 'class-with-init' && isRead)
    yield {
      ...draft,
      message: `pytest passes over \`${shown}\` because of its \`__init__\`; prepare in \`setup_method\` or in a fixture.`,
    };
  if (kind === 'class-name' && isRead && names && !names.isTestClass(name))
    yield {
      ...draft,
      message: `pytest does not take \`${shown}\` for a class of tests; its name has to start with \`Test\`.`,
    };
  if (kind === 'function' && names && !isRead && isMeantAsTests(file))
    yield {
      ...draft,
      key: 'file',
      message: 'pytest does not read a file of this name, so that its tests never run; call it `test_….py`.',
    };
}

/** Files of helpers have other names, and are taken up by tests; a script runs its tests itself. */
function isMeantAsTests(file: PullFile<HiddenTests>): boolean {
  const { path, classes, text: source = '' } = file;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return usesPytest(file) && classes.has('test') && !HELPERS.test(name) && !/__name__\s*==/.test(source);
}

const HELPERS =
  /^(conftest|__\w+__)\.py$|base|common|mixin|helper|util|shared|abstract|support|case|suite|plugin|factor|fixture|client|stub|fake|mock/i;
