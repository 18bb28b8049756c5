import { blockOpener, defineCheck, py, toml } from '../../src/sdk/check.ts';

const OLD = toml`
  [project]
  name = "shop"
  version = "1.0"
  requires-python = ">=3.8"
`;

export default defineCheck({
  title: 'Annotation that the oldest supported Python cannot read',
  on: 'ruff',
  codes: ['FA102'],
  bullet: '3.12 typing',
  severity: 'error',
  preset: 'recommended',
  why: `\`int | None\` needs Python 3.10 and \`list[int]\` 3.9 where annotations are evaluated, which is whenever the function is
    defined. On an older Python the module fails on import.`,
  whenNotTo: 'The file never runs on the older versions that the project declares.',
  examples: [
    {
      title: 'Leave annotations unevaluated',
      bad: {
        'pyproject.toml': OLD,
        'src/shop/orders.py': py`
          def find(limit: int | None = None):  # <-
              return limit
        `,
      },
      good: {
        'pyproject.toml': OLD,
        'src/shop/orders.py': py`
          from __future__ import annotations

          def find(limit: int | None = None):
              return limit
        `,
      },
    },
  ],
  quiet: [
    py`
      def find(limit: int | None = None):
          return limit
    `,
    {
      'pyproject.toml': OLD,
      'src/shop/orders.py': py`
        from typing import Optional

        def find(limit: Optional[int] = None):
            return limit
      `,
    },
    {
      'pyproject.toml': toml`
        [project]
        name = "shop"
        version = "1.0"
        requires-python = ">=3.8"

        [tool.ruff]
        target-version = "py312"
      `,
      'src/shop/orders.py': py`
        def find(limit: int | None = None):
            return limit
      `,
    },
    {
      'pyproject.toml': OLD,
      'tests/test_find_py310.py': 'def find(limit: int | None = None):\n    return limit\n',
      'src/shop/orders.py': py`
        import sys

        if sys.version_info >= (3, 10):
            def find(limit: int | None = None):
                return limit
        else:
            def find(limit=None):
                return limit
      `,
    },
  ],
  // Behind a question for the version.
  keep: ({ span }, file) =>
    !file.text.includes('version_info') ||
    blockOpener(file, span.line, /^((if|elif)\b.*version_info|else:)/) === undefined,
  message: () =>
    'The oldest supported Python evaluates this annotation and fails; import `annotations` from `__future__`.',
});
