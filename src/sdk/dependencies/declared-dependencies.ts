import { normalisePackageName } from '../../core/package-name.ts';
import type { TomlFile } from '../../core/facts.ts';
import type { Span } from '../../core/flow.ts';
import { FILE_START } from '../../core/span.ts';
import { readRequirementText } from './requirement-text.ts';
import { isTable, listAt, tableAt, textAtPath } from '../tables.ts';
import type { Table } from '../tables.ts';

/** Where the other end of a dependency is, if not on an index. */
export interface DependencyOrigin {
  readonly git?: string;
  /** Address of an archive. */
  readonly url?: string;
  /** Folder or file; also a workspace member. */
  readonly path?: string;
  readonly branch?: string;
  readonly tag?: string;
  /** Poetry's and uv's `rev`, Pipenv's `ref`. */
  readonly rev?: string;
}

/** One dependency that a pyproject.toml or a Pipfile declares. Plain data. */
export interface DeclaredDependency {
  /** Normalised (PEP 503). */
  readonly name: string;
  /** In PEP 508 without spaces, in Poetry's and Pipenv's own tables as written; empty where there is none. */
  readonly specifier: string;
  readonly notation: 'pep508' | 'poetry' | 'pipfile';
  readonly role: 'runtime' | 'optional' | 'development';
  /** Name of the extra, the group or the Pipfile's category; empty for `runtime`. */
  readonly group: string;
  readonly marker?: string;
  /** An address in the requirement, or a table that names a repository, an archive or a folder. */
  readonly origin?: DependencyOrigin;
  /** Of the requirement's text, or of the value beside the name. */
  readonly at: Span;
}

type Role = DeclaredDependency['role'];
type Path = readonly (string | number)[];

/** All that a file declares: PEP 621, PEP 735, Poetry, PDM, uv and Hatch in a pyproject.toml; a Pipfile's packages. Build requirements aside. */
export function declaredDependencies(file: TomlFile): readonly DeclaredDependency[] {
  const isPipfile = /(^|\/)Pipfile$/.test(file.path);
  return [...(isPipfile ? pipfileDependencies(file) : [...standardDependencies(file), ...poetryDependencies(file)])];
}

function* standardDependencies(file: TomlFile): Generator<DeclaredDependency> {
  yield* requirementsAt(file, ['project', 'dependencies'], 'runtime', '');
  for (const name of Object.keys(tableAt(file.data, 'project', 'optional-dependencies')))
    yield* requirementsAt(file, ['project', 'optional-dependencies', name], 'optional', name);
  for (const table of [['dependency-groups'], ['tool', 'pdm', 'dev-dependencies']])
    for (const name of Object.keys(tableAt(file.data, ...table)))
      yield* requirementsAt(file, [...table, name], 'development', name);
  yield* requirementsAt(file, ['tool', 'uv', 'dev-dependencies'], 'development', 'dev');
  for (const name of Object.keys(tableAt(file.data, 'tool', 'hatch', 'envs')))
    for (const key of ['dependencies', 'extra-dependencies'])
      yield* requirementsAt(file, ['tool', 'hatch', 'envs', name, key], 'development', name);
}

function* requirementsAt(file: TomlFile, path: Path, role: Role, group: string): Generator<DeclaredDependency> {
  for (const [index, item] of listAt(file.data, ...path).entries()) {
    const read = typeof item === 'string' ? readRequirementText(item) : undefined;
    if (!read) continue;
    const { name, specifier, marker, url } = read;
    const at = file.spanOf([...path, index]) ?? FILE_START;
    yield {
      name,
      specifier,
      notation: 'pep508',
      role,
      group,
      at,
      ...(marker !== undefined && { marker }),
      ...(url !== undefined && { origin: originOf({ url }) }),
    };
  }
}

function* poetryDependencies(file: TomlFile): Generator<DeclaredDependency> {
  const top = ['tool', 'poetry'];
  yield* poetryTable(file, [...top, 'dependencies'], 'runtime', '');
  yield* poetryTable(file, [...top, 'dev-dependencies'], 'development', 'dev');
  for (const name of Object.keys(tableAt(file.data, ...top, 'group')))
    yield* poetryTable(file, [...top, 'group', name, 'dependencies'], 'development', name);
}

