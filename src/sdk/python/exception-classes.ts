import type { PyNode, PythonFile } from '../../core/facts.ts';
import { nameText } from './python-definitions.ts';
import { positionalArguments } from './python-calls.ts';
import { unwrapped } from './python-literals.ts';

/** What `except` clauses catch, and which classes of exceptions are kinds of which. */

/** A class and the ones right below it: of Python 3 itself, its library, and two packages that nearly everybody calls. */
const FAMILIES = `
  BaseException: Exception GeneratorExit KeyboardInterrupt SystemExit BaseExceptionGroup asyncio.CancelledError
  Exception: ArithmeticError AssertionError AttributeError BufferError EOFError ImportError LookupError MemoryError NameError OSError
  Exception: ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError SystemError TypeError ValueError Warning
  Exception: ExceptionGroup subprocess.SubprocessError sqlite3.Error http.client.HTTPException asyncio.TimeoutError httpx.HTTPError
  Exception: configparser.Error pickle.PickleError queue.Empty queue.Full zipfile.BadZipFile binascii.Incomplete
  ArithmeticError: FloatingPointError OverflowError ZeroDivisionError
  ImportError: ModuleNotFoundError
  LookupError: IndexError KeyError
  NameError: UnboundLocalError
  OSError: BlockingIOError ChildProcessError ConnectionError FileExistsError FileNotFoundError InterruptedError IsADirectoryError
  OSError: NotADirectoryError PermissionError ProcessLookupError TimeoutError shutil.Error socket.timeout socket.gaierror
  OSError: socket.herror ssl.SSLError urllib.error.URLError requests.RequestException
  ConnectionError: BrokenPipeError ConnectionAbortedError ConnectionRefusedError ConnectionResetError
  RuntimeError: NotImplementedError RecursionError
  SyntaxError: IndentationError
  IndentationError: TabError
  ValueError: UnicodeError json.JSONDecodeError binascii.Error
  UnicodeError: UnicodeDecodeError UnicodeEncodeError UnicodeTranslateError
  Warning: BytesWarning DeprecationWarning EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning ResourceWarning
  Warning: RuntimeWarning SyntaxWarning UnicodeWarning UserWarning
  subprocess.SubprocessError: subprocess.CalledProcessError subprocess.TimeoutExpired
  urllib.error.URLError: urllib.error.HTTPError
  ssl.SSLError: ssl.SSLCertVerificationError ssl.SSLZeroReturnError ssl.SSLWantReadError ssl.SSLWantWriteError ssl.SSLEOFError
  pickle.PickleError: pickle.PicklingError pickle.UnpicklingError
  configparser.Error: configparser.NoSectionError configparser.NoOptionError configparser.ParsingError
  sqlite3.Error: sqlite3.DatabaseError sqlite3.InterfaceError
  sqlite3.DatabaseError: sqlite3.IntegrityError sqlite3.OperationalError sqlite3.ProgrammingError sqlite3.DataError
  requests.RequestException: requests.ConnectionError requests.HTTPError requests.Timeout requests.TooManyRedirects
  requests.RequestException: requests.InvalidURL requests.MissingSchema requests.InvalidSchema requests.ChunkedEncodingError
  requests.ConnectionError: requests.ProxyError requests.SSLError requests.ConnectTimeout
  requests.Timeout: requests.ConnectTimeout requests.ReadTimeout
  httpx.HTTPError: httpx.RequestError httpx.HTTPStatusError
  httpx.RequestError: httpx.TransportError httpx.DecodingError httpx.TooManyRedirects
  httpx.TransportError: httpx.TimeoutException httpx.NetworkError httpx.ProtocolError httpx.ProxyError
  httpx.TimeoutException: httpx.ConnectTimeout httpx.ReadTimeout httpx.WriteTimeout httpx.PoolTimeout
  httpx.NetworkError: httpx.ConnectError httpx.ReadError httpx.WriteError httpx.CloseError`;

const PARENTS = readFamilies();

function readFamilies(): ReadonlyMap<string, readonly string[]> {
  const parents = new Map<string, string[]>();
  for (const [, parent = '', children = ''] of FAMILIES.matchAll(/^ *([\w.]+): (.*)$/gm))
    for (const child of children.split(' ')) parents.set(child, [...(parents.get(child) ?? []), parent]);
  return parents;
}

