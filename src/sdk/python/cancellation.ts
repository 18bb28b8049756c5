import type { PyNode, PythonFile } from '../../core/facts.ts';
import type { Span } from '../../core/flow.ts';
import { spanOnLine } from '../../core/span.ts';
import { positionalArguments } from './python-calls.ts';
import { bodyOf, isAsync, nameText } from './python-definitions.ts';
import { unwrapped } from './python-literals.ts';
import { enclosing, enclosingFunction, inAsyncFunction, nodesIn } from './python.ts';

/** Cancellation of coroutines, and what keeps it from its caller. */

export interface SwallowedCancellation {
  /** The head of the `except`, or the `with`. */
  readonly at: Span;
  /** Where the coroutine goes from there: round a loop again, on to something that waits, or to its end. */
  readonly afterwards: 'goes round' | 'goes on' | 'ends';
}

/**
 * Says whether a `try` or a `with suppress(…)` in a coroutine takes a cancellation and keeps it. Waiting for a task that was
 * cancelled here, programs that end, and handlers that give the exception to somebody do not count.
 */
export function swallowsCancellation(node: PyNode, file: PythonFile): SwallowedCancellation | undefined {
  if (!inAsyncFunction(node) || isExpected(node, file)) return undefined;
  const [keyword, end] = node.type === 'with_statement' ? suppressing(node, file) : handling(node, file);
  return keyword && end ? { at: headSpan(keyword, end), afterwards: afterwards(node) } : undefined;
}

function handling(node: PyNode, file: PythonFile): readonly (PyNode | undefined)[] {
  const handler = handlersOf(node).find((clause) => catchesCancellation(clause, file));
  if (!handler || passesOn(handler, file)) return [];
  return [handler.children[0], handler.children.find(({ type }) => type === ':')];
}

function suppressing(node: PyNode, file: PythonFile): readonly (PyNode | undefined)[] {
  if (!suppressesCancellation(node, file)) return [];
  return [node.children[0], node.namedChildren.find(({ type }) => type === 'with_clause')];
}

function headSpan(first: PyNode, last: PyNode): Span {
  const { row, column } = first.startPosition;
  const end = last.startPosition.row === row ? last.endPosition.column : first.endPosition.column;
  return spanOnLine(row + 1, column + 1, end + 1);
}

const CANCELLED: ReadonlySet<string> = new Set([
  'BaseException',
  'asyncio.CancelledError',
  'asyncio.exceptions.CancelledError',
  'trio.Cancelled',
  'anyio.get_cancelled_exc_class',
]);

function catchesCancellation(handler: PyNode, file: PythonFile): boolean {
  if (/^except\s*\*/.test(handler.text)) return false;
  const head = handler.namedChildren.find(({ type }) => type !== 'comment');
  if (!head || head.type === 'block') return true;
  const caught = unwrapped(head.type === 'as_pattern' ? head.firstNamedChild : head);
  const kinds = (caught?.type === 'tuple' ? caught.namedChildren : [caught ?? head]).map((kind) =>
    nameOfKind(kind, file),
  );
  // Who names Ctrl-C beside it writes the end of a program.
  return kinds.some((kind) => CANCELLED.has(kind)) && !kinds.includes('KeyboardInterrupt');
}

function nameOfKind(kind: PyNode, file: PythonFile): string {
  return file.nameOf(kind.type === 'call' ? kind.childForFieldName('function') : kind) ?? '';
}

function suppressesCancellation(node: PyNode, file: PythonFile): boolean {
  const items = nodesIn(node, ['with_item']).filter((item) => enclosing(item, 'with_statement')?.id === node.id);
  return items.some((item) => {
    const call = item.firstNamedChild;
    if (call?.type !== 'call' || file.nameOf(call.childForFieldName('function')) !== 'contextlib.suppress')
      return false;
    return positionalArguments(call).some((kind) => CANCELLED.has(nameOfKind(kind, file)));
  });
}

