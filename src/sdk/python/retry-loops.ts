import type { PyNode, PythonFile } from '../../core/facts.ts';
import { caughtKinds, exceptionName } from './exception-classes.ts';
import { blockBelow, indentOf } from './glance.ts';
import { bodyOf, nameText } from './python-definitions.ts';
import { literal } from './python-literals.ts';
import { wordsOfName } from '../name-words.ts';
import { lineAt } from './python-lines.ts';
import { nodesIn } from './python.ts';

/** What the other side, the network or the disk may answer, and classes that take that in. */
const OUTSIDE =
  /^(Base)?Exception$|^(OSError|TimeoutError|Connection\w*Error|BrokenPipeError)$|^(requests|httpx|aiohttp|urllib|urllib3|socket|ssl|http|grpc|redis|botocore|pymongo|psycopg2?|asyncpg|sqlalchemy|pika|kafka|smtplib|ftplib|paramiko|subprocess|asyncio\.TimeoutError)\b/;

/** Waiting for the next thing to come, or for a person, is no attempt. */
const WAITING =
  /(^|\.)(accept|recv\w*|select|poll|get_nowait|input|raw_input|prompt|confirm|getpass|readline|wait|wait_for|waitpid|acquire|mkstemp|mkdtemp|token_hex)$/;

const ENDLESS = /^\s*while[\s(]*(?:True\b|\d)/;
const ENDS_OTHERWISE = /(?:^|[:;])\s*(?:raise|assert)\b|\byield\b/;

/** Of `glanceLines`: one that may start a loop of which `endlessRetry` says something. */
export function mayRetryForEver(line: string, index: number, lines: readonly string[]): boolean {
  if (!ENDLESS.test(line)) return false;
  const block = blockBelow(lines, index);
  const indent = indentOf(block[0] ?? '');
  if (block.filter((one) => indentOf(one) === indent && /^\s*try\s*:/.test(one)).length !== 1) return false;
  // What a function in there does is another thing.
  return block.some((one) => /\b(?:def|lambda|class)\b/.test(one)) || !block.some((one) => ENDS_OTHERWISE.test(one));
}

export interface RetryLoop {
  /** It goes round again without a pause. */
  readonly hot: boolean;
}

/**
 * Says whether a `while` tries something until it works: it has no end of its own, what leaves it is success, and a failure of the
 * other side only makes it go round.
 */
export function endlessRetry(loop: PyNode, file: PythonFile): RetryLoop | undefined {
  const condition = literal(loop.childForFieldName('condition'));
  if (condition !== true && condition !== 1) return undefined;
  const body = bodyOf(loop);
  const attempts = body.filter(({ type }) => type === 'try_statement');
  const [attempt] = attempts;
  if (!attempt || attempts.length > 1 || nodesIn(loop, ['raise_statement', 'yield', 'assert_statement']).length > 0)
    return undefined;
  const around = body.filter(({ id }) => id !== attempt.id);
  // Whatever else leaves the loop may be its bound.
  if (around.slice(0, -1).some(leaves) || around.some((one) => leaves(one) && !isExit(one))) return undefined;
  if (!leaves(attempt) && !around.some(isExit)) return undefined;
  const handlers = attempt.namedChildren.filter(({ type }) => type === 'except_clause');
  if (handlers.length === 0 || handlers.some((handler) => leaves(handler) || ends(handler, file))) return undefined;
  if (!handlers.some((handler) => isFromOutside(handler, file)) || !triesSomething(attempt, file)) return undefined;
  return { hot: !nodesIn(loop, ['call']).some(isPause) };
}

function isExit({ type }: PyNode): boolean {
  return type === 'return_statement' || type === 'break_statement';
}

function leaves(node: PyNode): boolean {
  return nodesIn(node, ['return_statement', 'break_statement']).length > 0;
}

function ends(handler: PyNode, file: PythonFile): boolean {
  return nodesIn(handler, ['call']).some((call) =>
    /^(sys\.exit|os\._exit|os\.abort|exit|quit)$/.test(file.nameOf(call.childForFieldName('function')) ?? ''),
  );
}

function isFromOutside(handler: PyNode, file: PythonFile): boolean {
  const kinds = caughtKinds(handler);
  return kinds.length === 0 || kinds.some((kind) => OUTSIDE.test(exceptionName(kind, file) ?? ''));
}

function triesSomething(attempt: PyNode, file: PythonFile): boolean {
  const body = attempt.childForFieldName('body');
  const calls = body ? nodesIn(body, ['call']) : [];
  const names = calls.map((call) => {
    const callee = call.childForFieldName('function');
    return file.nameOf(callee) ?? callee?.text ?? '';
  });
  return names.length > 0 && !names.some((name) => WAITING.test(name));
}

function isPause(call: PyNode): boolean {
  return /(^|\.)\w*(sleep|wait|delay|backoff|pause)\w*$/i.test(call.childForFieldName('function')?.text ?? '');
}

const FOR_EVER: ReadonlySet<string> = new Set(
  'run runner serve server worker work consume consumer poll poller main loop listen listener watch watcher forever daemon wait monitor subscribe'.split(
    ' ',
  ),
);

/** A function that runs as long as the program, by its name. */
export function isForEver(definition: PyNode | null | undefined): boolean {
  return (
    definition?.type === 'function_definition' && wordsOfName(nameText(definition)).some((word) => FOR_EVER.has(word))
  );
}

/** A comment above, or above a function around, says that it goes on without an end. */
export function isMeantForEver(node: PyNode, file: PythonFile): boolean {
  for (let outer: PyNode | null = node; outer; outer = outer.parent) {
    for (let line = outer.startPosition.row; /^\s*#/.test(lineAt(file, line)); line -= 1)
      if (/for ?ever|endless|indefinite|infinite|never gives? up|no limit|until /i.test(lineAt(file, line)))
        return true;
  }
  return false;
}
