import { defineCheck, py } from '../../src/sdk/check.ts';

export default defineCheck({
  title: '`__slots__` that does not work',
  on: 'ruff',
  codes: ['PLE0237'],
  bullet: 'Memory management',
  severity: 'error',
  preset: 'recommended',
  why: `An instance has only the attributes that \`__slots__\` names. Any other assignment raises AttributeError, the first time
    that it runs.`,
  whenNotTo: 'A base class gives its instances a `__dict__` after all; then the slots save nothing either.',
  examples: [
    {
      title: 'Name every attribute',
      bad: py`
        class Point:
            __slots__ = ("x",)

            def __init__(self, x, y):
                self.x = x
                self.y = y  # <-
      `,
      good: py`
        class Point:
            __slots__ = ("x", "y")

            def __init__(self, x, y):
                self.x = x
                self.y = y
      `,
    },
  ],
  quiet: [
    py`
      class Key:
          __slots__ = "hashvalue"

          def __init__(self, value):
              self.hashvalue = hash(value)
    `,
    // The name that Python makes of it.
    py`
      class Key:
          __slots__ = ("_Key__count",)

          def __init__(self, count):
              self.__count = count
    `,
    py`
      class Point(Base):
          __slots__ = ("x",)

          def __init__(self, x, y):
              self.x = x
              self.y = y
    `,
    py`
      class Point:
          __slots__ = ("x", "__dict__")

          def __init__(self, x, y):
              self.x = x
              self.y = y
    `,
  ],
  // Ruff does not know that `__count` of a class `Key` is called `_Key__count`.
  keep: ({ span }, { lines, text }) => {
    const name = /^(?:\w+\.)?(__\w*[^\W_]_?)$/.exec(
      (lines[span.line - 1] ?? '').slice(span.col - 1, span.endCol - 1),
    )?.[1];
    return name === undefined || !new RegExp(`["']_\\w*[^\\W_]${name}["']`).test(text);
  },
  message: () => '`__slots__` does not name this attribute: the assignment raises AttributeError.',
});
