import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Files } from '../../../src/core/check-info.ts';
import { logic, SHOP, testOf, untested } from '../../support/untested-change.ts';
import type { About } from '../../support/untested-change.ts';

type Case = readonly [name: string, after: Files, found?: readonly string[], before?: Files, about?: About];

/** What the change adds to the shop; an empty text removes a file. */
const REPORTED: readonly Case[] = [
  [
    'a new function and no test',
    { 'src/shop/pricing.py': logic('total') + logic('refund') },
    ['code src/shop/pricing.py: refund'],
  ],
  [
    'a private function of ten statements',
    {
      'src/shop/pricing.py': logic('total') + logic('_a').replace('return', 'x = 1\n    y = 2\n    z = 3\n    return'),
    },
    ['code src/shop/pricing.py: _a'],
  ],
  ['a new module', { 'src/shop/tax.py': logic('vat') }, ['module src/shop/tax.py: vat']],
  [
    'a new module while another test changes',
    {
      'src/shop/tax.py': logic('vat'),
      'tests/test_users.py': testOf('shop.users', 'rank') + 'def test_more():\n    assert rank(1)\n',
    },
    ['module src/shop/tax.py: vat'],
  ],
  [
    'a new function while the test of another module changes',
    {
      'src/shop/pricing.py': logic('total') + logic('refund'),
      'tests/test_users.py': testOf('shop.users', 'rank') + 'def test_more():\n    assert rank(1)\n',
    },
    ['code src/shop/pricing.py: refund'],
  ],
  [
    'two changed modules, one of them tested',
    {
      'src/shop/pricing.py': logic('total') + logic('refund') + logic('rebate'),
      'src/shop/users.py': logic('rank') + logic('grade'),
      'tests/test_users.py': testOf('shop.users', 'rank', 'grade'),
    },
    ['code src/shop/pricing.py: refund, rebate'],
  ],
  [
    'a second new function that no test names',
    {
      'src/shop/pricing.py': logic('total') + logic('refund') + logic('rebate'),
      'tests/test_pricing.py': testOf('shop.pricing', 'total', 'refund'),
    },
    ['code src/shop/pricing.py: rebate (unnamed)'],
  ],
  [
    'a test that is only reformatted',
    {
      'src/shop/pricing.py': logic('total') + logic('refund'),
      'tests/test_pricing.py': testOf('shop.pricing', 'total').replace(
        '(order) == 3',
        '(\n        order  # the usual\n    ) == 3',
      ),
    },
    ['code src/shop/pricing.py: refund'],
  ],
  [
    'a test that is only skipped',
    {
      'src/shop/pricing.py': logic('total') + logic('refund'),
      'tests/test_pricing.py': testOf('shop.pricing', 'total').replace(
        'def ',
        '@pytest.mark.skip(reason="slow")\ndef ',
      ),
    },
    ['code src/shop/pricing.py: refund'],
  ],
  [
    'a test that is deleted',
    { 'src/shop/pricing.py': logic('total') + logic('refund'), 'tests/test_pricing.py': '' },
    ['code src/shop/pricing.py: refund'],
  ],
  [
    'a test that only imports more',
    {
      'src/shop/pricing.py': logic('total') + logic('refund'),
      'tests/test_pricing.py': `import os\n${testOf('shop.pricing', 'total')}`,
    },
    ['code src/shop/pricing.py: refund'],
  ],
  [
    'a changed conftest alone',
    { 'src/shop/pricing.py': logic('total') + logic('refund'), 'tests/conftest.py': 'def order():\n    return 3\n' },
    ['code src/shop/pricing.py: refund'],
  ],
  [
    'a test of another project of the repository',
    {
      'a/pyproject.toml': '',
      'b/pyproject.toml': '',
      'a/src/utils.py': logic('vat'),
      'b/tests/test_utils.py': testOf('utils', 'vat'),
    },
    ['module a/src/utils.py: vat'],
  ],
  [
    'a test of a module of the same name',
    {
      'src/shop/api/rules.py': logic('vat'),
      'src/shop/web/rules.py': logic('toll'),
      'src/shop/api/__init__.py': '',
      'src/shop/web/__init__.py': '',
      'tests/test_rules.py': testOf('shop.web.rules', 'toll'),
    },
    ['module src/shop/api/rules.py: vat'],
  ],
  [
    'a script folder beside it does not excuse the package',
    { 'scripts/a.py': logic('vat'), 'src/shop/jobs/tasks.py': logic('send') },
    ['module src/shop/jobs/tasks.py: send'],
  ],
  [
    'a line for no tests without a reason',
    { 'src/shop/tax.py': logic('vat') },
    ['module src/shop/tax.py: vat'],
    SHOP,
    { body: 'no-tests:\n' },
  ],
  [
    'a line for no tests that the template hides',
    { 'src/shop/tax.py': logic('vat') },
    ['module src/shop/tax.py: vat'],
    SHOP,
    { body: '<!-- no-tests: why -->' },
  ],
  [
    'a project without any test, once',
    { 'shop.py': logic('vat'), 'users.py': logic('rank') + logic('grade') },
    ['module users.py: rank, grade (bare)'],
    {},
  ],
  [
    'a little in many files, by the one that changes most',
    {
      'src/shop/pricing.py': logic('total').replace(
        'return total_sum',
        'a = 1\n    b = 2\n    c = 3\n    d = 5\n    e = 8\n    return a',
      ),
      'src/shop/users.py': logic('rank').replace(
        'return rank_sum',
        'a = 1\n    b = 2\n    c = 3\n    d = 5\n    e = 8\n    return a',
      ),
    },
    ['code src/shop/pricing.py: total'],
  ],
];

