import {
  at,
  change,
  definePullCheck,
  folderOf,
  moduleNames,
  py,
  setupCfgEntryPoints,
  text,
  toml,
  tomlEntryPoints,
} from '../../src/sdk/check.ts';
import type { EntryPoint, ModuleNames, Plain, PullFile } from '../../src/sdk/check.ts';

/** Of a pyproject.toml or setup.cfg its entry points, of a module its names. */
type Fact = { readonly entries: readonly EntryPoint[] } | { readonly names: ModuleNames };
type File = PullFile<Fact>;

const CLI = py`
  import click

  @click.group()
  def main():
      """Runs the shop."""
`;

export default definePullCheck<Plain<Fact>>({
  title: 'Entry point that leads nowhere',
  on: 'pull',
  bullet: 'Plugin systems',
  severity: 'error',
  preset: 'recommended',
  why: `Nothing checks an entry point until somebody uses it: the package builds, installs and passes its tests, and then the
    command ends in an \`ImportError\` on the user's machine.`,
  whenNotTo: 'A build step writes the module, or another distribution brings it.',
  files: ['pyproject.toml', 'setup.cfg', '*.py'],
  needs: [
    'pyproject.toml',
    'setup.cfg',
    'cli.py',
    '_cli.py',
    '__main__.py',
    'main.py',
    '*/__init__.py',
    'src/*/__init__.py',
  ],
  examples: [
    {
      title: 'Name what the module has',
      bad: { 'pyproject.toml': scripts('shop.cli:mian', '  # <-'), 'src/shop/cli.py': CLI },
      good: { 'pyproject.toml': scripts('shop.cli:main'), 'src/shop/cli.py': CLI },
    },
    {
      title: 'Take the entry point along when its module moves',
      bad: change(
        { 'pyproject.toml': scripts('shop.cli:main'), 'shop/__init__.py': '', 'shop/cli.py': CLI },
        { 'pyproject.toml': scripts('shop.cli:main', '  # <-'), 'shop/__init__.py': '', 'shop/console/app.py': CLI },
      ),
      good: change(
        { 'pyproject.toml': scripts('shop.cli:main'), 'shop/__init__.py': '', 'shop/cli.py': CLI },
        { 'pyproject.toml': scripts('shop.console.app:main'), 'shop/__init__.py': '', 'shop/console/app.py': CLI },
      ),
    },
    {
      title: 'Keep what a plugin group names',
      bad: {
        'setup.cfg': text`
          [options.entry_points]
          shop.reports =
              csv = shop.reports.csv:Report
              pdf = shop.reports.pdf:Report  # <-
        `,
        'shop/reports/csv.py': 'class Report: ...\n',
        'shop/reports/pdf.py': 'class PdfReport: ...\n',
      },
      good: {
        'setup.cfg': text`
          [options.entry_points]
          shop.reports =
              csv = shop.reports.csv:Report
              pdf = shop.reports.pdf:PdfReport
        `,
        'shop/reports/csv.py': 'class Report: ...\n',
        'shop/reports/pdf.py': 'class PdfReport: ...\n',
      },
    },
  ],
  quiet: [
    // However the name comes into the module.
    {
      'pyproject.toml': toml`
        [project.scripts]
        a = "shop.cli:main"
        b = "shop.cli:App.run"
        c = "shop.cli:run [extra]"
        d = "shop.cli:report"
        e = "shop.cli"
        f = "shop.lazy:anything"
        g = "shop:main"
        [project.entry-points."shop.plugins"]
        csv = "shop.cli:CSV"
        [tool.poetry.scripts]
        h = { reference = "bin/h.sh", type = "file" }
        i = { reference = "shop.cli:main", type = "console" }
      `,
      'src/shop/__init__.py': 'from shop.cli import *\n',
      'src/shop/cli.py': py`
        try:
            from shop.fast import main
        except ImportError:
            def main(): ...
        class App: ...
        run = App().run
        report: object = None
        if True:
            CSV, PDF = 1, 2
      `,
      'src/shop/lazy.py': 'def __getattr__(name):\n    return name\n',
    },
    // A compiled module, one deeper in the repository, one of another distribution, one that a build writes.
    {
      'pyproject.toml': toml`
        [project.scripts]
        a = "shop.fast:main"
        b = "ledger.cli:main"
        c = "requests.help:main"
        d = "shop._generated.cli:main"
      `,
      'shop/__init__.py': '',
      'shop/fast.pyx': 'def main(): pass\n',
      'vendor/ledger/cli.py': 'def main(): ...\n',
    },
    // It was broken before.
    change(
      { 'pyproject.toml': scripts('shop.cli:mian'), 'shop/cli.py': CLI },
      { 'pyproject.toml': scripts('shop.cli:mian') + 'version = 1\n', 'shop/cli.py': CLI + '\nprint()\n' },
    ),
    at('tests/fixtures/broken/pyproject.toml', scripts('shop.cli:main')),
  ],
  collect: {
    python: (file) => ({ names: moduleNames(file) }),
    toml: (file) => entriesOf(tomlEntryPoints(file)),
    text: (file) => (file.path.endsWith('setup.cfg') ? entriesOf(setupCfgEntryPoints(file)) : undefined),
  },
  namedIn: ['pyproject.toml', 'setup.cfg'],
  *run({ files, tree }) {
    const now = sideOf(files, tree, ({ fact }) => fact);
    const then = sideOf(files, treeBefore(files, tree), (file) =>
      file.status === 'context' ? file.fact : file.factBefore,
    );
    for (const file of files) {
      if (
        file.classes.has('test') ||
        file.classes.has('fixture') ||
        file.classes.has('template') ||
        file.classes.has('vendored')
      )
        continue;
      const known = entriesIn(before(file));
      for (const entry of entriesIn(file.fact)) {
        const problem = problemOf(entry, now, folderOf(file.path));
        const same = known.find(
          ({ name, module, attribute }) =>
            name === entry.name && module === entry.module && attribute === entry.attribute,
        );
        if (problem === undefined || (same && problemOf(same, then, folderOf(file.path)) !== undefined)) continue;
        yield { path: file.path, at: entry.at, message: problem, key: entry.name };
      }
    }
  },
});

