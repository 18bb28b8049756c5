import type { PyNode, PythonFile } from '../../core/facts.ts';
import { isKnownAs } from './known-types.ts';
import { hasSplat, positionalArguments } from './python-calls.ts';

/** Calls of Python's own loggers. */

/** As keys for handlers of calls. */
export const LOG_METHODS = '.debug .info .warning .warn .error .critical .fatal .exception .log'.split(' ');

/** What every record has; `extra` may not write over it. */
export const RECORD_FIELDS: ReadonlySet<string> = new Set(
  'name msg args levelname levelno pathname filename module exc_info exc_text stack_info lineno funcName created msecs relativeCreated thread threadName processName process message asctime'.split(
    ' ',
  ),
);

const LOGGERS: ReadonlySet<string> = new Set([
  'logging.getLogger',
  'logging.Logger',
  'celery.utils.log.get_task_logger',
  'multiprocessing.get_logger',
  'multiprocessing.log_to_stderr',
]);

/** Loggers of another make may take other arguments, also where they have the same methods. */
const OTHER_MAKE = /setLoggerClass|setLogRecordFactory|\bstructlog\b|\bloguru\b|\beliot\b|\blogbook\b/;

/** True for a call of a method of `logging`, or of a logger that is known to come from there. */
export function isLogCall(call: PyNode, file: PythonFile): boolean {
  const callee = call.childForFieldName('function');
  const receiver = callee?.childForFieldName('object');
  if (!receiver || OTHER_MAKE.test(file.text)) return false;
  return file.nameOf(receiver) === 'logging' || isKnownAs(receiver, LOGGERS, file);
}

/** The message of a log call and the values for it; undefined where a `*` or `**` hides them. */
export function loggedBy(call: PyNode): { readonly message: PyNode; readonly values: readonly PyNode[] } | undefined {
  if (hasSplat(call)) return undefined;
  const given = positionalArguments(call);
  const isLog = call.childForFieldName('function')?.childForFieldName('attribute')?.text === 'log';
  const [message, ...values] = isLog ? given.slice(1) : given;
  return message && { message, values };
}

/** A dictionary is looked up by name, where it is the only value. */
export function isMappingValue(value: PyNode, file: PythonFile): boolean {
  if (/^(dictionary|dictionary_comprehension)$/.test(value.type)) return true;
  const name = value.type === 'call' ? file.nameOf(value.childForFieldName('function')) : undefined;
  return name !== undefined && /^(dict|vars|locals|globals)$/.test(name);
}
