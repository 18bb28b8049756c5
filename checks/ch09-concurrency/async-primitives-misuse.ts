import { at, defineCheck, py } from '../../src/sdk/check.ts';
import type { RuffDiagnostic, SourceFile } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Timeouts, sleeps and scopes that do not do what they say',
  on: 'ruff',
  codes: ['ASYNC100', 'ASYNC105', 'ASYNC109', 'ASYNC110', 'ASYNC115', 'ASYNC116'],
  bullet: 'Structured async',
  severity: 'warning',
  preset: 'recommended',
  excludes: ['test'],
  why: `Trio, AnyIO and asyncio can stop a coroutine only where it awaits. A timeout around code that never awaits never fires, and a
    coroutine that is called and not awaited never runs; for waiting for ever, and for giving way once, there are calls that say so.`,
  whenNotTo: 'The scope only collects what is cancelled later from elsewhere.',
  options: {
    busy_waits: {
      type: 'boolean',
      default: false,
      about: 'Also report loops that sleep until a condition holds, where an event would do (ASYNC110).',
    },
    checkpoints: {
      type: 'boolean',
      default: false,
      about: 'Also report `sleep(0)`, for which Trio and AnyIO have `lowlevel.checkpoint()` (ASYNC115).',
    },
    timeout_parameters: {
      type: 'boolean',
      default: false,
      about: 'Also report parameters called `timeout`, where the caller could set one around the call (ASYNC109).',
    },
  },
  examples: [
    {
      title: 'A timeout needs something that waits',
      bad: py`
        import trio

        async def stock(client, items):
            with trio.move_on_after(2):  # <-
                replies = [client.ask(item) for item in items]
            return replies
      `,
      good: py`
        import trio

        async def stock(client, items):
            with trio.move_on_after(2):
                replies = [await client.ask(item) for item in items]
            return replies
      `,
    },
    {
      title: 'Await it, and say what you mean',
      bad: py`
        import anyio
        import trio

        async def serve(desk):
            trio.sleep(1)  # <-
            while desk.open:
                desk.next()
                await anyio.sleep(0)
            await trio.sleep(31_536_000)  # <-
      `,
      good: py`
        import anyio
        import trio

        async def serve(desk):
            await trio.sleep(1)
            while desk.open:
                desk.next()
                await anyio.sleep(0)
            await trio.sleep_forever()
      `,
    },
  ],
  quiet: [
    py`
      import asyncio
      import trio

      async def settle(scanner, feed):
          with trio.fail_after(5):
              async for item in feed:
                  scanner.add(item)
          async with asyncio.timeout(5):
              return [item async for item in feed]
    `,
    py`
      import contextlib
      import trio

      @contextlib.asynccontextmanager
      async def hurried():
          with trio.move_on_after(1):
              yield
    `,
    // Handed to somebody who awaits it.
    py`
      import trio

      async def nap(soon):
          wait = trio.sleep(1)
          await wait
          await soon(
              trio.sleep(1),
          )

      def pause():
          return trio.sleep(0.5)
    `,
    py`
      import asyncio
      import trio

      async def tick(ready, nursery, timeout=3):
          await asyncio.sleep(0)
          while not ready():
              await trio.sleep(1)
          nursery.start_soon(trio.sleep, 1)
    `,
    // A clock of its own makes long sleeps short.
    at('tests/test_clock.py', 'import trio\n\nasync def test_end(autojump_clock):\n    await trio.sleep(100_000)\n'),
  ],
  keep(diagnostic, file) {
    if (diagnostic.code === 'ASYNC110') return file.options.busy_waits;
    if (diagnostic.code === 'ASYNC115') return file.options.checkpoints;
    if (diagnostic.code === 'ASYNC109') return file.options.timeout_parameters;
    return diagnostic.code !== 'ASYNC105' || standsAlone(diagnostic, file);
  },
  message: ({ code }) => MESSAGES[code],
  severityOf: ({ code }) => (code === 'ASYNC100' || code === 'ASYNC105' ? undefined : 'notice'),
});

const MESSAGES: Readonly<Record<string, string>> = {
  ASYNC100: 'Nothing awaits in this scope, so its timeout or cancellation can never take effect.',
  ASYNC105: 'This coroutine is called but not awaited, so nothing happens here.',
  ASYNC109:
    'The caller can set the time limit around the call (`asyncio.timeout`, `move_on_after`); the parameter can go.',
  ASYNC110: 'This loop asks again and again; wait for an `Event` that is set when the condition holds.',
  ASYNC115: 'Giving way once has a call of its own: `lowlevel.checkpoint()`.',
  ASYNC116: 'Sleeping for more than a day means for ever: say `sleep_forever()`.',
};

/** A statement of its own. What is assigned, returned or handed on may be awaited elsewhere. */
function standsAlone({ span }: RuffDiagnostic, { lines }: SourceFile): boolean {
  const before = (lines[span.line - 1] ?? '').slice(0, span.col - 1);
  const rest = (lines[span.endLine - 1] ?? '').slice(span.endCol - 1);
  return /^\s*$/.test(before) && /^\s*(#.*)?$/.test(rest);
}