function scripts(target: string, mark = ''): string {
  return toml`
  [project]
  name = "shop"
  [project.scripts]
  shop = "${target}"${mark}
`;
}

function entriesOf(entries: readonly EntryPoint[]): Fact | undefined {
  return entries.length > 0 ? { entries } : undefined;
}

function entriesIn(fact: Fact | undefined): readonly EntryPoint[] {
  return fact && 'entries' in fact ? fact.entries : [];
}

function before(file: File): Fact | undefined {
  return file.status === 'context' ? file.fact : file.factBefore;
}

/** The modules of one side of the change, found by the end of their path. */
interface Side {
  readonly paths: readonly string[];
  namesIn(path: string): ModuleNames | undefined;
}

function sideOf(files: readonly File[], tree: ReadonlySet<string>, fact: (file: File) => Fact | undefined): Side {
  const facts = new Map(files.map((file) => [file.path, fact(file)]));
  function namesIn(path: string): ModuleNames | undefined {
    const found = facts.get(path);
    return found && 'names' in found ? found.names : undefined;
  }
  return { paths: [...tree], namesIn };
}

function treeBefore(files: readonly File[], tree: ReadonlySet<string>): ReadonlySet<string> {
  const paths = new Set(tree);
  for (const { path, previousPath, status } of files) {
    if (status === 'added' || status === 'renamed') paths.delete(path);
    if (status === 'removed') paths.add(path);
    if (previousPath !== undefined) paths.add(previousPath);
  }
  return paths;
}

/** A module may stand in any folder; what ends like it counts as it, so that no layout needs to be known. `folder` is the project's. */
function problemOf({ module, attribute }: EntryPoint, side: Side, folder: string): string | undefined {
  const path = module.replaceAll('.', '/');
  const found = side.paths.filter((each) => endsWith(each, `${path}.py`) || endsWith(each, `${path}/__init__.py`));
  if (found.length === 0) {
    const isExpected =
      module.includes('.') &&
      !/generated|_version|_pb2/.test(module) &&
      isOurs(module, side, folder) &&
      !isBuilt(path, side);
    return isExpected
      ? `There is no module \`${shorten(module)}\`: this entry point fails when it is used.`
      : undefined;
  }
  if (attribute === undefined) return undefined;
  const names = found.map((each) => side.namesIn(each));
  if (names.some((each) => !each || each.open || each.names.includes(attribute))) return undefined;
  const isSubmodule = side.paths.some(
    (each) => endsWith(each, `${path}/${attribute}.py`) || endsWith(each, `${path}/${attribute}/__init__.py`),
  );
  return isSubmodule
    ? undefined
    : `\`${shorten(module)}\` has no \`${shorten(attribute)}\`: this entry point fails when it is used.`;
}

/** The project's folder, or one like `src` in it, has the package. */
function isOurs(module: string, { paths }: Side, folder: string): boolean {
  const [top = ''] = module.split('.', 1);
  const start = folder === '' ? '' : `${folder}/`;
  return paths.some((path) => {
    if (!path.startsWith(start) || !path.endsWith('.py')) return false;
    const parts = path.slice(start.length).split('/');
    return (parts[0] === top && parts.length > 1) || (parts[1] === top && parts.length > 2);
  });
}

/** Compiled, with its source in another language, or a folder without modules of its own. */
function isBuilt(path: string, { paths }: Side): boolean {
  const pattern = new RegExp(`(^|/)${path}((\\.[\\w-]+)*\\.(pyx|pyd|so|c|cpp|rs|pyi)|/[^/]+)$`);
  return paths.some((each) => pattern.test(each));
}

function endsWith(path: string, end: string): boolean {
  return path === end || path.endsWith(`/${end}`);
}

function shorten(name: string): string {
  return name.length > 40 ? `${name.slice(0, 39)}…` : name;
}
