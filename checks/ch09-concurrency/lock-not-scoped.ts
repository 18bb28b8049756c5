import {
  awaited,
  bareStatement,
  defineCheck,
  enclosingFunction,
  isInside,
  nodesIn,
  py,
  spanOf,
  namesIn,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Lock that is not tied to a block',
  on: 'python',
  bullet: 'Patterns',
  severity: 'warning',
  preset: 'recommended',
  excludes: ['test'],
  why: `A lock that is released by a plain statement stays locked when the code before it raises, and whoever asks for it next waits for
    ever. A lock that is made in the \`with\` itself is a new one each time, and keeps nobody out.`,
  whenNotTo: 'Nothing between taking and releasing can raise, and the lock has no `with` of its own.',
  places: ({ text }) => namesIn(text, ['Lock', 'RLock', 'Condition', 'Semaphore', 'BoundedSemaphore']),
  examples: [
    {
      title: 'One lock for all who share the data',
      bad: py`
        import threading

        def add(stock, item):
            with threading.Lock():  # <-
                stock[item] = stock.get(item, 0) + 1
      `,
      good: py`
        import threading

        STOCK_LOCK = threading.Lock()

        def add(stock, item):
            with STOCK_LOCK:
                stock[item] = stock.get(item, 0) + 1
      `,
    },
    {
      title: 'Let the block release it',
      bad: py`
        import asyncio
        import threading

        class Register:
            def __init__(self):
                self.lock = threading.RLock()
                self.slots = asyncio.Semaphore(3)

            def book(self, sale):
                self.lock.acquire()  # <-
                self.total += sale.amount()
                self.lock.release()

            async def print(self, sale):
                await self.slots.acquire()  # <-
                await self.printer.send(sale)
                self.slots.release()
      `,
      good: py`
        import asyncio
        import threading

        class Register:
            def __init__(self):
                self.lock = threading.RLock()
                self.slots = asyncio.Semaphore(3)

            def book(self, sale):
                with self.lock:
                    self.total += sale.amount()

            async def print(self, sale):
                async with self.slots:
                    await self.printer.send(sale)
      `,
    },
  ],
  quiet: [
    py`
      def book(lock, sale):
          lock.acquire()
          try:
              sale.book()
          finally:
              lock.release()

      def undo(lock, sale):
          lock.acquire()
          try:
              sale.undo()
          except BaseException:
              lock.release()
              raise
          lock.release()
    `,
    // Taken here, released by somebody else.
    py`
      class Gate:
          def __enter__(self):
              self._lock.acquire()
              return self

          def __exit__(self, *exc):
              self._lock.release()

      async def start(slots, job):
          await slots.acquire()
          job.add_done_callback(lambda done: slots.release())

      def hold(stack, lock):
          lock.acquire()
          stack.callback(lock.release)
          lock.release()

      def wait_for_end(lock):
          lock.acquire()
    `,
    // Given away for a while and taken back.
    py`
      def outside(lock, work):
          lock.release()
          work()
          lock.acquire()
          lock.release()

      def wait(lock, work):
          lock.release()
          try:
              work()
          finally:
              lock.acquire()
    `,
    // Tokens, of which somebody else gives back what is taken for each order.
    py`
      def feed(slots, orders, queue):
          slots.acquire()
          order = orders.get()
          while order is not None:
              queue.put(order)
              slots.acquire()
              order = orders.get()
          slots.release()
    `,
    // Only the waiting are told.
    py`
      class Bell:
          def ring(self):
              self.condition.acquire()
              self.condition.notify_all()
              self.condition.release()
    `,
    // The answer counts.
    py`
      def try_book(lock, sale):
          if not lock.acquire(timeout=3):
              return False
          sale.book()
          lock.release()
          return True

      def poke(lock, sale):
          lock.acquire(blocking=False)
          sale.book()
          lock.release()

      async def borrow(pool):
          connection = await pool.acquire()
          await connection.execute("select 1")
          pool.release(connection)
    `,
    // Nothing can happen in between.
    py`
      def wait_until_free(lock):
          lock.acquire()
          lock.release()

      def count(lock, totals):
          lock.acquire()
          seen = totals
          lock.release()
          return seen
    `,
    py`
      import threading
      from filelock import FileLock
      from redis_locks import Lock

      def book(sale, path):
          with FileLock(path):
              sale.book()
          with Lock():
              sale.book()
          with (lock := threading.Lock()):
              sale.start(lock)
          with threading.Condition(lock=sale.lock):
              sale.start(None)
          made = threading.Condition()
          with made:
              sale.start(made)
    `,
  ],
  mentions: ['acquire', 'Lock(', 'Condition(', 'Semaphore('],
  nodes: {
    *with_item(node, file) {
      const call = node.firstNamedChild?.type === 'as_pattern' ? undefined : node.firstNamedChild;
      if (call?.type !== 'call' || !MAKERS.test(file.nameOf(call.childForFieldName('function')) ?? '')) return;
      // What it is given, others may hold too: a condition around a shared lock.
      if (call.childForFieldName('arguments')?.namedChildren.some(({ type }) => type !== 'integer')) return;
      yield {
        at: spanOf(call),
        message: 'This makes a new lock each time, which keeps nobody out; make it once and share it.',
      };
    },
  },
  calls: { '.acquire': findUnscoped },
});

