import {
  defineCheck,
  each,
  enclosing,
  enclosingFunction,
  isKnownAs,
  isNestedFunction,
  positionalArguments,
  py,
  spanOf,
  topLevel,
  ownAttributes,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const PROCESS_POOLS: ReadonlySet<string> = new Set([
  'concurrent.futures.ProcessPoolExecutor',
  'concurrent.futures.process.ProcessPoolExecutor',
  'multiprocessing.Pool',
  'multiprocessing.pool.Pool',
]);
const THREAD_POOLS = [
  'concurrent.futures.ThreadPoolExecutor',
  'concurrent.futures.thread.ThreadPoolExecutor',
  'multiprocessing.pool.ThreadPool',
];
const PROCESSES: ReadonlySet<string> = new Set(['multiprocessing.Process']);
const TAKES_WORK = [
  'submit',
  'map',
  'apply',
  'apply_async',
  'map_async',
  'imap',
  'imap_unordered',
  'starmap',
  'starmap_async',
];

export default defineCheck({
  title: 'Pool that leaks, or is handed what it cannot take',
  on: 'python',
  bullet: 'Executors',
  severity: 'warning',
  preset: 'recommended',
  why: `Work for another process is pickled, and a lambda or a nested function cannot be. A pool that nobody shuts down leaves its
    workers, and their errors, to chance; and where processes start afresh, as they do on macOS, Windows and, from 3.14, on Linux,
    each one imports the main module again.`,
  whenNotTo: 'A pickler that takes functions by value, cloudpickle for one, is installed for this pool.',
  suspects: ({ text }) => /\b(?:ProcessPoolExecutor|ThreadPoolExecutor|ThreadPool|Pool|Process)\b/.test(text),
  places: ({ text }) => ownAttributes(text, [...TAKES_WORK, 'start']),
  examples: [
    {
      title: 'Processes take functions that a module has',
      bad: py`
        from concurrent.futures import ProcessPoolExecutor

        def discounted(prices, rate):
            def reduce(price):
                return price * rate
            with ProcessPoolExecutor() as pool:
                rounded = pool.map(lambda price: round(price), prices)  # <-
                return [*rounded, pool.submit(reduce, prices[0])]  # <-
      `,
      good: py`
        from concurrent.futures import ProcessPoolExecutor
        from functools import partial

        def reduce(rate, price):
            return price * rate

        def discounted(prices, rate):
            with ProcessPoolExecutor() as pool:
                rounded = pool.map(round, prices)
                return [*rounded, pool.submit(partial(reduce, rate), prices[0])]
      `,
    },
    {
      title: 'Whoever opens a pool closes it',
      bad: py`
        import multiprocessing as mp
        from concurrent.futures import ThreadPoolExecutor

        def thumbnails(pictures):
            pool = mp.Pool(4)  # <-
            return pool.map(shrink, pictures)

        def notify(patients):
            pool = ThreadPoolExecutor(max_workers=4)  # <-
            for patient in patients:
                pool.submit(remind, patient)
      `,
      good: py`
        import multiprocessing as mp
        from concurrent.futures import ThreadPoolExecutor

        def thumbnails(pictures):
            with mp.Pool(4) as pool:
                return pool.map(shrink, pictures)

        def notify(patients):
            with ThreadPoolExecutor(max_workers=4) as pool:
                for patient in patients:
                    pool.submit(remind, patient)
      `,
    },
    {
      title: 'A new process imports this file again',
      bad: py`
        from multiprocessing import Pool, Process

        worker = Process(target=count_stock)
        worker.start()  # <-
        with Pool(2) as pool:  # <-
            print(pool.map(price, range(9)))
      `,
      good: py`
        from multiprocessing import Pool, Process

        if __name__ == "__main__":
            worker = Process(target=count_stock)
            worker.start()
            with Pool(2) as pool:
                print(pool.map(price, range(9)))
      `,
    },
  ],
  quiet: [
    // Threads share memory: nothing is pickled. Neither is it where functions are taken by value.
    py`
      from concurrent.futures import ThreadPoolExecutor
      from multiprocessing.pool import ThreadPool

      def prices(items):
          def price(item):
              return item.price
          with ThreadPoolExecutor() as pool, ThreadPool(2) as other:
              pool.map(lambda item: item.price, items)
              other.imap(price, items)
    `,
    py`
      from loky import ProcessPoolExecutor
      from pathos.multiprocessing import Pool

      def prices(items):
          with ProcessPoolExecutor() as pool:
              pool.submit(lambda: 1)
          return Pool().map(lambda item: item.price, items)
    `,
    py`
      from concurrent.futures import ProcessPoolExecutor

      def named():
          global work
          def work(item):
              return item
          with ProcessPoolExecutor() as pool:
              pool.submit(work, 1).add_done_callback(lambda done: print(done))
              pool.map(str, [1], key=lambda item: item)
    `,
    // Shut down, or somebody else's to shut down.
    py`
      from concurrent.futures import ThreadPoolExecutor
      from multiprocessing import Pool

      EXECUTOR = ThreadPoolExecutor()

      class Shop:
          def __init__(self):
              self.pool = ThreadPoolExecutor()

      def closed(items):
          pool = Pool()
          try:
              return pool.map(str, items)
          finally:
              pool.close()

      def ours(items, service):
          pool = ThreadPoolExecutor()
          first = pool.submit(str, items)
          service.pool = pool

      def theirs():
          pool = ThreadPoolExecutor()
          return pool

      def scoped(items):
          pool = Pool()
          with pool:
              pool.map(str, items)

      def nested():
          pool = ThreadPoolExecutor()
          def submit(work):
              return pool.submit(work)
          return submit

      def remembered():
          global EXECUTOR
          EXECUTOR = ThreadPoolExecutor()
    `,
    // Executors start nothing until they get work.
    py`
      import multiprocessing
      from concurrent.futures import ProcessPoolExecutor

      POOL = ProcessPoolExecutor()
      WORKER = multiprocessing.Process(target=print)

      def start():
          WORKER.start()
    `,
    py`
      import multiprocessing

      multiprocessing.set_start_method("fork")
      pool = multiprocessing.Pool()
    `,
  ],
  mentions: ['concurrent.futures', 'from concurrent', 'multiprocessing'],
  calls: {
    ...each(
      TAKES_WORK.map((name) => `.${name}`),
      findUnpicklable,
    ),
    ...each([...PROCESS_POOLS, ...THREAD_POOLS], findLeak),
    // Unlike an executor, this one starts its processes at once.
    ...each(['multiprocessing.Pool', 'multiprocessing.pool.Pool'], function* (call: PyNode, file: PythonFile) {
      yield* findLeak(call, file);
      yield* findUnguarded(call, file);
    }),
    '.start': (call, file) => (isKnownAs(receiverOf(call), PROCESSES, file) ? findUnguarded(call, file) : undefined),
  },
});

function receiverOf(call: PyNode): PyNode | null {
  return call.childForFieldName('function')?.childForFieldName('object') ?? null;
}

function* findUnpicklable(call: PyNode, file: PythonFile): Generator<Draft> {
  const [work] = positionalArguments(call);
  if (!work || !isKnownAs(receiverOf(call), PROCESS_POOLS, file) || /\b(cloudpickle|dill)\b/.test(file.text)) return;
  const callee =
    work.type === 'call' && /^functools\.partial$/.test(file.nameOf(work.childForFieldName('function')) ?? '')
      ? positionalArguments(work)[0]
      : work;
  if (callee?.type !== 'lambda' && !(callee?.type === 'identifier' && isNestedFunction(callee))) return;
  const what =
    callee.type === 'lambda'
      ? 'A lambda'
      : callee.text.length > 40
        ? 'A nested function'
        : `The nested function \`${callee.text}\``;
  yield {
    at: spanOf(callee),
    message: `${what} cannot be pickled for another process; hand over a function of the module.`,
  };
}

const ENDS = /^(shutdown|close|terminate|join|__exit__)$/;

/** A pool under a plain name of a def that does nothing with it but give it work. */
function* findLeak(call: PyNode, file: PythonFile): Generator<Draft> {
  const owner = enclosingFunction(call);
  const assignment = call.parent?.type === 'assignment' ? call.parent : undefined;
  const target = assignment?.childForFieldName('left');
  if (!owner || target?.type !== 'identifier') return;
  const uses = owner
    .descendantsOfType('identifier')
    .filter((node) => node.text === target.text && node.id !== target.id);
  if (uses.length === 0 || !uses.every((use) => enclosingFunction(use)?.id === owner.id && givesWork(use))) return;
  const threads = THREAD_POOLS.includes(file.nameOf(call.childForFieldName('function')) ?? '');
  yield {
    at: spanOf(call),
    message: 'Nothing shuts this pool down; open it with `with`.',
    ...(threads && { severity: 'notice' }),
  };
}

function givesWork(use: PyNode): boolean {
  const attribute =
    use.parent?.type === 'attribute' && use.parent.childForFieldName('object')?.id === use.id ? use.parent : undefined;
  return attribute?.parent?.type === 'call' && !ENDS.test(attribute.childForFieldName('attribute')?.text ?? '');
}

/** What starts a process while the module is imported, and so again in that process. */
function* findUnguarded(call: PyNode, file: PythonFile): Generator<Draft> {
  if (
    !topLevel(call) ||
    enclosing(call, 'if_statement', 'lambda', 'decorator') ||
    /start_method|get_context/.test(file.text)
  )
    return;
  yield {
    at: spanOf(call),
    message: 'A started process imports this module again; put this under `if __name__ == "__main__":`.',
  };
}
