import {
  at,
  change,
  decoratorsOf,
  definePullCheck,
  enclosingFunction,
  isAsync,
  nameText,
  parametersOf,
  positionalArguments,
  py,
  spanOf,
  text,
  toml,
} from '../../src/sdk/check.ts';
import type { Plain, ProjectFacts, PullFile, PyNode, PythonFile, Span } from '../../src/sdk/check.ts';

interface AsyncTest {
  readonly name: string;
  readonly at: Span;
}

/** Coroutines that pytest would have to await, or what settings and hooks say of all of them. */
type Fact = { readonly tests: readonly AsyncTest[] } | { readonly runsAll: boolean };

const FETCH = py`
  from shop.client import fetch

  async def test_fetch():
      assert await fetch(1) == "book"
`;
const MARKED = FETCH.replace('async def', 'import pytest\n\n@pytest.mark.asyncio\nasync def');
function inTest(body: string): ReturnType<typeof at> {
  return at('tests/test_client.py', body);
}

export default definePullCheck<Plain<Fact>>({
  title: 'Async test that nothing awaits',
  on: 'pull',
  bullet: 'Async testing',
  severity: 'error',
  preset: 'recommended',
  why: `pytest calls a test and does not await it. Without a plugin that is told to, older versions skip a coroutine with a
    warning that nobody reads, and newer ones fail it.`,
  whenNotTo: 'A plugin of your own awaits the tests, and is loaded from outside of the repository.',
  files: ['test_*.py', '*_test.py', 'conftest.py', 'tox.ini', 'pytest.ini', '.pytest.ini', 'setup.cfg'],
  needs: ['conftest.py', 'tox.ini', '.pytest.ini'],
  places: /\basync[\s\\]+def[\s\\]+test|\bpytest_/g,
  examples: [
    {
      title: 'Mark it',
      bad: inTest(FETCH.replace('fetch():', 'fetch():  # <-')),
      good: inTest(MARKED),
    },
    {
      title: 'Or let the plugin take all of them',
      bad: {
        'pyproject.toml': toml`
          [tool.pytest.ini_options]
          testpaths = ["tests"]
        `,
        'tests/test_client.py': FETCH.replace('fetch():', 'fetch():  # <-'),
      },
      good: {
        'pyproject.toml': toml`
          [tool.pytest.ini_options]
          testpaths = ["tests"]
          asyncio_mode = "auto"
        `,
        'tests/test_client.py': FETCH,
      },
    },
    {
      title: 'A plain TestCase does not await either',
      bad: inTest(py`
        import unittest

        class ClientTest(unittest.TestCase):
            async def test_fetch(self):  # <-
                self.assertEqual(await fetch(1), "book")
      `),
      good: inTest(py`
        import unittest

        class ClientTest(unittest.IsolatedAsyncioTestCase):
            async def test_fetch(self):
                self.assertEqual(await fetch(1), "book")
      `),
    },
  ],
  quiet: [
    // Marked as a module or a class, or run by a decorator or a base class that nobody here knows.
    inTest(`import pytest\npytestmark = [pytest.mark.anyio]\n\n${FETCH}`),
    inTest(py`
      import pytest
      from aiohttp.test_utils import AioHTTPTestCase, unittest_run_loop
      from tornado.testing import gen_test

      @pytest.mark.asyncio
      class TestClient:
          async def test_fetch(self): ...

      class TestApp(AioHTTPTestCase):
          async def test_index(self): ...

      class TestPage:
          @gen_test
          async def test_page(self): ...

      async def test_anyio(anyio_backend): ...

      async def test_app(aiohttp_client): ...
    `),
    // A plugin that takes all of them, wherever it is set.
    {
      'tests/test_client.py': FETCH,
      'tox.ini': text`
      [pytest]
      asyncio_mode = auto
    `,
    },
    { 'tests/test_client.py': FETCH, 'pytest.ini': '[pytest]\naddopts = --asyncio-mode=auto\n' },
    {
      'tests/test_client.py': FETCH,
      'pyproject.toml': toml`
        [dependency-groups]
        dev = ["pytest", "pytest-tornasync"]
      `,
    },
    // A hook adds the mark, or runs the test.
    {
      'tests/test_client.py': FETCH,
      'tests/conftest.py': py`
        import pytest

        def pytest_collection_modifyitems(items):
            for item in items:
                item.add_marker(pytest.mark.asyncio)
      `,
    },
    // The project ran such tests before.
    change(
      { 'tests/test_client.py': FETCH },
      { 'tests/test_client.py': FETCH, 'tests/test_store.py': FETCH.replace('test_fetch', 'test_store') },
    ),
    // No test: a helper, a fixture, a nested function, another file.
    inTest(py`
      import pytest

      async def make_order(): ...

      @pytest.fixture
      async def test_client(): ...

      def test_server():
          async def test_handler(request): ...
          serve(test_handler)
    `),
    at('src/shop/probe.py', 'async def test_connection():\n    await ping()\n'),
  ],
  collect: {
    python: (file): Plain<Fact> =>
      file.path.endsWith('conftest.py') ? { runsAll: HOOK.test(file.text) } : { tests: [...findTests(file)] },
    text: (file): Plain<Fact> | undefined =>
      file.path.endsWith('.py') ? undefined : { runsAll: AUTO.test(file.text) },
  },
  mentions: ['async def test', 'pytest_'],
  *run({ files }) {
    const settings = files
      .filter(({ fact }) => fact && 'runsAll' in fact && fact.runsAll)
      .map(({ path }) => folderOf(path));
    if (isRunSomehow(files)) return;
    for (const { path, status, fact, project } of files) {
      if (
        status === 'context' ||
        !fact ||
        !('tests' in fact) ||
        runsAll(project) ||
        settings.some((folder) => isBelow(path, folder))
      )
        continue;
      for (const test of fact.tests) yield { path, at: test.at, message: messageFor(test.name, project) };
    }
  },
});

