import { defineCheck, py } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Mutable default argument',
  on: 'ruff',
  codes: ['B006'],
  bullet: 'Lint',
  severity: 'warning',
  preset: 'recommended',
  why: `A default is made once, when the function is defined. What one call puts into it, the next call finds there.`,
  whenNotTo: 'The default is a cache on purpose, and the function says so.',
  examples: [
    {
      title: 'Make a new list in each call',
      bad: py`
        def add(item, basket=[]):  # <-
            basket.append(item)
            return basket
      `,
      good: py`
        def add(item, basket=None):
            basket = [] if basket is None else basket
            basket.append(item)
            return basket
      `,
    },
  ],
  quiet: [
    py`
      def add(item, basket=()):
          return [*basket, item]
    `,
    py`
      from collections.abc import Sequence

      def total(prices: Sequence[int] = []) -> int:
          return sum(prices)
    `,
  ],
  message: () => 'This default is made once and shared by all calls; take `None` and make a new one inside.',
});
