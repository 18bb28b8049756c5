import {
  assignmentsTo,
  at,
  defineCheck,
  enclosingFunction,
  namesIn,
  parametersOf,
  py,
  spanOf,
  unwrapped,
} from '../../src/sdk/check.ts';
import type { Draft, Fix, PyNode, PythonFile } from '../../src/sdk/check.ts';

/** False if the time of day is read under no name that is subtracted. */
function maySubtract(text: string): boolean {
  if (/\btime\s+as\b/.test(text)) return true;
  const names = [...text.matchAll(/\b(\w+)\s*(?::[^=\n]*)?=[^=\n]*\btime\s*\(/g)].map(([, name]) => name);
  return names.length > 0 && new RegExp(`-[\\s(\\\\]*(?:${[...new Set(names)].join('|')})\\b`).test(text);
}

export default defineCheck({
  title: 'Duration measured with `time.time()`',
  on: 'python',
  bullet: 'Benchmark',
  severity: 'notice',
  preset: 'recommended',
  excludes: ['test'],
  why: `\`time.time()\` is the time of day: it jumps when the clock is set, and durations come out too long, too short or negative.
    \`time.perf_counter()\` only runs forward, with the finest ticks that the machine has.`,
  whenNotTo: 'The difference is to a moment that another machine or another run wrote down.',
  fixes: true,
  mentions: ['time.time', 'import time'],
  suspects: ({ text }) => maySubtract(text),
  places: ({ text }) => namesIn(text, ['time']),
  examples: [
    {
      title: 'Measure with a clock that only runs forward',
      bad: py`
        import time

        def timed(job):
            start = time.time()
            job()
            return time.time() - start  # <-
      `,
      good: py`
        import time

        def timed(job):
            start = time.perf_counter()
            job()
            return time.perf_counter() - start
      `,
    },
    {
      title: 'Under another name',
      bad: py`
        from time import time as now

        def timed(job):
            start = now()
            job()
            return now() - start  # <-

        def count(jobs):
            return len(jobs)
      `,
      good: py`
        from time import perf_counter as now

        def timed(job):
            start = now()
            job()
            return now() - start
      `,
    },
    {
      title: 'Both ends by the same clock',
      bad: py`
        import time

        def wait_for(order, seconds):
            began = time.time()
            while not order.paid:
                now = time.time()
                if now - began > seconds:  # <-
                    raise TimeoutError
      `,
      good: py`
        import time

        def wait_for(order, seconds):
            began = time.monotonic()
            while not order.paid:
                now = time.monotonic()
                if now - began > seconds:
                    raise TimeoutError
      `,
    },
  ],
  quiet: [
    at(
      'tests/test_queue.py',
      'import time\n\n\ndef test_queue():\n    start = time.time()\n    assert time.time() - start < 5\n',
    ),
    // The age of something that another clock dated.
    py`
      import os, time

      def is_old(path, token):
          return time.time() - os.stat(path).st_mtime > 3600 or token.expires - time.time() < 60
    `,
    // The first value is a date as well.
    py`
      import time

      def record(job, db):
          start = time.time()
          db.save(started_at=start)
          job()
          return time.time() - start
    `,
    py`
      import time

      def stamp(job):
          start = time.time()
          job()
          return {"start": start, "seconds": time.time() - start}
    `,
    // It came from somewhere else.
    py`
      import time

      def age(start):
          return time.time() - start
    `,
    py`
      import time

      def since(order):
          start = order.created or time.time()
          return time.time() - start
    `,
    // Steps back from now.
    py`
      import time

      def yesterday():
          now = time.time()
          return now - 86400
    `,
    // Another module's time.
    py`
      from game import time

      def frame():
          start = time.time()
          return time.time() - start
    `,
    // Set again by someone else.
    py`
      import time

      def poll(source):
          last = time.time()
          while True:
              if time.time() - last > 5:
                  last = source.date()
    `,
  ],
  nodes: { binary_operator: findDuration },
});

function* findDuration(node: PyNode, file: PythonFile): Iterable<Draft> {
  if (node.childForFieldName('operator')?.text !== '-') return;
  const [end, start] = [unwrapped(node.childForFieldName('left')), unwrapped(node.childForFieldName('right'))];
  const scope = enclosingFunction(node) ?? file.root;
  if (!end || start?.type !== 'identifier') return;
  const reads = new Map<number, PyNode>();
  const isMeasured = (one: PyNode): boolean =>
    isWallClock(one, file)
      ? add(reads, one)
      : one.type === 'identifier' &&
        readsOf(one, scope, file).every((read) => read && add(reads, read)) &&
        readsOf(one, scope, file).length > 0;
  if (!isMeasured(start) || !isMeasured(end)) return;
  const names = [start, end].filter(({ type }) => type === 'identifier').map(({ text }) => text);
  if (names.some((name) => isUsedOtherwise(name, scope, file)) || isToldOf(start.text, scope, file)) return;
  const fix = fixFor([...reads.values(), ...endsOf(names, scope, file)]);
  yield {
    at: spanOf(node),
    message: 'The time of day can jump: `time.perf_counter()` measures how long something takes.',
    ...(fix && { fix }),
  };
}

/** Beginnings that were reported: one mend is for all differences to them. */
const told = new WeakMap<PyNode, Set<string>>();

function isToldOf(start: string, scope: PyNode, { root }: PythonFile): boolean {
  const known = told.get(root) ?? new Set<string>();
  told.set(root, known);
  const key = `${scope.id} ${start}`;
  const isKnown = known.has(key);
  known.add(key);
  return isKnown;
}

function add(reads: Map<number, PyNode>, node: PyNode): true {
  reads.set(node.id, node);
  return true;
}

function isWallClock(node: PyNode, file: PythonFile): boolean {
  return node.type === 'call' && file.nameOf(node.childForFieldName('function')) === 'time.time';
}

/** What a name is given in a scope; undefined for anything but the time of day. */
function readsOf({ text: name }: PyNode, scope: PyNode, file: PythonFile): readonly (PyNode | undefined)[] {
  if (scope.type === 'function_definition' && parametersOf(scope).some((one) => one.name === name)) return [undefined];
  return assignmentsTo(scope, name).map((one) => {
    const value = unwrapped(one.childForFieldName('right'));
    return one.type === 'assignment' &&
      one.childForFieldName('left')?.type === 'identifier' &&
      value &&
      isWallClock(value, file)
      ? value
      : undefined;
  });
}

/** Anywhere but on a side of a difference of two times, and where it is given its value. */
function isUsedOtherwise(name: string, scope: PyNode, file: PythonFile): boolean {
  return scope.descendantsOfType('identifier').some((one) => {
    if (
      one.text !== name ||
      (one.parent?.type === 'attribute' && one.parent.childForFieldName('attribute')?.id === one.id)
    )
      return false;
    if (one.parent?.type === 'keyword_argument' && one.parent.childForFieldName('name')?.id === one.id) return false;
    const outer = one.parent;
    if (outer?.type === 'assignment' && outer.childForFieldName('left')?.id === one.id) return false;
    return otherSide(one, scope, file) === undefined;
  });
}

/** The other side of a difference, if it is a time of day too. */
function otherSide(side: PyNode, scope: PyNode, file: PythonFile): PyNode | undefined {
  const outer = side.parent;
  if (outer?.type !== 'binary_operator' || outer.childForFieldName('operator')?.text !== '-') return undefined;
  const [left, right] = [outer.childForFieldName('left'), outer.childForFieldName('right')];
  const other = unwrapped(left?.id === side.id ? right : left);
  if (!other) return undefined;
  const reads = other.type === 'identifier' ? readsOf(other, scope, file) : [];
  return isWallClock(other, file) || (reads.length > 0 && reads.every(Boolean)) ? other : undefined;
}

/** Calls at the other ends of all differences that use the names: one clock left behind would make nonsense of them. */
function endsOf(names: readonly string[], scope: PyNode, file: PythonFile): readonly PyNode[] {
  const sides = scope.descendantsOfType('identifier').filter(({ text }) => names.includes(text));
  return sides.flatMap((side) => {
    const other = otherSide(side, scope, file);
    if (!other) return [];
    return isWallClock(other, file) ? [other] : readsOf(other, scope, file).flatMap((read) => read ?? []);
  });
}

/** All reads of the clock at once; none where \`from time import time\` hides it. */
function fixFor(reads: readonly PyNode[]): Fix | undefined {
  const callees = [...new Map(reads.map((one) => [one.id, one.childForFieldName('function')])).values()].filter(
    (one) => one !== null,
  );
  if (callees.some(({ type }) => type !== 'attribute')) return undefined;
  const edits = callees.flatMap((callee) => {
    const name = callee.childForFieldName('attribute');
    return name ? [{ span: spanOf(name), text: 'perf_counter' }] : [];
  });
  return { title: 'Use time.perf_counter()', edits, safe: true };
}
