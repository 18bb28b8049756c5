import { pathIn } from './project-repository.ts';

/** Files at the top of a repository that are run by tools and imported by nobody. */
const NOT_MODULES = new Set(['setup', 'conftest', 'noxfile', 'fabfile', '__init__', '__main__']);

/**
 * Names of packages and modules that stand in a project, its `src` folder, the repository's root, or a folder that the team names
 * (relative to the repository); sorted. Below `src` a folder needs no `__init__.py`.
 */
export function findFirstParty(tree: ReadonlySet<string>, root: string, named: readonly string[]): readonly string[] {
  const source = pathIn(root, 'src');
  const folders = new Set(['', 'src', root, source, ...named]);
  const sources = new Set(['src', source]);
  const names = new Set<string>();
  for (const path of tree) {
    if (!path.endsWith('.py')) continue;
    for (const folder of folders) {
      const name = topLevelName(path, folder, sources.has(folder));
      if (name !== undefined) names.add(name);
    }
  }
  return [...names].sort();
}

function topLevelName(path: string, folder: string, loose: boolean): string | undefined {
  const rest = folder === '' ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
  if (rest === undefined) return undefined;
  const slash = rest.indexOf('/');
  const name = slash < 0 ? rest.slice(0, -'.py'.length) : rest.slice(0, slash);
  if (!/^[A-Za-z_]\w*$/.test(name) || (slash < 0 && NOT_MODULES.has(name))) return undefined;
  return slash < 0 || loose || rest.slice(slash + 1) === '__init__.py' ? name : undefined;
}
