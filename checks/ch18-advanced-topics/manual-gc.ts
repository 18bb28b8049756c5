import {
  at,
  bodyOf,
  bareStatement,
  defineCheck,
  each,
  enclosing,
  enclosingClass,
  enclosingFunction,
  isInside,
  literal,
  nameText,
  nodesIn,
  positionalArguments,
  py,
  spanOf,
  topLevel,
  decoratorsOf,
  namesIn,
  withAliases,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

/** Names right behind the bracket of a call, in a file with weak references: `ring` of `ref(self.ring)`, `Order` of `ref(Order())`. */
function referredTo(text: string): readonly string[] {
  if (!text.includes('weakref')) return [];
  const called = withAliases(text, ['ref', 'proxy', 'ReferenceType']).join('|');
  return Array.from(
    text.matchAll(new RegExp(`\\b(?:${called})\\s*\\((?:\\s|\\\\|#.*)*(?:self\\s*\\.\\s*)?(\\w+)`, 'g')),
    ([, name = '']) => name,
  );
}

export default defineCheck({
  title: 'Garbage collector switched off, or forced',
  on: 'python',
  bullet: 'Memory management',
  severity: 'warning',
  preset: 'recommended',
  excludes: ['test', 'script'],
  why: `A collector that stays off after an exception lets cycles pile up for the life of the process; a full collection in a loop looks at
    every object again and again. And a weak reference to what nothing else holds is dead when it is made.`,
  whenNotTo: 'It was measured, and a comment beside it says what came out.',
  // Who switches it on again, what gives an attribute that is referred to weakly a value, and the classes that make such things.
  places: ({ text }) => namesIn(text, ['enable', 'set_threshold', ...referredTo(text)]),
  examples: [
    {
      title: 'Switch it on again, whatever happens',
      bad: py`
        import gc

        def load(catalogue):
            gc.disable()  # <-
            books = [Book(row) for row in catalogue]
            gc.enable()
            return books
      `,
      good: py`
        import gc

        def load(catalogue):
            gc.disable()
            try:
                return [Book(row) for row in catalogue]
            finally:
                gc.enable()
      `,
    },
    {
      title: 'Leave collecting to the collector',
      bad: py`
        import gc

        def archive(visits):
            gc.set_threshold(0)  # <-
            for visit in visits:
                store(visit)
                gc.collect()  # <-
      `,
      good: py`
        def archive(visits):
            for visit in visits:
                store(visit)
      `,
    },
    {
      title: 'Something must hold what is referred to weakly',
      bad: py`
        import weakref

        class Order: ...

        class Desk:
            def __init__(self, bell):
                self.last = weakref.ref(Order())  # <-
                bell.listeners.append(weakref.ref(self.ring))  # <-

            def ring(self): ...
      `,
      good: py`
        import weakref

        class Order: ...

        class Desk:
            def __init__(self, bell):
                self.order = Order()
                self.last = weakref.ref(self.order)
                bell.listeners.append(weakref.WeakMethod(self.ring))

            def ring(self): ...
      `,
    },
  ],
  quiet: [
    // Switched on again by whoever ends it, or on purpose.
    py`
      import gc

      class Paused:
          def __enter__(self):
              self.was_on = gc.isenabled()
              gc.disable()

          def __exit__(self, *exc):
              if self.was_on:
                  gc.enable()

      def timed(work):
          was_on = gc.isenabled()
          gc.disable()
          try:
              work()
          finally:
              if was_on:
                  gc.enable()

      def serve():
          gc.disable()
          gc.freeze()
          fork()

      def measured():
          # 30 % faster over a day of real traffic, see the report of May.
          gc.disable()
          gc.set_threshold(0)  # the same

      gc.set_threshold(50_000, 20, 20)
    `,
    // Once, or until nothing is left.
    py`
      import gc

      def release(models):
          models.clear()
          gc.collect()

      def settle():
          for _ in range(3):
              gc.collect()
          while gc.collect():
              pass

      def train(epochs):
          for epoch in epochs:
              step(epoch)
              gc.collect()
              torch.cuda.empty_cache()

      def watch(samples):
          for sample in samples:
              if sample.memory > LIMIT:
                  gc.collect()
    `,
    // On boards with a few kilobytes this is how it is done.
    py`
      import gc
      import machine

      while True:
          read()
          gc.collect()
    `,
    at('benchmarks/load.py', 'import gc\n\ngc.disable()\nrun()\n'),
    py`
      import weakref

      class Desk:
          def __init__(self, bell):
              self.order = bell.order
              self.a = weakref.ref(self.order)
              self.b = weakref.proxy(bell.current())
              self.c = weakref.ref(type(self))
              self.d = weakref.ref(self.label)
              self.e = weakref.WeakMethod(self.ring)
              self.f = weakref.ref(Desk.instance())
              self.g = weakref.ref(Till())
              self.h = weakref.ref(self.bell)

          def bell(self): ...

          def silence(self):
              self.bell = print

          @property
          def label(self):
              return self.order

          def ring(self): ...

      class Till:
          def __new__(cls):
              return TILL
    `,
  ],
  mentions: ['gc.', 'import gc', 'from gc', 'weakref'],
  calls: {
    'gc.disable': findOff,
    'gc.set_threshold': (call, file) => (literal(positionalArguments(call)[0]) === 0 ? findOff(call, file) : undefined),
    'gc.collect': findForced,
    ...each(['weakref.ref', 'weakref.proxy', 'weakref.ReferenceType'], findDead),
  },
});

/** A comment on the line of a node or the one above it. */
function isExplained(node: PyNode, { lines }: PythonFile): boolean {
  const { row } = node.startPosition;
  return (lines[row] ?? '').includes('#') || /^\s*#/.test(lines[row - 1] ?? '');
}

function* findOff(call: PyNode, file: PythonFile): Generator<Draft> {
  const owner = enclosingFunction(call);
  if (isExplained(call, file) || !bareStatement(call) || /\bgc\.freeze\(/.test(file.text)) return;
  const enables = file.root
    .descendantsOfType('call')
    .filter(
      (one) =>
        /^gc\.(enable|set_threshold)$/.test(file.nameOf(one.childForFieldName('function')) ?? '') && one.id !== call.id,
    );
  if (enables.some((one) => isInside(one, ['finally_clause']) || enclosingFunction(one)?.id !== owner?.id)) return;
  const message = owner
    ? 'The collector stays off when this raises; switch it on again in a `finally`.'
    : 'This switches the collector off for the whole process; say why in a comment, or leave it on.';
  yield { at: spanOf(call), message, severity: 'notice' };
}

const SMALL_BOARDS =
  /^(machine|micropython|board|digitalio|pyb|esp|esp32|network|microcontroller|rp2|utime|supervisor)(\.|$)/;

function* findForced(call: PyNode, file: PythonFile): Generator<Draft> {
  const loop = enclosing(
    call,
    'for_statement',
    'while_statement',
    'function_definition',
    'lambda',
    'if_statement',
    'except_clause',
    'while_clause',
  );
  if (!loop || !/^(for|while)_statement$/.test(loop.type) || !bareStatement(call) || isExplained(call, file)) return;
  if (
    bodyOf(loop).length === 1 ||
    loop.text.includes('empty_cache(') ||
    [...file.imports.values()].some((name) => SMALL_BOARDS.test(name))
  )
    return;
  yield {
    at: spanOf(call),
    message:
      'Each round looks at every object of the process again; leave this to the collector, or do it once after the loop.',
    severity: 'notice',
  };
}

/** What an expression makes anew, so that nothing else can hold it: an object of a class here, a lambda, a bound method. */
function* findDead(call: PyNode, file: PythonFile): Generator<Draft> {
  const [target] = positionalArguments(call);
  if (!target) return;
  const isMethod = target.type === 'attribute' && isOwnMethod(target);
  if (!isMethod && target.type !== 'lambda' && !(target.type === 'call' && makesObject(target, file))) return;
  const message = isMethod
    ? 'A bound method is made anew each time, so this reference is dead at once; use `weakref.WeakMethod`.'
    : 'Nothing else holds this object, so the reference is dead at once; keep the object somewhere first.';
  yield { at: spanOf(target), message };
}

function isOwnMethod(attribute: PyNode): boolean {
  const owner = enclosingClass(attribute);
  const name = attribute.childForFieldName('attribute')?.text;
  if (!owner || attribute.childForFieldName('object')?.text !== 'self') return false;
  const assigned = nodesIn(owner, ['assignment'], { nested: true }).some(
    (one) => one.childForFieldName('left')?.text === attribute.text,
  );
  return (
    !assigned &&
    nodesIn(owner, ['function_definition']).some(
      (method) => nameText(method) === name && decoratorsOf(method).length === 0,
    )
  );
}

/** A call of a class that this file defines, and that makes a new object each time for all that is seen. */
function makesObject(call: PyNode, file: PythonFile): boolean {
  const callee = call.childForFieldName('function');
  if (callee?.type !== 'identifier' || file.nameOf(callee) !== undefined) return false;
  const found = file.root
    .descendantsOfType('class_definition')
    .filter((one) => nameText(one) === callee.text && topLevel(one));
  const [definition] = found;
  if (!definition || found.length > 1 || definition.childForFieldName('superclasses')) return false;
  return decoratorsOf(definition).length === 0 && !/\b__new__\b|\bself\b[^.\n]*\)\s*$/m.test(definition.text);
}