const SILENT: readonly Case[] = [
  [
    'a test that imports the module under another name',
    {
      'src/shop/pricing.py': logic('total') + logic('refund'),
      'tests/unit/test_money.py': testOf('shop.pricing', 'refund'),
    },
  ],
  [
    'a test that imports from the package',
    { 'src/shop/pricing.py': logic('total') + logic('refund'), 'tests/unit/test_money.py': testOf('shop', 'refund') },
  ],
  [
    'a test that patches the module by a string',
    {
      'src/shop/pricing.py': logic('total').replace(
        'return',
        'order.a = 1\n    order.b = 2\n    order.c = 3\n    order.d = 4\n    order.e = 5\n    order.f = 6\n    order.g = 7\n    order.h = 8\n    order.i = 9\n    order.j = 0\n    return',
      ),
      'tests/test_app.py':
        'def test_app(client, mocker):\n    mocker.patch("shop.pricing.total")\n    assert client.get("/")\n',
    },
  ],
  [
    'a test beside the code',
    {
      'src/shop/tax.py': logic('vat'),
      'src/shop/test_tax.py': 'from .tax import vat\n\ndef test_vat():\n    assert vat(1)\n',
    },
  ],
  [
    'a test folder beside the code',
    {
      'shop/tax.py': logic('vat'),
      'shop/tests/test_vat_rules.py': 'from ..tax import vat\n\ndef test_vat():\n    assert vat(1)\n',
    },
  ],
  ['a flat layout', { 'tax.py': logic('vat'), 'test_tax.py': testOf('tax', 'vat') }],
  [
    'a Django app with tests.py',
    {
      'orders/tax.py': logic('vat'),
      'orders/urls.py': 'from . import tax\nurlpatterns = [path("", tax.vat)]\n',
      'orders/tests.py':
        'class OrderTests(TestCase):\n    def test_vat(self):\n        self.assertEqual(self.client.get("/"), 3)\n',
    },
  ],
  [
    'a test through the web',
    {
      'src/shop/pricing.py': logic('total') + logic('refund') + 'app.add(refund)\n',
      'tests/test_web.py': 'def test_refund(client):\n    assert client.post("/orders").status_code == 200\n',
    },
  ],
  [
    'a test of what calls it',
    {
      'src/shop/pricing.py': logic('total') + logic('refund'),
      'src/shop/users.py': `from shop.pricing import refund\n${logic('rank').replace('raise', 'return refund(order)\n        raise')}`,
      'tests/test_users.py': testOf('shop.users', 'rank') + 'def test_more():\n    assert rank(1)\n',
    },
  ],
  ['a module that was moved', { 'src/shop/pricing.py': '', 'src/shop/money/pricing.py': logic('total') }],
  [
    'a module that was renamed with its function',
    { 'src/shop/pricing.py': '', 'src/shop/prices.py': logic('total').replace('def total', 'def sum_up') },
  ],
  [
    'a function that moved into another module',
    { 'src/shop/pricing.py': 'from shop.sums import total\n', 'src/shop/sums.py': logic('total') },
  ],
  [
    'a helper taken out of a function',
    {
      'src/shop/pricing.py':
        logic('total').replace(/ {4}for[^]*count\n/, '    total_sum = add(order)\n') +
        logic('add')
          .replace(/ {4}if not[^]*/, '')
          .replaceAll('add', 'total')
          .replace('total', 'add'),
    },
  ],
  [
    'renamed variables',
    { 'src/shop/pricing.py': logic('total').replaceAll('total_sum', 'result').replaceAll('line', 'item') },
  ],
  [
    'comments, docstrings, annotations',
    {
      'src/shop/pricing.py': logic('total').replace(
        '(order, limit=10):',
        '(order: Order, limit: int = 10) -> int:\n    """Sum up.\n\n    Slowly.\n    """\n    # one by one\n    total_sum: int',
      ),
    },
  ],
  [
    'log messages and error texts',
    {
      'src/shop/pricing.py': logic('total')
        .replace('"nothing to total"', 'f"no lines in {order}"'.replace('{order}', ''))
        .replace('    for', `${'    log.info("more %s", order)\n'.repeat(12)}    for`),
    },
  ],
  [
    'imports and __all__',
    {
      'src/shop/__init__.py': `${Array.from({ length: 20 }, (_, index) => `from shop.m${index} import f${index}\n`).join('')}__all__ = ["f1", "f2"]\n`,
    },
  ],
  [
    'constants, enums and models',
    {
      'src/shop/kinds.py':
        'class Kind(Enum):\n    A = 1\n    B = 2\n\nclass Order(BaseModel):\n    id: int\n    lines: list[str] = []\n\nRATES = {"a": 1, "b": 2}\n',
    },
  ],
  [
    'a Protocol',
    {
      'src/shop/ports.py':
        'class Port(Protocol):\n    def send(self, order): ...\n    def close(self):\n        """Close."""\n        raise NotImplementedError\n',
    },
  ],
  ['code that coverage leaves out', { 'src/shop/debug.py': logic('dump').replace('):', '):  # pragma: no cover') }],
  [
    'a function with doctests',
    {
      'src/shop/tax.py': logic('vat').replace(
        '    vat_sum = 0',
        '    """\n    >>> vat([])\n    0\n    """\n    vat_sum = 0',
      ),
    },
  ],
  ['a migration', { 'shop/migrations/0002_more.py': logic('forwards') }],
  ['a script', { 'scripts/import_orders.py': logic('main') }],
  ['settings', { 'shop/settings/base.py': logic('paths') }],
  ['generated code', { 'src/shop/api_pb2.py': logic('vat') }],
  [
    'calls in a row',
    { 'src/shop/app.py': 'def create(app):\n    app.add(a)\n    app.add(b)\n    app.add(c)\n    return app\n' },
  ],
  ['a command line', { 'src/shop/cli.py': `@click.command()\n${logic('serve')}` }],
  ['deletions', { 'src/shop/users.py': '', 'tests/test_users.py': '' }],
  [
    'a smaller change of nine statements',
    {
      'src/shop/users.py': logic('rank').replace(
        'return',
        'order.a = 1\n    order.b = 2\n    order.c = 3\n    order.d = 4\n    return',
      ),
    },
  ],
  ['a bot', { 'src/shop/tax.py': logic('vat') }, [], SHOP, { bot: true }],
  ['a revert', { 'src/shop/tax.py': logic('vat') }, [], SHOP, { title: 'Revert "Drop VAT"' }],
  [
    'a line that says why no tests',
    { 'src/shop/tax.py': logic('vat') },
    [],
    SHOP,
    { body: 'Adds VAT.\n\nno-tests: covered by the end-to-end suite\n' },
  ],
  ['a label', { 'src/shop/tax.py': logic('vat') }, [], SHOP, { labels: ['No-Tests'] }],
  [
    'cases of a test as data',
    {
      'src/shop/tax.py': logic('vat') + 'HANDLERS.append(vat)\n',
      'src/shop/users.py': `from shop import tax\n${logic('rank')}`,
      'tests/data/cases/vat.json': '{"in": 1, "out": 2}\n',
    },
  ],
  [
    'a test that was there before its module',
    { 'src/shop/tax.py': logic('vat') },
    [],
    { ...SHOP, 'tests/test_tax.py': 'import pytest\n' },
  ],
];

describe('what of a change lacks a test', () => {
  for (const [cases, word] of [
    [REPORTED, 'reports'],
    [SILENT, 'says nothing of'],
  ] as const) {
    for (const [name, change, found = [], before = SHOP, about = {}] of cases) {
      test(`${word} ${name}`, () => {
        const after = Object.fromEntries(
          Object.entries({ ...before, ...change }).filter(
            ([path, text]) =>
              text !== '' || before[path] === '' || path.endsWith('.toml') || path.endsWith('__init__.py'),
          ),
        );
        assert.deepEqual(untested(before, after, about), found);
      });
    }
  }
});
