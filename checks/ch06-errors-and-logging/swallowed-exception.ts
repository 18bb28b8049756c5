import {
  at,
  blockBelow,
  bodyOf,
  caughtBy,
  caughtKinds,
  defineCheck,
  enclosing,
  enclosingFunction,
  inAsyncFunction,
  isAttempt,
  isInside,
  lineAt,
  linesWhere,
  nameText,
  nodesIn,
  py,
  spanOf,
  spanOnLine,
  wordsOfName,
} from '../../src/sdk/check.ts';
import type { Draft, Fix, PyNode, PythonFile } from '../../src/sdk/check.ts';

const BROAD = /^\s*except\b.*?\b(?:Base)?Exception\b[^:]*:(.*)/;
const NOTHING = /^\s*(?:(?:pass|continue|\.\.\.)\s*;?\s*)*$/;

/** A handler of all exceptions that does nothing. */
function isSilent(line: string, index: number, lines: readonly string[]): boolean {
  const [, rest] = BROAD.exec(line) ?? [];
  return rest !== undefined && NOTHING.test(rest) && blockBelow(lines, index).every((one) => NOTHING.test(one));
}

export default defineCheck({
  title: 'Exception swallowed in silence',
  on: 'python',
  bullet: 'Exceptions',
  severity: 'warning',
  preset: 'recommended',
  excludes: ['test'],
  why: `\`except Exception: pass\` takes the error that was expected and every other one with it: a misspelt name, a full disk, a lost
    connection. Nobody hears of it, and the trouble shows up somewhere else.`,
  whenNotTo: 'Any failure at all is fine here; then a comment in the handler says why, and the check is silent.',
  fixes: true,
  mentions: ['Exception'],
  places: ({ text }) => linesWhere(text, isSilent, ['except']),
  examples: [
    {
      title: 'Say what went wrong, or name what may go wrong',
      bad: py`
        def confirm(order, mailer):
            order.close()
            try:
                mailer.send(order.receipt())
            except Exception:  # <-
                pass
      `,
      good: py`
        def confirm(order, mailer):
            order.close()
            try:
                mailer.send(order.receipt())
            except ConnectionError:
                log.exception("no receipt for %s", order.id)
      `,
    },
    {
      title: 'Skip the bad rows, not all trouble',
      bad: py`
        def totals(rows, seen):
            for row in rows:
                try:
                    total = float(row)
                except Exception as error:  # <-
                    continue
                seen.add(total)
      `,
      good: py`
        def totals(rows, seen):
            for row in rows:
                try:
                    total = float(row)
                except (TypeError, ValueError) as error:
                    continue
                seen.add(total)
      `,
    },
    {
      title: 'A missing module has an error of its own',
      bad: py`
        try:
            import uvloop
        except Exception:  # <-
            pass
        try:
            install(uvloop)
        except (BaseException, ValueError):  # <-
            ...
      `,
      good: py`
        from contextlib import suppress

        with suppress(ImportError):
            import uvloop
        with suppress(NotImplementedError):
            install(uvloop)
      `,
    },
  ],
  quiet: [
    // It is told, kept, or answered.
    py`
      def load(path, errors):
          try:
              return parse(path)
          except Exception:
              log.warning("cannot read %s", path)
          try:
              return parse_old(path)
          except Exception as error:
              errors.append(error)
          try:
              return guess(path)
          except Exception:
              return None
    `,
    // The comment says why.
    py`
      def refresh(cache):
          try:
              cache.refresh()
          except Exception:
              # An old price is better than none.
              pass
          try:
              cache.warm()
          except Exception:  # the next call does it again
              pass
          try:
              cache.note()
          except Exception:  # noqa: BLE001
              pass
          try:
              cache.count()
          except Exception:
              pass  # statistics only
    `,
    // One way is tried before the next.
    py`
      def width(stream, theme=None):
          columns = None
          try:
              columns = stream.size().columns
          except Exception:
              pass
          try:
              columns, theme = stream.guess(columns)
          except Exception:
              pass
          try:
              stream.probe()
          except Exception:
              pass
          else:
              columns = 80
          for name in stream.names():
              try:
                  size, theme = stream.guess(name)
              except Exception:
                  continue
              columns += size
              try:
                  stream.probe()
                  break
              except Exception:
                  continue
          try:
              if columns is None:
                  return stream.default()
          except Exception:
              pass
          return columns or 80
    `,
    // The comment stands in front, or in the block.
    py`
      def warm(cache):
          # Best effort: the first visitor does it otherwise.
          try:
              cache.warm()
          except Exception:
              pass
          try:
              # Nobody reads these numbers before noon.
              cache.count()
          except Exception:
              pass
    `,
    // What is expected has a name.
    py`
      def forget(cache, key):
          try:
              del cache[key]
          except KeyError:
              pass
          try:
              cache.flush()
          except (OSError, TimeoutError):
              pass
    `,
    // Tidying up: there is nobody left to tell.
    py`
      import os

      class Connection:
          def __del__(self):
              try:
                  self.pool.give_back(self)
              except Exception:
                  pass

          def close(self):
              try:
                  self.send("bye")
              except Exception:
                  pass

          def run(self, path):
              try:
                  self.work()
              except OSError:
                  try:
                      self.report()
                  except Exception:
                      pass
                  raise
              finally:
                  try:
                      self.done(path)
                  except Exception:
                      pass
              try:
                  self.socket.close()
                  os.remove(path)
              except Exception:
                  pass
    `,
    // Another way is there: nothing of the package, or the value from before.
    py`
      def strategies(kinds, shown, thing):
          found = nothing()
          for kind in kinds:
              try:
                  found |= strategy_of(kind)
              except Exception:
                  pass
          title = None
          try:
              if shown(thing):
                  title = thing.title()
          except Exception:
              pass
          try:
              from sphinx.ext import autodoc

              autodoc.HIDDEN.append("shop")
          except Exception:
              pass
          # Only while the manual is made, and it does without.
          if shown(found):
              try:
                  thing.show()
                  thing.wait()
              except Exception:
                  pass
          return found, title
    `,
    // The cancellation is another check's.
    py`
      async def poll(feed):
          while True:
              try:
                  await feed.next()
                  await feed.show()
              except BaseException:
                  pass
    `,
    // A bare one is another check's, and so is a test's.
    at('tests/test_cart.py', 'def test_cart():\n    try:\n        sell()\n    except Exception:\n        pass\n'),
    py`
      try:
          work()
      except:
          pass
    `,
    py`
      def parse(Exception, text):
          try:
              return text.parse()
          except Exception:
              pass
    `,
  ],
  nodes: { except_clause: findSwallowed },
});

