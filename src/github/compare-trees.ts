import type { GitHubFile } from './list-files.ts';
import type { TreeFile } from './read-tree.ts';

type Files = ReadonlyMap<string, TreeFile>;

/**
 * What changed between two whole trees, for where GitHub's list ends. A file that was moved as it is counts as renamed where
 * only one removed file has its contents; one that was moved and edited counts as removed and added.
 */
export function compareTrees(base: Files, head: Files): readonly GitHubFile[] {
  const removed = new Map([...base].filter(([path]) => !head.has(path)));
  const sources = Map.groupBy(removed.keys(), (path) => removed.get(path)?.oid ?? '');
  const files: GitHubFile[] = [];
  const moved = new Set<string>();
  for (const [path, { oid, mode }] of head) {
    const before = base.get(path);
    if (before?.oid === oid && before.mode === mode) continue;
    if (before) {
      files.push({ path, status: 'modified', oid });
      continue;
    }
    const [source, ...others] = (sources.get(oid) ?? []).filter((candidate) => !moved.has(candidate));
    if (source !== undefined && others.length === 0) {
      moved.add(source);
      files.push({ path, previousPath: source, status: 'renamed', oid });
    } else files.push({ path, status: 'added', oid });
  }
  for (const [path, { oid }] of removed) if (!moved.has(path)) files.push({ path, status: 'removed', oid });
  return files;
}
