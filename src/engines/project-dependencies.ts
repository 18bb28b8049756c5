import { lineStarts } from '../core/span.ts';
import { createTable } from './data-places.ts';
import type { Ini } from './project-ini.ts';
import type { Table } from './project-table.ts';
import { isTable, tableAt, textIn, textsOf } from './project-table.ts';
import { readRequirement } from './requirements-line.ts';
import { splitLogicalLines } from './requirements-lines.ts';
import { normaliseName } from './requirements-name.ts';

interface Sources {
  readonly pyproject: Table;
  readonly setupCfg: Ini;
  readonly setupPy: string;
  readonly requirements: readonly string[];
}

/** Declared dependencies of every kind, name → specifier as written. What the package itself needs comes first and stays. */
export function readDependencies({
  pyproject,
  setupCfg,
  setupPy,
  requirements,
}: Sources): Readonly<Record<string, string>> {
  const found = createTable<string>();
  const add = ({ name, specifier }: Dependency): void => {
    found[name] ??= specifier;
  };
  const lists = [...standardLists(pyproject), ...toolLists(pyproject), ...iniLists(setupCfg), setupPyList(setupPy)];
  for (const list of lists) for (const text of list) for (const dependency of readTexts(text)) add(dependency);
  for (const table of poetryTables(pyproject))
    for (const [name, value] of Object.entries(table)) if (name !== 'python') add(ofPoetry(name, value));
  for (const text of requirements) for (const dependency of readTexts(text)) add(dependency);
  return found;
}

interface Dependency {
  readonly name: string;
  readonly specifier: string;
}

/** One requirement, or the lines of a requirements file. */
function* readTexts(text: string): Generator<Dependency> {
  for (const line of splitLogicalLines(text, lineStarts(text))) {
    const { kind, name, specifier } = readRequirement(line);
    if (name !== undefined && kind !== 'invalid') yield { name, specifier };
  }
}

/** PEP 621 and PEP 735. Groups that include others add nothing: all groups are read. */
function standardLists(pyproject: Table): readonly (readonly string[])[] {
  const project = tableAt(pyproject, 'project');
  const optional = Object.values(tableAt(project, 'optional-dependencies'));
  const groups = Object.values(tableAt(pyproject, 'dependency-groups'));
  return [project['dependencies'], ...optional, ...groups].map(textsOf);
}

function toolLists(pyproject: Table): readonly (readonly string[])[] {
  const tool = tableAt(pyproject, 'tool');
  const pdm = Object.values(tableAt(tool, 'pdm', 'dev-dependencies'));
  const hatch = Object.values(tableAt(tool, 'hatch', 'envs')).flatMap((env) => [
    tableAt(env)['dependencies'],
    tableAt(env)['extra-dependencies'],
  ]);
  return [...pdm, tableAt(tool, 'uv')['dev-dependencies'], ...hatch].map(textsOf);
}

function poetryTables(pyproject: Table): readonly Table[] {
  const poetry = tableAt(pyproject, 'tool', 'poetry');
  const groups = Object.values(tableAt(poetry, 'group')).map((group) => tableAt(group, 'dependencies'));
  return [tableAt(poetry, 'dependencies'), ...groups, tableAt(poetry, 'dev-dependencies')];
}

/** Poetry writes a version, a table, or a list of tables for several Pythons. */
function ofPoetry(name: string, value: unknown): Dependency {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  const specifier = typeof one === 'string' ? one : isTable(one) ? (textIn(one, 'version') ?? '') : '';
  return { name: normaliseName(name), specifier };
}

function iniLists(setupCfg: Ini): readonly (readonly string[])[] {
  const options = setupCfg.get('options');
  const extras = [...(setupCfg.get('options.extras_require')?.values() ?? [])];
  return [options?.get('install_requires'), options?.get('tests_require'), ...extras].map(
    (text) => text?.split('\n') ?? [],
  );
}

/** The string literals of `install_requires=[…]`; a list that is computed cannot be known without running the file. */
function setupPyList(setupPy: string): readonly string[] {
  const start = /\binstall_requires\s{0,9}=\s{0,9}\[/.exec(setupPy);
  if (!start) return [];
  const texts: string[] = [];
  for (const token of setupPy.slice(start.index + start[0].length).matchAll(/"([^"\n]*)"|'([^'\n]*)'|#[^\n]*|\]/g)) {
    if (token[0] === ']') break;
    if (!token[0].startsWith('#')) texts.push(token[1] ?? token[2] ?? '');
  }
  return texts;
}
