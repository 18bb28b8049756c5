import {
  after,
  argument,
  at,
  decoratorsOf,
  defineCheck,
  each,
  enclosingFunction,
  endlessRetry,
  hasSplat,
  isForEver,
  isMeantForEver,
  keywordArguments,
  linesWhere,
  mayRetryForEver,
  missingFrom,
  positionalArguments,
  py,
  RETRIERS,
  spanOf,
  spanOnLine,
} from '../../src/sdk/check.ts';
import type { Draft, Fix, PyNode, PythonFile } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Retry without an end',
  on: 'python',
  bullet: 'Resilience',
  severity: 'warning',
  preset: 'recommended',
  excludes: ['test'],
  why: `What is retried for ever turns an outage on the other side into workers that hang on this side, and all of them knock again at once
    when it is over. An end lets the caller decide, and a growing pause lets the other side recover.`,
  whenNotTo: 'The program has nothing else to do until the other side is there, and something outside watches it.',
  fixes: true,
  mentions: ['retry', 'Retrying', 'backoff', 'while True', 'while 1'],
  places: ({ text }) => linesWhere(text, mayRetryForEver, ['while']),
  examples: [
    {
      title: 'Say when to give up',
      bad: py`
        from tenacity import retry

        @retry  # <-
        def pay(order):
            return gateway.pay(order)

        @retry(reraise=True)  # <-
        def refund(order):
            return gateway.refund(order)
      `,
      good: py`
        from tenacity import retry, stop_after_attempt, wait_exponential

        @retry(stop=stop_after_attempt(5), wait=wait_exponential(max=30), reraise=True)
        def pay(order):
            return gateway.pay(order)

        @retry(stop=stop_after_attempt(5), wait=wait_exponential(max=30), reraise=True)
        def refund(order):
            return gateway.refund(order)
      `,
    },
    {
      title: 'Each of these goes on for ever by default',
      bad: py`
        import backoff, requests, retrying, tenacity
        from retry import retry as again

        @backoff.on_exception(backoff.expo, requests.RequestException)  # <-
        def rates(url):
            return requests.get(url, timeout=3)

        @again(requests.RequestException, delay=2)  # <-
        def stock(url):
            return requests.get(url, timeout=3)

        @retrying.retry(wait_fixed=2000)  # <-
        def prices(url):
            return requests.get(url, timeout=3)

        def pay(order):
            for attempt in tenacity.Retrying(wait=tenacity.wait_fixed(2)):  # <-
                with attempt:
                    gateway.pay(order)
      `,
      good: py`
        import backoff, requests, retrying, tenacity
        from retry import retry as again

        @backoff.on_exception(backoff.expo, requests.RequestException, max_time=60)
        def rates(url):
            return requests.get(url, timeout=3)

        @again(requests.RequestException, 5, delay=2)
        def stock(url):
            return requests.get(url, timeout=3)

        @retrying.retry(wait_fixed=2000, stop_max_attempt_number=5)
        def prices(url):
            return requests.get(url, timeout=3)

        def pay(order):
            for attempt in tenacity.Retrying(wait=tenacity.wait_fixed(2), stop=tenacity.stop_after_delay(60)):
                with attempt:
                    gateway.pay(order)
      `,
    },
    {
      title: 'Count the attempts, and wait longer after each',
      bad: py`
        import time
        import requests

        def rates(url):
            while True:  # <-
                try:
                    return requests.get(url, timeout=3).json()
                except requests.ConnectionError:
                    log.warning("no rates yet")
                    time.sleep(5)

        async def connect(pool):
            while 1:  # <-
                try:
                    connection = await pool.connect()
                except Exception:
                    continue
                break
            return connection
      `,
      good: py`
        import time
        import requests

        def rates(url):
            for attempt in range(5):
                try:
                    return requests.get(url, timeout=3).json()
                except requests.ConnectionError:
                    log.warning("no rates yet")
                    time.sleep(2**attempt)
            raise TimeoutError(url)

        async def connect(pool):
            return await pool.connect()
      `,
    },
  ],
  quiet: [
    // The end is there, or was decided against.
    py`
      import tenacity
      from tenacity import retry, stop_after_delay, stop_never

      @retry(stop=stop_after_delay(30))
      def pay(order): ...

      @retry(stop=stop_never)
      def ship(order): ...

      @retry(**POLICY)
      def pack(order): ...

      def sell(order):
          for attempt in tenacity.Retrying(*POLICY):
              order.sell(attempt)
    `,
    // What runs as long as the program, or waits for somebody.
    py`
      import time
      from tenacity import retry, wait_fixed

      @retry(wait=wait_fixed(5))
      def run_forever(queue): ...

      @retry(wait=wait_fixed(5))
      def wait_for_database(url): ...

      # Tried forever: nothing works without the database.
      def connect(url):
          @retry(wait=wait_fixed(5))
          def attempt():
              return open_database(url)
          return attempt()

      def serve(socket):
          while True:
              try:
                  return socket.open()
              except OSError:
                  time.sleep(1)

      class Worker:
          def consume(self):
              while True:
                  try:
                      return self.queue.connect()
                  except ConnectionError:
                      time.sleep(1)
    `,
    // A loop over work, where an error costs one piece of it.
    py`
      import time

      def drain(queue):
          while True:
              try:
                  queue.next().handle()
              except Exception:
                  log.exception("skipped")
    `,
    // Some way out: a count, a clock, an error of another kind.
    py`
      import sys, time

      def load(url, attempts=3):
          while True:
              try:
                  return fetch(url)
              except ConnectionError:
                  attempts -= 1
                  if not attempts:
                      raise
                  time.sleep(1)

      def load_until(url, deadline):
          while True:
              try:
                  return fetch(url)
              except ConnectionError:
                  pass
              if time.monotonic() > deadline:
                  return None

      def load_while(url, stopped):
          while True:
              if stopped.is_set():
                  break
              try:
                  return fetch(url)
              except OSError:
                  time.sleep(1)

      def load_or_die(url):
          while True:
              try:
                  return fetch(url)
              except OSError as error:
                  if error.errno == 28:
                      sys.exit("disk full")

      def load_some(url, stopped):
          while not stopped.is_set():
              try:
                  return fetch(url)
              except OSError:
                  time.sleep(1)
    `,
    // What may fail is not the other side: a name is taken, a signal came, a person mistyped.
    py`
      import os, queue, random

      def make_folder(base):
          while True:
              try:
                  return os.mkdir(f"{base}/{random.random()}")
              except FileExistsError:
                  continue

      def read(source):
          while True:
              try:
                  return os.read(source, 1024)
              except InterruptedError:
                  continue

      def ask(label):
          while True:
              try:
                  return int(input(label))
              except Exception:
                  print("a number, please")

      def next_order(orders):
          while True:
              try:
                  return orders.get(timeout=1)
              except queue.Empty:
                  continue

      def next_caller(socket):
          while True:
              try:
                  return socket.accept()
              except OSError:
                  continue
    `,
    // Another retry.
    py`
      from shop.jobs import retry

      @retry
      def pay(order): ...

      @retry(3)
      def ship(order): ...
    `,
    at('tests/test_pay.py', 'from tenacity import retry\n\n@retry\ndef flaky():\n    pass\n'),
  ],
  calls: each(Object.keys(RETRIERS), onCall),
  nodes: { decorated_definition: onDecorators, while_statement: onLoop },
});

