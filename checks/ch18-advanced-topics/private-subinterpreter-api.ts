import { argument, defineCheck, each, isOptional, py, spanOf, stringValue } from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const OLDER = '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.12"\n';

export default defineCheck({
  title: 'Private module for sub-interpreters',
  on: 'python',
  bullet: 'Subinterpreters',
  severity: 'warning',
  preset: 'recommended',
  why: `The modules behind sub-interpreters were renamed and changed in every release from 3.8 to 3.14, without a word of warning, as
    private modules may be. Python 3.14 has \`concurrent.interpreters\` and \`InterpreterPoolExecutor\`, which stay.`,
  whenNotTo: 'The program runs on one Python of its own that never changes.',
  places: /\b(?:import|from)\b/g,
  examples: [
    {
      title: 'Use the module that is there to stay',
      bad: py`
        import _interpreters  # <-
        from test.support import interpreters as si  # <-

        def price(orders):
            worker = _interpreters.create()
            return si.create(), worker
      `,
      good: py`
        from concurrent import interpreters

        def price(orders):
            worker = interpreters.create()
            return worker.call(sum, orders)
      `,
    },
    {
      title: 'With the public module first, the old one can stay beside it',
      bad: {
        'pyproject.toml': OLDER,
        'src/shop/workers.py': py`
          try:
              import _xxsubinterpreters as interpreters  # <-
          except ImportError:
              interpreters = None
        `,
      },
      good: {
        'pyproject.toml': OLDER,
        'src/shop/workers.py': py`
          try:
              from concurrent import interpreters
          except ImportError:
              interpreters = None
        `,
      },
    },
    {
      title: 'Names in strings count as well',
      bad: py`
        import importlib

        interpreters = importlib.import_module("_xxsubinterpreters")  # <-
      `,
      good: py`
        import importlib

        interpreters = importlib.import_module("concurrent.interpreters")
      `,
    },
  ],
  quiet: [
    // An older Python gets the old module, a newer one the new.
    py`
      import sys

      if sys.version_info >= (3, 14):
          from concurrent import interpreters
      else:
          import _xxsubinterpreters as interpreters
    `,
    py`
      try:
          from concurrent.futures import InterpreterPoolExecutor
      except ImportError:
          import _interpreters
    `,
    py`
      from shop import _interpreters
      from .support import interpreters
      import shop._interpreters as own
      import test.support.warnings_helper
      from interpreters_backport import interpreters as other

      NAME = "_xxsubinterpreters"
    `,
  ],
  mentions: ['nterpreters', '_interpchannels', '_interpqueues', '_xxinterpchannels'],
  nodes: each(['import_statement', 'import_from_statement'], findImports),
  calls: each(['importlib.import_module', '__import__'], function* (call: PyNode, file: PythonFile) {
    const name = stringValue(argument(call, 'name', 0)) ?? '';
    if (PRIVATE.test(name)) yield* report(call, name, file);
  }),
});

const PRIVATE =
  /^(_xxsubinterpreters|_xxinterpchannels|_xxinterpqueues|_interpreters|_interpchannels|_interpqueues|test\.support\.(interpreters|channels))(\.|$)/;
const PUBLIC = /\bconcurrent(\.| import )interpreters\b|\bInterpreterPoolExecutor\b/;

function* findImports(statement: PyNode, file: PythonFile): Generator<Draft> {
  const module = statement.childForFieldName('module_name')?.text;
  if (module?.startsWith('.')) return;
  for (const item of statement.childrenForFieldName('name')) {
    const own = (item.type === 'aliased_import' ? item.childForFieldName('name') : item)?.text ?? '';
    const name = module === undefined ? own : `${module}.${own}`;
    if (!PRIVATE.test(name)) continue;
    yield* report(item, name, file);
    // All names of one `from` come from the same module.
    if (module !== undefined) return;
  }
}

function* report(node: PyNode, name: string, file: PythonFile): Generator<Draft> {
  const guarded = isOptional(node);
  if (guarded && PUBLIC.test(file.text)) return;
  const shown = name.startsWith('test.') ? 'test.support.interpreters' : (name.split('.')[0] ?? name);
  // Before 3.14 there is nothing public to use instead.
  const runsOnOlder = /^3\.([0-9]|1[0-3])$/.test(file.project.minPython ?? '');
  const message = runsOnOlder
    ? `\`${shown}\` is private and differs from release to release; try \`concurrent.interpreters\` (3.14) first.`
    : `\`${shown}\` is private and differs from release to release; use \`concurrent.interpreters\`.`;
  yield { at: spanOf(node), message, ...((guarded || runsOnOlder) && { severity: 'notice' }) };
}
