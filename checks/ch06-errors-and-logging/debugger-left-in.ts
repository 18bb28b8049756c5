import {
  at,
  bareStatement,
  decoratorsOf,
  defineCheck,
  each,
  enclosing,
  importOnlyFor,
  nameText,
  positionalArguments,
  py,
  removalOf,
  spanOf,
  wordsOfName,
  namesIn,
} from '../../src/sdk/check.ts';
import type { Draft, Fix, PyNode, PythonFile } from '../../src/sdk/check.ts';

const STOPS = [
  'breakpoint',
  'pdb.set_trace',
  'ipdb.set_trace',
  'pudb.set_trace',
  'pudb.set_interrupt_handler',
  'rpdb.set_trace',
  'wdb.set_trace',
  'web_pdb.set_trace',
  'remote_pdb.set_trace',
  'celery.contrib.rdb.set_trace',
  'pytest.set_trace',
  'nose.tools.set_trace',
  'debugpy.breakpoint',
  'ptvsd.break_into_debugger',
];
const SHELLS = [
  'IPython.embed',
  'IPython.terminal.embed.embed',
  'IPython.core.debugger.set_trace',
  'bpython.embed',
  'ptpython.repl.embed',
];
const DOORS = [
  'debugpy.listen',
  'debugpy.connect',
  'debugpy.wait_for_client',
  'ptvsd.enable_attach',
  'ptvsd.wait_for_attach',
  'pydevd.settrace',
  'pydevd_pycharm.settrace',
];
const PRINTERS = ['icecream.ic', 'snoop.pp', 'snoop.snoop', 'snoop'];

/** What stops has a name that nothing else has; `embed`, `listen` and `ic` are theirs only where their module is named. */
const TELLING = [
  ...new Set([
    ...STOPS.map((name) => name.slice(name.lastIndexOf('.') + 1)),
    ...[...SHELLS, ...DOORS, ...PRINTERS].map((name) => name.replace(/\..*/, '')),
  ]),
];
const NAMED = new RegExp(String.raw`\b(?:${TELLING.join('|')})\b`);

/** Of modules too: an import goes with the last use of what it brings in. */
const NAMES = [...STOPS, ...SHELLS, ...DOORS, ...PRINTERS].flatMap((name) => name.split('.'));

export default defineCheck({
  title: 'Debugger left in',
  on: 'python',
  bullet: 'Debugging',
  severity: 'error',
  preset: 'recommended',
  why: `Where nobody sits at the keyboard, a process that meets a breakpoint stands still, or dies as it reads the end of its input. A debug
    server lets whoever reaches its port run code.`,
  whenNotTo: 'The line is what the program is for: a command that opens a shell or a debugger.',
  fixes: true,
  mentions: TELLING,
  suspects: ({ text }) => NAMED.test(text),
  places: ({ text }) => namesIn(text, NAMES),
  examples: [
    {
      title: 'Take the breakpoint out',
      bad: py`
        import ipdb

        def total(order):
            ipdb.set_trace()  # <-
            return sum(line.price for line in order.lines)

        def close(order):
            if order.id == 4711:
                breakpoint()  # <-
            order.closed = True
      `,
      good: py`
        def total(order):
            return sum(line.price for line in order.lines)

        def close(order):
            order.closed = True
      `,
    },
    {
      title: 'However it is written',
      bad: py`
        from celery.contrib import rdb
        from IPython import embed as look
        import debugpy

        debugpy.listen(("0.0.0.0", 5678))  # <-

        def pack(order):
            import pdb; pdb.set_trace()  # <-
            rdb.set_trace()  # <-
            look()  # <-
            if DEBUG:
                breakpoint()  # <-
            return order
      `,
      good: py`
        def pack(order):
            return order
      `,
    },
    {
      title: 'What prints for whoever was debugging',
      bad: py`
        import snoop
        from icecream import ic

        @snoop  # <-
        def total(order):
            ic(order.id)  # <-
            prices = ic([line.price for line in order.lines])  # <-
            return sum(prices)
      `,
      good: py`
        def total(order):
            log.debug("total of %s", order.id)
            prices = [line.price for line in order.lines]
            return sum(prices)
      `,
    },
    {
      title: 'In a test it makes the build wait',
      bad: at('tests/test_cart.py', 'import pytest\n\ndef test_cart():\n    pytest.set_trace()  # <-\n'),
      good: at('tests/test_cart.py', 'def test_cart():\n    assert Cart().total == 0\n'),
    },
  ],
  quiet: [
    // Asked for when the program was started.
    py`
      import os
      import debugpy
      import pdb

      def run(args, job):
          try:
              job()
          except Exception:
              if args.pdb:
                  pdb.set_trace()
              raise

      def serve(app):
          if os.environ.get("DEBUGPY"):
              debugpy.listen(("127.0.0.1", 5678))
          app.run()
    `,
    // What it is for.
    py`
      from IPython import embed

      def open_shell(app):
          embed(user_ns={"app": app})

      class DebugCommand:
          def run(self):
              breakpoint()
    `,
    at('src/shop/commands/shell.py', 'from IPython import embed\n\ndef run(app):\n    embed()\n'),
    at('scripts/look.py', 'from IPython import embed\n\nstock = load()\nembed()\n'),
    py`
      from bpython import embed

      if __name__ == "__main__":
          stock = load()
          embed()
    `,
    // Other things of the same names, and what only speaks of them.
    py`
      from shop.points import breakpoint
      from shop.trace import ic

      def set_trace(order):
          """Do not call pdb.set_trace() here."""
          breakpoint(order)
          ic(order)
          order.set_trace()
          set_trace(order)
          sys.breakpointhook = None
    `,
    py`
      def cut(pages, breakpoint):
          return [breakpoint(page) for page in pages]
    `,
    // After the crash, for whoever wrote the hook.
    py`
      import pdb, sys

      def hook(kind, error, traceback):
          pdb.post_mortem(traceback)

      sys.excepthook = hook
    `,
  ],
  calls: {
    ...each(STOPS, onStop),
    ...each(SHELLS, onShell),
    ...each(DOORS, onDoor),
    ...each(PRINTERS, onPrinter),
  },
  nodes: { decorated_definition: onDecorators },
});

