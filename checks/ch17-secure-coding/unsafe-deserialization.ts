import {
  argument,
  at,
  comesFromOutside,
  defineCheck,
  each,
  enclosingFunction,
  hasSplat,
  isKnownAs,
  isVerifiedBefore,
  literal,
  nameText,
  positionalArguments,
  py,
  spanOf,
  stringValue,
  unwrapped,
  matchesIn,
  OWN_ATTRIBUTES,
} from '../../src/sdk/check.ts';
import type { Draft, Fix, PyNode, PythonFile, Severity } from '../../src/sdk/check.ts';

const PICKLES = ['pickle', 'cPickle', '_pickle', 'dill', 'cloudpickle', 'marshal'];
const LOADS = PICKLES.flatMap((name) => [`${name}.load`, `${name}.loads`]);
const UNPICKLERS: ReadonlySet<string> = new Set(['pickle.Unpickler', 'dill.Unpickler', '_pickle.Unpickler']);
const ANY_OBJECT = /^yaml\.((loader|cyaml)\.)?C?(Unsafe)?Loader$/;
const MOST_OBJECTS = /^yaml\.((loader|cyaml)\.)?C?FullLoader$/;
export default defineCheck({
  title: 'Data that runs code when it is read',
  on: 'python',
  sameAs: ['S301', 'S302', 'S506', 'S614'],
  bullet: 'Dangerous patterns',
  severity: 'error',
  preset: 'recommended',
  why: `A pickle is a program for building objects, and so is YAML with Python’s own tags: whoever wrote the bytes chooses what runs
    when they are loaded. JSON and \`yaml.safe_load\` give data only.`,
  whenNotTo:
    'Only this program can write what it reads: a cache of its own, a message that was signed, a process that it started.',
  excludes: ['test', 'script'],
  fixes: true,
  places: ({ text }) => [
    ...matchesIn(text, /accept_content/gi),
    ...(text.includes('npickler') ? matchesIn(text, OWN_ATTRIBUTES) : []),
  ],
  examples: [
    {
      title: 'Data as data',
      bad: py`
        import pickle
        import yaml
        from flask import request

        def basket(text):
            basket = pickle.loads(request.cookies["basket"])  # <-
            return basket, yaml.load(text, Loader=yaml.Loader)  # <-
      `,
      good: py`
        import json
        import yaml
        from flask import request

        def basket(text):
            basket = json.loads(request.cookies["basket"])
            return basket, yaml.safe_load(text)
      `,
    },
    {
      title: 'Say how YAML is to be read',
      bad: py`
        import yaml

        def menu(path):
            with open(path) as file:
                return yaml.load(file)  # <-
      `,
      good: py`
        import yaml

        def menu(path):
            with open(path) as file:
                return yaml.safe_load(file)
      `,
    },
    {
      title: 'Weights and tables, not objects',
      bad: py`
        import numpy as np
        import torch

        def load(path, table):
            return torch.load(path, weights_only=False), np.load(table, allow_pickle=True)  # <-
      `,
      good: py`
        import numpy as np
        import torch

        def load(path, table):
            return torch.load(path, weights_only=True), np.load(table)
      `,
    },
    {
      title: 'What workers accept',
      bad: py`
        from celery import Celery

        app = Celery("shop", accept_content=["json", "pickle"])  # <-
      `,
      good: py`
        from celery import Celery

        app = Celery("shop", accept_content=["json"])
      `,
    },
  ],
  quiet: [
    py`
      import yaml
      import numpy as np
      import torch
      from yaml import CSafeLoader as Fast

      def read(file, options, loader):
          yaml.load(file, Loader=yaml.SafeLoader)
          yaml.load(file, Fast)
          yaml.load(file, **options)
          yaml.load(file, Loader=loader)
          np.load(file)
          return torch.load(file)
    `,
    // The newest loader that there is; both are safe.
    py`
      import yaml

      try:
          from yaml import CSafeLoader as Loader
      except ImportError:
          from yaml import SafeLoader as Loader

      class Strict(yaml.SafeLoader):
          pass

      def read(file):
          return yaml.load(file, Loader=Loader), yaml.load(file, Loader=Strict)
    `,
    // A deep copy, bytes of the program itself, and what its own signature covers.
    py`
      import hmac
      import pickle

      def twin(basket, body, mac, key):
          copy = pickle.loads(pickle.dumps(basket))
          empty = pickle.loads(b"N.")
          if not hmac.compare_digest(hmac.digest(key, body, "sha256"), mac):
              raise ValueError
          return copy, empty, pickle.loads(body)
    `,
    py`
      import pickle

      class Basket:
          def __setstate__(self, state):
              self.items = pickle.loads(state)
    `,
    // A store that the module itself fills, and code that was compiled.
    py`
      import marshal
      import pickle

      class Shelf:
          def put(self, path, book):
              path.write_bytes(pickle.dumps(book))

          def take(self, path):
              return pickle.loads(path.read_bytes()), marshal.loads(path.with_suffix(".bin").read_bytes())
    `,
    py`
      from shop.storage import pickle
      from ruamel.yaml import YAML

      yaml = YAML(typ="safe")

      def read(file):
          return pickle.load(file), yaml.load(file)
    `,
    at('tests/test_basket.py', 'import pickle\n\ndef test_pickle(data):\n    pickle.loads(data)\n'),
  ],
  mentions: [
    'pickle',
    'dill',
    'marshal',
    'yaml',
    'allow_pickle',
    'weights_only',
    'shelve',
    'accept_content',
    'CELERY_ACCEPT_CONTENT',
  ],
  calls: {
    ...each(LOADS, onPickle),
    '.load': (call, file) =>
      isKnownAs(call.childForFieldName('function')?.childForFieldName('object') ?? null, UNPICKLERS, file)
        ? onPickle(call, file)
        : undefined,
    'pandas.read_pickle': onPickle,
    'jsonpickle.decode': onPickle,
    ...each(['yaml.load', 'yaml.load_all'], onYaml),
    ...each(['yaml.unsafe_load', 'yaml.unsafe_load_all'], (call) =>
      report(call, '`unsafe_load` builds any object that the text names; use `safe_load`.'),
    ),
    'torch.load': (call) =>
      literal(argument(call, 'weights_only')) === false
        ? report(call, 'The file may run code while it is loaded; leave `weights_only` on.', 'warning')
        : undefined,
    'numpy.load': (call) =>
      literal(argument(call, 'allow_pickle', 2)) === true
        ? report(call, 'The file may run code while it is loaded; save arrays without objects.', 'warning')
        : undefined,
    'celery.Celery': (call) => onContent(call, argument(call, 'accept_content')),
    '.update': (call) => onContent(call, argument(call, 'accept_content')),
  },
  nodes: {
    assignment(node) {
      const name = node.childForFieldName('left')?.text ?? '';
      return /(^|\.)(accept_content|CELERY_ACCEPT_CONTENT)$/.test(name)
        ? onContent(node, node.childForFieldName('right') ?? undefined)
        : undefined;
    },
  },
});

