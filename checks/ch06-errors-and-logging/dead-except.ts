import {
  caughtBy,
  caughtKinds,
  defineCheck,
  exceptionName,
  familyOf,
  linesWhere,
  mayBeKindOf,
  py,
  quoted,
  spanOf,
  spanOnLine,
} from '../../src/sdk/check.ts';
import type { Draft, Fix, PyNode, PythonFile } from '../../src/sdk/check.ts';

const HANDLER = /^([ \t\f]*)(?:try[ \t]*:|except\b(?![ \t]*\*)(.*))/;
/** A bare handler, or one of plain names. */
const PLAIN = /^\s*(?:\(([^()]+)\)|([\w.\s]+?))?(?:\s+as\s+\w+|(?<=\))\s*as\s+\w+)?\s*:/;
const NAME = /^(?!(?:None|True|False)\b)[A-Za-z_][\w.]*$/;

/** Handlers that name something else than classes, one of them twice, or what may be a kind of one that is named above them. */
function deadPlaces(text: string): readonly number[] {
  if (!text.includes('except')) return [];
  const aliases = new Set(Array.from(text.matchAll(/(?<=\s)as\s+(\w+)/g), ([, name]) => name));
  const classes = new Set(Array.from(text.matchAll(/\bclass\s+([\w.]+)/g), ([, name]) => name));
  const isUnknown = (name: string): boolean => aliases.has(name) || classes.has(name);
  /** By indentation, what the handlers of the last `try` name; undefined for a bare one. */
  const above = new Map<string, (string | undefined)[]>();
  const isDead = (line: string): boolean => {
    const found = HANDLER.exec(line);
    if (!found) return false;
    const [, indent = '', head] = found;
    if (head === undefined) {
      above.set(indent, []);
      return false;
    }
    const match = PLAIN.exec(head);
    const kinds = kindsOf(match?.[1] ?? match?.[2]);
    const others = above.get(indent) ?? [];
    above.set(indent, [...others, ...(kinds.length > 0 ? kinds : [undefined])]);
    if (!match || kinds.some((name) => !NAME.test(name)) || new Set(kinds).size < kinds.length) return true;
    return others.some(
      (other) =>
        other === undefined || aliases.has(other) || kinds.some((name) => isUnknown(name) || mayBeKindOf(name, other)),
    );
  };
  return linesWhere(text, isDead, ['try', 'except']);
}

/** The names of a list that may end in a comma; none for a bare handler. */
function kindsOf(list: string | undefined): readonly string[] {
  if (list === undefined) return [];
  const names = list.split(',').map((name) => name.replace(/\s+/g, ''));
  return names.length > 1 && names.at(-1) === '' ? names.slice(0, -1) : names;
}

