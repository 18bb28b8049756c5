import { at, defineCheck, each, py, swallowsCancellation } from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Cancellation swallowed',
  on: 'python',
  bullet: 'Structured async',
  severity: 'error',
  preset: 'recommended',
  excludes: ['test'],
  why: `Cancelling raises an exception in the coroutine, and only that exception getting out tells the caller that it worked. A
    handler that keeps it makes timeouts not fire, task groups wait for ever, and shutdowns hang.`,
  whenNotTo:
    'This coroutine made the cancellation itself and waits for what it cancelled, in a way that is not seen here.',
  places: /\basync\b/g,
  examples: [
    {
      title: 'Tidy up, then pass it on',
      bad: py`
        import asyncio

        async def deliver(orders):
            for order in orders:
                try:
                    await pack(order)
                    await ship(order)
                except asyncio.CancelledError:  # <-
                    log.info("stopped at %s", order)
      `,
      good: py`
        import asyncio

        async def deliver(orders):
            for order in orders:
                try:
                    await pack(order)
                    await ship(order)
                except asyncio.CancelledError:
                    log.info("stopped at %s", order)
                    raise
      `,
    },
    {
      title: 'Catch what can go wrong, not everything',
      bad: py`
        async def poll(feed):
            while True:
                try:
                    async for item in feed:
                        show(item)
                except BaseException as error:  # <-
                    log.warning("feed broke: %s", error)
      `,
      good: py`
        async def poll(feed):
            while True:
                try:
                    async for item in feed:
                        show(item)
                except Exception as error:
                    log.warning("feed broke: %s", error)
      `,
    },
    {
      title: 'The same without an except',
      bad: py`
        from asyncio import CancelledError
        from contextlib import suppress

        async def remind(patients):
            with suppress(CancelledError, TimeoutError):  # <-
                await load(patients)
                await send(patients)
            await report(patients)
      `,
      good: py`
        from contextlib import suppress

        async def remind(patients):
            with suppress(TimeoutError):
                await load(patients)
                await send(patients)
            await report(patients)
      `,
    },
  ],
  quiet: [
    // Waiting for a task that was cancelled here.
    py`
      import asyncio
      from contextlib import suppress

      class Worker:
          async def stop(self):
              self.task.cancel()
              try:
                  await self.task
              except asyncio.CancelledError:
                  pass
              with suppress(asyncio.CancelledError):
                  await self.other

          async def stop_all(self, tasks):
              for task in tasks:
                  task.cancel()
              try:
                  await asyncio.wait_for(asyncio.gather(*tasks), 3)
                  log.info("stopped")
              except (asyncio.CancelledError, asyncio.TimeoutError):
                  pass

          async def outcome(self):
              try:
                  return await asyncio.shield(self.task)
              except asyncio.CancelledError:
                  return None
    `,
    // Handed on in another way.
    py`
      import asyncio, os, sys

      async def run(job, future):
          try:
              result = await job()
              future.set_result(result)
          except BaseException as error:
              future.set_exception(error)

      async def collect(jobs, errors):
          for job in jobs:
              try:
                  await job()
              except BaseException as error:
                  errors.append(error)

      async def late():
          cancelled = None
          try:
              await step()
              await step()
          except asyncio.CancelledError as error:
              cancelled = error
          if cancelled:
              raise cancelled

      async def close_all(closers):
          kept = None
          for closer in closers:
              try:
                  await closer()
                  await settle(closer)
              except:
                  kept = sys.exc_info()
          if kept:
              raise kept[1]

      async def die():
          try:
              await step()
              await step()
          except BaseException:
              log.exception("broken")
              os._exit(1)

      async def own():
          try:
              await step()
              await step()
          except asyncio.CancelledError:
              if asyncio.current_task().uncancel() > 0:
                  other()
    `,
    // An earlier handler lets it through, or nothing in the block waits.
    py`
      import asyncio

      async def ordered():
          try:
              await step()
              await step()
          except asyncio.CancelledError:
              raise
          except BaseException:
              log.exception("broken")

      async def nothing_waits(text):
          try:
              value = int(text)
          except:
              value = 0
          await step(value)

      def plain():
          try:
              step()
          except asyncio.CancelledError:
              pass
    `,
    // It is the outermost function of a task, which is over all the same.
    py`
      import asyncio

      async def count(stock):
          try:
              while True:
                  await stock.change()
                  await publish(stock)
          except asyncio.CancelledError:
              log.debug("counting ends")
          stock.closed = True

      async def feed(queue):
          while True:
              try:
                  await publish(await queue.get())
              except asyncio.CancelledError:
                  break
              except Exception:
                  return
          queue.close()
    `,
    // The end of the program, and errors of another kind.
    py`
      import asyncio
      from concurrent.futures import CancelledError

      async def main():
          try:
              await serve()
              await settle()
          except asyncio.CancelledError:
              print("bye")

      async def shell():
          try:
              await serve()
              await settle()
          except (KeyboardInterrupt, asyncio.CancelledError):
              print("bye")

      async def pooled(future):
          while True:
              try:
                  await step()
                  await step()
              except CancelledError:
                  pass
              except Exception:
                  pass
    `,
    at(
      'tests/test_worker.py',
      'import asyncio\n\nasync def test_stop():\n    for _ in range(2):\n        try:\n            await a()\n            await b()\n        except asyncio.CancelledError:\n            pass\n',
    ),
  ],
  options: {
    at_end: {
      type: 'boolean',
      default: false,
      about: 'Also report handlers after which the coroutine ends, as the outermost function of a task may.',
    },
  },
  mentions: ['CancelledError', 'BaseException', 'except:', 'Cancelled', 'get_cancelled_exc_class'],
  suspects: ({ text }) => /\basync\b/.test(text),
  nodes: each(['try_statement', 'with_statement'], findSwallowed),
});

function* findSwallowed(
  node: PyNode,
  file: PythonFile & { readonly options: { readonly at_end: boolean } },
): Generator<Draft> {
  const swallowed = swallowsCancellation(node, file);
  if (!swallowed) return;
  const { at: place, afterwards } = swallowed;
  if (afterwards === 'goes round') {
    yield {
      at: place,
      message: 'The loop goes on after it was cancelled: re-raise the cancellation, or catch `Exception` only.',
    };
  } else if (afterwards === 'goes on') {
    const message =
      'This waits for more after it was cancelled: re-raise, and move what has to be done into `finally`.';
    yield { at: place, message, severity: 'warning' };
  } else if (file.options.at_end) {
    const message =
      'Whoever cancels this coroutine is not told that it was: re-raise the cancellation after tidying up.';
    yield { at: place, message, severity: 'notice' };
  }
}
