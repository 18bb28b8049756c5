import {
  change,
  definePullCheck,
  FILE_START,
  isManifest,
  lockOf,
  manifestOf,
  pairLocks,
  pipfileLockOf,
  proveStale,
  requirementsFactOf,
  text,
  toml,
  unreadLocks,
} from '../../src/sdk/check.ts';
import type { Lock, Manifest, Plain, PullDraft, PullFile, Span } from '../../src/sdk/check.ts';

type File = PullFile<Manifest | Lock>;

const MANIFESTS = ['pyproject.toml', 'Pipfile', '*requirements*.in', '**/requirements/*.in'];
const LOCKS = ['uv.lock', 'poetry.lock', 'pdm.lock', 'pdm.*.lock', 'pylock.toml', 'pylock.*.toml'];
const COMPILED = ['*requirements*.txt', '**/requirements/*.txt'];

const HASH_27 = '742bc0daa05e609ab02b70ea948f22c5e7d06f8bf6cf27c839be8b269ba62a73';
const PIPENV_ANY = '773f8cdc585ef14daaa1cc32aafddcb459fbac4a07d61f22dd32b81395f7b2c1';
const PIPENV_3 = '2eb3f7e729346bb1a90c53aa2d42e867b58cba728225130b363bb57bda5f6a81';
const HASH_28 = '042ef6dd9651ae663fa91d2bab74e7480a58a2b105e5b424ecaf9b954e43f3af';

