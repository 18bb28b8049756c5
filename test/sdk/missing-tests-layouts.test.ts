import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Files } from '../../src/core/check-info.ts';
import { logic, SHOP, testOf, untested } from '../support/untested-change.ts';

type History = readonly [name: string, before: Files, after: Files, found?: readonly string[]];

const BOTH = logic('total') + logic('refund');

/** A change to the shop: what it adds or writes anew. */
function shop(change: Files): readonly [Files, Files] {
  return [SHOP, { ...SHOP, ...change }];
}
function without(files: Files, ...paths: readonly string[]): Files {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)));
}
/** `count` plain statements. */
function steps(count: number): string {
  return Array.from({ length: count }, (_, index) => `    order.step_${index} = ${index} + limit\n`).join('');
}
const LONGER = logic('total').replace('    return', `${steps(12)}    return`);

const INNER: Files = {
  'src/shop/__init__.py': '',
  'src/shop/pricing.py': logic('total'),
  'src/shop/users.py': logic('rank'),
  'src/shop/tests/__init__.py': '',
  'src/shop/tests/test_pricing.py':
    'from shop.pricing import total\n\ndef test_total(order):\n    assert total(order) == 3\n',
};
const MONO: Files = {
  'services/api/pyproject.toml': '',
  'services/api/src/api/__init__.py': '',
  'services/api/src/api/rates.py': logic('rate'),
  'services/api/tests/test_rates.py': testOf('api.rates', 'rate'),
  'services/jobs/pyproject.toml': '',
  'services/jobs/src/jobs/__init__.py': '',
  'services/jobs/src/jobs/rates.py': logic('fetch_rate'),
  'services/jobs/tests/test_rates.py': testOf('jobs.rates', 'fetch_rate'),
};

