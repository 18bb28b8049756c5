import {
  bareStatement,
  defineCheck,
  each,
  enclosing,
  enclosingFunction,
  inAsyncFunction,
  isKnownAs,
  nodesIn,
  positionalArguments,
  py,
  spanOf,
  unwrapped,
  OWN_ATTRIBUTES,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const LOOPS: ReadonlySet<string> = new Set([
  'asyncio.get_event_loop',
  'asyncio.get_running_loop',
  'asyncio.new_event_loop',
  'asyncio.AbstractEventLoop',
  'asyncio.BaseEventLoop',
  'asyncio.events.AbstractEventLoop',
  'uvloop.new_event_loop',
]);

export default defineCheck({
  title: 'Task that nothing holds',
  on: 'python',
  bullet: 'Structured async',
  severity: 'warning',
  preset: 'recommended',
  excludes: ['test'],
  why: `The event loop keeps only weak references to its tasks. A task that nobody else holds may be collected before it is done, and
    an exception in it reaches nobody. A \`TaskGroup\` holds its tasks, waits for them, and raises what they raise.`,
  whenNotTo: 'A task factory of your own keeps the tasks and reports how they end.',
  places: OWN_ATTRIBUTES,
  examples: [
    {
      title: 'Let a group hold the task',
      bad: py`
        import asyncio

        async def close_order(order):
            asyncio.create_task(send_receipt(order))  # <-
            await archive(order)
      `,
      good: py`
        import asyncio

        async def close_order(order):
            async with asyncio.TaskGroup() as group:
                group.create_task(send_receipt(order))
                await archive(order)
      `,
    },
    {
      title: 'A name that the next round takes away holds nothing',
      bad: py`
        import asyncio

        async def serve(queue):
            while True:
                order = await queue.get()
                task = asyncio.create_task(pack(order))  # <-
                await order.noted()
      `,
      good: py`
        import asyncio

        async def serve(queue):
            running = set()
            while True:
                order = await queue.get()
                task = asyncio.create_task(pack(order))
                running.add(task)
                task.add_done_callback(running.discard)
                await order.noted()
      `,
    },
    {
      title: 'A callback throws away what it returns',
      bad: py`
        import asyncio
        from asyncio import ensure_future as start

        class Shop:
            def __init__(self):
                self.loop = asyncio.get_event_loop()
                self.loop.call_later(60, lambda: start(self.count()))  # <-

            def opened(self):
                self.loop.create_task(self.count())  # <-

        async def sweep():
            here = asyncio.get_running_loop()
            here.create_task(tidy())  # <-
      `,
      good: py`
        import asyncio

        class Shop:
            def __init__(self):
                self.loop = asyncio.get_event_loop()
                self.loop.call_later(60, self.opened)

            def opened(self):
                self.counting = self.loop.create_task(self.count())

        async def sweep():
            here = asyncio.get_running_loop()
            await here.create_task(tidy())
      `,
    },
  ],
  quiet: [
    // Held by a group, a nursery, an attribute, a list, the caller, or whoever is handed the task.
    py`
      import asyncio

      async def main(group, jobs):
          group.create_task(first())
          async with asyncio.TaskGroup() as tasks:
              tasks.create_task(second())
          jobs.last = asyncio.create_task(third())
          jobs.append(asyncio.create_task(fourth()))
          await asyncio.create_task(fifth())
          (await asyncio.create_task(sixth()))
          asyncio.gather(asyncio.create_task(seventh()))
          return asyncio.create_task(last())
    `,
    // The frame of the coroutine holds its names while it waits.
    py`
      import asyncio

      async def main(stop):
          server = asyncio.create_task(serve())
          await stop.wait()

      async def ticks():
          ticker = asyncio.create_task(tick())
          for _ in range(3):
              yield 1
    `,
    py`
      import asyncio

      async def race(jobs):
          for job in jobs:
              last = asyncio.create_task(job())
              await asyncio.wait([last])

      def run():
          task = asyncio.create_task(main())
          task.set_name("main")

          def stop():
              cancel(task)
    `,
    py`
      import asyncio

      def warm(loop, catalogue):
          asyncio.ensure_future(loop.run_in_executor(None, catalogue.load))
    `,
    py`
      import asyncio

      def main():
          loop = asyncio.new_event_loop()
          loop.create_task(serve())
          loop.run_forever()
    `,
    py`
      import asyncio

      started = asyncio.ensure_future(main())
      start = lambda: asyncio.create_task(main())
      CALLBACKS = [lambda: asyncio.create_task(main())]
    `,
    py`
      from celery_app import create_task, loop

      def main(asyncio, todo):
          create_task("sweep")
          asyncio.create_task("sweep")
          todo.create_task("sweep")
    `,
  ],
  calls: {
    ...each(['asyncio.create_task', 'asyncio.ensure_future', 'asyncio.tasks.create_task'], dangling),
    '.create_task': (call, file) => (isOnLoop(call, file) ? dangling(call, file) : undefined),
  },
});

function* dangling(call: PyNode, file: PythonFile): Generator<Draft> {
  if (isFuture(positionalArguments(call)[0]) || isRunNext(call)) return;
  const where = bareStatement(call)
    ? 'nothing'
    : isCallbackResult(call)
      ? 'callback'
      : isLostName(call)
        ? 'name'
        : undefined;
  if (where === undefined) return;
  const hasGroups = inAsyncFunction(call) && !/^3\.([0-9]|10)$/.test(file.project.minPython ?? '');
  const advice = hasGroups ? 'keep it, or start it in a `TaskGroup`' : 'keep it in a set until it is done';
  const message = {
    nothing: `Nothing holds this task: it may vanish half-way, its error with it; ${advice}.`,
    callback: 'The loop throws away what a callback returns: keep this task somewhere, or it may vanish half-way.',
    name: `This name is lost before the task is done, and nothing else holds it; ${advice}.`,
  }[where];
  yield { at: spanOf(call), message };
}

/** What runs in a thread, or waits for tasks that others hold, is no task. */
function isFuture(given: PyNode | undefined): boolean {
  const callee = given?.type === 'call' ? given.childForFieldName('function') : undefined;
  return /(^|\.)(run_in_executor|wrap_future|gather|shield)$/.test(callee?.text ?? '');
}

/** The main task of a program, whose loop starts right behind it. */
function isRunNext(call: PyNode): boolean {
  const statement = call.parent?.type === 'expression_statement' ? call.parent : undefined;
  return /\.run_(forever|until_complete)\(/.test(statement?.nextNamedSibling?.text ?? '');
}

function isOnLoop(call: PyNode, file: PythonFile): boolean {
  const receiver = unwrapped(call.childForFieldName('function')?.childForFieldName('object'));
  if (!receiver) return false;
  if (isKnownAs(receiver, LOOPS, file)) return true;
  // `self.bot.loop`: only event loops are called so and have this method.
  return (
    receiver.type === 'attribute' && /^_?(event_|io_)?loop$/.test(receiver.childForFieldName('attribute')?.text ?? '')
  );
}

const CALLBACKS =
  /^(add_signal_handler|call_soon|call_soon_threadsafe|call_later|call_at|add_done_callback|add_reader|add_writer)$/;

/** The whole of a lambda that the loop or a future calls. */
function isCallbackResult(call: PyNode): boolean {
  const lambda = call.parent?.type === 'lambda' ? call.parent : undefined;
  const taker = lambda?.parent?.type === 'argument_list' ? lambda.parent.parent : undefined;
  return CALLBACKS.test(taker?.childForFieldName('function')?.childForFieldName('attribute')?.text ?? '');
}

/** Given to a plain name of a def that nothing reads, and that the def leaves, or gives away in the next round, without waiting. */
function isLostName(call: PyNode): boolean {
  const assignment = call.parent?.type === 'assignment' ? call.parent : undefined;
  const target = assignment?.childForFieldName('left');
  const owner = enclosingFunction(call);
  if (!assignment || target?.type !== 'identifier' || !owner) return false;
  const uses = owner.descendantsOfType('identifier').filter(({ text }) => text === target.text);
  if (uses.length > 1) return false;
  const loop = enclosing(assignment, 'for_statement', 'while_statement');
  if (loop && loop.startIndex > owner.startIndex)
    return nodesIn(loop, ['break_statement', 'return_statement']).length === 0;
  return !nodesIn(owner, ['await', 'yield', 'for_statement', 'with_statement']).some(
    ({ endIndex }) => endIndex > call.endIndex,
  );
}