function* report(call: PyNode, message: string, severity: Severity = 'error', fix?: Fix): Generator<Draft> {
  yield { at: spanOf(call), severity, message, ...(fix ? { fix } : {}) };
}

function onPickle(call: PyNode, file: PythonFile): Iterable<Draft> | undefined {
  const data = unwrapped(positionalArguments(call)[0]);
  const owner = enclosingFunction(call);
  if (data && isOwn(data, file)) return undefined;
  if (
    owner &&
    (/^__(setstate|reduce|reduce_ex|getstate|deepcopy|copy)__$/.test(nameText(owner)) || isVerifiedBefore(call, owner))
  )
    return undefined;
  if (data && comesFromOutside(data))
    return report(
      call,
      'Whoever wrote these bytes chooses what runs here; send JSON instead, or verify a signature first.',
    );
  // What a module writes itself it also reads, from a place of its own; and code that it compiled is meant to run.
  if (/\b(dumps?|Pickler)\(/.test(file.text) || call.text.startsWith('marshal.')) return undefined;
  return report(
    call,
    'Whoever can write this data chooses what runs here; keep it as JSON, or in a place that only you write.',
    'warning',
  );
}

/** Bytes of the source, or of a pickle made in the same breath. */
function isOwn(data: PyNode, file: PythonFile): boolean {
  if (data.type === 'string' || data.type === 'concatenated_string') return true;
  return data.type === 'call' && file.nameOf(data.childForFieldName('function'))?.endsWith('.dumps') === true;
}

function onYaml(call: PyNode, file: PythonFile): Iterable<Draft> | undefined {
  const loader = argument(call, 'Loader', 1);
  if (!loader)
    return hasSplat(call)
      ? undefined
      : report(call, 'Say how it is to be read: `safe_load` gives data and nothing else.', 'error', toSafe(call));
  const name = file.nameOf(loader) ?? '';
  if (ANY_OBJECT.test(name))
    return report(
      call,
      `\`${loader.text}\` builds any object that the text names; use \`safe_load\`.`,
      'error',
      toSafe(call, loader),
    );
  return MOST_OBJECTS.test(name)
    ? report(call, `\`${loader.text}\` builds more than data; use \`safe_load\`.`, 'notice', toSafe(call, loader))
    : undefined;
}

/** Texts with Python's own tags load no more after it; without a loader nothing loads today, since PyYAML 6. */
function toSafe(call: PyNode, loader?: PyNode): Fix | undefined {
  const callee = call.childForFieldName('function');
  const [first] = positionalArguments(call);
  if (!callee || !first || callee.type !== 'attribute') return undefined;
  const method = callee.childForFieldName('attribute');
  if (!method || call.text.includes('#')) return undefined;
  const rename = { span: spanOf(method), text: `safe_${method.text}` };
  if (!loader) return { title: 'Read data only', edits: [rename], safe: true };
  const end = spanOf(loader);
  const start = spanOf(first);
  const cut = { span: { line: start.endLine, col: start.endCol, endLine: end.endLine, endCol: end.endCol }, text: '' };
  return { title: 'Read data only', edits: [rename, cut], safe: false };
}

function onContent(node: PyNode, list: PyNode | undefined): Iterable<Draft> | undefined {
  const kinds = list?.namedChildren.map((item) => stringValue(item)) ?? [];
  if (
    !/^(list|tuple|set)$/.test(list?.type ?? '') ||
    !kinds.some((kind) => kind === 'pickle' || kind === 'application/x-python-serialize')
  )
    return undefined;
  return report(node, 'Whoever reaches the broker can run code in the workers; accept `json` only.', 'warning');
}
