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

const NET = py`
  def net(price, rate):
      return price / (1 + rate)
`;
const DISCOUNT = py`


  def discount(order, today):
      if order.customer.blocked:
          return 0
      share = 0.05 if order.total > 100 else 0
      if today in order.customer.holidays:
          share += 0.1
      return round(order.total * share, 2)
`;
const TEST_NET = py`
  from shop.pricing import net

  def test_net():
      assert net(119, 0.19) == 100
`;
const TEST_DISCOUNT = py`
  from shop.pricing import discount

  def test_blocked_customers_have_no_discount(order, today):
      order.customer.blocked = True
      assert discount(order, today) == 0
`;
const SEND = py`
  def send_invoice(order, mailer):
      invoice = order.invoice()
      mailer.send(invoice, order.customer.address)
`;
const SEND_AGAIN = py`
  def send_invoice(order, mailer):
      invoice = order.invoice()
      for pause in (0, 1, 5, 30):
          time.sleep(pause)
          mailer.send(invoice, order.customer.address)
          status = mailer.status(invoice)
          if status == "sent":
              return invoice
          if status == "refused":
              raise Undeliverable(order)
          if pause > order.patience:
              order.later.append(invoice)
              break
      return None
`;

const BEFORE: Files = {
  'src/shop/pricing.py': NET,
  'src/shop/mail.py': SEND,
  'tests/test_pricing.py': TEST_NET,
  'tests/test_mail.py': py`
  from shop.mail import send_invoice

  def test_an_invoice_is_sent(order, mailer):
      send_invoice(order, mailer)
      assert mailer.sent
`,
};
const WITH_DISCOUNT: Files = { ...BEFORE, 'src/shop/pricing.py': NET + DISCOUNT };

function withPytest(setting: string): Files {
  return { ...BEFORE, 'pyproject.toml': `[tool.pytest.ini_options]\n${setting}\n` };
}

export default definePullCheck({
  title: 'Changed code without a changed test',
  on: 'pull',
  bullet: 'Pyramid',
  severity: 'warning',
  preset: 'recommended',
  why: `Whoever writes the code knows best what it should do, and a week later nobody does. A test in the same change says it for
    good; without one, the next change may undo this one unseen. Where whole files are
    looked at nothing changes, and nothing is said.`,
  whenNotTo: `The change is a refactoring that today's tests hold: a line \`no-tests: reason\` in the description, or a label, says so.`,
  files: ['*.py'],
  options: {
    statements: {
      type: 'integer',
      default: 10,
      min: 1,
      max: 1000,
      about:
        'New executable statements of a file from which on a test is missed; of a new public function, three are enough.',
    },
    labels: {
      type: 'strings',
      default: ['no-tests', 'skip-tests'],
      about: 'Labels of pull requests that need no tests.',
    },
  },
  examples: [
    {
      title: 'Test what is new',
      bad: change(BEFORE, { ...BEFORE, 'src/shop/pricing.py': NET + DISCOUNT.replace('today):', 'today):  # <-') }),
      good: change(BEFORE, { ...WITH_DISCOUNT, 'tests/test_pricing.py': `${TEST_NET}\n\n${TEST_DISCOUNT}` }),
    },
    {
      title: 'Test what works differently now',
      bad: change(BEFORE, { ...BEFORE, 'src/shop/mail.py': SEND_AGAIN.replace('30):', '30):  # <-') }),
      good: change(BEFORE, {
        ...BEFORE,
        'src/shop/mail.py': SEND_AGAIN,
        'tests/test_mail.py': py`
          from shop.mail import send_invoice

          def test_a_refused_invoice_is_an_error(order, refusing_mailer):
              with pytest.raises(Undeliverable):
                  send_invoice(order, refusing_mailer)
        `,
      }),
    },
    {
      title: 'A test beside it is not yet a test of it',
      bad: change(BEFORE, {
        ...BEFORE,
        'src/shop/pricing.py': NET + DISCOUNT.replace('today):', 'today):  # <-'),
        'tests/test_pricing.py': TEST_NET + '\n\ndef test_net_of_nothing():\n    assert net(0, 0.19) == 0\n',
      }),
      good: change(BEFORE, { ...WITH_DISCOUNT, 'tests/unit/test_rebates.py': TEST_DISCOUNT }),
    },
  ],
  quiet: [
    // Moved, with its name.
    change(WITH_DISCOUNT, { ...BEFORE, 'src/shop/rebates.py': DISCOUNT.trimStart() }),
    // Renamed, with its variables.
    change(WITH_DISCOUNT, {
      ...BEFORE,
      'src/shop/pricing.py': NET + DISCOUNT.replace('discount', 'rebate').replaceAll('share', 'part'),
    }),
    // Annotations, docstring, comments, layout.
    change(WITH_DISCOUNT, {
      ...BEFORE,
      'src/shop/pricing.py':
        NET +
        DISCOUNT.replace(
          '(order, today):',
          '(order: Order, today: date) -> Decimal:\n    """What the customer saves.\n\n    Never negative.\n    """',
        ).replace('if order.customer.blocked:', 'if (\n        order.customer.blocked  # see the contract\n    ):'),
    }),
    // The author says why.
    change(BEFORE, WITH_DISCOUNT, {
      body: 'Discounts for the summer.\n\nno-tests: the old suite runs them through the till',
    }),
    change(BEFORE, WITH_DISCOUNT, { labels: ['no-tests'] }),
    change(BEFORE, WITH_DISCOUNT, { title: 'Revert "Drop discounts"' }),
    // Not for this check: settings, migrations, scripts, generated code, and what coverage leaves out.
    change(BEFORE, {
      ...BEFORE,
      'src/shop/settings.py': DISCOUNT.trimStart(),
      'src/shop/migrations/0002_discount.py': DISCOUNT.trimStart(),
      'scripts/discounts.py': DISCOUNT.trimStart(),
      'src/shop/rules.py': `# Generated by rulegen. Do not edit.\n${DISCOUNT.trimStart()}`,
      'src/shop/debug.py': DISCOUNT.trimStart().replace('today):', 'today):  # pragma: no cover'),
    }),
    // Examples that doctest runs.
    change(BEFORE, {
      ...BEFORE,
      'src/shop/pricing.py':
        NET + DISCOUNT.replace('today):', 'today):\n    """\n    >>> discount(blocked, monday)\n    0\n    """'),
    }),
    // A test beside it, by a name of the project's own.
    change(withPytest('python_files = ["*_spec.py"]'), {
      ...withPytest('python_files = ["*_spec.py"]'),
      'src/shop/mail.py': SEND_AGAIN,
      'src/shop/mail_spec.py':
        'from shop.mail import send_invoice\n\ndef test_mail():\n    assert send_invoice(1, 2)\n',
    }),
    // Data for a test that runs all of it.
    change(BEFORE, {
      ...BEFORE,
      'src/shop/mail.py': SEND_AGAIN,
      'tests/data/mails.json': '{"sent": ["refused", "sent"]}\n',
    }),
  ],
  collect: { python: (file): Plain<CodeFact> => readCode(file) },
  inWholeFiles: () => false,
  *run({ options, ...seen }) {
    for (const one of findUntested(seen, options)) {
      if (one.kind !== 'code') continue;
      const weak = one.bare || one.lacks === 'names' || one.growth < options.statements;
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
  if (one.lacks === 'names') return `No test names the new ${names}: ${place} is the place for one.`;
  return `No test changes with ${names}: ${one.place.exists ? 'add to' : 'write'} ${place}.`;
}
