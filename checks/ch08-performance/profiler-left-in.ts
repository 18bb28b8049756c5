import {
  at,
  bareStatement,
  decoratorsOf,
  defineCheck,
  each,
  enclosing,
  glanceLines,
  importOnlyFor,
  isInside,
  isKnownAs,
  linesStartingWith,
  namesIn,
  nameText,
  ownAttributes,
  positionalArguments,
  py,
  removalOf,
  spanOf,
  stringValue,
  wordsOfName,
} from '../../src/sdk/check.ts';
import type { Draft, Fix, PyNode, PythonFile } from '../../src/sdk/check.ts';

const RUNS = ['cProfile.run', 'cProfile.runctx', 'profile.run', 'profile.runctx'];
const STARTS = ['tracemalloc.start', 'yappi.start', 'memray.Tracker'];
const PROFILERS: ReadonlySet<string> = new Set([
  'cProfile.Profile',
  'profile.Profile',
  'pyinstrument.Profiler',
  'line_profiler.LineProfiler',
  'viztracer.VizTracer',
]);

const MODULES = [
  'cProfile',
  'profile',
  'tracemalloc',
  'yappi',
  'memray',
  'memory_profiler',
  'pyinstrument',
  'viztracer',
];
const CLASSES = ['Profile', 'Profiler', 'LineProfiler', 'VizTracer', 'Tracker'];
/** A word of code: the start of a decorator, a call or an import. */
const USED = new RegExp(`(?:@|\\b(?:import|from)\\b.*)\\s*(?:${MODULES.join('|')}|line_profiler)\\b|@.*\\bprofile\\b`);

/** What is imported from one of the modules. */
function broughtIn(text: string): readonly string[] {
  const lines = glanceLines(text);
  const imports = linesStartingWith(text, 'from').map((index) => lines[index] ?? '');
  return imports
    .filter((line) => MODULES.some((name) => line.includes(name)))
    .flatMap((line) => line.split(/\bimport\b/)[1]?.match(/\w+/g) ?? []);
}

export default defineCheck({
  title: 'Profiler left in',
  on: 'python',
  bullet: 'Profile first',
  severity: 'warning',
  preset: 'recommended',
  excludes: ['test', 'script'],
  why: `A profiler makes all that runs under it slower, often twice and more, and some print or collect without end. It belongs in a
    benchmark, or behind a switch that is off.`,
  whenNotTo: 'Measuring is what the module is for.',
  fixes: true,
  mentions: ['rofile', 'tracemalloc', 'yappi', 'memray', 'viztracer', 'VizTracer'],
  examples: [
    {
      title: 'Measure from outside',
      bad: py`
        import cProfile
        import tracemalloc

        tracemalloc.start()  # <-

        def main():
            cProfile.run("close_day()", "day.prof")  # <-
      `,
      good: py`
        def main():
            close_day()

        if __name__ == "__main__":
            import cProfile
            cProfile.run("main()")
      `,
    },
    {
      title: 'One call has a profile, all the others a bill',
      bad: py`
        import cProfile
        import yappi
        from pyinstrument import Profiler

        def price(order):
            yappi.start()  # <-
            profiler = cProfile.Profile()
            profiler.enable()  # <-
            total = sum(line.price for line in order.lines)
            profiler.disable()
            return total

        def pack(order):
            with Profiler() as measured:  # <-
                return order.pack()
      `,
      good: py`
        def price(order):
            return sum(line.price for line in order.lines)

        def pack(order):
            return order.pack()
      `,
    },
    {
      title: 'Where no profiler runs, `profile` is no name at all',
      bad: py`
        from memory_profiler import profile as measured

        @profile  # <-
        def load(path):
            return parse(path)

        @staticmethod
        @measured  # <-
        def parse(path):
            return path.read_text()
      `,
      good: py`
        def load(path):
            return parse(path)

        @staticmethod
        def parse(path):
            return path.read_text()
      `,
    },
  ],
  quiet: [
    // Behind a switch, or run by hand.
    py`
      import cProfile, os, tracemalloc

      if os.environ.get("SHOP_TRACE_MEMORY"):
          tracemalloc.start()

      def serve(app, settings):
          if settings.measure:
              with cProfile.Profile() as measured:
                  app.run()
              measured.dump_stats("app.prof")
          else:
              app.run()

      if __name__ == "__main__":
          cProfile.run("serve(app, settings)")
    `,
    // What it is for.
    py`
      import cProfile, tracemalloc

      class ProfilerMiddleware:
          def __call__(self, request):
              measured = cProfile.Profile()
              measured.enable()
              return self.app(request)

      def trace_memory():
          tracemalloc.start()

      def profiled(function):
          def call(*args):
              with cProfile.Profile():
                  return function(*args)
          return call
    `,
    at('shop/profiling.py', 'import tracemalloc\n\ntracemalloc.start()\n'),
    at('benchmarks/orders.py', 'import yappi\n\nyappi.start()\n'),
    at('tools/orders.py', 'import cProfile\n\ncProfile.run("close_day()")\n'),
    at('tests/test_orders.py', 'import tracemalloc\n\ndef test_orders():\n    tracemalloc.start()\n'),
    // Other things of the same names.
    py`
      from shop.people import profile
      from line_profiler import profile as lines

      @profile
      def show(person):
          return person.name

      @lines
      def find(people):
          return people[0]

      @profile.route("/me")
      def me(start):
          start()
          return profile.run()
    `,
    py`
      try:
          profile
      except NameError:
          def profile(function):
              return function

      @profile
      def load(path):
          return path.read_text()
    `,
    // Read, not started.
    py`
      import cProfile, tracemalloc

      def snapshot():
          return tracemalloc.take_snapshot() if tracemalloc.is_tracing() else None

      def new():
          return cProfile.Profile()
    `,
  ],
  suspects: ({ text }) => USED.test(text),
  // What is imported for it goes with it, if nothing else uses that.
  places: ({ text }) => [
    ...namesIn(text, [...MODULES, ...CLASSES, ...broughtIn(text)]),
    ...ownAttributes(text, ['enable', 'start', 'runcall', 'enable_by_count']),
  ],
  calls: {
    ...each(RUNS, onRun),
    ...each(STARTS, onStart),
    ...each(['.enable', '.start', '.runcall', '.enable_by_count'], onMethod),
  },
  nodes: { with_item: onWith, decorated_definition: onDecorators },
});

