import type { RuffSettings } from '../core/project.ts';
import { createTable } from './data-places.ts';
import type { Table } from './project-table.ts';
import { isTable, tableAt, textsOf } from './project-table.ts';
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

export interface RuffReading {
  readonly settings: RuffSettings;
  readonly target?: string;
  /** Folders that hold packages, where the team names them. */
  readonly src: readonly string[];
}

/** What a `[tool.ruff]` table or a ruff.toml says, also in the older form without `lint`. What does not fit is left out. */
export function readRuff(table: Table): RuffReading {
  const lint = tableAt(table, 'lint');
  const target = RUFF_TARGETS.find((known) => known === table['target-version']);
  const ignore = [table, lint].flatMap((part) => ['ignore', 'extend-ignore'].flatMap((key) => codesOf(part[key])));
  const perFileIgnores = createTable<string[]>();
  const tables = createTable();
  for (const part of [table, lint]) {
    for (const key of ['per-file-ignores', 'extend-per-file-ignores']) {
      for (const [glob, codes] of Object.entries(tableAt(part, key)))
        (perFileIgnores[glob] ??= []).push(...codesOf(codes));
    }
    for (const [key, value] of Object.entries(part))
      if (!OTHERS.has(key) && (part === lint || isTable(value))) tables[key] = value;
  }
  return {
    settings: { ignore: [...new Set(ignore)], perFileIgnores, lint: tables },
    ...(target !== undefined && { target }),
    src: textsOf(table['src']),
  };
}

/** Codes and prefixes of codes: `F401`, `E`, `ALL`. */
function codesOf(value: unknown): readonly string[] {
  return textsOf(value).filter((code) => /^[A-Z]{1,10}\d{0,4}$/.test(code));
}
