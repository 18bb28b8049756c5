import {
  argument,
  defineCheck,
  each,
  enclosing,
  enclosingFunction,
  isFString,
  isInside,
  isLogCall,
  isMappingValue,
  keywordArguments,
  LOG_METHODS,
  loggedBy,
  nameText,
  nodesIn,
  positionalArguments,
  py,
  readPrintf,
  RECORD_FIELDS,
  spanOf,
  stringValue,
  withPlaces,
} from '../../src/sdk/check.ts';
import type { Draft, Fix, PyNode, PythonFile } from '../../src/sdk/check.ts';

export default defineCheck({
  title: 'Log call that fails or says the wrong thing',
  on: 'python',
  bullet: 'Logging',
  severity: 'error',
  preset: 'recommended',
  why: `A record whose values do not fit its message is not written: a traceback about the log call comes out instead, or nothing. Some
    other calls raise in the middle of what they were to describe. Both show only when the line runs, often in an error path.`,
  whenNotTo: 'The logger is of a class of your own that takes other arguments.',
  fixes: true,
  mentions: ['logging', 'get_task_logger'],
  places: /\.\s*addHandler\b/g,
  examples: [
    {
      title: 'A place for every value, and a value for every place',
      bad: py`
        import logging

        log = logging.getLogger(__name__)

        def pay(order, gateway):
            log.info("paid", order.id)  # <-
            log.info("paid {} of {}", order.id, order.total)  # <-
            log.warning("paid %s of %s", order.id)  # <-
            logging.error("paid %s")  # <-
            log.debug("paid %(id)s of %(total)s", order.id, order.total)  # <-
            log.debug("paid %s, 5 %!", order.id)  # <-
      `,
      good: py`
        import logging

        log = logging.getLogger(__name__)

        def pay(order, gateway):
            log.info("paid %s", order.id)
            log.info("paid %s of %s", order.id, order.total)
            log.warning("paid %s of %s", order.id, order.total)
            logging.error("paid %s", order.id)
            log.debug("paid %(id)s of %(total)s", {"id": order.id, "total": order.total})
            log.debug("paid %s, 5 %%!", order.id)
      `,
    },
    {
      title: 'Fields of your own go into `extra`, under names of their own',
      bad: py`
        import logging

        class Shop:
            def __init__(self):
                self.log = logging.getLogger("shop")

            def sell(self, order):
                self.log.info("sold", extra={"name": order.name, "order": order.id})  # <-
                self.log.info("sold", extra=dict(module="till"))  # <-
                self.log.info("sold", order=order.id)  # <-
                self.log.log("sold %s", order.id)  # <-
      `,
      good: py`
        import logging

        class Shop:
            def __init__(self):
                self.log = logging.getLogger("shop")

            def sell(self, order):
                self.log.info("sold", extra={"item": order.name, "order": order.id})
                self.log.info("sold", extra=dict(part="till"))
                self.log.info("sold", extra={"order": order.id})
                self.log.log(logging.INFO, "sold %s", order.id)
      `,
    },
    {
      title: 'A logger that the configuration reaches',
      bad: py`
        import logging

        log = logging.getLogger(__file__)  # <-
        audit = logging.Logger("shop.audit")  # <-

        def close(order):
            log.warn("closed %s", order.id)  # <-
      `,
      good: py`
        import logging

        log = logging.getLogger(__name__)
        audit = logging.getLogger("shop.audit")

        def close(order):
            log.warning("closed %s", order.id)
      `,
    },
    {
      title: 'A traceback where there is one',
      bad: py`
        import logging

        log = logging.getLogger(__name__)

        def load(path):
            try:
                orders = parse(path)
            except ValueError:
                return []
            else:
                log.exception("no orders in %s", path)  # <-
            return orders

        log.error("no shop here", exc_info=True)  # <-
      `,
      good: py`
        import logging

        log = logging.getLogger(__name__)

        def load(path):
            try:
                orders = parse(path)
            except ValueError:
                log.exception("no orders in %s", path)
                return []
            return orders

        log.error("no shop here")
      `,
    },
  ],
  quiet: [
    // What fits, or cannot be counted.
    py`
      import logging

      log = logging.getLogger(__name__)

      def pay(order, values, text, **fields):
          log.info("paid %s (%5.2f %%) %*d", order.id, 19.0, 5, order.count)
          log.info("paid %s", *values)
          log.info("paid %(id)s", {"id": order.id})
          log.info("paid %(id)s", fields)
          log.info("paid", {"id": order.id})
          log.info("50% done, at %H:%M")
          log.info("5 % discount")
          log.info(text, order.id)
          log.info(f"paid {text} %s", order.id)
          log.info("paid %s" % order.id)
          log.info("paid " "%s", order.id)
          log.log(logging.INFO, "paid %s", order.id)
          log.info("paid", extra={"order": order.id, **fields}, stack_info=True, stacklevel=2)
          log.info("paid", **fields)
    `,
    // Loggers of another make.
    py`
      import logging
      from loguru import logger

      logger.info("paid {}", 4711)
      logger.warn("paid", order=4711)
    `,
    py`
      import logging
      import structlog

      log = structlog.get_logger()
      log.info("paid", order=4711, name="x")
    `,
    py`
      import logging

      class OrderLog(logging.LoggerAdapter):
          def order(self, text, *values, **fields):
              self.info("order", text, **fields)

      def sell(log, order, logger=None):
          log.info("sold", order)
          logger = logger or logging.getLogger("shop")
          logger.info("sold", order=order.id)
          order.log("sold", order)
          OrderLog(logging.getLogger("x")).info("sold", order=order)
    `,
    // A logger that is built by hand, handlers and all.
    py`
      import logging

      def build(stream):
          audit = logging.Logger("audit")
          audit.addHandler(logging.StreamHandler(stream))
          return audit
    `,
    // The exception is there, or is handed in.
    py`
      import logging

      log = logging.getLogger(__name__)

      def handle_error(request):
          log.exception("failed: %s", request)

      def report(error):
          log.error("failed", exc_info=error)

      class Guard:
          def __exit__(self, kind, error, trace):
              if kind:
                  log.exception("failed")

      def run(job):
          try:
              job()
          except Exception:
              if job.loud:
                  log.exception("failed")
          finally:
              log.debug("over", exc_info=True)
    `,
  ],
  calls: {
    ...each(LOG_METHODS, onLog),
    'logging.getLogger': onGetLogger,
    'logging.Logger': onLogger,
  },
});

