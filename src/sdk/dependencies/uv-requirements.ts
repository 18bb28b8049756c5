import type { TomlFile } from '../../core/facts.ts';
import { normalisePackageName } from '../../core/package-name.ts';
import { canonicalSpecifier } from '../../core/versions.ts';
import { readRequirementText } from './requirement-text.ts';
import { isTable, listAt, tableAt, textAtPath, valueAt } from '../tables.ts';

/** Name → its specifiers in one form, several where it is required more than once; null where one cannot be compared. */
export type Requirements = Readonly<Record<string, readonly (string | null)[]>>;

/** What a uv.lock keeps of a project: of its own metadata, and of its groups. Markers and extras are left aside. */
export interface UvRequirements {
  /** Normalised name; absent for a workspace root that is no project. */
  readonly name?: string;
  /** Undefined where the file does not say: they are dynamic, or the lock is too old to keep them. */
  readonly dist?: Requirements;
  readonly groups?: Readonly<Record<string, Requirements>>;
  readonly python?: string;
}

/** As a pyproject.toml declares them. */
export function declaredToUv({ data }: TomlFile): UvRequirements {
  const project = tableAt(data, 'project');
  const name = textAtPath(project, 'name');
  const python = textAtPath(project, 'requires-python');
  const dynamic = listAt(project, 'dynamic').some(
    (field) => field === 'dependencies' || field === 'optional-dependencies',
  );
  const lists = [listAt(project, 'dependencies'), ...Object.values(tableAt(project, 'optional-dependencies'))];
  const groups = groupsOf(data);
  return {
    ...(name !== undefined && { name: normalisePackageName(name) }),
    ...(!dynamic && { dist: collect(lists.flatMap((list) => listAt(list).map(declared))) }),
    ...(groups && { groups }),
    ...(python !== undefined && { python }),
  };
}

type Entry = readonly [name: string, specifier: string | null];

function declared(item: unknown): Entry | undefined {
  const read = typeof item === 'string' ? readRequirementText(item) : undefined;
  return read && [read.name, read.url === undefined ? (canonicalSpecifier(read.specifier) ?? null) : null];
}

/** Groups with what they include; undefined where one includes what is not there. */
function groupsOf(data: unknown): Readonly<Record<string, Requirements>> | undefined {
  const written = tableAt(data, 'dependency-groups');
  const lists = new Map(Object.keys(written).map((group) => [normalisePackageName(group), listAt(written, group)]));
  const legacy = listAt(data, 'tool', 'uv', 'dev-dependencies');
  if (legacy.length > 0) lists.set('dev', [...(lists.get('dev') ?? []), ...legacy]);
  const groups = new Map<string, Requirements>();
  for (const group of lists.keys()) {
    const items = flatten(group, lists, new Set());
    if (!items) return undefined;
    groups.set(group, collect(items.map(declared)));
  }
  return Object.fromEntries(groups);
}

function flatten(
  group: string,
  lists: ReadonlyMap<string, readonly unknown[]>,
  open: ReadonlySet<string>,
): readonly unknown[] | undefined {
  const list = lists.get(group);
  if (!list || open.has(group)) return undefined;
  const found: unknown[] = [];
  for (const item of list) {
    const included = isTable(item) ? textAtPath(item, 'include-group') : undefined;
    const items =
      included === undefined ? [item] : flatten(normalisePackageName(included), lists, new Set([...open, group]));
    if (!items) return undefined;
    found.push(...items);
  }
  return found;
}

/** As the entry of a project in a uv.lock has them. */
export function lockedByUv(entry: unknown): UvRequirements {
  const name = textAtPath(entry, 'name');
  const hasMetadata = isTable(valueAt(entry, 'metadata'));
  const groups = tableAt(entry, 'metadata', 'requires-dev');
  return {
    ...(name !== undefined && { name: normalisePackageName(name) }),
    ...(hasMetadata && {
      dist: collect(listAt(entry, 'metadata', 'requires-dist').map(locked)),
      groups: Object.fromEntries(
        Object.keys(groups).map((group) => [group, collect(listAt(groups, group).map(locked))]),
      ),
    }),
  };
}

const ELSEWHERE = ['git', 'url', 'path', 'directory', 'editable', 'virtual'];

function locked(item: unknown): Entry | undefined {
  const table = tableAt(item);
  const name = textAtPath(table, 'name');
  const elsewhere = ELSEWHERE.some((key) => key in table);
  return name === undefined
    ? undefined
    : [
        normalisePackageName(name),
        elsewhere ? null : (canonicalSpecifier(textAtPath(table, 'specifier') ?? '') ?? null),
      ];
}

function collect(entries: readonly (Entry | undefined)[]): Requirements {
  const byName = Map.groupBy(
    entries.flatMap((entry) => (entry ? [entry] : [])),
    ([name]) => name,
  );
  return Object.fromEntries(
    [...byName].map(([name, same]) => [name, [...new Set(same.map(([, specifier]) => specifier))].sort(byText)]),
  );
}

function byText(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
