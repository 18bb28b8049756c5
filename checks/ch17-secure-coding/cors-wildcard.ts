import {
  argument,
  at,
  defineCheck,
  hasSplat,
  isDevelopmentPath,
  isForDevelopment,
  literal,
  onlyValue,
  py,
  spanOf,
  stringValue,
  topLevel,
  unwrapped,
} from '../../src/sdk/check.ts';
import type { Draft, PyNode, PythonFile } from '../../src/sdk/check.ts';

/** Patterns that any origin fits. */
const ANY = /^\^?(https?\??:\/\/)?\(?\.[*+]\)?\$?$|^\^?https\?:\/\/\.[*+]\$?$/;

export default defineCheck({
  title: 'Cookies sent along from every origin',
  on: 'python',
  bullet: 'Secure defaults',
  severity: 'error',
  preset: 'recommended',
  why: `With credentials allowed and any origin welcome, every page that a customer opens can call this service in the customer’s name
    and read the answer.`,
  whenNotTo: 'Nobody signs in with a cookie or a password of the browser; then credentials need not be allowed either.',
  excludes: ['test', 'script'],
  examples: [
    {
      title: 'Name who may call',
      bad: py`
        from fastapi import FastAPI
        from fastapi.middleware.cors import CORSMiddleware

        ORIGINS = ["*"]
        app = FastAPI()
        app.add_middleware(CORSMiddleware, allow_origins=ORIGINS, allow_credentials=True)  # <-
      `,
      good: py`
        from fastapi import FastAPI
        from fastapi.middleware.cors import CORSMiddleware

        ORIGINS = ["https://shop.example"]
        app = FastAPI()
        app.add_middleware(CORSMiddleware, allow_origins=ORIGINS, allow_credentials=True)
      `,
    },
    {
      title: 'No origins is every origin in Flask-CORS',
      bad: py`
        from flask import Flask
        from flask_cors import CORS

        app = Flask(__name__)
        CORS(app, supports_credentials=True)  # <-
      `,
      good: py`
        from flask import Flask
        from flask_cors import CORS

        app = Flask(__name__)
        CORS(app, origins=["https://shop.example"], supports_credentials=True)
      `,
    },
    {
      title: 'Django’s settings',
      bad: at(
        'shop/settings.py',
        py`
          CORS_ALLOW_CREDENTIALS = True
          CORS_ALLOW_ALL_ORIGINS = True  # <-
        `,
      ),
      good: at(
        'shop/settings.py',
        py`
          CORS_ALLOW_CREDENTIALS = True
          CORS_ALLOWED_ORIGINS = ["https://shop.example"]
        `,
      ),
    },
  ],
  quiet: [
    // Open to all, but without cookies.
    py`
      from fastapi import FastAPI
      from fastapi.middleware.cors import CORSMiddleware

      app = FastAPI()
      app.add_middleware(CORSMiddleware, allow_origins=["*"])
      app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=False)
      app.add_middleware(CORSMiddleware, allow_origin_regex=r"https://.*\.shop\.example", allow_credentials=True)
    `,
    // What the settings say is not known here.
    py`
      from starlette.middleware import Middleware
      from starlette.middleware.cors import CORSMiddleware

      def middleware(settings, options):
          return [
              Middleware(CORSMiddleware, allow_origins=settings.origins, allow_credentials=True),
              Middleware(CORSMiddleware, allow_origins=["*"], **options),
              Middleware(CORSMiddleware, allow_origins=["*"] if settings.debug else settings.origins, allow_credentials=True),
          ]
    `,
    py`
      from fastapi.middleware.cors import CORSMiddleware
      from shop import app, settings

      if settings.ENVIRONMENT == "local":
          app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
    `,
    py`
      from flask_cors import CORS

      def open_up(app, resources):
          CORS(app)
          CORS(app, resources=resources, supports_credentials=True)
          CORS(app, resources={r"/api/*": {"origins": ["https://shop.example"]}}, supports_credentials=True)
    `,
    at('shop/settings/dev.py', 'CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_CREDENTIALS = True\n'),
    at('shop/settings/base.py', 'CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_CREDENTIALS = False\n'),
    at(
      'shop/settings.py',
      py`
        DEBUG = False
        CORS_ALLOW_CREDENTIALS = True
        if DEBUG:
            CORS_ALLOW_ALL_ORIGINS = True
      `,
    ),
  ],
  mentions: ['CORSMiddleware', 'flask_cors', 'CORS_ALLOW_CREDENTIALS'],
  nodes: { call: onCall, assignment: onSetting },
});

const MESSAGE = 'Every site can call this with the customer’s cookies; name the origins that may.';

function* onCall(call: PyNode, file: PythonFile): Generator<Draft> {
  if (!isOpen(call, file) || isForDevelopment(call) || isDevelopmentPath(file.path)) return;
  yield { at: spanOf(call), message: MESSAGE };
}

function isOpen(call: PyNode, file: PythonFile): boolean {
  if (literal(argument(call, 'allow_credentials')) === true) {
    if (!/\bCORSMiddleware\b/.test(call.text)) return false;
    const pattern = stringValue(argument(call, 'allow_origin_regex'));
    return holdsStar(argument(call, 'allow_origins'), file) || (pattern !== undefined && ANY.test(pattern));
  }
  if (file.nameOf(call.childForFieldName('function')) !== 'flask_cors.CORS' || hasSplat(call)) return false;
  if (literal(argument(call, 'supports_credentials')) !== true) return false;
  const origins = argument(call, 'origins');
  if (origins) return holdsStar(origins, file);
  const resources = argument(call, 'resources');
  return !resources || isOpenResource(onlyValue(resources, file.root), file);
}

/** A path, or a mapping of paths to what is allowed there, in which one has any origin. */
function isOpenResource(resources: PyNode | undefined, file: PythonFile): boolean {
  if (stringValue(resources) !== undefined) return true;
  if (resources?.type !== 'dictionary') return false;
  return resources.namedChildren.some((pair) => {
    const rule = pair.type === 'pair' ? unwrapped(pair.childForFieldName('value')) : undefined;
    const origins =
      rule?.type === 'dictionary'
        ? rule.namedChildren.find((one) => stringValue(one.childForFieldName('key')) === 'origins')
        : undefined;
    return origins
      ? holdsStar(origins.childForFieldName('value') ?? undefined, file)
      : rule?.type === 'dictionary' && rule.namedChildren.every(({ type }) => type === 'pair');
  });
}

function holdsStar(origins: PyNode | undefined, file: PythonFile): boolean {
  const value = onlyValue(origins, file.root);
  const items = value && /^(list|tuple|set)$/.test(value.type) ? value.namedChildren : [value];
  return items.some((item) => {
    const text = stringValue(item);
    return text === '*' || text === '.*';
  });
}

function* onSetting(assignment: PyNode, file: PythonFile): Generator<Draft> {
  if (!isSetting(assignment, /^CORS_(ALLOW_ALL_ORIGINS|ORIGIN_ALLOW_ALL)$/) || isDevelopmentPath(file.path)) return;
  const settings = file.root
    .descendantsOfType('assignment')
    .filter((one) => isSetting(one, /^CORS_ALLOW_CREDENTIALS$/));
  if (settings.length > 0) yield { at: spanOf(assignment), message: MESSAGE };
}

/** Set to True for every environment that the file serves. */
function isSetting(assignment: PyNode, name: RegExp): boolean {
  if (
    !name.test(assignment.childForFieldName('left')?.text ?? '') ||
    literal(assignment.childForFieldName('right')) !== true
  )
    return false;
  return topLevel(assignment) && assignment.parent?.parent?.type === 'module';
}