/** Other names of the same class in Python 3. */
const SAME: Readonly<Record<string, string>> = {
  IOError: 'OSError',
  EnvironmentError: 'OSError',
  'socket.error': 'OSError',
  'select.error': 'OSError',
  'ssl.CertificateError': 'ssl.SSLCertVerificationError',
  'asyncio.exceptions.CancelledError': 'asyncio.CancelledError',
  'json.decoder.JSONDecodeError': 'json.JSONDecodeError',
};

/** By the last of a dotted name, those of the classes that a class of that name may be a kind of. */
const KINDS = readKinds();

function readKinds(): ReadonlyMap<string, ReadonlySet<string>> {
  const kinds = new Map<string, Set<string>>();
  const others = Object.entries(SAME).map(([other, name]) => ({ other: lastOf(other), name }));
  const spell = (name: string): readonly string[] => [
    lastOf(name),
    ...others.flatMap((one) => (one.name === name ? one.other : [])),
  ];
  for (const name of PARENTS.keys()) {
    const family = new Set([name]);
    // The set grows while it is walked.
    for (const one of family) for (const parent of PARENTS.get(one) ?? []) family.add(parent);
    for (const written of spell(name))
      kinds.set(written, new Set([...(kinds.get(written) ?? []), ...[...family].flatMap(spell)]));
  }
  return kinds;
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** True if a class may be a kind of another, or the same, by the last of their dotted names; classes of the file itself are not known. */
export function mayBeKindOf(name: string, other: string): boolean {
  const [own, its] = [lastOf(name), lastOf(other)];
  return own === its || KINDS.get(own)?.has(its) === true;
}

/** The expressions between `except` and its colon, one by one; none for a bare `except:`. */
export function caughtKinds(clause: PyNode): readonly PyNode[] {
  const caught = caughtBy(clause);
  if (!caught) return [];
  return caught.type === 'tuple' ? caught.namedChildren.filter(({ type }) => type !== 'comment') : [caught];
}

/** What stands between `except` and its colon, without the name that the exception is given. */
export function caughtBy(clause: PyNode): PyNode | undefined {
  const head = clause.namedChildren.find(({ type }) => type !== 'comment');
  if (!head || head.type === 'block') return undefined;
  return unwrapped(head.type === 'as_pattern' ? head.firstNamedChild : head);
}

/**
 * The dotted name of a class of exceptions, one for all its names: `OSError` for `IOError`; `:Name` for a class that this file defines
 * once. For any other chain of names it is their text after a `?`, and undefined for what is none.
 */
export function exceptionName(kind: PyNode, file: PythonFile): string | undefined {
  const name = file.nameOf(kind)?.replace(/^(requests|httpx)\.(_?exceptions)\./, '$1.');
  if (name !== undefined) return SAME[name] ?? name;
  if (kind.type === 'identifier' && classNamed(kind.text, file)) return `:${kind.text}`;
  return /^[\w.]+$/.test(kind.text) ? `?${kind.text}` : undefined;
}

/** The class itself and all those that it is a kind of, as far as they are known. */
export function familyOf(name: string, file: PythonFile): ReadonlySet<string> {
  const family = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (family.has(next)) continue;
    family.add(next);
    open.push(...(PARENTS.get(next) ?? []), ...basesHere(next, file));
  }
  return family;
}

function basesHere(name: string, file: PythonFile): readonly string[] {
  const definition = name.startsWith(':') ? classNamed(name.slice(1), file) : undefined;
  return definition ? positionalArguments(definition).flatMap((base) => exceptionName(base, file) ?? []) : [];
}

/** The class of that name at the top of the file, where there is one only. */
function classNamed(name: string, { root }: PythonFile): PyNode | undefined {
  const found = root.namedChildren
    .map((child) => (child.type === 'decorated_definition' ? child.childForFieldName('definition') : child))
    .filter((child) => child?.type === 'class_definition' && nameText(child) === name);
  return found.length === 1 ? (found[0] ?? undefined) : undefined;
}
