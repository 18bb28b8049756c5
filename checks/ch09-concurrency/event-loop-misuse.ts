import {
  at,
  awaited,
  defineCheck,
  each,
  enclosing,
  enclosingFunction,
  inAsyncFunction,
  isKnownAs,
  isOptional,
  py,
  spanOf,
  formattedPlaces,
  linesWhere,
  namesIn,
  someBelow,
  withAliases,
} from '../../src/sdk/check.ts';
import type { Draft, Fix, PyNode, PythonFile } from '../../src/sdk/check.ts';

/** Projects that run on Python 3.14 only. */
const NEWEST = '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.14"\n';

/** Coroutines that name what starts a loop or asks for one, and whatever else takes a loop from asyncio to run it. */
function placesIn(text: string): readonly number[] {
  const isRun = /\brun_(?:until_complete|forever)\b/.test(text) && !/\bset_event_loop\(/.test(text);
  const starts = new RegExp(
    `\\b(?:${withAliases(text, ['run_until_complete', 'get_event_loop', 'run']).join('|')})\\b`,
  );
  const coroutines = linesWhere(
    text,
    (line, index, lines) =>
      /^\s*async\s+def\b/.test(line) && (starts.test(line) || someBelow(lines, index, (one) => starts.test(one))),
    ['async'],
  );
  return [
    ...(isRun ? namesIn(text, ['get_event_loop']) : []),
    ...coroutines,
    ...namesIn(text, ['set_event_loop_policy']),
    ...formattedPlaces(text, 'get_event_loop'),
    ...formattedPlaces(text, 'asyncio.run'),
  ];
}

export default defineCheck({
  title: 'Event loop asked for or started in the wrong way',
  on: 'python',
  bullet: 'Structured async',
  severity: 'error',
  preset: 'recommended',
  why: `A thread runs one event loop at a time. In a coroutine that loop is already running: starting another raises RuntimeError, and
    the running one is what \`get_running_loop()\` gives. Outside of a coroutine \`asyncio.run()\` makes a loop and closes it again;
    since Python 3.14 \`get_event_loop()\` makes none.`,
  whenNotTo: 'The loop is set up by a framework that is not seen here, or `nest_asyncio` lets loops nest.',
  fixes: true,
  places: ({ text }) => placesIn(text),
  exactPlaces: true,
  examples: [
    {
      title: 'A coroutine awaits; only the outermost call runs',
      bad: py`
        import asyncio

        async def report(orders):
            for order in orders:
                asyncio.run(send(order))  # <-
            return asyncio.run(total(orders))  # <-
      `,
      good: py`
        import asyncio

        async def report(orders):
            for order in orders:
                await send(order)
            return await total(orders)
      `,
    },
    {
      title: 'Ask for the loop that is running',
      bad: py`
        import asyncio

        async def main():
            loop = asyncio.get_event_loop()  # <-
            await loop.run_in_executor(None, work)
      `,
      good: py`
        import asyncio

        async def main():
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, work)
      `,
    },
    {
      title: 'Let run() make the loop, and close it',
      bad: py`
        import asyncio

        def main():
            loop = asyncio.get_event_loop()  # <-
            loop.run_until_complete(serve())

        def once(job):
            return asyncio.get_event_loop().run_until_complete(job())  # <-
      `,
      good: py`
        import asyncio

        def main():
            asyncio.run(serve())

        def once(job):
            return asyncio.run(job())
      `,
    },
    {
      title: 'Choose the kind of loop where it is started',
      bad: {
        'pyproject.toml': NEWEST,
        'src/shop/__main__.py': py`
          import asyncio

          asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())  # <-
          asyncio.run(serve())
        `,
      },
      good: {
        'pyproject.toml': NEWEST,
        'src/shop/__main__.py': py`
          import asyncio

          asyncio.run(serve(), loop_factory=asyncio.SelectorEventLoop)
        `,
      },
    },
  ],
  quiet: [
    at(
      'tests/test_feed.py',
      'import asyncio\n\nasync def test_feed():\n    loop = asyncio.get_event_loop()\n    assert loop\n',
    ),
    // Not in the coroutine itself.
    py`
      import asyncio

      async def main():
          def in_thread():
              return asyncio.run(job())
          await asyncio.to_thread(in_thread)
          await asyncio.to_thread(asyncio.run, job())
          await asyncio.to_thread(lambda: asyncio.run(job()))
    `,
    py`
      import asyncio
      import nest_asyncio

      nest_asyncio.apply()

      async def main():
          asyncio.run(job())
          asyncio.get_event_loop().run_until_complete(job())
    `,
    py`
      import asyncio
      import pytest

      async def test_refuses():
          with pytest.raises(RuntimeError):
              asyncio.run(job())
          try:
              asyncio.run(job())
          except RuntimeError:
              pass
    `,
    at(
      'tests/test_loops.py',
      py`
        import asyncio

        def test_refuses_to_nest(loop):
            async def nested():
                asyncio.run(job())

            with expect(RuntimeError):
                loop.run_until_complete(nested())
      `,
    ),
    // A plain function may run while a loop does, or have set one.
    py`
      import asyncio

      def later(job):
          loop = asyncio.get_event_loop()
          loop.call_later(1, job)

      def main():
          loop = asyncio.new_event_loop()
          asyncio.set_event_loop(loop)
          asyncio.get_event_loop().run_until_complete(job())
    `,
    py`
      import asyncio

      def main():
          try:
              loop = asyncio.get_event_loop()
          except RuntimeError:
              loop = asyncio.new_event_loop()
          loop.run_until_complete(job())

      def run(coroutine):
          loop = asyncio.get_event_loop()
          if loop.is_running():
              return loop.create_task(coroutine)
          return loop.run_until_complete(coroutine)
    `,
    // Python 3.6 has no other name for it.
    {
      'setup.cfg': '[metadata]\nname = shop\n\n[options]\npython_requires = >=3.6\n',
      'shop/jobs.py':
        'import asyncio\n\nasync def main():\n    loop = asyncio.get_event_loop()\n    await loop.run_in_executor(None, work)\n',
    },
    // Python 3.11 has no other way to say it.
    {
      'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.11"\n',
      'src/shop/__main__.py':
        'import asyncio\nasyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())\n',
    },
    py`
      from shop.jobs import asyncio, run

      async def main(loop):
          run(job())
          asyncio.run(job())
          await loop.run_until_complete(job())
          loop.run(job())
    `,
  ],
  calls: {
    ...each(['asyncio.run', 'anyio.run', 'trio.run'], findNested),
    '.run_until_complete': findNested,
    *'asyncio.get_event_loop'(call, file) {
      if (inAsyncFunction(call)) yield* askForRunning(call, file);
      else if (isRunHere(call, file))
        yield {
          at: spanOf(call),
          message: 'From Python 3.14 on this finds no loop and raises; start the coroutine with `asyncio.run()`.',
          severity: 'warning',
        };
    },
    *'asyncio.set_event_loop_policy'(call, file) {
      // `loop_factory` came with 3.12.
      if (!/^3\.1[2-9]$/.test(file.project.minPython ?? '')) return;
      const message = 'Loop policies are deprecated since Python 3.14; give `asyncio.run()` a `loop_factory`.';
      yield { at: spanOf(call), message, severity: 'notice' };
    },
  },
});

function* askForRunning(call: PyNode, file: PythonFile): Generator<Draft> {
  // It gives the same loop, and in a test nobody minds the other name.
  if (file.classes.has('test')) return;
  // The other name came with 3.7.
  if (/^3\.[0-6]$/.test(file.project.minPython ?? '')) return;
  // That is reported as the start of a second loop.
  if (call.parent?.childForFieldName('attribute')?.text === 'run_until_complete') return;
  const callee = call.childForFieldName('function') ?? call;
  const edits = [{ span: spanOf(callee), text: 'asyncio.get_running_loop' }];
  yield {
    at: spanOf(call),
    message: 'A coroutine should ask for the loop that is already running.',
    severity: 'notice',
    fix: { title: 'Use get_running_loop()', edits, safe: file.nameOf(callee) === callee.text },
  };
}

/** Starting a loop in a coroutine, which always raises. */
function* findNested(call: PyNode, file: PythonFile): Generator<Draft> {
  if (!inAsyncFunction(call) || awaited(call) || isExpected(call) || file.text.includes('nest_asyncio')) return;
  // A test that looks for the error starts the coroutine further down.
  if (file.classes.has('test') && outermostFunction(call)?.text.includes('RuntimeError') === true) return;
  const name = call.childForFieldName('function')?.text ?? '';
  const shown = name.length > 40 || name.includes('\n') ? 'Starting a loop' : `\`${name}()\``;
  const fix = awaitInstead(call, file);
  yield {
    at: spanOf(call),
    message: `${shown} raises RuntimeError in a coroutine, where a loop is running; await instead.`,
    ...(fix && { fix }),
  };
}

function outermostFunction(node: PyNode): PyNode | undefined {
  const owner = enclosingFunction(node);
  return owner && (outermostFunction(owner) ?? owner);
}

/** Somebody reckons with the error. */
function isExpected(call: PyNode): boolean {
  const around = enclosing(call, 'try_statement', 'with_statement');
  return around !== undefined && /\bexcept\b|raises|suppress/i.test(around.text);
}

/** `await` in place of the call; it raised on every run, so nothing that worked changes. */
function awaitInstead(call: PyNode, file: PythonFile): Fix | undefined {
  const [given, ...others] = call.childForFieldName('arguments')?.namedChildren ?? [];
  const isAsyncio = !/^(anyio|trio)\./.test(file.nameOf(call.childForFieldName('function')) ?? '');
  if (!isAsyncio || given?.type !== 'call' || others.length > 0) return undefined;
  const stands = /^(expression_statement|assignment|return_statement)$/.test(call.parent?.type ?? '');
  const text = `await ${given.text}`;
  return { title: 'Await it', edits: [{ span: spanOf(call), text: stands ? text : `(${text})` }], safe: true };
}

const GETTERS: ReadonlySet<string> = new Set(['asyncio.get_event_loop']);

/** The loop that the call gives is run by the same function, and nothing in the file sets one. */
function isRunHere(call: PyNode, file: PythonFile): boolean {
  if (
    /\bset_event_loop\(|\bis_running\(|_SetRunning|IsolatedAsyncioTestCase/.test(file.text) ||
    isOptional(call) ||
    isExpected(call)
  )
    return false;
  const scope = enclosing(call, 'function_definition', 'module');
  return (
    scope?.descendantsOfType('attribute').some((attribute) => {
      if (!/^run_(until_complete|forever)$/.test(attribute.childForFieldName('attribute')?.text ?? '')) return false;
      const loop = attribute.childForFieldName('object');
      return (
        loop?.id === call.id ||
        (loop?.type === 'identifier' && loop.text === targetOf(call) && isKnownAs(loop, GETTERS, file))
      );
    }) === true
  );
}

function targetOf(call: PyNode): string | undefined {
  return call.parent?.type === 'assignment' ? call.parent.childForFieldName('left')?.text : undefined;
}
