import { at, defineCheck, each, enclosing, py, spanOf, topLevel, namesIn } from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const MESSAGE =
  'Editing `sys.path` changes what every later import finds: install the project (`pip install -e .`) and import by name.';

const RENAMED = /\bsys\s+as\b|\bfrom\s+sys\s+import\b.*(?:\(|\bpath\b|\\)/;

export default defineCheck({
  title: '`sys.path` edited in package code',
  on: 'python',
  bullet: 'Layout',
  severity: 'warning',
  preset: 'recommended',
  why: `The import then works from one folder, one way of starting and one machine. It can also load the same module twice under two
    names, and lets a file with an unlucky name hide a library from the whole process.`,
  whenNotTo: 'The program embeds code that cannot be installed, such as plugins in a folder that the user names.',
  excludes: ['test', 'script', 'docs'],
  places: ({ text }) => namesIn(text, ['path']),
  examples: [
    {
      title: 'Install the project, then import it',
      bad: py`
        import os
        import sys

        sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))  # <-

        from shop.prices import total
      `,
      good: py`
        from shop.prices import total
      `,
    },
    {
      title: 'In whatever words',
      bad: py`
        import sys
        from sys import path as search

        search.append("lib")  # <-
        sys.path += ["vendor"]  # <-
        sys.path[0:0] = ["vendor"]  # <-
        sys.path = ["lib"] + sys.path  # <-
      `,
      good: py`
        from shop import prices
        from shop._vendor import ledger
      `,
    },
  ],
  quiet: [
    at('tests/conftest.py', 'import sys\nsys.path.insert(0, "src")\n'),
    at('docs/conf.py', 'import sys\nsys.path.insert(0, "..")\n'),
    at('scripts/deploy.py', 'import sys\nsys.path.append("lib")\n'),
    // A loader of plugins that cleans up, and a file that is run.
    py`
      import sys
      from contextlib import contextmanager

      @contextmanager
      def importable(folder):
          sys.path.insert(0, folder)
          try:
              yield
          finally:
              sys.path.remove(folder)
    `,
    py`
      import sys

      def main():
          return 0

      if __name__ == "__main__":
          sys.path.insert(0, "src")
          main()
    `,
    py`
      import os
      import sys
      path = ["a"]
      path.append("b")
      os.environ["PYTHONPATH"] = ":".join(sys.path)
      known = set(sys.path)
      sys.path_hooks.append(str)
      sys.path.remove("")
      sys.meta_path.append(object())
    `,
    at('src/shop/cli.py', 'import sys\n\nsys.path.append(".")\n'),
    at('bin/report.py', '#!/usr/bin/env python3\nimport sys\nsys.path.append("lib")\n'),
    at('report.py', '#!/usr/bin/env python3\nimport sys\nsys.path.append("lib")\n'),
  ],
  mentions: ['path'],
  suspects: ({ text }) =>
    /\bsys\s*\.\s*path\s*(?:\.\s*(?:append|insert|extend)\b|\[|\+?=(?!=))/.test(text) || RENAMED.test(text),
  calls: each(['sys.path.append', 'sys.path.insert', 'sys.path.extend'], report),
  nodes: {
    *assignment(node, file) {
      const target = node.childForFieldName('left');
      const list = target?.type === 'subscript' ? target.childForFieldName('value') : target;
      if (list && file.nameOf(list) === 'sys.path') yield* report(node, file);
    },
    *augmented_assignment(node, file) {
      if (file.nameOf(node.childForFieldName('left')) === 'sys.path') yield* report(node, file);
    },
  },
});

/** What a function does is done on purpose and when it is asked to; at the top it is done to whoever imports the module. */
function* report(node: PyNode, { path, lines }: PythonFile): Generator<Draft> {
  const isRun = lines[0]?.startsWith('#!') === true || /(^|\/)(site|user)customize\.py$/.test(path);
  // A command that runs files of the folder that it is called in has to find them.
  if (/^sys\.path\.\w+\((\d+, )?(["'][.]?["']|os\.getcwd\(\))\)$/.test(node.text)) return;
  if (isRun || !topLevel(node) || isUnderMain(node)) return;
  yield { at: spanOf(node), message: MESSAGE };
}

function isUnderMain(node: PyNode): boolean {
  for (let outer = enclosing(node, 'if_statement'); outer; outer = enclosing(outer, 'if_statement'))
    if (outer.childForFieldName('condition')?.text.includes('__name__')) return true;
  return false;
}