function* onStop(call: PyNode, file: PythonFile): Generator<Draft> {
  const purpose = purposeOf(call, file);
  if (purpose === 'asked for') return;
  const fix = removal(call, file);
  yield {
    at: spanOf(call),
    ...(purpose === 'debugging' ? { severity: 'notice' as const } : {}),
    message: 'The program stops here and waits for someone at a keyboard; take the line out.',
    ...(fix ? { fix } : {}),
  };
}

function* onShell(call: PyNode, file: PythonFile): Generator<Draft> {
  if (!file.classes.has('script') && !isUnder(call, /__name__/)) yield* onStop(call, file);
}

function* onDoor(call: PyNode, file: PythonFile): Generator<Draft> {
  if (purposeOf(call, file) === undefined)
    yield {
      at: spanOf(call),
      message: 'A debugger that attaches here can run any code in the process; take it out, or put it behind a switch.',
    };
}

function* onPrinter(call: PyNode, file: PythonFile): Generator<Draft> {
  if (purposeOf(call, file) === 'asked for') return;
  const fix = removal(call, file) ?? plain(call, file);
  yield { at: spanOf(call), severity: 'warning', message: PRINTS, ...(fix ? { fix } : {}) };
}

const PRINTS = 'This prints for whoever was debugging; take it out, or log what is worth keeping.';

/** `@snoop` without a call. */
function* onDecorators(definition: PyNode, file: PythonFile): Generator<Draft> {
  for (const decorator of decoratorsOf(definition))
    if (decorator.type !== 'call' && /^snoop(\.snoop)?$/.test(file.nameOf(decorator) ?? ''))
      yield { at: spanOf(decorator), severity: 'warning', message: PRINTS };
}

const ASKED =
  /(^|[^a-z])(i?pdb|debugger|debugpy|interactive|interact|shell|repl|attach|args?|arguments|options?|opts?|flags?|argv|environ|getenv|config|settrace|breakpoint)([^a-z]|$)/i;
const TOOLS: ReadonlySet<string> = new Set(
  'pdb ipdb debug debugger debugging shell repl console embed interact interactive break breakpoint trace'.split(' '),
);

/** Whether conditions and names around a call say that a person asks for it, or that it is there for debugging only. */
function purposeOf(call: PyNode, file: PythonFile): 'asked for' | 'debugging' | undefined {
  if (hasTool(file.path.replace(/^.*\/(?=[^/]+\/)/, '')) || isUnder(call, ASKED)) return 'asked for';
  for (
    let outer = enclosing(call, 'function_definition', 'class_definition');
    outer;
    outer = enclosing(outer, 'function_definition', 'class_definition')
  )
    if (hasTool(nameText(outer))) return 'asked for';
  return isUnder(call, /debug/i) ? 'debugging' : undefined;
}

function hasTool(name: string): boolean {
  return wordsOfName(name).some((word) => TOOLS.has(word));
}

/** In a branch of an `if` whose condition fits. */
function isUnder(node: PyNode, pattern: RegExp): boolean {
  for (let outer = node.parent; outer; outer = outer.parent)
    if (
      /^(if_statement|elif_clause|conditional_expression|boolean_operator)$/.test(outer.type) &&
      pattern.test((outer.childForFieldName('condition') ?? outer).text)
    )
      return true;
  return false;
}

/** The line goes, and the import with it where nothing else needs it. */
function removal(call: PyNode, file: PythonFile): Fix | undefined {
  const statement = bareStatement(call) ? enclosing(call, 'expression_statement') : undefined;
  const callee = call.childForFieldName('function');
  if (!statement || !callee) return undefined;
  const brought = importOnlyFor(callee, file.root);
  const edits = removalOf(brought ? [brought, statement] : [statement], file.lines);
  return edits && { title: 'Take it out', edits, safe: true };
}

/** `ic(x)` gives `x`. */
function plain(call: PyNode, file: PythonFile): Fix | undefined {
  const [given, ...others] = positionalArguments(call);
  const callee = call.childForFieldName('function');
  if (!given || !callee || others.length > 0 || bareStatement(call)) return undefined;
  const brought = importOnlyFor(callee, file.root);
  const gone = (brought && removalOf([brought], file.lines)) ?? [];
  return { title: 'Keep the value only', edits: [{ span: spanOf(call), text: given.text }, ...gone], safe: true };
}
