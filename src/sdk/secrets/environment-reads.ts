import type { PyNode, PythonFile } from '../../core/facts.ts';
import { argument, positionalArguments } from '../python/python-calls.ts';
import { stringValue, unwrapped } from '../python/python-literals.ts';

/** A place at which a program reads one variable of its environment. */
export interface EnvironmentRead {
  /** Of the variable, where it is written out. */
  readonly name: string;
  /** What is taken where the variable is not set. */
  readonly default?: PyNode;
  /** `text`: always a string, or the default as it is. `parsed`: the library may turn it into another type. */
  readonly gives: 'text' | 'parsed';
}

const PLAIN: ReadonlySet<string> = new Set(['os.getenv', 'os.environ.get', 'os.environ.setdefault', 'os.environ.pop']);
const LIBRARIES: ReadonlySet<string> = new Set(['decouple.config', 'decouple.AutoConfig']);
const READERS: ReadonlySet<string> = new Set([
  'environ.Env',
  'environs.Env',
  'environs.EnvParser',
  'starlette.config.Config',
  'decouple.Config',
  'decouple.AutoConfig',
]);

/** What a call or a subscript reads from the environment: `os`, decouple, django-environ, environs and Starlette are known. */
export function environmentRead(node: PyNode, file: PythonFile): EnvironmentRead | undefined {
  if (node.type === 'subscript') {
    const key =
      file.nameOf(node.childForFieldName('value')) === 'os.environ'
        ? stringValue(node.childForFieldName('subscript'))
        : undefined;
    return key === undefined ? undefined : { name: key, gives: 'text' };
  }
  if (node.type !== 'call') return undefined;
  const callee = node.childForFieldName('function');
  const called = file.nameOf(callee);
  const isPlain = called !== undefined && PLAIN.has(called);
  if (!isPlain && !(called !== undefined && LIBRARIES.has(called)) && !isReader(callee, file)) return undefined;
  const name = stringValue(argument(node, 'key', 0) ?? positionalArguments(node)[0]);
  if (name === undefined) return undefined;
  const fallback = isPlain || called === undefined ? argument(node, 'default', 1) : argument(node, 'default');
  return { name, ...(fallback ? { default: fallback } : {}), gives: isPlain ? 'text' : 'parsed' };
}

/** `env` or `env.str`, where the file says `env = Env()`. */
function isReader(callee: PyNode | null, file: PythonFile): boolean {
  const root = callee?.type === 'attribute' ? callee.childForFieldName('object') : callee;
  return root?.type === 'identifier' && readersIn(file).has(root.text);
}

/** Every call of a file asks, and the file has to be looked through for them once only. */
const known = new WeakMap<PyNode, ReadonlySet<string>>();

/** What is given a reader of the environment anywhere in a file, as it is written: `env`, `self.env`. */
function readersIn(file: PythonFile): ReadonlySet<string> {
  const earlier = known.get(file.root);
  if (earlier) return earlier;
  const targets = file.root.descendantsOfType('assignment').flatMap((one) => {
    const value = unwrapped(one.childForFieldName('right'));
    const makes = value?.type === 'call' && READERS.has(file.nameOf(value.childForFieldName('function')) ?? '');
    return makes ? [one.childForFieldName('left')?.text ?? ''] : [];
  });
  const readers = new Set(targets);
  known.set(file.root, readers);
  return readers;
}