export default defineCheck({
  title: 'Handler that never runs',
  on: 'python',
  bullet: 'Exceptions',
  severity: 'error',
  preset: 'recommended',
  why: `Python asks the handlers from top to bottom and takes the first that fits. One that stands below a broader one is never reached, and
    what is no class of exceptions raises a TypeError of its own just when the real error comes.`,
  whenNotTo: 'The classes have no fixed relation: one of them is replaced while the program runs.',
  fixes: true,
  mentions: ['except'],
  places: ({ text }) => deadPlaces(text),
  examples: [
    {
      title: 'The narrow one first',
      bad: py`
        def load(path):
            try:
                return parse(path)
            except Exception as error:
                log.exception("cannot read %s", path)
            except FileNotFoundError:  # <-
                return None
      `,
      good: py`
        def load(path):
            try:
                return parse(path)
            except FileNotFoundError:
                return None
            except Exception as error:
                log.exception("cannot read %s", path)
      `,
    },
    {
      title: 'Classes that are kinds of others',
      bad: py`
        import json, requests, urllib.error, urllib.request

        class Refused(ValueError): ...
        class Expired(Refused): ...

        def fetch(url):
            try:
                return json.load(urllib.request.urlopen(url))
            except urllib.error.URLError:
                return "down"
            except urllib.error.HTTPError as error:  # <-
                return error.code
            except Refused:
                return "refused"
            except (Expired, json.JSONDecodeError):  # <-
                return "expired"

        def fetch_again(url):
            try:
                return requests.get(url, timeout=3)
            except IOError:
                return "down"
            except OSError:  # <-
                return "broken"
            except requests.exceptions.Timeout:  # <-
                return "late"

        def refresh(token):
            try: return renew(token)
            except Refused: return "refused"
            except Expired: return "expired"  # <-
      `,
      good: py`
        import json, requests, urllib.error, urllib.request

        class Refused(ValueError): ...
        class Expired(Refused): ...

        def fetch(url):
            try:
                return json.load(urllib.request.urlopen(url))
            except urllib.error.HTTPError as error:
                return error.code
            except urllib.error.URLError:
                return "down"
            except (Expired, json.JSONDecodeError):
                return "expired"
            except Refused:
                return "refused"

        def fetch_again(url):
            try:
                return requests.get(url, timeout=3)
            except requests.exceptions.Timeout:
                return "late"
            except OSError:
                return "down"

        def refresh(token):
            try: return renew(token)
            except Expired: return "expired"
            except Refused: return "refused"
      `,
    },
    {
      title: 'Classes, each of them once',
      bad: py`
        def total(text):
            try:
                return parse(text)
            except (ValueError, ValueError):  # <-
                return 0
            except ():  # <-
                return 1
            except [KeyError, IndexError]:  # <-
                return 2
            except "closed":  # <-
                return 3
            except LookupError("closed"):  # <-
                return 4
      `,
      good: py`
        def total(text):
            try:
                return parse(text)
            except (ValueError, TypeError):
                return 0
            except (KeyError, IndexError):
                return 2
      `,
    },
    {
      title: 'A bare one last',
      bad: py`
        try:
            work()
        except:
            log.exception("broken")
        except ValueError:  # <-
            skip()
      `,
      good: py`
        try:
            work()
        except ValueError:
            skip()
        except:
            log.exception("broken")
      `,
    },
  ],
  quiet: [
    // From narrow to broad, and side by side.
    py`
      import asyncio, socket

      async def load(path):
          try:
              return await parse(path)
          except FileNotFoundError:
              return None
          except KeyError:
              return 0
          except IndexError:
              return 1
          except LookupError:
              return 2
          except TimeoutError:
              return 3
          except socket.timeout:
              return 4
          except asyncio.TimeoutError:
              return 5
          except Exception:
              return 6
          except asyncio.CancelledError:
              raise
          except KeyboardInterrupt:
              raise
    `,
    // More than one name for the same, in one tuple: for readers, or for an older Python.
    py`
      try:
          work()
      except (IOError, OSError, FileNotFoundError):
          pass
    `,
    // What these are kinds of is not known here.
    py`
      from shop.errors import Closed, Refused

      try:
          work()
      except Refused:
          pass
      except Closed:
          pass
      except tuple(expected()) as error:
          pass
      except work.errors:
          pass
      except work.errors.late:
          pass
    `,
    // A class of this file that is named like a builtin.
    py`
      class TimeoutError(Exception): ...

      try:
          work()
      except OSError:
          pass
      except TimeoutError:
          pass
    `,
    // An exception group is taken apart: each handler gets its share.
    py`
      try:
          work()
      except* ValueError:
          pass
      except* (TypeError, KeyError):
          pass
    `,
    // Another try.
    py`
      try:
          try:
              work()
          except Exception:
              pass
      except ValueError:
          pass
    `,
  ],
  nodes: { try_statement: findDead },
});

interface Handler {
  readonly clause: PyNode;
  readonly kinds: readonly { readonly node: PyNode; readonly name: string | undefined }[];
}

function* findDead(statement: PyNode, file: PythonFile): Generator<Draft> {
  const above: Handler[] = [];
  for (const clause of statement.namedChildren) {
    if (clause.type !== 'except_clause' || /^except\s*\*/.test(clause.text)) continue;
    const handler = { clause, kinds: caughtKinds(clause).map((node) => ({ node, name: exceptionName(node, file) })) };
    const draft = neverMatches(handler, file) ?? neverReached(handler, above, file) ?? repeats(handler);
    if (draft) yield draft;
    above.push(handler);
  }
}

