import {
  argument,
  at,
  calls,
  defineCheck,
  each,
  enclosingFunction,
  hasSplat,
  isKnownAs,
  keywordArguments,
  literal,
  parametersOf,
  positionalArguments,
  py,
  spanOf,
  stringValue,
  unwrapped,
  ownAttributes,
} from '../../src/sdk/check.ts';
import type { Draft, Fix, PyNode, PythonFile } from '../../src/sdk/check.ts';

const WORLD_WRITABLE = 0o002;
const STICKY = 0o1000;
const TARS: ReadonlySet<string> = new Set([
  'tarfile.open',
  'tarfile.TarFile',
  'tarfile.TarFile.open',
  'tarfile.open.__enter__',
]);
/** The bits of `stat` that can stand in a mode. */
const BITS: Readonly<Record<string, number>> = {
  'stat.S_IRWXU': 0o700,
  'stat.S_IRUSR': 0o400,
  'stat.S_IWUSR': 0o200,
  'stat.S_IXUSR': 0o100,
  'stat.S_IREAD': 0o400,
  'stat.S_IWRITE': 0o200,
  'stat.S_IEXEC': 0o100,
  'stat.S_IRWXG': 0o070,
  'stat.S_IRGRP': 0o040,
  'stat.S_IWGRP': 0o020,
  'stat.S_IXGRP': 0o010,
  'stat.S_IRWXO': 0o007,
  'stat.S_IROTH': 0o004,
  'stat.S_IWOTH': 0o002,
  'stat.S_IXOTH': 0o001,
  'stat.S_ISVTX': STICKY,
};

export default defineCheck({
  title: 'File that others can write, foresee or plant',
  on: 'python',
  sameAs: ['S103', 'S202', 'S306'],
  bullet: 'Secure coding',
  severity: 'warning',
  preset: 'recommended',
  why: `What everyone may write, anyone on the machine can exchange; a temporary name without a file can be taken before you open it;
    and an archive can name paths outside of the folder that it is unpacked to.`,
  whenNotTo: 'Nobody else has an account on the machine, and every archive is of your own making.',
  excludes: ['test'],
  fixes: true,
  places: ({ text }) => ownAttributes(text, ['extractall']),
  examples: [
    {
      title: 'Only those who need to',
      bad: py`
        import os
        import stat
        from pathlib import Path

        def publish(report):
            os.chmod(report, 0o777)  # <-
            os.chmod(report, mode=stat.S_IRUSR | stat.S_IWUSR | stat.S_IWOTH)  # <-
            Path(report).with_suffix(".log").chmod(0o666)  # <-
      `,
      good: py`
        import os
        import stat
        from pathlib import Path

        def publish(report):
            os.chmod(report, 0o750)
            os.chmod(report, mode=stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP)
            Path(report).with_suffix(".log").chmod(0o640)
      `,
    },
    {
      title: 'A file, not a name for one',
      bad: py`
        import tempfile

        def draft(text):
            path = tempfile.mktemp(suffix=".txt")  # <-
            with open(path, "w") as file:
                file.write(text)
            return path
      `,
      good: py`
        import os
        import tempfile

        def draft(text):
            handle, path = tempfile.mkstemp(suffix=".txt")
            with os.fdopen(handle, "w") as file:
                file.write(text)
            return path
      `,
    },
    {
      title: 'Let the archive stay in its folder',
      bad: {
        'pyproject.toml': '[project]\nname = "shop"\nversion = "1.0"\nrequires-python = ">=3.12"\n',
        'shop/unpack.py': py`
          import tarfile

          def unpack(path, target):
              with tarfile.open(path) as archive:
                  archive.extractall(target)  # <-
              tarfile.open(path, "r:gz").extractall()  # <-
        `,
      },
      good: {
        'pyproject.toml': '[project]\nname = "shop"\nversion = "1.0"\nrequires-python = ">=3.12"\n',
        'shop/unpack.py': py`
          import tarfile

          def unpack(path, target):
              with tarfile.open(path) as archive:
                  archive.extractall(target, filter="data")
              tarfile.open(path, "r:gz").extractall(filter="data")
        `,
      },
    },
  ],
  quiet: [
    py`
      import os
      import stat

      def share(path, mode, folder, sftp):
          os.chmod(path, 0o755)
          os.chmod(path, 0o664)
          os.chmod(folder, 0o1777)
          os.chmod(path, mode)
          os.chmod(path, os.stat(path).st_mode | stat.S_IEXEC)
          os.makedirs(folder, mode=0o777)
          sftp.chmod(mode)
          os.umask(0)
    `,
    // Made writable to be taken away.
    py`
      import os
      import shutil

      def on_error(function, path, error):
          os.chmod(path, 0o777)
          function(path)

      def clean(path):
          os.chmod(path, 0o777)
          os.remove(path)
    `,
    // Members that were looked through, an answer of the author's own, and archives of another kind.
    py`
      import tarfile
      import zipfile

      def unpack(path, target, options, checked):
          with tarfile.open(path) as archive:
              archive.extractall(target, members=checked(archive))
              archive.extractall(target, filter="tar")
              archive.extractall(target, **options)
          with zipfile.ZipFile(path) as archive:
              archive.extractall(target)

      def other(archive, target):
          archive.extractall(target)
    `,
    py`
      import tarfile

      def unpack(path, target):
          with tarfile.open(path) as archive:
              if hasattr(tarfile, "data_filter"):
                  archive.extractall(target, filter="data")
              else:
                  archive.extractall(target)
    `,
    // There it is what happens anyway.
    {
      'pyproject.toml': '[project]\nname = "shop"\nversion = "1.0"\nrequires-python = ">=3.14"\n',
      'shop/unpack.py': 'import tarfile\n\ntarfile.open("stock.tar").extractall("stock")\n',
    },
    py`
      import tempfile
      from shop.names import mktemp

      mktemp()
      tempfile.mktemp(dir=tempfile.mkdtemp())
      tempfile.mktemp(prefix=r"\\.\pipe\shop-")
      tempfile.mkstemp()
      tempfile.NamedTemporaryFile()
    `,
    at('tests/conftest.py', 'import os, tempfile\n\nos.chmod(tempfile.mktemp(), 0o777)\n'),
  ],
  calls: {
    ...each(['os.chmod', 'os.fchmod', 'os.lchmod'], (call, file) => onMode(call, argument(call, 'mode', 1), file)),
    '.chmod': (call, file) => (isPathMethod(call, file) ? onMode(call, argument(call, 'mode', 0), file) : undefined),
    'tempfile.mktemp': onName,
    '.extractall': onExtract,
  },
});

