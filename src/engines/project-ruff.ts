import type { PerFileIgnore, RuffSettings } from '../core/project.ts';
import { createTable } from './data-places.ts';
import type { Repository } from './project-repository.ts';
import { folderOf, pathIn, readTable, resolveIn, upwardFrom } from './project-repository.ts';
import type { Table } from './project-table.ts';
import { isTable, tableAt, textIn, textsOf } from './project-table.ts';
import { RUFF_TARGETS } from './ruff-settings.ts';

/** What is read here or names no rule's setting. Which of the rest may be passed on, the engine that takes it decides. */
const OTHERS = new Set([
  'lint',
  'format',
  'analyze',
  'ignore',
  'extend-ignore',
  'per-file-ignores',
  'extend-per-file-ignores',
]);

/** In the order in which Ruff looks for them in a folder. A pyproject.toml counts only with a table of Ruff's. */
const NAMES = ['.ruff.toml', 'ruff.toml', 'pyproject.toml'];
/** Files that extend one another; a longer chain is cut. */
const MOST_FILES = 10;

export interface RuffReading {
  readonly settings: RuffSettings;
  /** `target-version` of the nearest file, and of what it extends. */
  readonly target?: string;
  readonly extendedTarget?: string;
  /** Folders that hold packages, where the team names them; relative to the repository. */
  readonly src: readonly string[];
}

/** The file that Ruff reads for the files of a folder: the nearest upward; undefined where there is none. */
export function ruffFileFor(folder: string, repository: Repository): string | undefined {
  for (const above of upwardFrom(folder)) {
    const found = NAMES.map((name) => pathIn(above, name)).find((path) => isRuffFile(path, repository));
    if (found !== undefined) return found;
  }
  return undefined;
}

function isRuffFile(path: string, { tree, tableOf }: Repository): boolean {
  return tree.has(path) && (!isPyproject(path) || isTable(tableAt(tableOf(path), 'tool')['ruff']));
}

/** The path of the file that a file of Ruff's settings extends; undefined where it extends none in the repository. */
export function extendedBy(path: string, text: string): string | undefined {
  if (!text.includes('extend')) return undefined;
  return extendedIn(path, ruffTable(path, readTable(text, path)));
}

function extendedIn(path: string, table: Table): string | undefined {
  const extend = textIn(table, 'extend');
  return extend === undefined ? undefined : resolveIn(folderOf(path), extend);
}

function isPyproject(path: string): boolean {
  return path === 'pyproject.toml' || path.endsWith('/pyproject.toml');
}

function ruffTable(path: string, table: Table): Table {
  return isPyproject(path) ? tableAt(table, 'tool', 'ruff') : table;
}

/** What a file of Ruff's says, and what it extends, also in the older form without `lint`. What does not fit is left out. */
export function readRuff(path: string | undefined, repository: Repository): RuffReading {
  const files: RuffFile[] = [];
  const seen = new Set<string>();
  for (let next = path; next !== undefined && !seen.has(next) && seen.size < MOST_FILES;) {
    seen.add(next);
    const table = ruffTable(next, repository.tableOf(next));
    files.push(readFile(next, table));
    next = extendedIn(next, table);
  }
  const [nearest, ...others] = files;
  const target = nearest?.target;
  const extendedTarget = others.find((file) => file.target !== undefined)?.target;
  return {
    settings: {
      ignore: [...new Set(combineIgnores(files))],
      perFileIgnores: [
        ...(files.find(({ perFile }) => perFile !== undefined)?.perFile ?? []),
        ...files.flatMap(({ perFileToo }) => perFileToo),
      ],
      lint: files.reduce<Table>((nearer, { lint }) => combineTables(nearer, lint), {}),
    },
    ...(target !== undefined && { target }),
    ...(extendedTarget !== undefined && { extendedTarget }),
    src: files.find(({ src }) => src !== undefined)?.src ?? [],
  };
}

/** One file's own words; undefined for what it does not say, where another file may. */
interface RuffFile {
  readonly target: string | undefined;
  readonly ignore: readonly string[];
  /** It says from scratch what is selected. */
  readonly selects: boolean;
  /** It selects nothing, so that its ignores are for those who extend it. */
  readonly selectsNothing: boolean;
  readonly perFile: readonly PerFileIgnore[] | undefined;
  readonly perFileToo: readonly PerFileIgnore[];
  readonly lint: Table;
  readonly src: readonly string[] | undefined;
}

function readFile(path: string, table: Table): RuffFile {
  const root = folderOf(path);
  const parts = [table, tableAt(table, 'lint')];
  const select = parts.map((part) => part['select']).find(Array.isArray);
  const tables = createTable();
  for (const part of parts)
    for (const [key, value] of Object.entries(part))
      if (!OTHERS.has(key) && (part !== table || isTable(value))) tables[key] = value;
  const perFile = parts.filter((part) => isTable(part['per-file-ignores']));
  return {
    target: RUFF_TARGETS.find((known) => known === table['target-version']),
    ignore: parts.flatMap((part) => ['ignore', 'extend-ignore'].flatMap((key) => codesOf(part[key]))),
    selects: select !== undefined,
    selectsNothing: select?.length === 0 && parts.every((part) => textsOf(part['extend-select']).length === 0),
    perFile:
      perFile.length === 0 ? undefined : perFile.flatMap((part) => perFileOf(tableAt(part, 'per-file-ignores'), root)),
    perFileToo: parts.flatMap((part) => perFileOf(tableAt(part, 'extend-per-file-ignores'), root)),
    lint: tables,
    src: Array.isArray(table['src'])
      ? textsOf(table['src']).flatMap((folder) => resolveIn(root, folder) ?? [])
      : undefined,
  };
}

function perFileOf(table: Table, root: string): readonly PerFileIgnore[] {
  return Object.entries(table).map(([glob, codes]) => ({ root, glob, codes: codesOf(codes) }));
}

/** From what is extended to what extends it: who selects from scratch does not inherit ignores, but for those made to be inherited. */
function combineIgnores(files: readonly RuffFile[]): readonly string[] {
  let ignored: readonly string[] = [];
  let isForHeirs = true;
  for (const file of files.toReversed()) {
    ignored = [...(file.selects && !isForHeirs ? [] : ignored), ...file.ignore];
    isForHeirs = file.selectsNothing;
  }
  return ignored;
}

/** Tables are joined key by key; what is nearer stands. */
function combineTables(nearer: Table, other: Table): Table {
  const joined = createTable();
  for (const [key, value] of Object.entries(other)) joined[key] = value;
  for (const [key, value] of Object.entries(nearer)) {
    const under = joined[key];
    joined[key] = isTable(value) && isTable(under) ? { ...under, ...value } : value;
  }
  return joined;
}

/** Codes and prefixes of codes: `F401`, `E`, `ALL`. */
function codesOf(value: unknown): readonly string[] {
  return textsOf(value).filter((code) => /^[A-Z]{1,10}\d{0,4}$/.test(code));
}