function* onCall(call: PyNode, file: PythonFile): Generator<Draft> {
  const callee = call.childForFieldName('function');
  const retrier = RETRIERS[file.nameOf(callee) ?? ''];
  const list = call.childForFieldName('arguments');
  if (
    !retrier ||
    !callee ||
    !list ||
    hasSplat(call) ||
    isForEver(decoratedBy(call) ?? enclosingFunction(call)) ||
    isMeantForEver(call, file)
  )
    return;
  const given = keywordArguments(call);
  if (retrier.ends.some((name) => given.has(name))) return;
  if (retrier.place !== undefined && argument(call, '', retrier.place)) return;
  if (retrier.unpaced && positionalArguments(call).length > 0) return;
  const last = list.lastNamedChild;
  const missing = missingFrom(retrier, given, callee);
  const edits = last
    ? [{ span: after(spanOf(last)), text: `, ${missing.join(', ')}` }]
    : [{ span: spanOf(list), text: `(${missing.join(', ')})` }];
  yield draftFor(call, { missing, edits, isPaced: !retrier.unpaced || given.has('wait') }, file);
}

/** \`@retry\` as it stands. */
function* onDecorators(definition: PyNode, file: PythonFile): Generator<Draft> {
  if (isForEver(definition.childForFieldName('definition')) || isMeantForEver(definition, file)) return;
  for (const decorator of decoratorsOf(definition)) {
    const retrier = decorator.type === 'call' ? undefined : RETRIERS[file.nameOf(decorator) ?? ''];
    if (retrier === undefined) continue;
    const missing = missingFrom(retrier, new Map(), decorator);
    const edits = [{ span: after(spanOf(decorator)), text: `(${missing.join(', ')})` }];
    yield draftFor(decorator, { missing, edits, isPaced: false }, file);
  }
}