/** A version, a table, or a list of tables for several Pythons. Python itself is no dependency. */
function* poetryTable(file: TomlFile, path: Path, role: Role, group: string): Generator<DeclaredDependency> {
  for (const [written, value] of Object.entries(tableAt(file.data, ...path))) {
    if (written === 'python') continue;
    for (const [item, place] of alternatives(value, [...path, written])) {
      const at = file.spanOf(place) ?? FILE_START;
      yield {
        ...tabular(written, item, isTable(item) && item['optional'] === true ? 'optional' : role),
        notation: 'poetry',
        group,
        at,
      };
    }
  }
}

/** Tables of a Pipfile that name no packages. */
const NO_PACKAGES: ReadonlySet<string> = new Set(['source', 'requires', 'scripts', 'pipenv']);

function* pipfileDependencies(file: TomlFile): Generator<DeclaredDependency> {
  for (const [table, packages] of Object.entries(tableAt(file.data))) {
    if (NO_PACKAGES.has(table)) continue;
    const role = table === 'packages' ? 'runtime' : 'development';
    for (const [written, value] of Object.entries(tableAt(packages)))
      yield {
        ...tabular(written, value, role),
        notation: 'pipfile',
        group: table === 'packages' ? '' : table,
        at: file.spanOf([table, written]) ?? FILE_START,
      };
  }
}

function tabular(
  written: string,
  value: unknown,
  role: Role,
): Pick<DeclaredDependency, 'name' | 'specifier' | 'role' | 'marker' | 'origin'> {
  const table = isTable(value) ? value : {};
  const specifier = typeof value === 'string' ? value : (textAtPath(table, 'version') ?? '');
  const conditions = ['markers', 'python', 'platform', 'sys_platform'].flatMap((key) => textAtPath(table, key) ?? []);
  const origin = originOf(table);
  return {
    name: normalisePackageName(written),
    specifier,
    role,
    ...(conditions.length > 0 && { marker: conditions.join(' and ') }),
    ...(Object.keys(origin).length > 0 && { origin }),
  };
}

/** What `[tool.uv.sources]` says of names: several origins where they differ by platform. */
export function uvSources(
  file: TomlFile,
): readonly { readonly name: string; readonly origin: DependencyOrigin; readonly at: Span }[] {
  const path = ['tool', 'uv', 'sources'];
  return Object.entries(tableAt(file.data, ...path)).flatMap(([written, value]) => {
    return alternatives(value, [...path, written]).map(([item, place]) => ({
      name: normalisePackageName(written),
      origin: originOf(tableAt(item)),
      at: file.spanOf(place) ?? FILE_START,
    }));
  });
}

/** The items of a list with their places, or the one value with its own. */
function alternatives(value: unknown, path: Path): readonly (readonly [unknown, Path])[] {
  return Array.isArray(value) ? listAt(value).map((item, index) => [item, [...path, index]] as const) : [[value, path]];
}

/** Reads the tables of Poetry, uv and Pipenv, and addresses of PEP 508 given as `url`. */
function originOf(table: Table): DependencyOrigin {
  const text = (key: string): string | undefined => textAtPath(table, key);
  const isRemote = /^[a-z]+:\/\//i.test(text('file') ?? '');
  const address = text('url') ?? (isRemote ? text('file') : undefined);
  const git = text('git') ?? (address?.startsWith('git+') ? address : undefined);
  const local = table['workspace'] === true ? '.' : isRemote ? undefined : text('file');
  const origin: Record<keyof DependencyOrigin, string | undefined> = {
    git,
    url: git === undefined ? address : undefined,
    path: text('path') ?? local,
    branch: text('branch'),
    tag: text('tag'),
    rev: text('rev') ?? text('ref'),
  };
  return Object.fromEntries(Object.entries(origin).filter(([, value]) => value !== undefined));
}