function* onName(call: PyNode): Generator<Draft> {
  // In a folder that the program made nobody else is in time; a pipe of Windows has no file.
  const folder = argument(call, 'dir', 2);
  if ((folder && stringValue(folder) === undefined) || argument(call, 'prefix', 1)?.text.includes('pipe')) return;
  yield {
    at: spanOf(call),
    message: 'Somebody else can take this name before you open it; use `mkstemp` or `NamedTemporaryFile`.',
  };
}

/** A `chmod` of an object, with nothing but a mode. */
function isPathMethod(call: PyNode, file: PythonFile): boolean {
  return file.nameOf(call.childForFieldName('function')) === undefined && positionalArguments(call).length <= 1;
}

function* onMode(call: PyNode, mode: PyNode | undefined, file: PythonFile): Generator<Draft> {
  const bits = mode && bitsOf(mode, file);
  if (bits === undefined || (bits & WORLD_WRITABLE) === 0 || (bits & STICKY) !== 0 || isTakenAway(call)) return;
  yield {
    at: spanOf(call),
    message: 'Every account on the machine may write this; leave the bits of others out, as `0o640` or `0o750` do.',
  };
}

function bitsOf(mode: PyNode, file: PythonFile): number | undefined {
  const node = unwrapped(mode);
  const known = literal(node);
  if (typeof known === 'number') return known;
  if (node?.type !== 'binary_operator' || node.childForFieldName('operator')?.text !== '|')
    return BITS[file.nameOf(node ?? null) ?? ''];
  const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')].map(
    (side) => side && bitsOf(side, file),
  );
  return left == null || right == null ? undefined : left | right;
}

/** The function deletes files, or is the handler that `shutil.rmtree` asks when it cannot. */
function isTakenAway(call: PyNode): boolean {
  const owner = enclosingFunction(call);
  if (!owner) return false;
  const parameters = new Set(parametersOf(owner).map(({ name }) => name));
  return calls(owner).some((other) => {
    const callee = other.childForFieldName('function')?.text ?? '';
    return parameters.has(callee) || /(^|\.)(remove|unlink|rmdir|rmtree|removedirs)$/.test(callee);
  });
}

function* onExtract(call: PyNode, file: PythonFile): Generator<Draft> {
  const archive = call.childForFieldName('function')?.childForFieldName('object') ?? null;
  if (!isKnownAs(archive, TARS, file) || hasSplat(call) || /data_filter|extraction_filter/.test(file.text)) return;
  const keywords = keywordArguments(call);
  if (keywords.has('filter') || keywords.has('members') || positionalArguments(call).length > 1) return;
  const python = minorOf(file.project.minPython);
  if (python !== undefined && python >= 14) return;
  const fix = addFilter(call, python !== undefined && python >= 12);
  yield {
    at: spanOf(call),
    message: 'An archive can name paths outside of the folder; extract it with `filter="data"`.',
    ...(fix ? { fix } : {}),
  };
}

/** The `12` of Python 3.12. */
function minorOf(version: string | undefined): number | undefined {
  const minor = /^3\.(\d+)/.exec(version ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/** Older Pythons know the filter only from a late patch release on. */
function addFilter(call: PyNode, safe: boolean): Fix | undefined {
  const list = call.childForFieldName('arguments');
  if (!list) return undefined;
  const { endLine, endCol } = spanOf(list);
  const last = list.text.slice(1, -1).trimEnd();
  const comma = last === '' ? '' : last.endsWith(',') ? ' ' : ', ';
  const place = { line: endLine, col: endCol - 1, endLine, endCol: endCol - 1 };
  return { title: 'Keep the archive in its folder', edits: [{ span: place, text: `${comma}filter="data"` }], safe };
}