interface Mend {
  readonly missing: readonly string[];
  readonly edits: Fix['edits'];
  /** It waits between two attempts. */
  readonly isPaced: boolean;
}

function draftFor(node: PyNode, { missing, edits, isPaced }: Mend, file: PythonFile): Draft {
  const [end = ''] = missing;
  const message = isPaced
    ? `This is tried for as long as it fails; give up at some point: \`${end}\`.`
    : `This is tried for as long as it fails, without a pause; give up at some point: \`${end}\`.`;
  const brought = broughtIn(missing, file);
  const title = 'Give up after a while';
  return { at: spanOf(node), message, ...(brought && { fix: { title, edits: [...edits, ...brought], safe: true } }) };
}

/** Edits that import what the new arguments call from where the callee comes from; undefined where that is not plain to see. */
function broughtIn(missing: readonly string[], file: PythonFile): Fix['edits'] | undefined {
  const names = missing.flatMap((one) => /=(\w+)\(/.exec(one)?.[1] ?? []);
  const unknown = names.filter((name) => file.imports.get(name) !== `tenacity.${name}`);
  if (unknown.length === 0) return [];
  const statement = file.root.namedChildren.find(
    (one) => one.type === 'import_from_statement' && one.childForFieldName('module_name')?.text === 'tenacity',
  );
  const last = statement?.childrenForFieldName('name').at(-1);
  return last && [{ span: after(spanOf(last)), text: `, ${unknown.join(', ')}` }];
}

function* onLoop(loop: PyNode, file: PythonFile): Generator<Draft> {
  const retry = isForEver(enclosingFunction(loop)) || isMeantForEver(loop, file) ? undefined : endlessRetry(loop, file);
  if (!retry) return;
  const { row, column } = loop.startPosition;
  const head = loop.childForFieldName('condition') ?? loop;
  yield {
    at: spanOnLine(row + 1, column + 1, head.endPosition.column + 1),
    message: retry.hot
      ? 'This tries again for as long as it fails, without a pause; count the attempts, and wait between them.'
      : 'This tries again for as long as it fails; count the attempts, or set a deadline.',
    key: loop.text,
  };
}

function decoratedBy(call: PyNode): PyNode | undefined {
  const definition = call.parent?.type === 'decorator' ? call.parent.parent : undefined;
  return definition?.childForFieldName('definition') ?? undefined;
}
