import { createTable } from './data-places.ts';
import { readIni } from './project-ini.ts';
import type { Repository } from './project-repository.ts';
import { below, pathIn, resolveIn, upwardFrom } from './project-repository.ts';
import type { Table } from './project-table.ts';
import { isTable, tableAt } from './project-table.ts';

type Options = Readonly<Record<string, string>>;
type Reader = (path: string, repository: Repository) => Options | undefined;

/** In pytest's own order; the first four count even where they are empty. */
const READERS: readonly (readonly [name: string, read: Reader])[] = [
  ['pytest.toml', (path, { tableOf }) => ofTable(tableAt(tableOf(path), 'pytest'))],
  ['.pytest.toml', (path, { tableOf }) => ofTable(tableAt(tableOf(path), 'pytest'))],
  ['pytest.ini', (path, repository) => ofIni(path, 'pytest', repository) ?? {}],
  ['.pytest.ini', (path, repository) => ofIni(path, 'pytest', repository) ?? {}],
  ['pyproject.toml', (path, { tableOf }) => ofPyproject(tableOf(path))],
  ['tox.ini', (path, repository) => ofIni(path, 'pytest', repository)],
  ['setup.cfg', (path, repository) => ofIni(path, 'tool:pytest', repository)],
];

export const PYTEST_FILES: readonly string[] = READERS.map(([name]) => name);

/** What pytest is told, and where. */
export interface PytestReading {
  readonly folder: string;
  readonly options: Options;
}

/** pytest's options as strings, from the nearest folder upward that has some. Lists become lines. */
export function findPytest(root: string, repository: Repository): PytestReading {
  for (const folder of upwardFrom(root)) {
    for (const [name, read] of READERS) {
      const path = pathIn(folder, name);
      const options = repository.textOf(path) === undefined ? undefined : read(path, repository);
      if (options) return { folder, options };
    }
  }
  return { folder: root, options: {} };
}

/** The options as they would stand in a folder below: of `testpaths`, what lies in it. */
export function optionsBelow({ folder, options }: PytestReading, root: string): Options {
  const { testpaths, ...others } = options;
  if (testpaths === undefined || folder === root) return options;
  const inside = pathsOf({ folder, options }).flatMap((path) => below(root, path) ?? []);
  return inside.length === 0 ? others : { ...others, testpaths: inside.join('\n') };
}

/**
 * The folders of `testpaths` in a project that hold tests and little else. A package with its tests inside is named there as well, and is no
 * folder of tests.
 */
export function findTestFolders(reading: PytestReading, root: string, tree: ReadonlySet<string>): readonly string[] {
  const folders = pathsOf(reading).filter((folder) => folder !== '' && below(root, folder) !== undefined);
  return [...new Set(folders)].filter((folder) => holdsTests(folder, tree)).sort();
}

/** Folders of `testpaths`, relative to the repository. Patterns are left out: which folders they stand for is not worked out here. */
function pathsOf({ folder, options }: PytestReading): readonly string[] {
  const words = (options['testpaths'] ?? '').split(/[\s"']+/);
  return words.filter((word) => /^[\w./-]+$/.test(word)).flatMap((word) => resolveIn(folder, word) ?? []);
}

function holdsTests(folder: string, tree: ReadonlySet<string>): boolean {
  let tests = 0;
  let others = 0;
  for (const path of tree) {
    const inside = path.endsWith('.py') ? below(folder, path) : undefined;
    if (inside === undefined) continue;
    if (/(^|\/)tests?\//.test(inside)) return false;
    const name = inside.slice(inside.lastIndexOf('/') + 1);
    if (/^test_|_test\.py$/.test(name)) tests += 1;
    else if (name !== '__init__.py' && name !== 'conftest.py') others += 1;
  }
  return tests > 0 && tests >= others;
}

function ofIni(path: string, name: string, { textOf }: Repository): Options | undefined {
  const section = readIni(textOf(path) ?? '').get(name);
  if (!section) return undefined;
  const options = createTable<string>();
  for (const [key, value] of section) options[key] = value;
  return options;
}

function ofPyproject(pyproject: Table): Options | undefined {
  const native = tableAt(pyproject, 'tool')['pytest'];
  if (!isTable(native)) return undefined;
  return ofTable(isTable(native['ini_options']) ? native['ini_options'] : native);
}

function ofTable(table: Table): Options {
  const options = createTable<string>();
  for (const [key, value] of Object.entries(table)) {
    if (Array.isArray(value)) options[key] = value.map(String).join('\n');
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      options[key] = String(value);
  }
  return options;
}
