import {
  blockBelow,
  glanceLines,
  lastStatement,
  defineCheck,
  enclosingFunction,
  nodesIn,
  py,
} from '../../src/sdk/check.ts';
import type { PyNode } from '../../src/sdk/check.ts';

/** A call that hands the error on or ends the process. */
const TELLING =
  /\.\s*(?:exception|handleError|handle_error|print_exc|format_exc)\s*\(|\bsys\.(?:exit|exc_info)\s*\(|\bos\._exit\s*\(/;

/** False if each handler of all exceptions ends with `raise`, or tells somebody. */
function mayKeep(text: string): boolean {
  if (!/\bexcept[\s\\]*:/.test(text)) return false;
  const lines = glanceLines(text);
  return lines.some((line, index) => {
    if (!/^\s*except\s*:/.test(line)) return false;
    const block = blockBelow(lines, index);
    return !/^\s*raise\b/.test(lastStatement(block)) && !block.some((one) => TELLING.test(one));
  });
}

export default defineCheck({
  title: 'Bare `except:`',
  on: 'python',
  bullet: 'Exceptions',
  severity: 'warning',
  preset: 'recommended',
  why: `A bare \`except:\` also catches SystemExit, KeyboardInterrupt and a task’s cancellation: the program cannot be stopped at
    that line, and a typo in the block above looks like the error that was expected.`,
  whenNotTo: 'It is the last line of defence of a thread or a process, and it reports what it caught.',
  mentions: ['except'],
  suspects: ({ text }) => mayKeep(text),
  places: /\bexcept[\s\\]*:/g,
  examples: [
    {
      title: 'Name what is expected',
      bad: py`
        def price(text):
            try:
                return int(text)
            except:  # <-
                return None
      `,
      good: py`
        def price(text):
            try:
                return int(text)
            except ValueError:
                return None
      `,
    },
  ],
  quiet: [
    py`
      try:
          work()
      except:
          rollback()
          raise
    `,
    py`
      try:
          work()
      except:
          connection.rollback()
          if connection.closed:
              log.warning("closed")
          raise
    `,
    py`
      try:
          work()
      except:
          raise RuntimeError("stopped") from None
    `,
    py`
      import sys

      try:
          work()
      except:
          sys.exit(1)
    `,
    py`
      import os

      try:
          work()
      except:
          os._exit(1)
    `,
    py`
      try:
          work()
      except:
          log.exception("worker died")
    `,
    py`
      def ask(future, shell, strict):
          try:
              future.set_result(shell.run())
          except:
              future.set_exception(RuntimeError())
          try:
              shell.run()
          except KeyboardInterrupt:
              raise
          except:
              return None
          try:
              shell.run()
          except:
              if strict:
                  raise
              shell.calm()
          try:
              shell.run()
          except:
              shell.show_traceback()
    `,
    py`
      class Connection:
          def __del__(self):
              try:
                  self.close()
              except:
                  pass
    `,
    py`
      try:
          work()
      except Exception:
          log.warning("no work")
    `,
  ],
  nodes: {
    *except_clause(node, file) {
      const [first, second] = node.children;
      if (!first || second?.type !== ':') return;
      const body = node.namedChildren.findLast(({ type }) => type === 'block');
      const last = body?.namedChildren.findLast(({ type }) => type !== 'comment');
      // It hands the error on, ends the process, or writes it down with its traceback.
      if (last?.type === 'raise_statement' || (body && nodesIn(body, ['raise_statement']).length > 0)) return;
      if (leavesStopsAlone(node)) return;
      // While an object is taken down nothing can be done about an error, and nobody would hear of it.
      if (enclosingFunction(node)?.childForFieldName('name')?.text === '__del__') return;
      if (
        body
          ?.descendantsOfType('call')
          .some((call) => reports(file.nameOf(call.childForFieldName('function')), call.text))
      )
        return;
      yield {
        at: {
          line: first.startPosition.row + 1,
          col: first.startPosition.column + 1,
          endLine: first.endPosition.row + 1,
          endCol: first.endPosition.column + 1,
        },
        message: 'A bare `except:` also stops Ctrl-C and cancellation; name the exceptions that are expected here.',
        key: `except: ${body?.text ?? ''}`,
      };
    },
  },
});

const ENDS: ReadonlySet<string> = new Set([
  'sys.exit',
  'os._exit',
  'os.abort',
  'traceback.print_exc',
  'sys.exc_info',
  'traceback.format_exc',
  'exit',
  'quit',
]);

/** A clause before it takes what stops a program. */
function leavesStopsAlone(clause: PyNode): boolean {
  const clauses = clause.parent?.namedChildren.filter(({ type }) => type === 'except_clause') ?? [];
  return clauses.some((one) => /^except\b[^:]*\b(KeyboardInterrupt|SystemExit|BaseException)\b/.test(one.text));
}

function reports(name: string | undefined, text: string): boolean {
  return (
    (name !== undefined && ENDS.has(name)) ||
    /\.(exception|set_exception|handleError|handle_error|print_exc|format_exc|exit|\w*traceback)\(|exc_info\s*=/.test(
      text,
    )
  );
}
