import { at, bodyOf, defineCheck, lineSpan, nameText, positionalArguments, py, spanOf } from '../../src/sdk/check.ts';
import type { Fix, PyNode, PythonFile } from '../../src/sdk/check.ts';

/** A def of one of `ENTRIES`, and a statement that may call it, both at the left margin. */
const DEFINED = /^(?:async[ \t]+)?def[ \t]+(?:main|_main|amain|async_main|cli|run)\b/m;
const STARTED = /^(?:raise[ \t]+)?(?:\w+|[\w.]+\.(?:exit|run))[ \t]*\(/m;

export default defineCheck({
  title: '`main()` called without a `__main__` guard',
  on: 'python',
  bullet: 'Priorities',
  severity: 'warning',
  preset: 'recommended',
  why: `Importing the module runs the program: a test that imports one helper, a type checker's plugin or a spawned worker process
    starts the whole of it. Behind the guard it only runs when somebody runs the file.`,
  whenNotTo: 'The file is only ever executed, by a tool that gives it another name than `__main__`.',
  fixes: true,
  excludes: ['script', 'test', 'settings', 'docs'],
  examples: [
    {
      title: 'Guard the call',
      bad: py`
        def main():
            print("report sent")

        main()  # <-
      `,
      good: py`
        def main():
            print("report sent")

        if __name__ == "__main__":
            main()
      `,
    },
    {
      title: 'Guard it when its result is the exit code, too',
      bad: py`
        import sys
        import click

        @click.command()
        def cli():
            """Sends the reports."""

        sys.exit(cli())  # <-
      `,
      good: py`
        import sys
        import click

        @click.command()
        def cli():
            """Sends the reports."""

        if __name__ == "__main__":
            sys.exit(cli())
      `,
    },
    {
      title: 'Guard a coroutine that is run',
      bad: py`
        import asyncio

        async def main() -> None:
            await asyncio.sleep(1)

        asyncio.run(main())  # <-
      `,
      good: py`
        import asyncio

        async def main() -> None:
            await asyncio.sleep(1)

        if __name__ == "__main__":
            asyncio.run(main())
      `,
    },
  ],
  quiet: [
    at('src/shop/__main__.py', 'from shop.cli import main\n\ndef run():\n    main()\n\nrun()\n'),
    at('send_reports.py', '#!/usr/bin/env python3\ndef main():\n    pass\n\nmain()\n'),
    at('src/shop/send-reports.py', 'def main():\n    pass\n\nmain()\n'),
    // Another module's function, a method, a call that is not the last word.
    py`
      from shop.cli import main
      main()
    `,
    py`
      def main(): ...
      class App:
          def run(self): ...
      app = App()
      app.run()
    `,
    py`
      def run(name):
          return lambda f: f
      @run("nightly")
      def job():
          run("x")
      STARTED = run("y")
    `,
    // Streamlit runs the file from top to bottom on every click.
    py`
      import streamlit as st
      def main():
          st.title("Stock")
      main()
    `,
    py`
      def main():
          pass
      if not TESTING:
          main()
    `,
  ],
  mentions: ['main', 'run', 'cli'],
  suspects: ({ text }) => DEFINED.test(text) && STARTED.test(text),
  // What stands in no function is looked at in any case.
  places: () => [0],
  *file(file) {
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    const statements = bodyOf(file.root);
    const last = statements.at(-1);
    // A name with a hyphen cannot be imported, and a file that names its interpreter is a program.
    if (!last || !/^[A-Za-z_]\w*\.py$/.test(name) || file.lines[0]?.startsWith('#!') || runsWholeFile(file)) return;
    const started = startedBy(last, file);
    if (started === undefined || !statements.some((statement) => definesFunction(statement, started))) return;
    const message = `Importing this module runs \`${started}()\`: call it under \`if __name__ == "__main__":\`.`;
    yield { at: spanOf(last), message, fix: guard(last, file) };
  },
});

/** Frameworks and notebooks that execute files from top to bottom. */
function runsWholeFile({ imports, text }: PythonFile): boolean {
  return (
    /^# Databricks notebook source|^# %%/m.test(text) ||
    [...imports.values()].some((name) => /^(streamlit|bpy|pyodide|js|machine|marimo)\b/.test(name))
  );
}

const ENTRIES: ReadonlySet<string> = new Set(['main', '_main', 'amain', 'async_main', 'cli', 'run']);
/** What the call of a main function may stand in. */
const AROUND: ReadonlySet<string> = new Set([
  'sys.exit',
  'exit',
  'SystemExit',
  'asyncio.run',
  'anyio.run',
  'trio.run',
  'uvloop.run',
]);

/** The function of this module that a statement starts, under one of the usual names. */
function startedBy(statement: PyNode, file: PythonFile): string | undefined {
  const expression =
    statement.type === 'expression_statement' || statement.type === 'raise_statement'
      ? statement.firstNamedChild
      : null;
  const callee = expression?.type === 'call' ? expression.childForFieldName('function') : null;
  if (!expression || !callee) return undefined;
  if (callee.type === 'identifier' && ENTRIES.has(callee.text)) return callee.text;
  const [inner] = AROUND.has(file.nameOf(callee) ?? '') ? positionalArguments(expression) : [];
  if (inner?.type === 'identifier' && ENTRIES.has(inner.text)) return inner.text;
  const named = inner?.type === 'call' ? inner.childForFieldName('function') : undefined;
  if (named?.type === 'identifier' && ENTRIES.has(named.text)) return named.text;
  return undefined;
}

function definesFunction(statement: PyNode, name: string): boolean {
  const definition = statement.type === 'decorated_definition' ? statement.childForFieldName('definition') : statement;
  return definition?.type === 'function_definition' && nameText(definition) === name;
}

function guard(statement: PyNode, { lines }: PythonFile): Fix {
  const edits = [];
  for (let row = statement.startPosition.row; row <= statement.endPosition.row; row += 1) {
    const { line } = lineSpan(lines, row + 1);
    const text = row === statement.startPosition.row ? 'if __name__ == "__main__":\n    ' : '    ';
    edits.push({ span: { line, col: 1, endLine: line, endCol: 1 }, text });
  }
  return { title: 'Guard the call', edits, safe: !/("""|''')/.test(statement.text) };
}