function* findSwallowed(clause: PyNode, file: PythonFile): Generator<Draft> {
  const caught = caughtBy(clause);
  const broad = caughtKinds(clause).find((kind) => /^(Base)?Exception$/.test(file.nameOf(kind) ?? ''));
  if (!caught || !broad || !bodyOf(clause).every(isNothing)) return;
  if (broad.text === 'BaseException' && inAsyncFunction(clause)) return;
  if (isExplained(clause, file) || isCleanUp(clause)) return;
  const { row, column } = clause.startPosition;
  const fix = fixFor(clause, caught, file);
  if (!fix && isAttempt(clause)) return;
  yield {
    at: spanOnLine(row + 1, column + 1, caught.endPosition.row === row ? caught.endPosition.column + 1 : column + 7),
    message: 'This drops every error, a misspelt name included; catch the one that is expected, or log it.',
    key: `except: ${enclosing(clause, 'try_statement')?.childForFieldName('body')?.text ?? ''}`,
    ...(fix ? { fix } : {}),
  };
}

function isNothing({ type, firstNamedChild }: PyNode): boolean {
  if (type === 'expression_statement') return firstNamedChild?.type === 'ellipsis';
  return type === 'pass_statement' || type === 'continue_statement';
}

/** A comment in the handler, or a tool that was told to let it pass. What only excuses it from coverage explains nothing. */
function isExplained(clause: PyNode, file: PythonFile): boolean {
  const first = clause.startPosition.row + 1;
  const indent = clause.startPosition.column;
  const start = clause.parent?.startPosition.row ?? 0;
  // Above the block that has nothing but this, as well.
  const block = clause.parent?.parent;
  const around = block?.type === 'block' && block.namedChildren.length === 1 ? block.parent : null;
  if (around && /^\s*#.*[a-z]/i.test(lineAt(file, around.startPosition.row))) return true;
  if (/^\s*#.*[a-z]/i.test(lineAt(file, start)) || /^\s*#/.test(lineAt(file, start + 2))) return true;
  for (let line = first; line <= file.lines.length; line += 1) {
    const text = lineAt(file, line);
    const isBelow = line > clause.endPosition.row + 1;
    if (isBelow && !(/^\s*#/.test(text) && text.search(/\S/) > indent)) return false;
    if (/[a-z]/i.test(/#(.*)$/.exec(text)?.[1]?.replace(/pragma: *no *(cover|branch)/i, '') ?? '')) return true;
  }
  return false;
}

const CLEANING: ReadonlySet<string> = new Set(
  'del close closed aclose shutdown cleanup clean teardown tear stop terminate kill unlink remove rmtree rmdir delete disconnect dispose release destroy finalize quit exit aexit abort cancel flush reset restore rollback detach unregister deregister unsubscribe logout'.split(
    ' ',
  ),
);

/** Where something is taken down, an error has nobody to go to, and hides the first one. */
function isCleanUp(clause: PyNode): boolean {
  const statement = clause.parent;
  if (!statement || isInside(statement, ['finally_clause', 'except_clause'])) return true;
  const owner = enclosingFunction(clause);
  if (owner && wordsOfName(nameText(owner)).some((word) => CLEANING.has(word))) return true;
  const calls = nodesIn(statement.childForFieldName('body') ?? statement, ['call']);
  return calls.length > 0 && calls.every((call) => cleans(call.childForFieldName('function')));
}

function cleans(callee: PyNode | null): boolean {
  const name = callee?.type === 'attribute' ? callee.childForFieldName('attribute') : callee;
  return wordsOfName(name?.text ?? '').some((word) => CLEANING.has(word));
}

/** What a block of one statement can raise while everything in it is spelt right. */
function expectedFrom(statement: PyNode, file: PythonFile): string | undefined {
  if (/^import_(from_)?statement$/.test(statement.type)) return 'ImportError';
  const calls = nodesIn(statement, ['call', 'subscript', 'await']);
  const [call] = calls;
  if (call?.type !== 'call' || calls.length !== 1) return undefined;
  const name = file.nameOf(call.childForFieldName('function')) ?? '';
  if (/^(int|float|json\.loads)$/.test(name)) return '(TypeError, ValueError)';
  return /^os\.(stat|chmod|chown|utime|mkdir|makedirs|rename|kill|listdir|symlink)$/.test(name) ? 'OSError' : undefined;
}

function fixFor(clause: PyNode, caught: PyNode, file: PythonFile): Fix | undefined {
  const statement = clause.parent;
  const [only, ...others] = statement ? bodyOf(statement) : [];
  const kind = only && others.length === 0 && caught.type !== 'tuple' ? expectedFrom(only, file) : undefined;
  if (kind === undefined) return undefined;
  return { title: `Catch ${kind.replace(/[()]/g, '')}`, edits: [{ span: spanOf(caught), text: kind }], safe: true };
}
