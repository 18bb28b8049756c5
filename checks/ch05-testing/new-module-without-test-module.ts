import {
  change,
  definePullCheck,
  findUntested,
  namesOfUntested,
  placeOfUntested,
  py,
  readCode,
  testPlace,
} from '../../src/sdk/check.ts';
import type { CodeFact, Files, Plain, Untested } from '../../src/sdk/check.ts';

const BEFORE: Files = {
  'src/shop/__init__.py': '',
  'src/shop/pricing.py': py`
    def net(price, rate):
        return price / (1 + rate)
  `,
  'tests/unit/test_pricing.py': py`
    from shop.pricing import net

    def test_net():
        assert net(119, 0.19) == 100
  `,
};
function tax(mark = ''): string {
  return py`
  RATES = {"book": 0.07}

  def vat(item, country):${mark}
      if country.untaxed:
          return 0
      return item.price * RATES.get(item.kind, 0.19)
`;
}

const TEST_VAT = py`
  from shop.tax import vat

  def test_books_are_taxed_less(book, germany):
      assert vat(book, germany) == 0.07 * book.price
`;
/** A new file and nothing else. */
function adding(path: string, text: string): ReturnType<typeof change> {
  return change(BEFORE, { ...BEFORE, [path]: text });
}

export default definePullCheck({
  title: 'New module that no test knows',
  on: 'pull',
  bullet: 'Pyramid',
  severity: 'warning',
  preset: 'recommended',
  why: `The first test of a module is the hardest to write, and it gets harder with all that is built on it. Written with the
    module, it also shows whether the module can be used without the rest. Where whole files are looked at no change could have had
    tests with it, and nothing is said.`,
  whenNotTo:
    'The module only ties others together and is run by tests of the whole; a line `no-tests: reason` in the description says so.',
  files: ['*.py'],
  options: {
    statements: {
      type: 'integer',
      default: 10,
      min: 1,
      max: 1000,
      about: 'New executable statements from which on it is more than a notice.',
    },
    labels: {
      type: 'strings',
      default: ['no-tests', 'skip-tests'],
      about: 'Labels of pull requests that need no tests.',
    },
  },
  examples: [
    {
      title: 'A module comes with its first test',
      bad: adding('src/shop/tax.py', tax('  # <-')),
      good: change(BEFORE, { ...BEFORE, 'src/shop/tax.py': tax(), 'tests/unit/test_tax.py': TEST_VAT }),
    },
    {
      title: 'The test of another module is none for this one',
      bad: change(BEFORE, {
        ...BEFORE,
        'src/shop/tax.py': tax('  # <-'),
        'tests/unit/test_pricing.py': BEFORE['tests/unit/test_pricing.py'] + '    assert net(0, 0.19) == 0\n',
      }),
      good: change(BEFORE, {
        ...BEFORE,
        'src/shop/tax.py': tax(),
        'tests/unit/test_pricing.py': `${TEST_VAT}    assert net(book.price, 0)\n`,
      }),
    },
  ],
  quiet: [
    // Tested under another name, beside it, or by whoever uses it.
    change(BEFORE, { ...BEFORE, 'src/shop/tax.py': tax(), 'tests/system/test_checkout.py': TEST_VAT }),
    change(BEFORE, {
      ...BEFORE,
      'src/shop/tax.py': tax(),
      'src/shop/tax_test.py': TEST_VAT.replace('shop.tax', '.tax'),
    }),
    change(BEFORE, {
      ...BEFORE,
      'src/shop/tax.py': tax(),
      'src/shop/pricing.py': 'from shop.tax import vat\n\ndef net(price, rate):\n    return price - vat(price, rate)\n',
      'tests/unit/test_pricing.py': BEFORE['tests/unit/test_pricing.py'] + '    assert net(0, 0.19) == 0\n',
    }),
    // A test that was written first.
    change(
      { ...BEFORE, 'tests/unit/test_tax.py': TEST_VAT },
      { ...BEFORE, 'tests/unit/test_tax.py': TEST_VAT, 'src/shop/tax.py': tax() },
    ),
    // Moved here, whole.
    change({ ...BEFORE, 'src/shop/money.py': tax() }, { ...BEFORE, 'src/shop/tax.py': tax() }),
    // Nothing to run.
    adding(
      'src/shop/kinds.py',
      'class Kind(Enum):\n    BOOK = "book"\n    FOOD = "food"\n\nLABELS = {kind: kind.name.title() for kind in Kind}\n',
    ),
    adding('src/shop/models.py', 'class Order(BaseModel):\n    id: int\n    lines: list[Line] = []\n'),
    adding(
      'src/shop/ports.py',
      'class Mailer(Protocol):\n    def send(self, mail: Mail) -> None: ...\n\n    def close(self) -> None:\n        raise NotImplementedError\n',
    ),
    adding(
      'src/shop/api/__init__.py',
      'from .orders import list_orders\nfrom .users import list_users\n\n__all__ = ["list_orders", "list_users"]\n',
    ),
    // Wiring: calls in a row, a command line, what runs with \`python -m\`.
    adding(
      'src/shop/app.py',
      'def create_app(settings):\n    app = Flask(__name__)\n    app.register(orders)\n    app.register(users)\n    return app\n',
    ),
    adding(
      'src/shop/cli.py',
      '@click.command()\ndef serve(port):\n    if port < 1024:\n        raise SystemExit(1)\n    app = create_app()\n    app.run(port)\n',
    ),
    adding('src/shop/__main__.py', tax()),
    // Helpers of tests are tested by the tests.
    adding('tests/builders.py', tax()),
  ],
  collect: { python: (file): Plain<CodeFact> => readCode(file) },
  inWholeFiles: () => false,
  *run({ options, ...seen }) {
    for (const one of findUntested(seen, options)) {
      if (one.kind !== 'module') continue;
      const weak = one.bare || one.statements < options.statements;
      yield {
        path: one.file.path,
        at: placeOfUntested(one),
        message: messageFor(one),
        key: 'tests',
        ...(weak && { severity: 'notice' as const }),
      };
    }
  },
});

function messageFor(one: Untested): string {
  const [names, place] = [namesOfUntested(one), testPlace(one)];
  if (one.bare) return `No test covers ${names}; this project has none yet: ${place} could be its first.`;
  return `No test knows this new module: ${place} is the place to test ${names}.`;
}
