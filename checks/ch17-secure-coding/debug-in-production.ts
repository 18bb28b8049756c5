import {
  argument,
  at,
  defineCheck,
  each,
  enclosing,
  enclosingClass,
  isDevelopmentPath,
  isForDevelopment,
  isKnownAs,
  isProductionPath,
  literal,
  nameText,
  py,
  spanOf,
  stringValue,
  topLevel,
  unwrapped,
  wordsOfName,
  matchesIn,
  OWN_ATTRIBUTES,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

const FLASK: ReadonlySet<string> = new Set(['flask.Flask', 'quart.Quart']);

export default defineCheck({
  title: 'Debug mode switched on for everyone',
  on: 'python',
  sameAs: ['S201'],
  bullet: 'Secure defaults',
  severity: 'error',
  preset: 'recommended',
  why: `Debug pages show source, settings and local variables to whoever causes an error, and Flask’s debugger runs Python that is
    typed into the page. Off must be the default, and on a choice of the machine.`,
  whenNotTo: 'The program never runs anywhere but on a developer’s own machine.',
  excludes: ['test', 'script'],
  places: ({ text }) => [
    ...matchesIn(text, /\b(?:DEBUG|ALLOWED_HOSTS)\b/g),
    ...(/flask/i.test(text) ? matchesIn(text, OWN_ATTRIBUTES) : []),
  ],
  examples: [
    {
      title: 'Let the command line switch it on',
      bad: py`
        from flask import Flask

        app = Flask(__name__)
        app.run(host="0.0.0.0", debug=True)  # <-
      `,
      good: py`
        from flask import Flask

        app = Flask(__name__)
        app.run(host="0.0.0.0")
      `,
    },
    {
      title: 'Settings of production',
      bad: at(
        'clinic/settings/production.py',
        py`
          from .base import *

          DEBUG = True  # <-
          ALLOWED_HOSTS = ["*"]  # <-
        `,
      ),
      good: at(
        'clinic/settings/production.py',
        py`
          from .base import *

          DEBUG = False
          ALLOWED_HOSTS = ["clinic.example"]
        `,
      ),
    },
    {
      title: 'Tracebacks are for the log',
      bad: py`
        import uvicorn
        from fastapi import FastAPI

        app = FastAPI(debug=True)  # <-

        def serve():
            uvicorn.run("shop.main:app", reload=True)  # <-
      `,
      good: py`
        import uvicorn
        from fastapi import FastAPI

        app = FastAPI()

        def serve():
            uvicorn.run("shop.main:app")
      `,
    },
  ],
  quiet: [
    py`
      import os
      from flask import Flask

      app = Flask(__name__)
      DEBUG = True

      def serve(options, settings):
          app.run(debug=bool(os.environ.get("FLASK_DEBUG")))
          app.run(debug=False)
          app.run(**options)
          if settings.debug:
              app.run(debug=True)
    `,
    // Something else that runs.
    py`
      from shop.worker import Worker

      worker = Worker()

      def start(app):
          worker.run(debug=True)
          app.run(debug=True)
    `,
    py`
      import uvicorn

      def serve_dev():
          uvicorn.run("shop.main:app", reload=True)

      if __name__ == "__main__":
          uvicorn.run("shop.main:app", reload=True)
    `,
    at('clinic/settings.py', 'DEBUG = True\nALLOWED_HOSTS = ["*"]\n'),
    at('clinic/settings/local.py', 'DEBUG = True\nALLOWED_HOSTS = ["*"]\n'),
    at(
      'clinic/settings/production.py',
      py`
        import os

        DEBUG = os.environ.get("DEBUG") == "1"
        ALLOWED_HOSTS = os.environ["HOSTS"].split(",")
        if DEBUG:
            ALLOWED_HOSTS = ["*"]
        if "DEBUG" in os.environ:
            DEBUG = True
      `,
    ),
    at('shop/production/orders.py', 'DEBUG = True\n'),
    at('examples/hello.py', 'from flask import Flask\n\nFlask(__name__).run(debug=True)\n'),
    at('shop/dev_server.py', 'from flask import Flask\n\nFlask(__name__).run(debug=True)\n'),
  ],
  mentions: ['debug', 'DEBUG', 'ALLOWED_HOSTS', 'reload'],
  suspects: ({ text, classes }) =>
    classes.has('settings') || /\b(?:debug|reload)\s*=|flask|Flask|starlette|fastapi|uvicorn/.test(text),
  calls: {
    '.run': onRun,
    ...each(['fastapi.FastAPI', 'starlette.applications.Starlette'], onApplication),
    'uvicorn.run': onReload,
  },
  nodes: { assignment: onSetting },
});

function* onRun(call: PyNode, file: PythonFile): Generator<Draft> {
  if (literal(argument(call, 'debug', 2)) !== true || isLocal(call, file)) return;
  if (!isKnownAs(call.childForFieldName('function')?.childForFieldName('object') ?? null, FLASK, file)) return;
  // A server in earnest imports the module, and this line does not run; but what listens to everyone is met by everyone.
  const isContained = isMain(call) && !/^(0\.0\.0\.0|::)$/.test(stringValue(argument(call, 'host', 0)) ?? '');
  yield {
    at: spanOf(call),
    ...(isContained ? { severity: 'notice' as const } : {}),
    message: 'The debugger runs what anyone types into an error page; leave `debug` out, and use `flask run --debug`.',
  };
}

function* onApplication(call: PyNode, file: PythonFile): Generator<Draft> {
  if (literal(argument(call, 'debug')) !== true || isLocal(call, file)) return;
  yield {
    at: spanOf(call),
    severity: 'warning',
    message: 'Every caller who meets an error sees the traceback; take `debug` from the settings.',
  };
}

function* onReload(call: PyNode, file: PythonFile): Generator<Draft> {
  if (literal(argument(call, 'reload')) !== true || isLocal(call, file) || isMain(call)) return;
  yield {
    at: spanOf(call),
    severity: 'notice',
    message: 'The server watches its files and restarts with each; leave `reload` to the developer’s command.',
  };
}

function isLocal(node: PyNode, file: PythonFile): boolean {
  return isForDevelopment(node) || isDevelopmentPath(file.path);
}

/** Under `if __name__ == "__main__"`. */
function isMain(node: PyNode): boolean {
  for (let outer = enclosing(node, 'if_statement'); outer; outer = enclosing(outer, 'if_statement'))
    if (outer.childForFieldName('condition')?.text.includes('__name__')) return true;
  return false;
}

function* onSetting(assignment: PyNode, file: PythonFile): Generator<Draft> {
  const name = assignment.childForFieldName('left')?.text ?? '';
  const value = unwrapped(assignment.childForFieldName('right'));
  if (!isProductionSettings(assignment, file) || isForDevelopment(assignment)) return;
  if (name === 'DEBUG' && literal(value) === true)
    yield {
      at: spanOf(assignment),
      message: 'In production this shows settings and source to everyone who meets an error; set it to `False`.',
    };
  const isOpen =
    value !== undefined &&
    /^(list|tuple)$/.test(value.type) &&
    value.namedChildren.some((item) => stringValue(item) === '*');
  if (name === 'ALLOWED_HOSTS' && isOpen)
    yield {
      at: spanOf(assignment),
      severity: 'warning',
      message: 'Any host name is taken, also in links that the site sends; name the hosts it serves.',
    };
}

/** Set for all of production: by a module of its settings, or by a class of theirs. */
function isProductionSettings(assignment: PyNode, file: PythonFile): boolean {
  if (!file.classes.has('settings')) return false;
  const owner = enclosingClass(assignment);
  if (owner) return wordsOfName(nameText(owner)).some((word) => word === 'production' || word === 'prod');
  return isProductionPath(file.path) && topLevel(assignment) && assignment.parent?.parent?.type === 'module';
}