function neverMatches({ clause, kinds }: Handler, file: PythonFile): Draft | undefined {
  const caught = caughtBy(clause);
  if (caught?.type === 'tuple' && kinds.length === 0)
    return {
      at: headOf(clause),
      message: 'An empty tuple catches nothing: name the exceptions, or take the handler out.',
    };
  const odd = kinds.find(({ node }) => isNoClass(node, file));
  if (!odd) return undefined;
  const what = odd.node.type === 'call' ? 'an exception, not its class' : 'no class of exceptions';
  return { at: headOf(clause), message: `This is ${what}: instead of being caught, the error turns into a TypeError.` };
}

const VALUES = /^(integer|float|string|concatenated_string|list|dictionary|set|none|true|false)$/;

function isNoClass(kind: PyNode, file: PythonFile): boolean {
  if (VALUES.test(kind.type)) return true;
  const name = kind.type === 'call' ? file.nameOf(kind.childForFieldName('function')) : undefined;
  return name !== undefined && familyOf(name, file).has('BaseException');
}

function neverReached({ clause, kinds }: Handler, above: readonly Handler[], file: PythonFile): Draft | undefined {
  const bare = above.find((handler) => caughtBy(handler.clause) === undefined);
  if (bare)
    return {
      at: headOf(clause),
      message: 'A bare `except:` must be the last one: as it stands, Python refuses this file.',
    };
  const takers = kinds.map(({ name }) => above.find((handler) => takes(handler, name, file)));
  const taker = takers.find((one) => one !== undefined);
  if (!taker) return undefined;
  if (takers.includes(undefined)) {
    const index = takers.findIndex((one) => one !== undefined);
    return {
      at: headOf(clause),
      severity: 'warning',
      message: `${quoted(kinds[index]?.node.text ?? '')} never gets here: an \`except\` above takes it first.`,
    };
  }
  const shown = quoted(`except ${caughtBy(taker.clause)?.text ?? ''}`);
  const isSame = kinds.every(({ name }) => taker.kinds.some((kind) => kind.name === name));
  const fix = takers.every((one) => one === taker) && !isSame ? swap(taker.clause, clause, file) : undefined;
  return {
    at: headOf(clause),
    message: isSame
      ? `This handler never runs: ${shown} above takes the same.`
      : `This handler never runs: ${shown} above takes all of it; put the narrow one first.`,
    ...(fix ? { fix } : {}),
  };
}

function takes({ kinds }: Handler, name: string | undefined, file: PythonFile): boolean {
  if (name === undefined) return false;
  const family = familyOf(name, file);
  return kinds.some((kind) => kind.name !== undefined && family.has(kind.name));
}

/** One class twice in a tuple: harmless, unless another was meant. */
function repeats({ clause, kinds }: Handler): Draft | undefined {
  const second = kinds.findIndex(({ node }, index) => kinds.findIndex((one) => one.node.text === node.text) < index);
  const caught = caughtBy(clause);
  const repeated = kinds[second]?.node;
  if (!repeated || !caught) return undefined;
  const left = [...new Set(kinds.map(({ node }) => node.text))];
  const edits = [{ span: spanOf(caught), text: left.length === 1 ? left.join('') : `(${left.join(', ')})` }];
  return {
    at: headOf(clause),
    severity: 'warning',
    message: `${quoted(repeated.text)} stands in this tuple twice: take one out, or name the one that was meant.`,
    ...(caught.text.includes('#') ? {} : { fix: { title: 'Name it once', edits, safe: true } }),
  };
}

/** The two handlers in the other order, where nothing stands between them. */
function swap(broad: PyNode, narrow: PyNode, { text }: PythonFile): Fix | undefined {
  const between = text.slice(broad.endIndex, narrow.startIndex);
  if (between.trim() !== '') return undefined;
  const { line, col } = spanOf(broad);
  const { endLine, endCol } = spanOf(narrow);
  return {
    title: 'Put the narrow handler first',
    edits: [{ span: { line, col, endLine, endCol }, text: `${narrow.text}${between}${broad.text}` }],
    safe: true,
  };
}

/** From `except` to its colon. */
function headOf(clause: PyNode): ReturnType<typeof spanOf> {
  const { row, column } = clause.startPosition;
  const colon = clause.children.find(({ type }) => type === ':');
  const end = colon?.startPosition.row === row ? colon.endPosition.column : column + 'except'.length;
  return spanOnLine(row + 1, column + 1, end + 1);
}