/** The handler raises, ends the process, takes the cancellation back, or gives the exception to somebody. */
function passesOn(handler: PyNode, file: PythonFile): boolean {
  if (nodesIn(handler, ['raise_statement']).length > 0 || /\buncancel\(|\bcancelling\(/.test(handler.text)) return true;
  if (
    nodesIn(handler, ['call']).some((call) =>
      // Who takes the exception by `exc_info` keeps it for later.
      /^(sys\.exit|sys\.exc_info|os\._exit|os\.abort|exit|quit)$/.test(
        file.nameOf(call.childForFieldName('function')) ?? '',
      ),
    )
  )
    return true;
  const name = handler.namedChildren.find(({ type }) => type === 'as_pattern')?.childForFieldName('alias')?.text;
  return name !== undefined && nodesIn(handler, ['identifier']).some((use) => use.text === name && isHandedOn(use));
}

const LOGGING = /\b(log\w*|_?logger|print|warn\w*|debug|info|error|exception|critical|repr|str|format\w*)$/i;

function isHandedOn(use: PyNode): boolean {
  const outer = use.parent;
  if (!outer) return false;
  if (/^(assignment|return_statement|yield|tuple|list|expression_list|pair)$/.test(outer.type)) return true;
  const call = outer.type === 'keyword_argument' ? outer.parent?.parent : outer.parent;
  if (!/^(argument_list|keyword_argument)$/.test(outer.type) || call?.type !== 'call') return false;
  const callee = call.childForFieldName('function');
  const name =
    callee?.type === 'attribute' ? (callee.childForFieldName('attribute')?.text ?? '') : (callee?.text ?? '');
  return !LOGGING.test(name) && callee?.text !== 'isinstance' && callee?.text !== 'type';
}

/** Nothing in the block waits; or what it waits for was cancelled here; or this is where the program ends. */
function isExpected(node: PyNode, file: PythonFile): boolean {
  const body = bodyOf(node);
  if (!body.some(waits)) return true;
  const owner = enclosingFunction(node);
  if (!owner || (body.length === 1 && body[0] && awaitsTask(body[0], file))) return true;
  const before = nodesIn(owner, ['call']).filter(({ startIndex }) => startIndex < node.endIndex);
  if (before.some((call) => call.childForFieldName('function')?.text.endsWith('.cancel'))) return true;
  if (/\braise\b[^\n]*Cancelled/.test(owner.text.slice(node.endIndex - owner.startIndex))) return true;
  return (
    /^_*a?(async_?)?main(_?async)?$/.test(nameText(owner)) &&
    enclosing(node, 'for_statement', 'while_statement') === undefined
  );
}

/** `await task`, and the same through what waits for tasks: one statement that awaits no call of a coroutine. */
function awaitsTask(statement: PyNode, file: PythonFile): boolean {
  const all = nodesIn(statement, ['await']);
  const awaited = unwrapped(all[0]?.firstNamedChild);
  if (all.length !== 1 || !awaited || !/^(expression_statement|return_statement)$/.test(statement.type)) return false;
  if (awaited.type !== 'call') return true;
  return (
    /^asyncio\.(wait_for|wait|shield|gather)$/.test(file.nameOf(awaited.childForFieldName('function')) ?? '') &&
    nodesIn(awaited, ['call']).length <= 2
  );
}

/** Where the coroutine goes from the end of a handler: round a loop, on to something that waits, or to its end. */
function afterwards(node: PyNode): SwallowedCancellation['afterwards'] {
  const exits = new Set(handlersOf(node).map((handler) => bodyOf(handler).at(-1)?.type));
  if (exits.has('return_statement')) return 'ends';
  let breaks = exits.has('break_statement') ? 1 : 0;
  for (
    let inner: PyNode = node, outer = node.parent;
    outer && outer.type !== 'function_definition';
    inner = outer, outer = outer.parent
  ) {
    if (outer.type === 'for_statement' || outer.type === 'while_statement') {
      if (breaks === 0) return 'goes round';
      breaks -= 1;
    }
    const leftOver =
      outer.type === 'block' && breaks === 0
        ? bodyOf(outer).filter(({ startIndex }) => startIndex > inner.startIndex)
        : [];
    if (leftOver.some(waits)) return 'goes on';
  }
  return 'ends';
}

function handlersOf(node: PyNode): readonly PyNode[] {
  return node.namedChildren.filter(({ type }) => type === 'except_clause');
}

function waits(statement: PyNode): boolean {
  return nodesIn(statement, ['await', 'yield', 'for_statement', 'with_statement', 'for_in_clause']).some(
    (one) => /^(await|yield)$/.test(one.type) || isAsync(one),
  );
}
