import { sha256Hex } from '../../core/sha256.ts';
import { normalisePackageName } from '../../core/package-name.ts';
import { pythonJson } from './python-json.ts';
import { isTable, listAt, tableAt, valueAt } from '../tables.ts';
import type { Table } from '../tables.ts';

/** The hashes by which Poetry, PDM and Pipenv tell whether a lock belongs to what is declared, in every form they have had. */

const POETRY_PROJECT = ['requires-python', 'dependencies', 'optional-dependencies'];
/** Written as null where they are missing, unless something outside of `[tool.poetry]` is hashed. */
const POETRY_LEGACY = ['dependencies', 'source', 'extras', 'dev-dependencies'];

/**
 * Values of `metadata.content-hash` that Poetry gives to a pyproject.toml: 2.3 and later, 2.0 to 2.2, 1.2 to 1.8, 1.0 and 1.1.
 * Source: `Locker` in python-poetry/poetry, `src/poetry/packages/locker.py`.
 */
export function poetryHashes(pyproject: unknown): readonly string[] {
  const poetry = tableAt(pyproject, 'tool', 'poetry');
  const project = pick(tableAt(pyproject, 'project'), POETRY_PROJECT);
  const groups = tableAt(pyproject, 'dependency-groups');
  const legacy = Object.fromEntries(POETRY_LEGACY.map((key) => [key, poetry[key] ?? null]));
  const first = { ...legacy, ...pick(poetry, ['group']) };
  const contents: unknown[] = [
    poetryContent(poetry, project, groups) ?? first,
    poetryContent(poetry, project, {}) ?? first,
    first,
    legacy,
  ];
  return distinct(contents.map((content) => sha256Hex(pythonJson(content))));
}

function poetryContent(poetry: Table, project: Table, groups: Table): Table | undefined {
  const outside = {
    ...(isEmpty(project) ? {} : { project }),
    ...(isEmpty(groups) ? {} : { 'dependency-groups': groups }),
  };
  return isEmpty(outside) ? undefined : { ...outside, tool: { poetry: pick(poetry, [...POETRY_LEGACY, 'group']) } };
}

/**
 * Values of `metadata.content_hash` that PDM gives to a pyproject.toml with a `[project]` table: with `resolution`, and before
 * 2.10 with `overrides`. Empty where PDM would first convert another tool's tables.
 * Source: `PyProject.content_hash` in pdm-project/pdm, `src/pdm/project/project_file.py`.
 */
export function pdmHashes(pyproject: unknown): readonly string[] {
  const project = valueAt(pyproject, 'project');
  if (!isTable(project)) return [];
  const settings = tableAt(pyproject, 'tool', 'pdm');
  const resolution = tableAt(settings, 'resolution');
  const common = {
    sources: settings['source'] ?? [],
    dependencies: project['dependencies'] ?? [],
    'optional-dependencies': project['optional-dependencies'] ?? {},
    'requires-python': project['requires-python'] ?? '',
  };
  const own = settings['dev-dependencies'] ?? {};
  const contents: readonly Table[] = [
    { ...common, 'dev-dependencies': pdmGroups(pyproject), resolution },
    { ...common, 'dev-dependencies': own, resolution },
    { ...common, 'dev-dependencies': own, overrides: settings['overrides'] ?? resolution['overrides'] ?? {} },
  ];
  return distinct(contents.map((content) => `sha256:${sha256Hex(pythonJson(content))}`));
}

/** PEP 735 groups and PDM's own, under normalised names. */
function pdmGroups(pyproject: unknown): Table {
  const groups: Record<string, readonly unknown[]> = {};
  for (const table of [
    tableAt(pyproject, 'dependency-groups'),
    tableAt(pyproject, 'tool', 'pdm', 'dev-dependencies'),
  ]) {
    for (const group of Object.keys(table)) {
      const name = normalisePackageName(group);
      groups[name] = [...(groups[name] ?? []), ...listAt(table, group)];
    }
  }
  return groups;
}

const PIPENV_INDEX = { name: 'pypi', url: 'https://pypi.org/simple', verify_ssl: true };
/** Tables of a Pipfile that are hashed under other names, or not at all. */
const PIPFILE_KNOWN: ReadonlySet<string> = new Set([
  'source',
  'packages',
  'dev-packages',
  'requires',
  'scripts',
  'pipenv',
  'pipfile',
]);

/**
 * Values of `_meta.hash.sha256` that Pipenv gives to a Pipfile, without and with its own categories of packages. Empty where an
 * index address has a variable: old versions of Pipenv put its value in.
 * Source: `Pipfile.get_hash` in sarugaku/plette, `src/plette/pipfiles.py`.
 */
export function pipfileHashes(pipfile: unknown): readonly string[] {
  const sources = valueAt(pipfile, 'source') ?? [PIPENV_INDEX];
  if (pythonJson(sources).includes('$')) return [];
  const content = {
    _meta: { sources, requires: tableAt(pipfile, 'requires') },
    default: tableAt(pipfile, 'packages'),
    develop: tableAt(pipfile, 'dev-packages'),
  };
  const categories = Object.fromEntries(Object.entries(tableAt(pipfile)).filter(([name]) => !PIPFILE_KNOWN.has(name)));
  return distinct([content, { ...categories, ...content }].map((each) => sha256Hex(pythonJson(each, 'compact'))));
}

/** The entries of a table under some keys, where they are there. */
function pick(table: Table, keys: readonly string[]): Table {
  return Object.fromEntries(keys.flatMap((key) => (table[key] === undefined ? [] : [[key, table[key]]])));
}

function isEmpty(table: Table): boolean {
  return Object.keys(table).length === 0;
}

function distinct(hashes: readonly string[]): readonly string[] {
  return [...new Set(hashes)];
}