const HISTORIES: readonly History[] = [
  // layouts
  [
    'says nothing where the test of a package changes within the package',
    INNER,
    {
      ...INNER,
      'src/shop/pricing.py': BOTH,
      'src/shop/tests/test_pricing.py': testOf('shop.pricing', 'total', 'refund'),
    },
  ],
  [
    'reports code while a test of another module changes within the package',
    INNER,
    { ...INNER, 'src/shop/pricing.py': LONGER, 'src/shop/tests/test_users.py': testOf('shop.users', 'rank') },
    ['code src/shop/pricing.py: total'],
  ],
  [
    'says nothing where an inner test imports the module by a relative import',
    INNER,
    {
      ...INNER,
      'src/shop/pricing.py': LONGER,
      'src/shop/tests/test_sums.py': 'from .. import pricing\n\ndef test_sum():\n    assert pricing.total(1)\n',
    },
  ],
  [
    'says nothing where a test of the same name changes in a folder of unit tests',
    ...shop({ 'src/shop/pricing.py': LONGER, 'tests/unit/test_pricing.py': testOf('shop.pricing', 'total') }),
  ],
  [
    'says nothing where an integration test has the module in its name',
    ...shop({
      'src/shop/pricing.py': LONGER,
      'tests/integration/test_pricing_integration.py':
        'def test_checkout(client):\n    assert client.post("/orders", json={}).status_code == 201\n',
    }),
  ],
  [
    'says nothing where a test case of unittest changes',
    { 'shop/__init__.py': '', 'shop/pricing.py': logic('total'), 'test/test_pricing.py': 'import unittest\n' },
    {
      'shop/__init__.py': '',
      'shop/pricing.py': LONGER,
      'test/test_pricing.py':
        'import unittest\nfrom shop.pricing import total\n\nclass PricingTest(unittest.TestCase):\n    def test_total(self):\n        self.assertEqual(total(1), 3)\n',
    },
  ],
  [
    'says nothing where the test file is called after the class',
    { 'shop/__init__.py': '', 'shop/pricing.py': logic('total') },
    {
      'shop/__init__.py': '',
      'shop/pricing.py': LONGER,
      'tests/TestPricing.py':
        'import unittest\nfrom shop.pricing import total\n\nclass PricingTest(unittest.TestCase):\n    def test_total(self):\n        self.assertEqual(total(1), 3)\n',
    },
  ],
  [
    'says nothing where test files end in _tests',
    { 'shop/__init__.py': '', 'shop/pricing.py': logic('total') },
    { 'shop/__init__.py': '', 'shop/pricing.py': LONGER, 'tests/pricing_tests.py': testOf('shop.pricing', 'total') },
  ],
  [
    'says nothing where a test of a namespace package changes',
    { 'src/acme/shop/pricing.py': logic('total'), 'tests/test_pricing.py': testOf('acme.shop.pricing', 'total') },
    {
      'src/acme/shop/pricing.py': LONGER,
      'tests/test_sums.py': testOf('acme.shop.pricing', 'total'),
      'tests/test_pricing.py': testOf('acme.shop.pricing', 'total'),
    },
  ],
  [
    'says nothing where a changed test may reach the code by way of files that were not read',
    {
      'src/acme/shop/pricing.py': logic('total'),
      'src/acme/shop/users.py': logic('rank'),
      'tests/test_users.py': testOf('acme.shop.users', 'rank'),
    },
    {
      'src/acme/shop/pricing.py': LONGER,
      'src/acme/shop/users.py': logic('rank'),
      'tests/test_users.py': testOf('acme.shop.users', 'rank') + 'def test_more():\n    assert rank(1)\n',
    },
  ],
  // monorepo
  [
    'says nothing where the test of the same service changes',
    MONO,
    {
      ...MONO,
      'services/api/src/api/rates.py': logic('rate') + logic('refund'),
      'services/api/tests/test_rates.py': testOf('api.rates', 'rate', 'refund'),
    },
  ],
  [
    'reports code whose test of the same name is that of another service',
    MONO,
    {
      ...MONO,
      'services/api/src/api/rates.py': logic('rate') + logic('refund'),
      'services/jobs/tests/test_rates.py':
        testOf('jobs.rates', 'fetch_rate') + 'def test_more():\n    assert fetch_rate(1)\n',
    },
    ['code services/api/src/api/rates.py: refund'],
  ],
  [
    'reports new code that a test of the same name in another folder does not name',
    {
      'api/rates.py': logic('rate'),
      'jobs/rates.py': logic('fetch_rate'),
      'jobs/tests/test_rates.py': testOf('rates', 'fetch_rate'),
    },
    {
      'api/rates.py': logic('rate') + logic('refund'),
      'jobs/rates.py': logic('fetch_rate'),
      'jobs/tests/test_rates.py': testOf('rates', 'fetch_rate') + 'def test_more():\n    assert fetch_rate(1)\n',
    },
    ['code api/rates.py: refund (unnamed)'],
  ],
  [
    'reports a new function that nothing brings to the integration tests',
    ...shop({
      'src/shop/pricing.py': BOTH,
      'integration_tests/test_flow.py': 'def test_refund_flow(client):\n    assert client.get("/")\n',
    }),
    ['code src/shop/pricing.py: refund (unnamed)'],
  ],
  // importlib
  [
    'says nothing where a test imports modules by their names',
    ...shop({
      'src/shop/tax.py': logic('vat'),
      'src/shop/pricing.py': `from shop.tax import vat\n${logic('total')}`,
      'tests/test_all.py':
        'import importlib\nimport pytest\n\n@pytest.mark.parametrize("name", ["shop.tax", "shop.users"])\ndef test_module(name, order):\n    module = importlib.import_module(name)\n    assert module.check(order)\n',
    }),
  ],
  [
    'says nothing where a test puts the names of modules together',
    ...shop({
      'src/shop/tax.py': logic('vat'),
      'tests/test_all.py':
        'import importlib\nimport pytest\n\n@pytest.mark.parametrize("name", ["tax", "users"])\ndef test_module(name, order):\n    module = importlib.import_module(f"shop.{name}")\n    assert module.check(order)\n',
    }),
  ],
  [
    'says nothing where a test goes through all modules of a package',
    ...shop({
      'src/shop/plugins/tax.py': logic('vat'),
      'tests/test_all.py':
        'import pkgutil\nimport shop\n\ndef test_all():\n    for one in pkgutil.walk_packages(shop.__path__):\n        assert one\n',
    }),
  ],
  // doctest
  [
    'says nothing where examples in a text below the tests change',
    ...shop({
      'src/shop/pricing.py': BOTH,
      'tests/pricing.txt': '>>> from shop.pricing import refund\n>>> refund(1)\n3\n',
    }),
  ],
  [
    'reports new code that only a page of the documentation names',
    ...shop({ 'src/shop/pricing.py': BOTH, 'docs/pricing.rst': '>>> refund(1)\n3\n' }),
    ['code src/shop/pricing.py: refund'],
  ],
  // renames
  [
    'says nothing of a module that is renamed with its test',
    SHOP,
    {
      ...without(SHOP, 'src/shop/pricing.py', 'tests/test_pricing.py'),
      'src/shop/prices.py': logic('total'),
      'tests/test_prices.py': testOf('shop.prices', 'total'),
    },
  ],
  [
    'reports what is new in a module that is renamed with its test',
    SHOP,
    {
      ...without(SHOP, 'src/shop/pricing.py', 'tests/test_pricing.py'),
      'src/shop/prices.py': BOTH,
      'tests/test_prices.py': testOf('shop.prices', 'total'),
    },
    ['code src/shop/prices.py: refund'],
  ],
  [
    'says nothing of a renamed module whose new code the renamed test names',
    SHOP,
    {
      ...without(SHOP, 'src/shop/pricing.py', 'tests/test_pricing.py'),
      'src/shop/prices.py': BOTH,
      'tests/test_prices.py': testOf('shop.prices', 'total', 'refund'),
    },
  ],
  [
    'says nothing of a module that becomes a package',
    SHOP,
    {
      ...without(SHOP, 'src/shop/pricing.py'),
      'src/shop/pricing/__init__.py': 'from .total import total\n',
      'src/shop/pricing/total.py': logic('total'),
    },
  ],
  [
    'reports new code where a test is only renamed',
    SHOP,
    {
      ...without(SHOP, 'tests/test_pricing.py'),
      'src/shop/pricing.py': BOTH,
      'tests/test_prices.py': testOf('shop.pricing', 'total'),
    },
    ['code src/shop/pricing.py: refund'],
  ],
  // private
  // test side
  [
    'reports new code beside a changed fixture that names nothing of it',
    ...shop({ 'src/shop/pricing.py': BOTH, 'tests/fixtures/order.py': 'ORDER = 3\n' }),
    ['code src/shop/pricing.py: refund (unnamed)'],
  ],
  [
    'says nothing where the data of a test changes',
    ...shop({ 'src/shop/pricing.py': LONGER, 'tests/data/orders.json': '{}\n' }),
  ],
  [
    'reports new code where only helpers of tests change',
    ...shop({ 'src/shop/pricing.py': BOTH, 'tests/helpers.py': 'def make_order():\n    return 3\n' }),
    ['code src/shop/pricing.py: refund'],
  ],
  [
    'says nothing where a base class of tests names the new code',
    ...shop({
      'src/shop/pricing.py': BOTH,
      'tests/base.py': 'class PricingBase:\n    def test_refund(self):\n        assert self.refund() == 3\n',
    }),
  ],
  [
    'says nothing where a test has one more case',
    {
      ...SHOP,
      'tests/test_pricing.py':
        'import pytest\nfrom shop.pricing import total\n\n@pytest.mark.parametrize("n", [1, 2])\ndef test_total(n):\n    assert total(n)\n',
    },
    {
      ...SHOP,
      'src/shop/pricing.py': LONGER,
      'tests/test_pricing.py':
        'import pytest\nfrom shop.pricing import total\n\n@pytest.mark.parametrize("n", [1, 2, 3])\ndef test_total(n):\n    assert total(n)\n',
    },
  ],
  [
    'says nothing where recorded answers change',
    ...shop({ 'src/shop/pricing.py': LONGER, 'tests/cassettes/a.yaml': 'a: 1\n' }),
  ],
  [
    'says nothing where snapshots change',
    ...shop({ 'src/shop/pricing.py': LONGER, 'tests/__snapshots__/test_a.ambr': '# name: a\n' }),
  ],
  [
    'says nothing where a feature of behave changes',
    ...shop({ 'src/shop/pricing.py': LONGER, 'features/pricing.feature': 'Feature: a\n' }),
  ],
  [
    'says nothing of names that a package hands on',
    ...shop({
      'src/shop/__init__.py':
        'from .pricing import total\nfrom .users import rank\n\n__all__ = ["total", "rank"]\n\ndef __getattr__(name):\n    raise AttributeError(name)\n',
    }),
  ],
  ['says nothing of a decorator', { ...SHOP }, { ...SHOP, 'src/shop/pricing.py': `@cache\n${logic('total')}` }],
  [
    'says nothing of options of a command line',
    { ...SHOP, 'src/shop/cli.py': `@click.command()\n@click.option("-a")\n${logic('serve')}` },
    {
      ...SHOP,
      'src/shop/cli.py': `@click.command()\n@click.option("-a")\n@click.option("-b")\n@click.option("-c")\n${logic('serve')}`,
    },
  ],
  [
    'reports new code where a test only moves into a class',
    { ...SHOP },
    {
      ...SHOP,
      'src/shop/pricing.py': BOTH,
      'tests/test_pricing.py':
        'from shop.pricing import total\n\nclass TestTotal:\n    def test_total(self, order):\n        assert total(order) == 3\n',
    },
    ['code src/shop/pricing.py: refund'],
  ],
  [
    'says nothing of a method that a test calls on a fixture',
    ...shop({
      'src/shop/cart.py': `class Cart:\n${logic('refund').replace(/^/gm, '    ').replace('(order', '(self, order')}`,
      'src/shop/users.py': `from .cart import Cart\n${logic('rank')}`,
      'tests/test_users.py': testOf('shop.users', 'rank') + 'def test_more(cart):\n    assert cart.refund(1)\n',
    }),
  ],
  [
    'reports the one of two new methods that no test names',
    {
      ...SHOP,
      'src/shop/cart.py': 'class Cart:\n    def a(self):\n        return 1\n',
      'tests/test_cart.py': 'from shop.cart import Cart\n\ndef test_a():\n    assert Cart().a()\n',
    },
    {
      ...SHOP,
      'src/shop/cart.py': `class Cart:\n    def a(self):\n        return 1\n\n${logic('refund').replace(/^/gm, '    ')}\n${logic('rebate').replace(/^/gm, '    ')}`,
      'tests/test_cart.py':
        'from shop.cart import Cart\n\ndef test_a():\n    assert Cart().a()\n\ndef test_refund():\n    assert Cart().refund()\n',
    },
    ['code src/shop/cart.py: Cart.rebate (unnamed)'],
  ],
  ['says nothing of the handler of a cloud function', ...shop({ 'src/shop/hook.py': logic('lambda_handler') })],
  [
    'reports code while the test of another module imports by name',
    ...shop({
      'src/shop/pricing.py': BOTH,
      'src/shop/users.py': logic('rank') + logic('grade'),
      'tests/test_users.py':
        testOf('shop.users', 'rank', 'grade') + 'def test_more():\n    assert importlib.import_module("shop.users")\n',
    }),
    ['code src/shop/pricing.py: refund'],
  ],
];

describe('what of a change lacks a test, in layouts and histories', () => {
  for (const [name, before, after, found = []] of HISTORIES) {
    test(name, () => {
      assert.deepEqual(untested(before, after), found);
    });
  }
});
