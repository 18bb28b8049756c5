import { defineCheck, py } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Warning that points at the wrong line',
  on: 'ruff',
  codes: ['B028'],
  bullet: 'Versioning',
  severity: 'notice',
  preset: 'strict',
  excludes: ['test', 'script'],
  why: `Without \`stacklevel\` a warning names the line that warns, inside the library. The reader who has to change something
    needs the line that called it, and Python shows a DeprecationWarning by default only where that line is the reader’s own.`,
  whenNotTo:
    'The warning is about this very line, or the right level cannot be known because the call comes through a framework.',
  examples: [
    {
      title: 'Name the caller',
      bad: py`
        import warnings

        def total_price(order):
            warnings.warn("total_price() is now Order.total()", DeprecationWarning)  # <-
            return order.total()
      `,
      good: py`
        import warnings

        def total_price(order):
            warnings.warn("total_price() is now Order.total()", DeprecationWarning, stacklevel=2)
            return order.total()
      `,
    },
  ],
  quiet: [
    py`
      import warnings

      def total_price(order, **how):
          warnings.warn("total_price() is now Order.total()", **how)
          return order.total()
    `,
    py`
      def warn(text):
          print(text)

      warn("low stock")
    `,
    py`
      import warnings

      warnings.warn("orders.toml is read no more", FutureWarning, 2)
    `,
  ],
  message: () =>
    'This warning points at this line, not at the caller who has to change something; give it a `stacklevel`.',
});