export default definePullCheck<Plain<Manifest | Lock>>({
  title: 'Lock file that no longer fits what is declared',
  on: 'pull',
  bullet: 'Pinning',
  severity: 'error',
  preset: 'recommended',
  why: `Whoever installs from a stale lock gets other versions than the change was made for, or an install that refuses to start.
    The tools keep a proof of freshness in the lock; it is worked out again here, without running them.`,
  whenNotTo: 'A bot locks again on its own branch after every change of the dependencies.',
  files: [...MANIFESTS, ...LOCKS, ...COMPILED],
  needs: [...MANIFESTS, ...LOCKS, 'Pipfile.lock', ...COMPILED],
  examples: [
    {
      title: 'Lock again after a change of the dependencies (Poetry)',
      bad: change(
        { 'pyproject.toml': poetry('^0.27'), 'poetry.lock': poetryLock(HASH_27) },
        { 'pyproject.toml': poetry('^0.28', '  # <-'), 'poetry.lock': poetryLock(HASH_27) },
      ),
      good: change(
        { 'pyproject.toml': poetry('^0.27'), 'poetry.lock': poetryLock(HASH_27) },
        { 'pyproject.toml': poetry('^0.28'), 'poetry.lock': poetryLock(HASH_28) },
      ),
    },
    {
      title: 'Lock again after a new dependency (uv)',
      bad: change(
        { 'pyproject.toml': project('"flask>=3",'), 'uv.lock': uvLock('{ name = "flask", specifier = ">=3" }') },
        {
          'pyproject.toml': project('"flask>=3",\n    "Redis[hiredis] >= 5.2, < 6",  # <-'),
          'uv.lock': uvLock('{ name = "flask", specifier = ">=3" }'),
        },
      ),
      good: change(
        { 'pyproject.toml': project('"flask>=3",'), 'uv.lock': uvLock('{ name = "flask", specifier = ">=3" }') },
        {
          'pyproject.toml': project('"flask>=3",\n    "Redis[hiredis] >= 5.2, < 6",'),
          'uv.lock': uvLock(
            '{ name = "flask", specifier = ">=3" }, { name = "redis", extras = ["hiredis"], specifier = ">=5.2,<6" }',
          ),
        },
      ),
    },
    {
      title: 'Lock again after a change of the Pipfile',
      bad: change(
        { Pipfile: pipfile('*'), 'Pipfile.lock': pipfileLock(PIPENV_ANY) },
        { Pipfile: pipfile('>=3', '  # <-'), 'Pipfile.lock': pipfileLock(PIPENV_ANY) },
      ),
      good: change(
        { Pipfile: pipfile('*'), 'Pipfile.lock': pipfileLock(PIPENV_ANY) },
        { Pipfile: pipfile('>=3'), 'Pipfile.lock': pipfileLock(PIPENV_3) },
      ),
    },
    {
      title: 'Compile again what is made from a `.in` file',
      bad: change(
        { 'requirements.in': 'flask>=3\n', 'requirements.txt': '#    pip-compile requirements.in\nflask==3.0.3\n' },
        {
          'requirements.in': 'flask>=3.1  # <-\n',
          'requirements.txt': '#    pip-compile requirements.in\nflask==3.0.3\n',
        },
      ),
      good: change(
        { 'requirements.in': 'flask>=3\n', 'requirements.txt': '#    pip-compile requirements.in\nflask==3.0.3\n' },
        { 'requirements.in': 'flask>=3.1\n', 'requirements.txt': '#    pip-compile requirements.in\nflask==3.1.0\n' },
      ),
    },
  ],
  quiet: [
    // What is hashed stays the same.
    change(
      { 'pyproject.toml': poetry('^0.27'), 'poetry.lock': poetryLock(HASH_27) },
      { 'pyproject.toml': poetry('^0.27') + '\n[tool.ruff]\nline-length = 120\n', 'poetry.lock': poetryLock(HASH_27) },
    ),
    // It was stale before, or the algorithm is one that nobody here knows.
    change(
      { 'pyproject.toml': poetry('^0.27'), 'poetry.lock': poetryLock('f'.repeat(64)) },
      { 'pyproject.toml': poetry('^0.28'), 'poetry.lock': poetryLock('f'.repeat(64)) },
    ),
    // uv leaves the range out where a source stands in for the index.
    change(
      { 'pyproject.toml': project('"flask>=3",'), 'uv.lock': uvLock('{ name = "flask", specifier = ">=3" }') },
      {
        'pyproject.toml': project(
          '"flask>=3", "ledger>=2",',
          '[tool.uv.sources]\n  ledger = { git = "https://git.example/ledger", tag = "v2.1" }',
        ),
        'uv.lock': uvLock(
          '{ name = "flask", specifier = ">=3" }, { name = "ledger", git = "https://git.example/ledger?tag=v2.1" }',
        ),
      },
    ),
    // The same range in other words.
    change(
      { 'pyproject.toml': project('"flask>=3",'), 'uv.lock': uvLock('{ name = "flask", specifier = ">=3" }') },
      { 'pyproject.toml': project('"Flask >= 3.0",'), 'uv.lock': uvLock('{ name = "flask", specifier = ">=3" }') },
    ),
    // A lock of another project, and a pyproject that no lock speaks of.
    change(
      { 'tools/pyproject.toml': project('"flask>=3",'), 'uv.lock': uvLock('{ name = "flask", specifier = ">=3" }') },
      { 'tools/pyproject.toml': project('"flask>=3.1",'), 'uv.lock': uvLock('{ name = "flask", specifier = ">=3" }') },
    ),
    // Left out on other platforms, and left out by pip-compile itself.
    change(
      { 'requirements.in': 'flask>=3\n', 'requirements.txt': '#    pip-compile requirements.in\nflask==3.0.3\n' },
      {
        'requirements.in': text`
          flask>=3
          pywin32>=306; sys_platform == "win32"
          setuptools>=70
        `,
        'requirements.txt': '#    pip-compile requirements.in\nflask==3.0.3\n',
      },
    ),
  ],
  collect: {
    toml: (file) => (isManifest(file) ? manifestOf(file) : lockOf(file)),
    requirements: requirementsFactOf,
  },
  *run({ files: all, tree }) {
    const files = all.map(withPipfileLock);
    for (const { manifest, lock, folder } of pairLocks(files)) {
      if (manifest.status === 'context' && lock.status === 'context') continue;
      const reason = stale(manifest.fact, lock.fact, folder);
      if (reason === undefined || !wasFresh(manifest, lock, folder)) continue;
      yield report(manifest, lock, reason);
    }
    for (const { manifest, lock } of unreadLocks(files, tree)) {
      const message = `The dependencies change here, but \`${nameOf(lock)}\`, which could not be read, does not: ${remedy(lock)}.`;
      yield { path: manifest.path, at: placeIn(manifest), message, key: lock, severity: 'warning' };
    }
  },
});