/** Asked in this order, one answer a call. What is known of the logger is asked last, since it takes longest. */
const PROBLEMS = [wrongLevel, wrongField, wrongKeyword, wrongValues, noException, oldName];

function* onLog(call: PyNode, file: PythonFile): Generator<Draft> {
  for (const problem of PROBLEMS) {
    const draft = problem(call, file);
    if (!draft) continue;
    if (isLogCall(call, file)) yield draft;
    return;
  }
}

function methodOf(call: PyNode): PyNode | null {
  return call.childForFieldName('function')?.childForFieldName('attribute') ?? null;
}

function wrongLevel(call: PyNode): Draft | undefined {
  const [first] = positionalArguments(call);
  if (methodOf(call)?.text !== 'log' || !first || (stringValue(first) === undefined && !isFString(first)))
    return undefined;
  return {
    at: spanOf(call),
    message: 'The first argument of `log()` is the level, such as `logging.INFO`: this raises TypeError.',
  };
}

function wrongField(call: PyNode, file: PythonFile): Draft | undefined {
  const extra = argument(call, 'extra');
  if (!extra) return undefined;
  const keys =
    extra.type === 'dictionary'
      ? extra.namedChildren.map((pair) => stringValue(pair.childForFieldName('key')))
      : extra.type === 'call' && file.nameOf(extra.childForFieldName('function')) === 'dict'
        ? [...keywordArguments(extra).keys()]
        : [];
  const taken = keys.find((key) => key !== undefined && RECORD_FIELDS.has(key));
  if (taken === undefined) return undefined;
  return {
    at: spanOf(call),
    message: `Every record has a \`${taken}\` of its own: this call raises KeyError; choose another name.`,
  };
}

const KEYWORDS: ReadonlySet<string> = new Set(['msg', 'level', 'exc_info', 'extra', 'stack_info', 'stacklevel']);

function wrongKeyword(call: PyNode): Draft | undefined {
  const unknown = [...keywordArguments(call).keys()].find((name) => !KEYWORDS.has(name));
  if (unknown === undefined || unknown.length > 40) return undefined;
  return {
    at: spanOf(call),
    message: `A log call takes no \`${unknown}=\`: this raises TypeError; put it into \`extra={…}\` or into the message.`,
  };
}

