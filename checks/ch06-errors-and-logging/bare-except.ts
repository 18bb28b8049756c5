import {
  blockBelow,
  at,
  defineCheck,
  enclosingFunction,
  lineAt,
  linesWhere,
  nodesIn,
  py,
} from '../../src/sdk/check.ts';
import type { PyNode, PythonFile } from '../../src/sdk/check.ts';

/** A call that hands the error on or ends the process. */
const TELLING =
  /\.\s*(?:exception|handleError|handle_error|print_exc|format_exc)\s*\(|\bsys\.(?:exit|exc_info)\s*\(|\bos\._exit\s*\(/;

const BARE = /^\s*except\s*:/;
const RAISES = /(?:^|[:;])\s*raise\b/;

/** A handler of all exceptions that neither raises nor tells somebody. */
function keeps(line: string, index: number, lines: readonly string[]): boolean {
  if (!BARE.test(line)) return false;
  const block = [line, ...blockBelow(lines, index)];
  // What a function in there does is another thing.
  if (block.some((one) => /\b(?:def|lambda)\b/.test(one))) return true;
  return !block.some((one) => RAISES.test(one) || TELLING.test(one));
}

function placesIn(text: string): readonly number[] {
  return /\bexcept[\s\\]*:/.test(text) ? linesWhere(text, keeps, ['except']) : [];
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
  places: ({ text }) => placesIn(text),
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
    {
      title: 'Let a failing assertion through',
      bad: at(
        'tests/test_price.py',
        py`
          def test_price():
              try:
                  assert price("12") == 12
              except:  # <-
                  pass
        `,
      ),
      good: at(
        'tests/test_price.py',
        py`
          def test_price():
              assert price("12") == 12
        `,
      ),
    },
  ],
  quiet: [
    // A reason, an error on purpose, and what tests do with the errors that they make.
    py`
      from rich.traceback import Traceback

      def leave(code, console):
          try:
              work()
          except:  # the process ends here
              code = -1
          try:
              work()
          except:
              pass  # there may be none
          try:
              work()
          except:
              undefined_on_purpose
          try:
              work()
          except:
              console.print_exception(show_locals=True)
          try:
              work()
          except:
              print(Traceback())
          return code
    `,
    at(
      'tests/test_stop.py',
      py`
        def test_stop(stop):
            try:
                stop.now()
            except:
                reached = True
            assert reached
      `,
    ),
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
      if (isAllRight(node, body, file) || isExplained(node, file)) return;
      const isOfTest = file.classes.has('test');
      if (isOfTest && !hasAssertion(node.parent?.childForFieldName('body'))) return;
      yield {
        at: {
          line: first.startPosition.row + 1,
          col: first.startPosition.column + 1,
          endLine: first.endPosition.row + 1,
          endCol: first.endPosition.column + 1,
        },
        message: isOfTest
          ? 'A bare `except:` also takes the AssertionError of what is asserted above it; name what is expected here.'
          : 'A bare `except:` also stops Ctrl-C and cancellation; name the exceptions that are expected here.',
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

function isAllRight(clause: PyNode, body: PyNode | undefined, file: PythonFile): boolean {
  // It hands the error on, ends the process, or writes it down with its traceback.
  if (body && nodesIn(body, ['raise_statement']).length > 0) return true;
  if (leavesStopsAlone(clause) || isProvoked(body)) return true;
  // While an object is taken down nothing can be done about an error, and nobody would hear of it.
  if (enclosingFunction(clause)?.childForFieldName('name')?.text === '__del__') return true;
  const calls = body?.descendantsOfType('call') ?? [];
  return calls.some((call) => reports(file.nameOf(call.childForFieldName('function')), call.text));
}

/** A comment on its line, or behind its `pass`, gives a reason; what only excuses it from a tool gives none. */
function isExplained(clause: PyNode, file: PythonFile): boolean {
  const [own, next] = [1, 2].map((row) => lineAt(file, clause.startPosition.row + row));
  const comment = /#(.*)$/.exec(own ?? '')?.[1] ?? /^\s*pass\s*#(.*)$/.exec(next ?? '')?.[1] ?? '';
  return /[a-z]/i.test(comment.replace(/\b(noqa|pragma|pylint|type|nosec|flake8|ruff)\b.*/i, ''));
}

/** A name alone, which raises an error on purpose. */
function isProvoked(body: PyNode | undefined): boolean {
  const [only, ...others] = body?.namedChildren.filter(({ type }) => type !== 'comment') ?? [];
  return others.length === 0 && only?.firstNamedChild?.type === 'identifier';
}

function hasAssertion(body: PyNode | null | undefined): boolean {
  if (!body) return false;
  if (nodesIn(body, ['assert_statement']).length > 0) return true;
  return nodesIn(body, ['call']).some((call) =>
    /\b(assert\w+|fail)$/.test(call.childForFieldName('function')?.text ?? ''),
  );
}

/** A clause before it takes what stops a program. */
function leavesStopsAlone(clause: PyNode): boolean {
  const clauses = clause.parent?.namedChildren.filter(({ type }) => type === 'except_clause') ?? [];
  return clauses.some((one) => /^except\b[^:]*\b(KeyboardInterrupt|SystemExit|BaseException)\b/.test(one.text));
}

function reports(name: string | undefined, text: string): boolean {
  return (
    (name !== undefined && ENDS.has(name)) ||
    /(\.|\b_?)(exception|set_exception|handleError|handle_error|print_exc|print_exception|format_exc|exit|fail|\w*traceback)\(|\bTraceback\(|exc_info\s*=/.test(
      text,
    )
  );
}