function poetryLock(hash: string): string {
  return toml`
  [metadata]
  lock-version = "2.1"
  python-versions = "^3.12"
  content-hash = "${hash}"
`;
}

function poetry(httpx: string, mark = ''): string {
  return toml`
  [tool.poetry]
  name = "clinic"
  version = "1.0"

  [tool.poetry.dependencies]
  python = "^3.12"
  httpx = "${httpx}"${mark}
`;
}

function pipfile(flask: string, mark = ''): string {
  return toml`
    [[source]]
    url = "https://pypi.org/simple"
    verify_ssl = true
    name = "pypi"

    [packages]
    flask = "${flask}"${mark}

    [requires]
    python_version = "3.12"
  `;
}

function pipfileLock(hash: string): string {
  return `{"_meta": {"hash": {"sha256": "${hash}"}, "pipfile-spec": 6}, "default": {}, "develop": {}}\n`;
}

function project(dependencies: string, more = ''): string {
  return toml`
  [project]
  name = "Shop.API"
  version = "1.0"
  requires-python = ">=3.12"
  dependencies = [
    ${dependencies}
  ]
  ${more}
`;
}

function uvLock(requires: string): string {
  return toml`
  version = 1
  revision = 3
  requires-python = ">=3.12"

  [[package]]
  name = "shop-api"
  version = "1.0"
  source = { virtual = "." }

  [package.metadata]
  requires-dist = [${requires}]
`;
}

/** JSON is nobody's kind; a Pipfile.lock is read here. */
function withPipfileLock(file: File): File {
  if (nameOf(file.path) !== 'Pipfile.lock') return file;
  const [now, then] = [file.text, file.before].map((content) => pipfileLockOf(content ?? ''));
  return { ...file, ...(now && { fact: now }), ...(then && { factBefore: then }) };
}

function stale(manifest: File['fact'], lock: File['fact'], folder: string): string | undefined {
  if (manifest?.kind !== 'manifest' || !lock || lock.kind === 'manifest') return undefined;
  return proveStale(manifest, lock, folder);
}

/** False where it was stale before the change, too; and where nothing but a guess ties the two files to each other. */
function wasFresh(manifest: File, lock: File, folder: string): boolean {
  const [declared, locked] = [before(manifest), before(lock)];
  if (!declared || !locked) return lock.fact?.kind !== 'pins' || lock.fact.sure;
  return stale(declared, locked, folder) === undefined;
}

function before(file: File): File['fact'] {
  return file.status === 'context' ? file.fact : file.factBefore;
}

/** At what changed: in the manifest where it did, else in the lock. */
function report(manifest: File, lock: File, reason: string): PullDraft {
  const message = `\`${nameOf(lock.path)}\` ${reason}: ${remedy(lock.path)}.`;
  if (manifest.status !== 'context') return { path: manifest.path, at: placeIn(manifest), message, key: lock.path };
  return { path: lock.path, at: proofIn(lock), message, key: manifest.path };
}

function placeIn({ fact, factBefore }: File): Span {
  if (fact?.kind !== 'manifest') return FILE_START;
  const known = new Set(factBefore?.kind === 'manifest' ? factBefore.entries.map(({ key }) => key) : []);
  const fresh = factBefore ? fact.entries.find(({ key }) => !known.has(key)) : undefined;
  return fresh?.at ?? fact.at;
}

function proofIn({ text: content = '' }: File): Span {
  const index = content
    .split(/\r\n|\n|\r/)
    .findIndex((line) => /content[-_]hash|"sha256":|source = \{ (virtual|editable) = "\."/.test(line));
  return index < 0 ? FILE_START : { line: index + 1, col: 1, endLine: index + 2, endCol: 1 };
}

function nameOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.length > 40 ? `${name.slice(0, 39)}…` : name;
}

const COMMANDS: Readonly<Record<string, string>> = {
  'uv.lock': 'run `uv lock`',
  'poetry.lock': 'run `poetry lock`',
  'pdm.lock': 'run `pdm lock`',
  'Pipfile.lock': 'run `pipenv lock`',
};

function remedy(path: string): string {
  return COMMANDS[nameOf(path)] ?? (path.endsWith('.txt') ? 'compile it again' : 'lock again');
}
