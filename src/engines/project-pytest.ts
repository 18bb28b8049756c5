import { createTable } from './data-places.ts';
import type { Ini } from './project-ini.ts';
import { readIni } from './project-ini.ts';
import type { Table } from './project-table.ts';
import { tableAt } from './project-table.ts';

/** pytest's options as strings, from the first file that has them, in pytest's own order. Lists become lines. */
export function readPytest(
  pyproject: Table,
  setupCfg: Ini,
  pytestIni: string | undefined,
): Readonly<Record<string, string>> {
  // An empty pytest.ini counts, too: it hides the others.
  if (pytestIni !== undefined) return ofSection(readIni(pytestIni).get('pytest'));
  const native = tableAt(pyproject, 'tool', 'pytest');
  const options = tableAt(native, 'ini_options');
  const found = Object.keys(options).length > 0 ? options : native;
  return Object.keys(found).length > 0 ? ofTable(found) : ofSection(setupCfg.get('tool:pytest'));
}

function ofSection(section: ReadonlyMap<string, string> | undefined): Readonly<Record<string, string>> {
  const options = createTable<string>();
  for (const [key, value] of section ?? []) options[key] = value;
  return options;
}

function ofTable(table: Table): Readonly<Record<string, string>> {
  const options = createTable<string>();
  for (const [key, value] of Object.entries(table)) {
    if (Array.isArray(value)) options[key] = value.map(String).join('\n');
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      options[key] = String(value);
  }
  return options;
}
