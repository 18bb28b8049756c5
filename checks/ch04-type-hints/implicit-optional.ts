import { at, defineCheck, py } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Default of `None` that the annotation leaves out',
  on: 'ruff',
  codes: ['RUF013'],
  bullet: 'Benefits',
  severity: 'warning',
  preset: 'recommended',
  // A test’s own helpers have no callers who read annotations.
  excludes: ['test'],
  why: `Readers and type checkers believe the annotation. If it leaves \`None\` out, nobody checks for it, and the caller who
    passes nothing finds out.`,
  whenNotTo:
    'The project’s type checker still runs with implicit optionals switched on, and changing that is for another day.',
  examples: [
    {
      title: 'Say that it may be None',
      bad: py`
        def find(name: str, limit: int = None):  # <-
            return (name, limit)
      `,
      good: py`
        def find(name: str, limit: int | None = None):
            return (name, limit)
      `,
    },
  ],
  quiet: [
    py`
      from typing import Any, Optional

      def find(name: Optional[str] = None, value: Any = None, other: object = None):
          return (name, value, other)
    `,
    py`
      def find(name=None, limit: "int | None" = None):
          return (name, limit)
    `,
    at('tests/test_find.py', 'def fake_find(limit: int = None):\n    return limit\n'),
  ],
  message: () => 'The default is `None`, but the annotation leaves it out; add `| None`.',
});