const MESSAGE = 'The profiler runs wherever this code does, and slows it down; take it out, or put it behind a switch.';

function* onRun(call: PyNode, file: PythonFile): Generator<Draft> {
  if (isAskedFor(call, file)) return;
  const code = stringValue(positionalArguments(call)[0]);
  const isCall = bareStatement(call) && code !== undefined && /^[\w.]+\([\w.,'" =]*\)$/.test(code);
  const brought = importFor(call, file);
  const fix: Fix | undefined = isCall
    ? { title: 'Run it without the profiler', edits: [{ span: spanOf(call), text: code }, ...brought], safe: true }
    : undefined;
  yield { at: spanOf(call), message: MESSAGE, ...(fix ? { fix } : {}) };
}

function* onStart(call: PyNode, file: PythonFile): Generator<Draft> {
  if (isAskedFor(call, file)) return;
  const statement = bareStatement(call) ? enclosing(call, 'expression_statement') : undefined;
  const brought = importFor(call, file);
  const gone = statement && brought.length > 0 ? removalOf([statement], file.lines) : undefined;
  const fix: Fix | undefined = gone && { title: 'Take it out', edits: [...gone, ...brought], safe: true };
  yield { at: spanOf(call), message: MESSAGE, ...(fix ? { fix } : {}) };
}

/** Edits that drop the import of a call's callee, or of a plain decorator; none where other code needs it. */
function importFor(node: PyNode, file: PythonFile): Fix['edits'] {
  const brought = importOnlyFor(node.childForFieldName('function') ?? node, file.root);
  return (brought && removalOf([brought], file.lines)) ?? [];
}

function* onMethod(call: PyNode, file: PythonFile): Generator<Draft> {
  const receiver = call.childForFieldName('function')?.childForFieldName('object') ?? null;
  if (isKnownAs(receiver, PROFILERS, file) && !isAskedFor(call, file)) yield { at: spanOf(call), message: MESSAGE };
}

function* onWith(item: PyNode, file: PythonFile): Generator<Draft> {
  const value =
    item.firstNamedChild?.type === 'as_pattern' ? item.firstNamedChild.firstNamedChild : item.firstNamedChild;
  const callee = value?.type === 'call' ? value.childForFieldName('function') : null;
  if (value && PROFILERS.has(file.nameOf(callee) ?? '') && !isAskedFor(item, file))
    yield { at: spanOf(value), message: MESSAGE };
}

function* onDecorators(definition: PyNode, file: PythonFile): Generator<Draft> {
  for (const decorator of decoratorsOf(definition)) {
    const name = file.nameOf(decorator);
    const line = decorator.parent;
    if (!line || (name !== 'profile' && name !== 'memory_profiler.profile') || isAskedFor(definition, file)) continue;
    const message =
      name === 'profile'
        ? '`profile` exists only while a profiler runs the program; everywhere else this line raises NameError.'
        : MESSAGE;
    const edits = [{ span: { ...spanOf(line), col: 1, endLine: spanOf(line).endLine + 1, endCol: 1 }, text: '' }];
    const fix = { title: 'Take it out', edits: [...edits, ...importFor(decorator, file)], safe: true };
    yield { at: spanOf(decorator), message, fix };
  }
}

const MEASURING: ReadonlySet<string> = new Set(
  'profile profiled profiler profilers profiling cprofile prof perf performance bench benchmark benchmarks trace traced tracer tracing tracemalloc memory mem leak leaks stats timing timeit measure debug'.split(
    ' ',
  ),
);

/** Under any condition, `__main__` included, or in something whose name says that it measures. */
function isAskedFor(node: PyNode, file: PythonFile): boolean {
  if (isInside(node, ['if_statement', 'conditional_expression'], [])) return true;
  if (measures(file.path.replace(/^.*\/(?=[^/]+\/)/, '').replace(/\.py$/, ''))) return true;
  for (let outer = around(node); outer; outer = around(outer)) if (measures(nameText(outer))) return true;
  return false;
}

function around(node: PyNode): PyNode | undefined {
  return enclosing(node, 'function_definition', 'class_definition');
}

function measures(name: string): boolean {
  return wordsOfName(name).some((word) => MEASURING.has(word));
}
