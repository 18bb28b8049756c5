import { defineCheck, py, toml } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'File does not parse on the project’s Python',
  on: 'ruff',
  codes: ['invalid-syntax'],
  bullet: 'Lint',
  severity: 'error',
  preset: 'recommended',
  why: `A file that does not parse fails on import, wherever it is imported from. Syntax that is newer than the oldest Python the
    project supports fails just there, and nowhere on the author’s machine.`,
  whenNotTo: 'The file is a template or test data that only looks like Python: exclude its folder.',
  examples: [
    {
      title: 'Close what was opened',
      bad: py`
        def total(prices:  # <-
            return sum(prices)
      `,
      good: py`
        def total(prices):
            return sum(prices)
      `,
    },
    {
      title: 'Stay within the oldest supported Python',
      bad: {
        'pyproject.toml': toml`
          [project]
          name = "shop"
          version = "1.0"
          requires-python = ">=3.9"
        `,
        'src/shop/orders.py': py`
          def label(status):
              match status:  # <-
                  case "paid":
                      return "Paid"
              return "Open"
        `,
      },
      good: {
        'pyproject.toml': toml`
          [project]
          name = "shop"
          version = "1.0"
          requires-python = ">=3.10"
        `,
        'src/shop/orders.py': py`
          def label(status):
              match status:
                  case "paid":
                      return "Paid"
              return "Open"
        `,
      },
    },
  ],
  quiet: [
    py`
      import {{ cookiecutter.package }}
    `,
    py`
      greeting = f"{{not a template}} {1 + 1}"
    `,
    py`
      type Price = int
    `,
    // A file that says so in its name runs on a newer Python only.
    {
      'pyproject.toml': '[project]\nname = "shop"\nversion = "1.0"\nrequires-python = ">=3.9"\n',
      'tests/test_status_py310.py':
        'def label(status):\n    match status:\n        case "paid":\n            return 1\n',
    },
  ],
  keep: (() => {
    // Only the first error of a file tells something; those behind it follow from it. Diagnostics come in order of place.
    const seen = new WeakSet<object>();
    return (_diagnostic, file) => {
      const first = !seen.has(file);
      seen.add(file);
      return first;
    };
  })(),
  message: ({ message }) => `This does not parse: ${lower(message)}. The other checks skipped this file.`.slice(0, 140),
});

function lower(text: string): string {
  return text
    .replace(/^SyntaxError: /, '')
    .replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())
    .replace(/\.$/, '');
}