const MAKERS = /^(threading|asyncio|multiprocessing)\.(Lock|RLock|Condition|Semaphore|BoundedSemaphore)$/;

function* findUnscoped(call: PyNode, _file: PythonFile): Generator<Draft> {
  const owner = enclosingFunction(call);
  const lock = call.childForFieldName('function')?.childForFieldName('object');
  if (!owner || !lock || call.childForFieldName('arguments')?.namedChildren.length !== 0) return;
  if (!bareStatement(call) && !(awaited(call) && bareStatement(awaitOf(call)))) return;
  const releases = owner.descendantsOfType('attribute').filter(({ text }) => text === `${lock.text}.release`);
  const [first] = releases;
  const taken = owner.descendantsOfType('call').filter((one) => isTaking(one, lock));
  // Tokens: more are taken here than given back, and somebody else gives back the rest.
  if (taken.length > releases.length) return;
  if (!first || first.startIndex < call.startIndex || !releases.every((release) => isPlainCall(release, owner))) return;
  if (isInside(call, ['finally_clause']) || !canRaise(owner, { call, release: first, lock })) return;
  const name = lock.text.length > 40 || lock.text.includes('\n') ? 'This lock' : `\`${lock.text}\``;
  yield {
    at: spanOf(call),
    message: `${name} stays locked if the code before its release raises; use \`with\`, or release it in a \`finally\`.`,
  };
}

function awaitOf(call: PyNode): PyNode {
  let outer = call;
  while (outer.type !== 'await' && outer.parent) outer = outer.parent;
  return outer;
}

/** Called by the function itself, and not in a place to which exceptions lead. */
function isPlainCall(release: PyNode, owner: PyNode): boolean {
  return (
    release.parent?.type === 'call' &&
    enclosingFunction(release)?.id === owner.id &&
    !isInside(release, ['finally_clause', 'except_clause', 'lambda'])
  );
}

function isTaking(call: PyNode, lock: PyNode): boolean {
  return call.childForFieldName('function')?.text === `${lock.text}.acquire`;
}

interface Held {
  readonly call: PyNode;
  readonly release: PyNode;
  readonly lock: PyNode;
}

/** Between the two something is called, awaited, looked up by key or raised. A condition that is held can be notified. */
function canRaise(owner: PyNode, { call, release, lock }: Held): boolean {
  const risky = [
    'call',
    'await',
    'subscript',
    'raise_statement',
    'binary_operator',
    'for_statement',
    'assert_statement',
    'with_statement',
  ];
  const notifying = new RegExp(`^${lock.text.replace(/\W/g, '\\$&')}\\.notify(_all|All)?\\(\\)$`);
  return nodesIn(owner, risky).some(
    ({ startIndex, endIndex, text }) =>
      startIndex >= call.endIndex && endIndex < release.startIndex && !notifying.test(text),
  );
}
