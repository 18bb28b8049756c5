import {
  outline,
  at,
  bareStatement,
  before,
  decoratorsOf,
  defineCheck,
  enclosingClass,
  enclosingFunction,
  inAsyncFunction,
  isAsync,
  linesWhere,
  nameText,
  namesIn,
  nodesIn,
  parametersOf,
  py,
  spanOf,
  unwrapped,
  withAliases,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

/** Coroutines of asyncio that are called for what they do. */
const KNOWN = [
  'sleep',
  'wait',
  'wait_for',
  'to_thread',
  'open_connection',
  'start_server',
  'create_subprocess_exec',
  'create_subprocess_shell',
];
const OF_ASYNCIO: ReadonlySet<string> = new Set(KNOWN.map((name) => `asyncio.${name}`));

const ASKS = /^\s*(?:async\s+)?(?:if|elif|else|while|for|try|except|finally|with|case)\b|;/;
const TAKES = /^\s*(?:await|async|def|return|yield|assert)\b/;
const CALLED = /(?:\b(self|cls)\s*)?(\.\s*)?\b(\w+)\s*\(/g;
const ALONE = /^[\w.()[\]"\s]*?(\w+)\s*\(\)$/;

/**
 * Where something is called under the name of a coroutine of this file and left at that, or asked whether it is true, and wherever
 * else one of those names stands: what it is depends on that.
 */
function placesIn(text: string): readonly number[] {
  const own = new Set(Array.from(text.matchAll(/\basync\s+def\s+(\w+)/g), ([, name = '']) => name));
  const known = new Set(/\basyncio\b/.test(text) ? withAliases(text, KNOWN) : []);
  const forgotten = new Set<string>();
  const lines = linesWhere(text, (line) => {
    if (!line.includes('(')) return false;
    const names = Array.from(line.matchAll(CALLED))
      .filter(([, self, dot, name = '']) =>
        self !== undefined || dot === undefined ? own.has(name) || known.has(name) : known.has(name),
      )
      .map(({ 3: name = '' }) => name);
    if (names.length === 0) return false;
    const isAsked = ASKS.test(line);
    if (!isAsked && TAKES.test(line)) return false;
    const found = isAsked ? names : names.filter((name) => name === ALONE.exec(outline(line))?.[1]);
    for (const name of found) if (own.has(name)) forgotten.add(name);
    return found.length > 0;
  });
  return [...lines, ...namesIn(text, [...forgotten])];
}

export default defineCheck({
  title: 'Coroutine called but not awaited',
  on: 'python',
  bullet: 'Structured async',
  severity: 'error',
  preset: 'recommended',
  why: `Calling an \`async def\` only makes a coroutine; nothing in it runs until it is awaited. The line looks like work and does
    none, and as a condition a coroutine is always true.`,
  whenNotTo: 'A decorator or a framework that this check does not know runs the coroutine by itself.',
  fixes: true,
  mentions: ['async def'],
  places: ({ text }) => placesIn(text),
  examples: [
    {
      title: 'Sleeping is waiting',
      bad: py`
        import asyncio

        async def poll(feed):
            while feed.open:
                feed.read()
                asyncio.sleep(1)  # <-
      `,
      good: py`
        import asyncio

        async def poll(feed):
            while feed.open:
                feed.read()
                await asyncio.sleep(1)
      `,
    },
    {
      title: 'Await what should happen',
      bad: py`
        async def save(order):
            await db.write(order)

        async def checkout(order):
            order.close()
            save(order)  # <-
      `,
      good: py`
        async def save(order):
            await db.write(order)

        async def checkout(order):
            order.close()
            await save(order)
      `,
    },
    {
      title: 'Ask for the answer, not for the coroutine',
      bad: py`
        class Door:
            async def is_open(self):
                return await self.sensor.read() > 0

            async def close(self):
                if self.is_open():  # <-
                    await self.motor.start()
      `,
      good: py`
        class Door:
            async def is_open(self):
                return await self.sensor.read() > 0

            async def close(self):
                if await self.is_open():
                    await self.motor.start()
      `,
    },
  ],
  quiet: [
    // Handed on to whoever awaits it.
    py`
      import asyncio

      async def save(order): ...

      async def main(orders, group, nursery):
          await asyncio.gather(*[save(order) for order in orders])
          group.create_task(save(orders[0]))
          nursery.start_soon(save, orders[1])
          later = save(orders[2])
          await later
          return save(orders[3])
    `,
    // An async generator runs when it is iterated, and a decorator may make it something else.
    py`
      import functools
      from app import command, task

      async def pages():
          yield 1

      @task
      async def send(mail): ...

      @command("serve")
      async def serve(): ...

      def start():
          pages()
          send("hello")
          serve()
    `,
    // Given to a task, kept, or of another module.
    py`
      import asyncio
      import time

      async def pause(group, loop):
          group.create_task(asyncio.sleep(1))
          soon = asyncio.sleep(2)
          time.sleep(0)
          loop.wait(1)
          await soon
    `,
    // Another function of the name may be meant.
    py`
      try:
          from fast import save
      except ImportError:
          async def save(order): ...

      def main(order):
          save(order)
    `,
    py`
      async def save(order): ...

      def main(order, save):
          save(order)

      def other(orders):
          for save in orders:
              save(1)
    `,
    py`
      class Store:
          async def save(self): ...

      class Cache(Store):
          def save(self): ...

          def close(self):
              self.save()

      def save():
          Cache().save()
    `,
    py`
      class Job:
          async def run(self): ...

          def start(self, runner):
              self.run = runner
              self.run()
    `,
    // The warning is what the test is about.
    at(
      'tests/test_save.py',
      py`
        import pytest

        async def save(order): ...

        def test_it_warns():
            with pytest.warns(RuntimeWarning):
                save(1)
      `,
    ),
  ],
  *file(file) {
    const names = new Set(file.root.descendantsOfType('function_definition').filter(isAsync).map(nameText));
    for (const call of nodesIn(file.root, ['call'], { nested: true })) {
      const callee = call.childForFieldName('function');
      const name = callee?.childForFieldName('attribute')?.text ?? callee?.text ?? '';
      if (names.has(name) || (KNOWN.includes(name) && OF_ASYNCIO.has(file.nameOf(callee) ?? '')))
        yield* findForgotten(call, file);
    }
  },
});

function* findForgotten(call: PyNode, file: PythonFile): Iterable<Draft> {
  const place = bareStatement(call) ? 'statement' : isCondition(call) ? 'condition' : undefined;
  if (!place) return;
  const callee = call.childForFieldName('function');
  const target = callee?.type === 'identifier' ? functionNamed(callee, file) : callee ? methodNamed(callee) : undefined;
  const isKnown = OF_ASYNCIO.has(file.nameOf(callee) ?? '') || (target !== undefined && isCoroutine(target));
  if (!callee || !isKnown || isInWarningTest(call)) return;
  const name = callee.text.length > 40 ? `${callee.text.slice(0, 39)}…` : callee.text;
  const message =
    place === 'condition'
      ? `\`${name}()\` is a coroutine here, which is always true.`
      : inAsyncFunction(call)
        ? `\`${name}()\` is never awaited, so nothing in it runs.`
        : `Nothing in \`${name}()\` runs without an event loop: make this function async and await it, or use \`asyncio.run()\`.`;
  const fix = { title: 'Await it', edits: [{ span: before(spanOf(call)), text: 'await ' }], safe: true };
  yield { at: spanOf(call), message, ...(inAsyncFunction(call) && { fix }) };
}

/** The whole condition of an \`if\` or \`while\`, also after \`not\`, or a side of \`and\` and \`or\` in it. */
function isCondition(call: PyNode): boolean {
  let inner = call;
  for (let outer = call.parent; outer; inner = outer, outer = outer.parent) {
    if (/^(if_statement|elif_clause|while_statement)$/.test(outer.type))
      return outer.childForFieldName('condition')?.id === inner.id;
    if (!/^(not_operator|boolean_operator|parenthesized_expression)$/.test(outer.type)) return false;
  }
  return false;
}

const PLAIN = /^(staticmethod|classmethod|override|final|abstractmethod|(typing|typing_extensions|abc)\.\w+)$/;

/** An \`async def\` that gives a coroutine: no generator, and nothing around it that could make something else of it. */
function isCoroutine(definition: PyNode): boolean {
  if (!isAsync(definition) || !decoratorsOf(definition).every(({ text }) => PLAIN.test(text))) return false;
  const body = definition.childForFieldName('body');
  return body !== null && nodesIn(body, ['yield']).length === 0;
}

/** The only thing of the file that has the name, in reach of the call. */
function functionNamed(name: PyNode, file: PythonFile): PyNode | undefined {
  const [only, ...others] = file.root
    .descendantsOfType(['function_definition', 'class_definition'])
    .filter((one) => nameText(one) === name.text);
  if (
    only?.type !== 'function_definition' ||
    others.length > 0 ||
    file.nameOf(name) !== undefined ||
    file.imports.has(name.text)
  )
    return undefined;
  const owner = enclosingFunction(only);
  if (enclosingClass(only) && (!owner || enclosingClass(only)?.id !== enclosingClass(owner)?.id)) return undefined;
  for (let scope = enclosingFunction(name); scope; scope = enclosingFunction(scope)) {
    if (scope.id === owner?.id) return isBoundOtherwise(name.text, file) ? undefined : only;
  }
  return owner || isBoundOtherwise(name.text, file) ? undefined : only;
}

/** By a parameter, an import, an assignment, a loop, \`as\` or a pattern. */
function isBoundOtherwise(name: string, { root }: PythonFile): boolean {
  return root.descendantsOfType('identifier').some((one) => {
    if (one.text !== name || one.parent === null) return false;
    const { type } = one.parent;
    if (
      /^(parameters|lambda_parameters|typed_parameter|list_splat_pattern|dictionary_splat_pattern|pattern_list|tuple_pattern|as_pattern_target|dotted_name|global_statement|nonlocal_statement)$/.test(
        type,
      )
    )
      return true;
    const target = one.parent.childForFieldName(/parameter$|^named/.test(type) ? 'name' : 'left');
    return (
      /^(assignment|augmented_assignment|for_statement|for_in_clause|default_parameter|typed_default_parameter|named_expression)$/.test(
        type,
      ) && target?.id === one.id
    );
  });
}

/** The method behind \`self.name\`, where the class has one and never puts something else in its place. */
function methodNamed(callee: PyNode): PyNode | undefined {
  const method = enclosingFunction(callee);
  const owner = method && enclosingClass(method);
  const [self] = method ? parametersOf(method) : [];
  const name = callee.childForFieldName('attribute')?.text;
  if (
    !owner ||
    !name ||
    callee.type !== 'attribute' ||
    callee.childForFieldName('object')?.text !== self?.name ||
    !/^(self|cls)$/.test(self?.name ?? '')
  )
    return undefined;
  const [only, ...others] = owner
    .descendantsOfType('function_definition')
    .filter((one) => nameText(one) === name && enclosingClass(one)?.id === owner.id);
  const isReplaced = owner
    .descendantsOfType('assignment')
    .some((one) => [name, callee.text].includes(unwrapped(one.childForFieldName('left'))?.text ?? ''));
  return others.length === 0 && !isReplaced ? only : undefined;
}

function isInWarningTest(call: PyNode): boolean {
  for (let outer = call.parent; outer; outer = outer.parent)
    if (
      outer.type === 'with_statement' &&
      /\b(warns|raises|catch_warnings|assertWarns|assertRaises)\b/.test(outer.text.slice(0, outer.text.indexOf('\n')))
    )
      return true;
  return false;
}
