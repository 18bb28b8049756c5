import { NO_PROJECT } from '../core/project.ts';
import type { Table } from './project-table.ts';
import { tableAt } from './project-table.ts';
import { parseToml } from './toml.ts';

/** The files that projects are read from. */
export interface RepositoryTexts {
  /** Every path. */
  readonly tree: ReadonlySet<string>;
  /** Undefined for what is not there or was not read. */
  textOf(path: string): string | undefined;
}

export interface Repository extends RepositoryTexts {
  /** A TOML file's table, read once; an empty one where there is none. */
  tableOf(path: string): Table;
}

export function openRepository(texts: RepositoryTexts): Repository {
  const tables = new Map<string, Table>();
  return {
    ...texts,
    tableOf(path) {
      const known = tables.get(path);
      if (known) return known;
      const text = texts.textOf(path);
      const table = text === undefined ? {} : readTable(text, path);
      tables.set(path, table);
      return table;
    },
  };
}

/** A folder's name and that of something in it; the repository's root has no name. */
export function pathIn(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A folder and those above it, nearest first; the repository's root is last. */
export function upwardFrom(folder: string): readonly string[] {
  const parts = folder === '' ? [] : folder.split('/');
  return [...parts.map((_, index) => parts.slice(0, parts.length - index).join('/')), ''];
}

/** What a relative path means in a folder; undefined where it leaves the repository, or is not one. */
export function resolveIn(folder: string, path: string): string | undefined {
  if (path === '' || /^[/~\\]|^[A-Za-z]:|\$/.test(path)) return undefined;
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** The path below a folder; undefined where it is not below it. */
export function below(folder: string, path: string): string | undefined {
  if (folder === '') return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}

/** A file that cannot be read says nothing: it is reported where it is itself reviewed. */
export function readTable(text: string, path: string): Table {
  const parsed = parseToml({ path, text, lines: [], classes: new Set(), project: NO_PROJECT });
  return parsed.ok ? tableAt(parsed.value.data) : {};
}
