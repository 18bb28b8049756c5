import type { TextFile, TomlFile } from '../../core/facts.ts';
import type { Span } from '../../core/flow.ts';
import { FILE_START } from '../../core/span.ts';
import type { Plain } from '../plain.ts';
import { isTable, tableAt, textAtPath } from '../tables.ts';

/** A name that an installer turns into a command, or under which plugins are found. */
export interface EntryPoint {
  readonly name: string;
  /** Dotted name of the module. */
  readonly module: string;
  /** First part of what is taken from it; absent where the module itself is meant. */
  readonly attribute?: string;
  readonly at: Plain<Span>;
}

/** Of PEP 621 and Poetry, in a pyproject.toml. */
export function tomlEntryPoints(file: TomlFile): readonly EntryPoint[] {
  const groups = Object.keys(tableAt(file.data, 'project', 'entry-points')).map((group) => [
    'project',
    'entry-points',
    group,
  ]);
  const plugins = Object.keys(tableAt(file.data, 'tool', 'poetry', 'plugins')).map((group) => [
    'tool',
    'poetry',
    'plugins',
    group,
  ]);
  const tables = [
    ['project', 'scripts'],
    ['project', 'gui-scripts'],
    ...groups,
    ['tool', 'poetry', 'scripts'],
    ...plugins,
  ];
  return tables.flatMap((path) =>
    Object.entries(tableAt(file.data, ...path)).flatMap(([name, value]) => {
      // Poetry also has `{ reference = "…", type = "console" }`; of type `file` it is no module.
      const reference = isTable(value)
        ? value['type'] === 'file'
          ? undefined
          : textAtPath(value, 'reference')
        : value;
      return read(name, reference, file.spanOf([...path, name]) ?? FILE_START);
    }),
  );
}

/** Of `[options.entry_points]` in a setup.cfg. */
export function setupCfgEntryPoints(file: TextFile): readonly EntryPoint[] {
  let inside = false;
  return file.lines.flatMap((line, index) => {
    if (line.startsWith('[')) inside = line.startsWith('[options.entry_points]');
    const [, name, reference] = inside ? (/^\s+([^=\s#;][^=]*?)\s*=\s*([^#;]+?)\s*(?:[#;].*)?$/.exec(line) ?? []) : [];
    if (name === undefined) return [];
    const col = line.search(/\S/) + 1;
    return read(name, reference, { line: index + 1, col, endLine: index + 1, endCol: line.trimEnd().length + 1 });
  });
}

function read(name: string, reference: unknown, at: Span): readonly EntryPoint[] {
  const match =
    typeof reference === 'string' ? /^\s*([\w.]+)\s*(?::\s*([\w.]+))?\s*(?:\[[^\]]*\])?\s*$/.exec(reference) : null;
  const [, module, path] = match ?? [];
  if (module === undefined || module.startsWith('.') || module.endsWith('.')) return [];
  const attribute = path?.split('.', 1)[0];
  return [{ name, module, at: { ...at }, ...(attribute !== undefined && attribute !== '' && { attribute }) }];
}
