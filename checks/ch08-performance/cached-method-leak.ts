import { defineCheck, py } from '../../src/sdk/check.ts';

export default defineCheck({
  title: '`lru_cache` on a method keeps its instances alive',
  on: 'ruff',
  codes: ['B019'],
  bullet: 'CPU/memory/I/O',
  severity: 'warning',
  preset: 'strict',
  excludes: ['test'],
  why: `The cache belongs to the class and its keys hold \`self\`: no instance that ever called the method is freed, and every
    instance fills the same cache.`,
  whenNotTo: 'There are only a few instances, and they live as long as the process.',
  examples: [
    {
      title: 'Keep the value on the instance',
      bad: py`
        import functools

        class Order:
            @functools.lru_cache  # <-
            def total(self):
                return sum(line.price for line in self.lines)
      `,
      good: py`
        import functools

        class Order:
            @functools.cached_property
            def total(self):
                return sum(line.price for line in self.lines)
      `,
    },
  ],
  quiet: [
    py`
      import functools

      class Order:
          @staticmethod
          @functools.lru_cache
          def rate(country):
              return len(country)
    `,
    py`
      import enum
      import functools

      class Size(enum.Enum):
          SMALL = 1

          @functools.cache
          def label(self):
              return self.name.lower()
    `,
  ],
  message: () =>
    'This cache keeps every instance that calls the method alive; cache per instance, or cache a plain function.',
});
