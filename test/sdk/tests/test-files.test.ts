import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestTree, placeForTest } from '../../../src/sdk/tests/test-files.ts';

function placeIn(tree: readonly string[], path: string): ReturnType<typeof placeForTest> {
  return placeForTest(path, createTestTree(new Set([...tree, path])), '');
}

test('a test goes into the file that is named after the module', () => {
  assert.deepEqual(placeIn(['tests/test_cart.py', 'tests/test_prices.py'], 'src/shop/prices.py'), {
    path: 'tests/test_prices.py',
    exists: true,
  });
});

test('a Django app keeps its tests in its own tests.py', () => {
  assert.deepEqual(placeIn(['orders/tests.py', 'orders/models.py', 'stock/tests.py'], 'orders/views.py'), {
    path: 'orders/tests.py',
    exists: true,
  });
});

test('a new test goes where those of its neighbours are', () => {
  assert.deepEqual(placeIn(['shop/cart.py', 'shop/tests/test_cart.py', 'tests/test_web.py'], 'shop/prices.py'), {
    path: 'shop/tests/test_prices.py',
    exists: false,
  });
});