/** So many at once are not forgotten: something awaits them that is not seen here. */
const FORGOTTEN_AT_MOST = 20;

/** The project had such tests before, or has nothing but such: it has its own way to run them. */
function isRunSomehow(files: readonly PullFile<Plain<Fact>>[]): boolean {
  const count = (fact: Plain<Fact> | undefined): number => (fact && 'tests' in fact ? fact.tests.length : 0);
  return (
    files.some(({ status, fact, factBefore }) => count(status === 'context' ? fact : factBefore) > 0) ||
    files.reduce((sum, { fact }) => sum + count(fact), 0) > FORGOTTEN_AT_MOST
  );
}

const HOOK =
  /^pytest_plugins\b|def pytest_(collection_modifyitems|pyfunc_call|pycollect_makeitem|itemcollected|runtest_call|generate_tests)\b/m;
const AUTO =
  /asyncio[-_]mode[\s=]+["']?auto|(anyio_mode|trio_mode)\s*=\s*["']?(auto|true)|(^|[\s"'=])-p[\s,"']*(?!no:)\w/im;

/** Plugins that await every coroutine without being told. */
const EAGER = [
  'pytest-tornasync',
  'pytest-aiohttp',
  'alt-pytest-asyncio',
  'pytest-asyncio-cooperative',
  'pytest-sanic',
  'pytest-curio',
  'pytest-async',
];

function runsAll({ pytest, dependencies }: ProjectFacts): boolean {
  const settings = Object.entries(pytest).map(([name, value]) => `${name}=${value}`);
  return settings.some((one) => AUTO.test(one)) || EAGER.some((name) => name in dependencies);
}

function messageFor(name: string, { dependencies }: ProjectFacts): string {
  const short = name.length > 32 ? `${name.slice(0, 31)}…` : name;
  if (name.includes('.')) return `Nothing awaits \`${short}\`: derive the class from \`IsolatedAsyncioTestCase\`.`;
  const plugin = 'anyio' in dependencies && !('pytest-asyncio' in dependencies) ? 'anyio' : 'asyncio';
  const other = plugin === 'asyncio' ? ', or set `asyncio_mode = "auto"`' : '';
  return `Nothing awaits \`${short}\`: mark it with \`@pytest.mark.${plugin}\`${other}.`;
}

function* findTests(file: PythonFile): Iterable<AsyncTest> {
  if (!file.text.includes('async def test') || MARKS.test(moduleMarks(file.text))) return;
  for (const definition of file.root.descendantsOfType('function_definition')) {
    const name = nameText(definition);
    if (!isAsync(definition) || !name.startsWith('test') || enclosingFunction(definition)) continue;
    if (
      decoratorsOf(definition).some(({ text: words }) => !NEUTRAL.test(words)) ||
      parametersOf(definition).some((one) => RUNNERS.test(one.name))
    )
      continue;
    const owner = ownerOf(definition);
    if (owner && !isPlain(owner, file)) continue;
    const place = definition.childForFieldName('name') ?? definition;
    const isCase = owner !== undefined && positionalArguments(owner).length > 0;
    yield { name: isCase ? `${nameText(owner)}.${name}` : name, at: { ...spanOf(place) } };
  }
}

function ownerOf(definition: PyNode): PyNode | undefined {
  let outer = definition.parent;
  while (outer && outer.type !== 'class_definition') outer = outer.parent;
  return outer ?? undefined;
}

/** A class that adds nothing: no decorators but neutral ones, no bases but the one test case that awaits nothing. */
function isPlain(owner: PyNode, file: PythonFile): boolean {
  if (ownerOf(owner) || decoratorsOf(owner).some(({ text: words }) => !NEUTRAL.test(words))) return false;
  if (/^\s*pytestmark\s*=/m.test(owner.text)) return false;
  const bases = positionalArguments(owner).map((base) => file.nameOf(base));
  return (
    bases.every((base) => base === 'unittest.TestCase') && (bases.length > 0 || nameText(owner).startsWith('Test'))
  );
}

/** Decorators that do not run a coroutine. */
const NEUTRAL =
  /^((unittest\.)?mock\.)?patch\b|^pytest\.mark\.(parametrize|usefixtures|filterwarnings|django_db|slow|integration|unit)\b/;
/** Fixtures whose plugin runs the tests that ask for them. */
const RUNNERS =
  /^(anyio_backend|aiohttp_client|aiohttp_server|aiohttp_raw_server|loop|nursery|autojump_clock|http_server_client)/;
const MARKS = /asyncio|anyio|trio|curio|twisted/;

function moduleMarks(content: string): string {
  return /^pytestmark\s*=\s*([^]*?)(?=\n\S|$(?![^]))/m.exec(content)?.[1] ?? '';
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function isBelow(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}