function wrongValues(call: PyNode, file: PythonFile): Draft | undefined {
  const logged = loggedBy(call);
  const text = stringValue(logged?.message);
  if (!logged || text === undefined) return undefined;
  const { message, values } = logged;
  const format = readPrintf(text);
  const [only] = values;
  if (!format)
    return values.length === 0
      ? undefined
      : {
          at: spanOf(call),
          message: 'A `%` in this message starts no placeholder that exists: nothing is logged; write `%%`.',
        };
  if (values.length === 1 && only && (format.names > 0 || isMappingValue(only, file))) return undefined;
  if (format.names > 0 && values.length > 0)
    return {
      at: spanOf(call),
      message: 'Placeholders with names take their values from one dictionary: nothing is logged.',
    };
  if (format.names > 0 || format.places === values.length || (values.length === 0 && !format.plain)) return undefined;
  const source =
    format.places === 0 && message.type === 'string' ? withPlaces(message.text, text, values.length) : undefined;
  const fix: Fix | undefined =
    source === undefined
      ? undefined
      : { title: 'Write %s', edits: [{ span: spanOf(message), text: source }], safe: true };
  return { at: spanOf(call), message: sentenceFor(text, format.places, values.length), ...(fix ? { fix } : {}) };
}

function sentenceFor(text: string, places: number, values: number): string {
  const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
  const [have, given] = [counted(places, 'placeholder'), counted(values, 'value')];
  if (values === 0) return `The message has ${have} and is given no value: the log shows the bare \`%\`.`;
  if (places > 0) return `The message has ${have} for ${given}: nothing is logged but a traceback.`;
  if (/\{[^{}]*\}/.test(text))
    return 'A log message is filled by `%s`, not by `{}`: nothing is logged but a traceback.';
  return 'The message has no place for what is given: nothing is logged but a traceback; write `%s` where it belongs.';
}

/** A traceback asked for where no exception is being handled: it says `NoneType: None`. */
function noException(call: PyNode): Draft | undefined {
  const info = argument(call, 'exc_info');
  const wants = info ? info.type === 'true' : methodOf(call)?.text === 'exception';
  if (!wants || isInside(call, ['except_clause', 'finally_clause'], [])) return undefined;
  // A function may be called by a handler; one that handles its own errors, and logs when there was none, is not.
  const owner = enclosingFunction(call);
  if (
    owner &&
    (enclosing(call, 'else_clause')?.parent?.type !== 'try_statement' ||
      /error|exception|exit|fail/i.test(nameText(owner)))
  )
    return undefined;
  return {
    at: spanOf(call),
    severity: 'warning',
    message: 'No exception is being handled here: the log says `NoneType: None` for a traceback.',
  };
}

function oldName(call: PyNode): Draft | undefined {
  const method = methodOf(call);
  if (method?.text !== 'warn') return undefined;
  return {
    at: spanOf(call),
    severity: 'notice',
    message: '`warn()` is deprecated since Python 3.3, and warns about itself: its name is `warning()`.',
    fix: { title: 'Call warning()', edits: [{ span: spanOf(method), text: 'warning' }], safe: true },
  };
}

function* onGetLogger(call: PyNode): Generator<Draft> {
  const [name] = positionalArguments(call);
  if (name?.text !== '__file__') return;
  yield {
    at: spanOf(call),
    severity: 'warning',
    message: 'Loggers are found by dotted names: no setting reaches one that is named after a path; use `__name__`.',
    fix: { title: 'Name it after the module', edits: [{ span: spanOf(name), text: '__name__' }], safe: true },
  };
}

function* onLogger(call: PyNode, file: PythonFile): Generator<Draft> {
  const attributes = file.classes.has('test') ? undefined : nodesIn(file.root, ['attribute'], { nested: true });
  if (attributes?.some(({ text }) => text.endsWith('.addHandler')) !== false) return;
  const name = methodOf(call);
  const isPlain = name && positionalArguments(call).length === 1 && keywordArguments(call).size === 0;
  yield {
    at: spanOf(call),
    severity: 'warning',
    message:
      'A logger made like this has no handlers and no parents: what it logs goes nowhere; use `logging.getLogger()`.',
    ...(isPlain && {
      fix: { title: 'Use getLogger()', edits: [{ span: spanOf(name), text: 'getLogger' }], safe: true },
    }),
  };
}
